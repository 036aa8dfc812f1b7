"""What a moderator can do about a member: each with a reason, a letter, an end, and one line in the log.

The row of whom it is about is locked first, and the form says what its page knew of: of two who press
different buttons in the same second, the second is told what the first did, and nothing is done twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.accounts.rules import check_rule
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import NotFound, Refused
from forum.core.zones import moment_words, zone_named
from forum.moderation.access import check_may_act_on
from forum.moderation.acting import check_reason, tell_reporters
from forum.moderation.letters import letter_words, send_letter
from forum.moderation.member_acts import MEMBER_ACTS, MemberAct
from forum.moderation.queue import close, give_back_all, take_to_handle
from forum.moderation.sanctions import Sanction, begin, in_force, settle

#: A warning is not for ever.
WARNING = timedelta(days=90)
TOLD = "It was looked at, and we have done something about it. Thank you for telling us."


@dataclass(frozen=True, slots=True)
class GivenAbout:
    """What a moderator gave with an action about a member, and what their page knew of."""

    reason: str = ""
    rule: int | None = None
    ends_at: datetime | None = None
    #: The queue's item that led here, and the last decision about the member that the page showed.
    item: int | None = None
    seen: int = 0


def why_not_act(moderator: Member, about: Member) -> str:
    """The reason they may not, or nothing: the page says what the refusal would."""
    try:
        _check_may_act(moderator, about)
    except Refused as refused:
        return refused.reason
    return ""


def letter_about(about: Member, act: MemberAct, given: GivenAbout) -> str:
    """What they will read; of a note, nothing."""
    if not act.has_letter:
        return ""
    ends_at = end_of(act, given)
    until = moment_words(ends_at, zone_named(about.timezone)) if ends_at else ""
    return letter_words(act.name, "", given.rule, given.reason, until=until)


def end_of(act: MemberAct, given: GivenAbout) -> datetime | None:
    return now() + WARNING if act.name == "warn" else given.ends_at


def check_given_about(act: MemberAct | None, given: GivenAbout) -> None:
    """What is taken back needs no reason."""
    if act is not None and not given.reason:
        words = (
            "Please say why, in a sentence that they can live with." if act.has_letter else "It is empty yet."
        )
        raise Refused(words, field="reason")
    check_reason(given.reason)
    if given.rule is not None:
        check_rule(given.rule)


def last_decision(about: Member) -> int:
    """The number of the last line of the log that is about a member as such."""
    return db.session.scalar(select(func.max(Decision.id)).where(Decision.subject == _subject(about))) or 0


def act_on_member(moderator: Member, about: Member, act: MemberAct, given: GivenAbout) -> Decision:
    """Do one thing about a member, tell them, and close the item that led here."""
    check_given_about(act, given)
    lock_people(moderator, about)
    _check_may_act(moderator, about)
    _check_nothing_meanwhile(about, given)
    item = take_to_handle(moderator, _subject(about), given.item) if given.item and act.has_letter else None
    decision = _record(moderator, about, act, given)
    if act.has_letter:
        send_letter(decision, about)
    if about.is_barred:
        give_back_all(about)
    if item is not None:
        close(item, moderator, act.name, TOLD)
        tell_reporters(item)
    return decision


def _record(moderator: Member, about: Member, act: MemberAct, given: GivenAbout) -> Decision:
    """The line of the log, with what it did to the member."""
    ends_at, letter = end_of(act, given), letter_about(about, act, given)
    before, after = _change(about, act, ends_at)
    decision = record_decision(
        moderator.id,
        act.name,
        _subject(about),
        given.reason,
        about_id=about.id,
        rule=given.rule,
        before=before,
        after=after,
        letter=letter,
    )
    db.session.flush()
    if act.lasts:
        begin(about, act.name, ends_at, decision)
    return decision


def _change(about: Member, act: MemberAct, ends_at: datetime | None) -> tuple[str, str]:
    """Their own words, if this takes some away, and what changed; of a name and of words, it is done here."""
    if act.name == "reset-name":
        before, about.name = about.name, about.handle
        return before, f"{before} → {about.handle}"
    if act.name == "reset-about":
        before, about.about = about.about, ""
        return before, "Cleared"
    earlier = [each.ends_at for each in in_force(about) if each.kind == act.name and act.asks_length]
    return "", " → ".join(f"until {end:%Y-%m-%d %H:%M} UTC" for end in [*earlier, ends_at] if end)


def lift(moderator: Member, about: Member, sanction: Sanction, given: GivenAbout) -> Decision:
    """End something before its time."""
    check_given_about(None, given)
    lock_people(moderator, about)
    _check_may_act(moderator, about)
    db.session.refresh(sanction, ["lifted_at", "lifted_by_id"])
    _check_still_in_force(sanction)
    sanction.lift(moderator.id)
    settle(about)
    letter = letter_of_lift(sanction, given)
    decision = record_decision(
        moderator.id,
        "lift" if letter else "take note back",
        _subject(about),
        given.reason,
        about_id=about.id,
        after=f"{sanction.title} → ended",
        letter=letter,
    )
    if letter:
        send_letter(decision, about)
    return decision


def letter_of_lift(sanction: Sanction, given: GivenAbout) -> str:
    over = MEMBER_ACTS[sanction.kind].over
    return letter_words("lift", "", None, given.reason, over=over) if over else ""


def lock_people(moderator: Member, about: Member) -> None:
    """Have others who decide about either of them wait, and see what they did; always in the same order."""
    both = select(Member.id).where(Member.id.in_((moderator.id, about.id))).order_by(Member.id)
    db.session.execute(both.with_for_update(key_share=True))
    for person in (moderator, about):
        db.session.refresh(person)
    if not moderator.is_moderator:
        raise NotFound


def _check_may_act(moderator: Member, about: Member) -> None:
    check_may_act_on(moderator, about)
    if about.is_remembered:
        raise Refused(f"We remember {about.name}. There is nothing left to decide about them.")
    if about.claimed_at is None:
        raise Refused(
            f"{about.name} is known from the mail archive only, and has never joined: there is nothing to "
            "stop. Their posts can be hidden one by one."
        )


def _check_nothing_meanwhile(about: Member, given: GivenAbout) -> None:
    last = last_decision(about)
    if last == given.seen:
        return
    decision = db.session.get_one(Decision, last)
    who = db.session.get(Member, decision.actor_id) if decision.actor_id else None
    raise Refused(
        f"{who.name if who else 'Somebody'} was quicker: “{decision.action}” is the last that was decided "
        f"about {about.name}. Nothing was done twice. Please look at what is in force, and press again if "
        "it is still needed."
    )


def _check_still_in_force(sanction: Sanction) -> None:
    if not sanction.is_in_force:
        who = db.session.get(Member, sanction.lifted_by_id) if sanction.lifted_by_id else None
        raise Refused(f"{who.name} has lifted this already." if who else "This has ended by itself.")


def _subject(about: Member) -> str:
    return f"member:{about.id}"
