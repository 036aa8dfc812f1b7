"""The actions on a post that there are, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forum.boards.corrections import correction_of
from forum.boards.noted import note_of_thread
from forum.boards.posts import Post


@dataclass(frozen=True, slots=True)
class Act:
    """One action on a post, and the words for it."""

    name: str
    #: The letter that chooses it on the keyboard.
    key: str
    #: The states it applies to, and what the buttons and pages say.
    states: frozenset[str]
    button: str
    done: str
    #: What the reporters are told.
    outcome: str
    #: Whether a reason must be given, since it takes something away.
    needs_reason: bool
    #: Whether it asks for more than a reason: see views.acting.
    has_form: bool = False
    fits: Callable[[Post], bool] = lambda _post: True

    @property
    def asks_first(self) -> bool:
        """Whether something is to be filled in before there is a letter to read."""
        return self.needs_reason or self.has_form


STANDING = frozenset({"live", "held", "hidden"})
ACTS = {
    act.name: act
    for act in (
        Act(
            "publish",
            "p",
            frozenset({"held"}),
            "Publish this post",
            "The post is published.",
            "It was looked at, and published.",
            needs_reason=False,
        ),
        Act(
            "hide",
            "h",
            frozenset({"live", "held"}),
            "Hide this post",
            "The post is hidden.",
            "It was looked at, and hidden. Thank you for telling us.",
            needs_reason=True,
        ),
        Act(
            "show",
            "s",
            frozenset({"hidden"}),
            "Show this post again",
            "The post can be read again.",
            "It was looked at, and can be read.",
            needs_reason=False,
        ),
        Act(
            "edit",
            "e",
            STANDING,
            "Take something out of this post",
            "The post is changed, with a mark. What it said before is kept for moderators.",
            "It was looked at, and what should not stand there was taken out. Thank you for telling us.",
            needs_reason=True,
            has_form=True,
        ),
        Act(
            "unedit",
            "b",
            STANDING,
            "Give the author's words back",
            "The post has its author's words again.",
            "It was looked at, and can be read as its author wrote it.",
            needs_reason=False,
            fits=lambda post: post.moderated_at is not None,
        ),
        Act(
            "correct",
            "r",
            STANDING,
            "Put a correction below it",
            "The correction stands below the post.",
            "It was looked at, and a correction stands below it now. Thank you for telling us.",
            needs_reason=False,
            has_form=True,
        ),
        Act(
            "uncorrect",
            "w",
            STANDING,
            "Take the correction away",
            "The correction is gone.",
            "It was looked at, and the correction below it is gone.",
            needs_reason=False,
            fits=lambda post: correction_of(post) is not None,
        ),
        Act(
            "note",
            "n",
            STANDING,
            "Put a content note on it",
            "The post is folded behind the note.",
            "It was looked at, and has a content note now. Thank you for telling us.",
            needs_reason=False,
            has_form=True,
        ),
        Act(
            "unnote",
            "o",
            STANDING,
            "Take the content note away",
            "The content note is gone.",
            "It was looked at, and its content note is gone.",
            needs_reason=False,
            fits=lambda post: bool(post.content_note or (post.number == 1 and note_of_thread(post))),
        ),
        Act(
            "remove",
            "d",
            STANDING,
            "Delete this post for good",
            "The post is deleted. Its words are in the log and in the letter to its author.",
            "It was looked at, and deleted. Thank you for telling us.",
            needs_reason=True,
        ),
    )
}


def acts_on(post: Post) -> list[Act]:
    """What can be done with a post as it is."""
    return [act for act in ACTS.values() if post.state in act.states and act.fits(post)]
