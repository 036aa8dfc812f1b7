"""A moderator takes something out of somebody's post, and nothing that its author wrote meanwhile is lost."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from forum.accounts.models import Member
from forum.boards.posts import CHANGED_FOR, LONGEST_BODY, Post
from forum.boards.rewording import close_history, reword
from forum.boards.same_again import trimmed, wait_for_ones_own
from forum.core.decisions import Decision
from forum.core.errors import Refused
from forum.core.html import difference, shows_nothing
from forum.moderation.acting import Before, Given, act_on
from forum.moderation.acts import ACTS
from forum.moderation.seen import check_seen, key_of


@dataclass(frozen=True, slots=True)
class Edit:
    """New words for a post, as a moderator typed them."""

    body: str
    why: str = ""
    #: The key of what stood there when they began.
    was: str = ""

    @classmethod
    def of(cls, post: Post) -> Edit:
        """The post as it is, to be changed."""
        return cls(post.source, was=key_of(post.source))

    @property
    def what(self) -> str:
        """What was done, as everybody reads it."""
        return CHANGED_FOR.get(self.why, "")

    @property
    def carried(self) -> dict[str, str]:
        """What the second page of the form carries along."""
        return {"body": self.body, "why": self.why, "was": self.was}

    def check(self, post: Post) -> None:
        check_seen(self.was, post.source, "Its author changed this post while you were reading.", "body")
        if self.why not in CHANGED_FOR:
            raise Refused("Please choose what you take out: everybody reads it beside the post.", field="why")
        if shows_nothing(self.body):
            raise Refused("Nothing would be left of it. You can hide or delete a post instead.", field="body")
        if len(self.body) > max(LONGEST_BODY, len(post.source)):
            raise Refused(f"One post holds {LONGEST_BODY:,} characters.", field="body")
        if trimmed(self.body) == trimmed(post.source):
            raise Refused("Nothing is changed yet. Take out what should not stand there.", field="body")

    def difference(self, post: Post) -> Markup:
        """What goes and what comes, for the moderator."""
        return difference(post.source, trimmed(self.body))

    def do(self, moderator: Member, post: Post, given: Given) -> Decision:
        """Change the post with a mark; a form of its author's that is on its way waits, and is told."""
        wait_for_ones_own(post.author)
        decision = act_on(moderator, post, given, ACTS["edit"], self._change, self.what)
        close_history(post, decision)
        return decision

    def _change(self, post: Post) -> Before:
        self.check(post)
        was = post.source
        reword(post, trimmed(self.body), self.why)
        return was, post.source
