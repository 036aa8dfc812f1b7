"""Appeals: whom a decision concerns asks that somebody else looks again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.actions import show_again
from forum.boards.corrections import correction_line, correction_of, drop_correction
from forum.boards.noted import clear_notes, notes_line
from forum.boards.posts import Post
from forum.boards.rewording import give_back
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.access import names, who_looks_after
from forum.moderation.letters import SETTLED, Letter, send_letter
from forum.moderation.models import Appeal, Item
from forum.moderation.queue import close, put_in_queue, take_to_handle
from forum.moderation.sanctions import undo

LONGEST_APPEAL = 4_000


def appeal_of(decision: Decision) -> Appeal | None:
    return db.session.scalar(select(Appeal).where(Appeal.decision_id == decision.id))


def can_be_appealed(decision: Decision) -> bool:
    return decision.action not in SETTLED and appeal_of(decision) is None


def appeal(letter: Letter, words: str) -> Appeal:
    """Ask for another pair of eyes, once for each decision."""
    decision = letter.decision
    if not can_be_appealed(decision):
        raise Refused(
            "You have asked about this already, or it is settled; the answer is here and in your mail."
        )
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
    """Why somebody may not decide about an appeal, or nothing: not about oneself, not one's own decision."""
    if decision.about_id == moderator.id:
        return "This appeal is yours. Somebody else decides about it."
    if moderator in (may := deciders(decision)):
        return ""
    return f"You made this decision. {names(may)} can decide about the appeal."


def deciders(decision: Decision) -> Sequence[Member]:
    """Who may decide about an appeal: not who decided before, and not whom it concerns.

    With no other moderator it goes to an administrator; where nobody else is left, to whoever is: they
    decide again.
    """
    there = [who for who in who_looks_after(decision.board_id) if who.id != decision.about_id]
    return [who for who in there if who.id != decision.actor_id] or there


def who_may_decide(decision: Decision) -> str:
    """For moderators: who may answer an appeal, by name, and why not others."""
    may = deciders(decision)
    if decision.actor_id in [who.id for who in may]:
        return f"{names(may)} may decide: nobody else is left to ask."
    if may and all(who.is_admin for who in may):
        return f"There is no other moderator, so an administrator decides: {names(may)}."
    return f"{names(may)} may decide: they neither decided before, nor does it concern them."


def who_looks(decision: Decision) -> str:
    """The same for whom it concerns, without names."""
    may = deciders(decision)
    if decision.actor_id in [who.id for who in may]:
        return "Just now there is only one person to ask, who will look again, with your words beside it."
    if may and all(who.is_admin for who in may):
        return "There is no other moderator, so an administrator will look at it again."
    return "A moderator who did not decide this will look at it again."


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
    """What can be given back by itself is: a post is shown, a thread opened again, what is in force ends."""
    kind, _, key = decision.subject.partition(":")
    if kind == "member":
        undo(decision, moderator.id)
    thread = db.session.get(Thread, int(key)) if kind == "thread" and decision.action == "lock" else None
    if thread is not None and thread.is_locked:
        thread.unlock(by_id=moderator.id)
    post = db.session.get(Post, int(key)) if kind == "post" else None
    if post is not None:
        _undo_on(post, decision)


def _undo_on(post: Post, decision: Decision) -> None:
    """What came later stays: another correction, or what the author wrote since."""
    match decision.action:
        case "hide" if post.state == "hidden":
            show_again(post)
        case "edit":
            give_back(post, decision)
        case "correct" if correction_line(correction_of(post)) == decision.after:
            drop_correction(post)
        case "note" if notes_line(post) == decision.after:
            clear_notes(post)
