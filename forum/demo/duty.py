"""Who is on duty in the demo, a hard evening that somebody looks after, and notes for the next one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.zones import zone_named
from forum.demo.threads import Stage
from forum.moderation.availability import Availability
from forum.moderation.care_notes import CareNote
from forum.moderation.handover import HandoverNote
from forum.moderation.models import Report
from forum.moderation.queue import put_in_queue
from forum.moderation.shifts import Shift
from forum.moderation.tellings import tell

#: Who, on which days (0 is Monday), from and to, by their own clock.
ROTA = (
    ("juniper", range(5), "19:00", "23:30"),
    ("juniper", (5, 6), "09:00", "13:00"),
    ("old-harbour", (0, 2, 4), "07:00", "11:00"),
    ("old-harbour", (5, 6), "22:00", "02:00"),
    ("lamplight", (1, 3), "12:00", "17:00"),
)
NOTES = (
    ("lamplight", 30, "The shop with the powder has a second account, I think. Please look twice at links."),
    (
        "old-harbour",
        9,
        "Quiet night. Two newcomers were answered within the hour: thank you, Marisol.",
    ),
)
DONE = (
    ("juniper", 9, "Read the thread twice. She says that her sister is on the way."),
    (
        "juniper",
        4,
        "Told Lamplight by phone. It sounds like despair to us; I ask her in plain words.",
    ),
)


def keep_watch(stage: Stage) -> None:
    """The rota, a worry that is looked after, and a way of being told for each."""
    for handle, weekdays, starts, ends in ROTA:
        for weekday in weekdays:
            member = stage.people[handle].id
            db.session.add(Shift(member_id=member, weekday=weekday, starts=starts, ends=ends))
    _juniper_is_on_duty_now(stage)
    for handle, hours, words in NOTES:
        at = stage.moment - timedelta(hours=hours)
        db.session.add(HandoverNote(by_id=stage.people[handle].id, words=words, written_at=at))
    db.session.add(Availability(member_id=stage.people["old-harbour"].id, told="hourly"))
    db.session.flush()
    _look_after_worry(stage)


def _juniper_is_on_duty_now(stage: Stage) -> None:
    """Whenever somebody looks at the demo: for this day of the week, a shift around this hour."""
    juniper: Member = stage.people["juniper"]
    local = now().astimezone(zone_named(juniper.timezone))
    starts, ends = local - timedelta(hours=2), local + timedelta(hours=3)
    db.session.add(
        Shift(
            member_id=juniper.id,
            weekday=starts.weekday(),
            starts=f"{starts:%H}:10",
            ends=f"{ends:%H}:10",
        )
    )


def _look_after_worry(stage: Stage) -> None:
    """The worry that was reported: since when it waits, who was told, and what was done so far."""
    post = stage.posts["quiet-evening"][0]
    item = put_in_queue(f"post:{post.id}", "worry", board_id=post.board_id, about_id=post.author_id)
    item.opened_at = item.worried_at = stage.moment - timedelta(minutes=12)
    for report in db.session.scalars(select(Report).where(Report.item_id == item.id)):
        report.reported_at = item.opened_at
    tell([(f"item:{item.id}", stage.people["juniper"])])
    for handle, minutes, words in DONE:
        at = stage.moment - timedelta(minutes=minutes)
        db.session.add(CareNote(item_id=item.id, by_id=stage.people[handle].id, at=at, words=words))
