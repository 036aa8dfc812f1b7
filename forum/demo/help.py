"""A group with meetings on the shelf of help, so that the demo has some; it says that it is made up."""

from __future__ import annotations

from datetime import timedelta

from forum.accounts.models import Member
from forum.core.clock import now
from forum.library.help_forms import EntryForm, MeetingForm
from forum.library.help_keeping import add_entry, add_meeting


def add_made_up_group(admin: Member) -> None:
    """One that meets online every week, and once on a day of its own; its last check is too long ago."""
    group = add_entry(
        EntryForm(
            kind="online",
            name="Tuesday circle (made up for this demo)",
            run_by="Nobody: this entry is made up",
            for_whom="Anybody who looks around in the demo",
            web="https://example.org/tuesday-circle",
            languages="English",
            notes="Here an editor would write how to take part, and whether a camera is needed.",
            checked="yes",
        ),
        by=admin,
    )
    today = now().date()
    tuesday = str(today - timedelta(days=today.weekday() - 1, weeks=4))
    weekly = MeetingForm(
        tuesday, "19:00", "90", "Europe/London", "1", place="By video; the link comes by mail"
    )
    once = MeetingForm(
        str(today + timedelta(days=30)), "15:00", "120", "Europe/London", "0", place="A garden"
    )
    add_meeting(group, weekly, by=admin)
    add_meeting(group, once, by=admin)
    group.checked_on, group.check_again_on = today - timedelta(days=400), today - timedelta(days=35)
