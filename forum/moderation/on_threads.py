"""What a moderator can do with a thread: each with its reason, a letter if it concerns its author, one line.

Members are locked first, then threads, then boards, as whoever writes a post locks them. The form says what
its page knew of: of two moderators at once, the second is told what the first did, and nothing is done twice.
"""

from __future__ import annotations

from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.accounts.rules import check_rule
from forum.boards.places import lock_in_order
from forum.boards.same_again import wait_for_ones_own
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.errors import Refused
from forum.moderation.access import thread_to_moderate
from forum.moderation.acting import check_reason
from forum.moderation.letters import check_letter, letter_words, send_letter
from forum.moderation.said import said_of
from forum.moderation.thread_acts import ThreadAct, why_not_on_thread
from forum.moderation.thread_choices import GivenForThread, home_named
from forum.moderation.thread_plans import Plan, plan_for


def last_decision_about(thread: Thread) -> int:
    """The number of the last line of the log about a thread."""
    about = Decision.subject == f"thread:{thread.id}"
    return db.session.scalar(select(func.max(Decision.id)).where(about)) or 0


def looked_at(moderator: Member, thread: Thread, act: ThreadAct, given: GivenForThread) -> Plan:
    """What will happen, before anything does; refused just as the action itself would be."""
    check_nothing_meanwhile(thread, given)
    if reason := why_not_on_thread(moderator, thread, act):
        raise Refused(reason)
    plan = plan_for(act.name, moderator, thread, given)
    _check_given(act, given)
    return plan


def hears_of_it(moderator: Member, thread: Thread, act: ThreadAct) -> bool:
    """Whether somebody is written to: nobody gets a letter about what they do themselves."""
    return act.has_letter and thread.author_id != moderator.id


def letter_about_thread(thread: Thread, act: ThreadAct, given: GivenForThread, plan: Plan) -> str:
    """What the author will read."""
    return letter_words(act.name, thread.title, given.rule, given.reason, **plan.values)


def act_on_thread(moderator: Member, thread: Thread, act: ThreadAct, given: GivenForThread) -> Thread:
    """Do one thing with a thread, and tell its author; returns the thread to go on to."""
    author = db.session.get_one(Member, thread.author_id)
    wait_for_ones_own(author)
    home = home_named(given) if act.name == "merge" else None
    lock_in_order({thread.id, home or thread.id})
    db.session.expire(thread)
    thread = thread_to_moderate(moderator, thread.id)
    plan = looked_at(moderator, thread, act, given)
    if plan.change.warning and not given.sure:
        raise Refused("Please tick that you know who will be able to read it.", field="sure")
    letter = ""
    if hears_of_it(moderator, thread, act):
        letter = given.letter or letter_about_thread(thread, act, given, plan)
    decision, goes_on = plan.does(rule=given.rule, letter=letter)
    if letter:
        send_letter(decision, author)
    return goes_on


def check_nothing_meanwhile(thread: Thread, given: GivenForThread) -> None:
    last = last_decision_about(thread)
    if last == given.seen:
        return
    decision = db.session.get_one(Decision, last)
    who = db.session.get(Member, decision.actor_id) if decision.actor_id else None
    did = said_of(decision.action).did.format("this thread")
    raise Refused(
        f"{who.name if who else 'The forum'} was quicker and {did}. Nothing was done twice. Please look at "
        "the thread as it is now, and press again if it is still needed."
    )


def _check_given(act: ThreadAct, given: GivenForThread) -> None:
    check_reason(given.reason)
    if act.needs_reason and not given.reason:
        raise Refused("Please say why, in a sentence that its author can live with.", field="reason")
    if given.rule is not None:
        check_rule(given.rule)
    check_letter(given.letter)
