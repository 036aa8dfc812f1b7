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
from forum.boards.rewording import give_back_last
from forum.boards.same_again import wait_for_ones_own
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import Refused
from forum.moderation.access import check_may_act_on
from forum.moderation.acts import ACTS, Act
from forum.moderation.letters import check_letter, letter_words, send_letter, tell_reporter
from forum.moderation.models import Item, Report
from forum.moderation.queue import close, take_to_handle

LONGEST_REASON = 1_000
#: What of a post another hand may have changed since its page was shown.
AS_IT_IS = ("state", "number", "source", "edited_at", "moderated_at", "moderated_for", "content_note")
#: For the log: what was there before, and what is there now.
Before = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What a moderator gave with an action: the rule, the reason, and the item their page showed.

    ``letter`` is what they saw, and may have worded anew for this once; None if they saw none.
    """

    rule: int | None = None
    reason: str = ""
    item: int | None = None
    letter: str | None = None


def publish_held(moderator: Member, post: Post, given: Given) -> Decision:
    """Let a post that was held be read by everybody."""
    return act_on(moderator, post, given, ACTS["publish"], _moved(show_again))


def hide_post(moderator: Member, post: Post, given: Given) -> Decision:
    """Take a post out of sight; it can be shown again."""
    return act_on(moderator, post, given, ACTS["hide"], _moved(lambda post: withdraw(post, "hidden")))


def show_post(moderator: Member, post: Post, given: Given) -> Decision:
    """Undo hiding."""
    return act_on(moderator, post, given, ACTS["show"], _moved(show_again))


def remove_post(moderator: Member, post: Post, given: Given) -> Decision:
    """Delete a post with its words, files and history; only the log and the letter keep its words."""
    return act_on(moderator, post, given, ACTS["remove"], _moved(take_out))


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


def give_words_back(moderator: Member, post: Post, given: Given) -> Decision:
    """Undo what a moderator changed last in a post."""

    def change(post: Post) -> Before:
        words = post.source
        give_back_last(post)
        return words, post.source

    return act_on(moderator, post, given, ACTS["unedit"], change)


def _moved(change: Callable[[Post], None]) -> Callable[[Post], Before]:
    """A change of a post's state, with its words as they were and the move for the log."""

    def move(post: Post) -> Before:
        words, before = post.source, post.state
        change(post)
        return words, f"{before} → {post.state}"

    return move


def act_on(
    moderator: Member,
    post: Post,
    given: Given,
    act: Act,
    change: Callable[[Post], Before],
    what: str = "",
) -> Decision:
    """Do something with a post: once, with a line in the log and a letter; ``what`` stands in the letter.

    What neither publishes a post nor takes it away leaves it waiting, if it waits for more than that.
    """
    check_may_act_on(moderator, post.author)
    check_given(act, given)
    subject, title = f"post:{post.id}", post.thread.title
    wait_for_ones_own(post.author)
    counts.lock_thread_of(post)
    item = take_to_handle(moderator, subject, given.item)
    db.session.refresh(post, AS_IT_IS)
    _check_state(post, act)
    waits_on = act.has_form and (post.state == "held" or (item is not None and item.kind == "worry"))
    before, after = change(post)
    decision = record_decision(
        moderator.id,
        act.name,
        subject,
        given.reason,
        about_id=post.author_id,
        board_id=post.board_id,
        rule=given.rule,
        before=before,
        after=after,
        letter=given.letter or letter_words(act.name, title, given.rule, given.reason, what=what),
    )
    send_letter(decision, post.author)
    if item is not None and not waits_on:
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
    if not act.fits(post):
        raise Refused(f"This is done already. {_who_did(post)}".rstrip())
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
