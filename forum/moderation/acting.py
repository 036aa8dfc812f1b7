"""What a moderator can do with a post: each an action with a reason, a letter, and one line in the log.

Each first takes the open item of the post, so that two who press different buttons in the same second find
out: the second is told who was quicker, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.accounts.rules import check_rule
from forum.boards import counts
from forum.boards.actions import show_again, take_out, withdraw
from forum.boards.posts import Post
from forum.boards.same_again import wait_for_ones_own
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import Refused
from forum.moderation.access import check_may_act_on
from forum.moderation.letters import check_letter, letter_words, send_letter, tell_reporter
from forum.moderation.models import Item, Report
from forum.moderation.queue import close, take_to_handle

LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Given:
    """What a moderator gave with an action: the rule, the reason, and the item their page showed.

    ``letter`` is what they saw, and may have worded anew for this once; None if they saw none.
    """

    rule: int | None = None
    reason: str = ""
    item: int | None = None
    letter: str | None = None


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
            "remove",
            "d",
            frozenset({"live", "held", "hidden"}),
            "Delete this post for good",
            "The post is deleted. Its words are in the log and in the letter to its author.",
            "It was looked at, and deleted. Thank you for telling us.",
            needs_reason=True,
        ),
    )
}


def publish_held(moderator: Member, post: Post, given: Given) -> Decision:
    """Let a post that was held be read by everybody."""
    return _act(moderator, post, given, ACTS["publish"], show_again)


def hide_post(moderator: Member, post: Post, given: Given) -> Decision:
    """Take a post out of sight; it can be shown again."""
    return _act(moderator, post, given, ACTS["hide"], lambda post: withdraw(post, "hidden"))


def show_post(moderator: Member, post: Post, given: Given) -> Decision:
    """Undo hiding."""
    return _act(moderator, post, given, ACTS["show"], show_again)


def remove_post(moderator: Member, post: Post, given: Given) -> Decision:
    """Delete a post with its words, files and history; only the log and the letter keep its words."""
    return _act(moderator, post, given, ACTS["remove"], take_out)


def leave_as_it_is(moderator: Member, item: Item, words: str) -> None:
    """Close an item without doing anything: what was reported is all right, or was read."""
    check_reason(words)
    if item.is_open and item.kind == "worry":
        raise Refused("This is about a person. Please write below how it ended.", field="outcome")
    check_nobody_waits(item)
    taken = take_to_handle(moderator, item.subject, item.id)
    assert taken is not None
    close(taken, moderator, "leave", words or "It was looked at, and stays as it is.")
    record_decision(
        moderator.id, "leave", item.subject, words, about_id=item.about_id, board_id=item.board_id
    )
    tell_reporters(taken)


def check_nobody_waits(item: Item) -> None:
    """Off the queue, a held post would wait for ever."""
    post = db.session.get(Post, item.key) if item.subject.startswith("post:") else None
    if item.is_open and post is not None and post.state == "held":
        raise Refused("This post is not published yet. Please publish, hide or delete it: its author waits.")


def _act(moderator: Member, post: Post, given: Given, act: Act, change: Callable[[Post], None]) -> Decision:
    check_may_act_on(moderator, post.author)
    check_given(act, given)
    subject, words, title = f"post:{post.id}", post.source, post.thread.title
    wait_for_ones_own(post.author)
    counts.lock_thread_of(post)
    item = take_to_handle(moderator, subject, given.item)
    _check_state(post, act)
    before = post.state
    change(post)
    decision = record_decision(
        moderator.id,
        act.name,
        subject,
        given.reason,
        about_id=post.author_id,
        board_id=post.board_id,
        rule=given.rule,
        before=words,
        after=f"{before} → {post.state}",
        letter=given.letter or letter_words(act.name, title, given.rule, given.reason),
    )
    send_letter(decision, post.author)
    if item is not None:
        close(item, moderator, act.name, act.outcome)
        tell_reporters(item)
    return decision


def check_given(act: Act, given: Given) -> None:
    check_reason(given.reason)
    if act.needs_reason and not given.reason:
        raise Refused("Please say why, in a sentence that its author can live with.", field="reason")
    if given.rule is not None:
        check_rule(given.rule)
    check_letter(given.letter)


def check_reason(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise Refused(f"Please say it in at most {LONGEST_REASON:,} characters.", field="reason")


def _check_state(post: Post, act: Act) -> None:
    if post.state not in act.states:
        raise Refused(f"This post is {post.state} already. {_who_did(post)}".rstrip())


def _who_did(post: Post) -> str:
    """Who decided about it last, for somebody who comes too late."""
    last = select(Decision).where(Decision.subject == f"post:{post.id}").order_by(Decision.id.desc()).limit(1)
    decision = db.session.scalar(last)
    who = db.session.get(Member, decision.actor_id) if decision and decision.actor_id else None
    return f"{who.name} decided this." if who else ""


def tell_reporters(item: Item) -> None:
    """What became of it, once something has."""
    if item.is_open:
        return
    query = select(Report).where(Report.item_id == item.id).options(joinedload(Report.reporter))
    for report in db.session.scalars(query):
        tell_reporter(report.reporter, item.subject.partition(":")[0], item.outcome_words)
