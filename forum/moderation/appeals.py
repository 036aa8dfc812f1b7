"""Appeals: whom a decision concerns asks that somebody else looks again."""

from __future__ import annotations

from sqlalchemy import exists, select

from forum.accounts.models import Member
from forum.boards.actions import show_again
from forum.boards.posts import Post
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.access import looks_after_the_group
from forum.moderation.letters import Letter, send_letter
from forum.moderation.models import Appeal, Item, ModeratorBoard
from forum.moderation.queue import close, put_in_queue, take_to_handle
from forum.moderation.sanctions import undo

LONGEST_APPEAL = 4_000
#: What takes nothing away from anybody can't be appealed.
KIND_ONES = frozenset({"publish", "show", "overturn", "lift", "standing"})


def appeal_of(decision: Decision) -> Appeal | None:
    return db.session.scalar(select(Appeal).where(Appeal.decision_id == decision.id))


def can_be_appealed(decision: Decision) -> bool:
    return decision.action not in KIND_ONES and appeal_of(decision) is None


def appeal(letter: Letter, words: str) -> Appeal:
    """Ask for another pair of eyes, once for each decision."""
    decision = letter.decision
    if not can_be_appealed(decision):
        raise Refused("You have asked about this already; the answer comes to you here and by mail.")
    if not words:
        raise Refused("Please say in a few words what we should look at again.", field="words")
    if len(words) > LONGEST_APPEAL:
        raise Refused(f"Please say it in at most {LONGEST_APPEAL:,} characters.", field="words")
    made = Appeal(decision_id=decision.id, member_id=letter.member_id, words=words, made_at=now())
    db.session.add(made)
    put_in_queue(f"decision:{decision.id}", "appeal", board_id=decision.board_id, about_id=letter.member_id)
    return made


def appeal_on(item: Item) -> tuple[Appeal, Decision]:
    """The appeal that an item is about, and the decision it is against."""
    decision = db.session.get(Decision, item.key) if item.kind == "appeal" else None
    found = appeal_of(decision) if decision else None
    if decision is None or found is None:
        raise NotFound
    return found, decision


def why_not_decide(moderator: Member, decision: Decision) -> str:
    """Why somebody may not decide about an appeal, or nothing: not about oneself, not one's own decision.

    With nobody else to ask, it goes to an administrator; an administrator who is alone decides again.
    """
    if decision.about_id == moderator.id:
        return "This appeal is yours. Somebody else decides about it."
    if decision.actor_id != moderator.id or not _somebody_else(moderator, decision):
        return ""
    return "You made this decision. Somebody else looks at the appeal."


def _somebody_else(moderator: Member, decision: Decision) -> bool:
    """Whether there is another moderator for this board, or an administrator."""
    limited = exists().where(ModeratorBoard.member_id == Member.id)
    here = exists().where(ModeratorBoard.member_id == Member.id, ModeratorBoard.board_id == decision.board_id)
    others = select(Member.id).where(
        looks_after_the_group(),
        Member.id.not_in([moderator.id, decision.about_id or 0]),
        ~limited | here,
    )
    return db.session.scalar(others.limit(1)) is not None


def decide_appeal(moderator: Member, item: Item, outcome: str, answer: str) -> Appeal:
    """Uphold a decision, or overturn it: then what can be given back is."""
    made, decision = appeal_on(item)
    if reason := why_not_decide(moderator, decision):
        raise Refused(reason)
    if outcome not in ("upheld", "overturned"):
        raise Refused("Please choose whether the decision stays.", field="outcome")
    if not answer:
        raise Refused("Please write a few words to whoever asked.", field="answer")
    taken = take_to_handle(moderator, item.subject, item.id)
    assert taken is not None
    made.outcome, made.answer = outcome, answer
    made.decided_at, made.decided_by_id = now(), moderator.id
    action = "uphold" if outcome == "upheld" else "overturn"
    line = record_decision(
        moderator.id,
        action,
        decision.subject,
        answer,
        about_id=decision.about_id,
        board_id=decision.board_id,
        rule=decision.rule,
        before=f"{decision.action}, appealed: {made.words}",
        letter=answer,
    )
    if outcome == "overturned":
        _undo(decision, moderator)
    close(taken, moderator, action, "")
    if decision.about_id:
        send_letter(line, db.session.get_one(Member, decision.about_id))
    return made


def _undo(decision: Decision, moderator: Member) -> None:
    """What can be given back by itself is: a post is shown again, and what is in force ends."""
    kind, _, key = decision.subject.partition(":")
    if kind == "member":
        undo(decision, moderator.id)
    post = db.session.get(Post, int(key)) if kind == "post" else None
    if post is not None and decision.action == "hide" and post.state == "hidden":
        show_again(post)
