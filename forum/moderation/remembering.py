"""When a member has died: it is told, two moderators confirm it, and all is undone if it was a mistake.

Both people's rows are locked first, then the item of the queue: of two moderators who confirm in the same
second, one is the first and the other the second, and what follows happens once.
"""

from __future__ import annotations

from collections.abc import Sequence

from forum.accounts.models import STANDINGS, Member
from forum.accounts.resting import lay_to_rest, wake
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import Refused
from forum.moderation.access import check_looks_after_all, check_may_act_on, names, who_looks_after
from forum.moderation.acting import check_reason, tell_reporters
from forum.moderation.legacy import call_off_for, write_to_contact
from forum.moderation.letters import letter_words, send_letter
from forum.moderation.memorials import LegacyContact, Memorial, contact_of, memorial_of, memorial_on
from forum.moderation.models import Item, Report
from forum.moderation.on_members import lock_people
from forum.moderation.queue import close, give_back_all, take_to_handle
from forum.moderation.remembrance import take_out_of_sight
from forum.moderation.reports import report_death

#: How somebody may know.
HOW = {
    "close": "I am family, or was close to them",
    "told": "Their family or a friend told me",
    "notice": "I read a notice",
    "other": "In another way",
}
TOLD = "Two moderators have confirmed it. We are sorry, with you. Thank you for telling us."
#: Said to them if their words are gone by then.
WORDS_ARE_GONE = (
    "The person whom you had chosen asked us to take down what you wrote, as you had allowed. Those words "
    "are gone, and we cannot bring them back."
)


def check_may_have_died(about: Member, reporter: Member) -> None:
    """Refuse what cannot be told, before anybody is asked for words."""
    if about.id == reporter.id:
        raise Refused("This is your own page.")
    if about.is_remembered:
        raise Refused(f"We know, and remember {about.name}. Thank you for thinking of us.")
    if about.claimed_at is None:
        raise Refused(
            f"{about.name} is known from the mail archive only, and has no account here that could be closed."
        )


def tell(reporter: Member, about: Member, how: str, words: str) -> Report:
    """Tell moderators that a member has died; told twice by one person, it is told once."""
    check_may_have_died(about, reporter)
    if how not in HOW:
        raise Refused("Please choose how you know.", field="how")
    return report_death(reporter, about, f"{HOW[how]}.\n\n{words}".strip())


def confirm(moderator: Member, item: Item, words: str) -> bool:
    """Say that one has made sure of it; True if that was the second moderator, and it is so."""
    check_reason(words)
    if not words:
        raise Refused("Please say how you made sure: other moderators read it.", field="reason")
    about = db.session.get_one(Member, item.key)
    lock_people(moderator, about)
    check_may_act_on(moderator, about)
    taken = take_to_handle(moderator, item.subject, item.id)
    assert taken is not None
    first = memorial_on(item.id)
    if first is None:
        _confirm_first(moderator, about, taken, words)
        return False
    if first.first_by_id == moderator.id:
        raise Refused(f"You have confirmed it already. {second_words(moderator, about)}")
    _confirm_second(moderator, about, first, words)
    close(taken, moderator, "remember", TOLD)
    tell_reporters(taken)
    return True


def _confirm_first(moderator: Member, about: Member, item: Item, words: str) -> None:
    first = Memorial(member_id=about.id, item_id=item.id, first_by_id=moderator.id, first_at=now())
    db.session.add(first)
    item.claimed_by_id = item.claimed_until = None  # The second one need not take it over.
    _record(moderator, "confirm death", about, words)


def _confirm_second(moderator: Member, about: Member, memorial: Memorial, words: str) -> None:
    memorial.second_by_id, memorial.confirmed_at = moderator.id, now()
    lay_to_rest(about)
    give_back_all(about)
    _record(moderator, "remember", about, words)
    contact = contact_of(about)
    if contact is not None:
        write_to_contact(contact, about)


def second_words(first_by: Member, about: Member) -> str:
    """Who can be the second, in words: another moderator; without one, an administrator."""
    may = _who_may_be_second(first_by, about)
    if not may:
        return (
            "Nobody else looks after the whole group, so it waits here: an administrator can ask somebody to "
            "become a moderator."
        )
    if all(who.is_admin for who in may):
        return f"There is no other moderator, so an administrator is the second: {names(may)}."
    return f"The second must be somebody else: {names(may)}."


def _who_may_be_second(first_by: Member, about: Member) -> Sequence[Member]:
    rank = STANDINGS.index(about.standing)
    return [
        who
        for who in who_looks_after(None)
        if who.id not in (first_by.id, about.id) and STANDINGS.index(who.standing) >= rank
    ]


def undo(moderator: Member, about: Member, reason: str) -> Decision:
    """It was a mistake: they are here. Everything is as it was, and they hear of it kindly."""
    check_looks_after_all(moderator)
    check_reason(reason)
    if not reason:
        raise Refused("Please say how it came about: they read it.", field="reason")
    lock_people(moderator, about)
    check_may_act_on(moderator, about)
    memorial = memorial_of(about)
    if memorial is None:
        raise Refused(f"{about.name} is a member like everybody. Nothing was done twice.")
    contact = contact_of(about)
    wake(about)
    memorial.undone_at = now()
    decision = _record(moderator, "wake", about, reason, letter=_letter(contact, reason))
    send_letter(decision, about)
    if contact is not None:
        call_off_for(contact, about)
    if memorial.thread_id is not None:
        take_out_of_sight(moderator, memorial.thread_id, about)
    return decision


def _letter(contact: LegacyContact | None, reason: str) -> str:
    gone = WORDS_ARE_GONE if contact and contact.taken_down_at else ""
    return letter_words("wake", "", None, reason, over=f"\n\n{gone}")


def _record(moderator: Member, action: str, about: Member, words: str, letter: str = "") -> Decision:
    subject = f"member:{about.id}"
    return record_decision(moderator.id, action, subject, words, about_id=about.id, letter=letter)
