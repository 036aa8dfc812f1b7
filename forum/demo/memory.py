"""In the demo, one member has died and is remembered; of another it was told, and moderators make sure.

Neither was ever a real person.
"""

from __future__ import annotations

from datetime import timedelta

from forum.accounts.models import Member
from forum.accounts.resting import lay_to_rest
from forum.core.db import db
from forum.core.decisions import Decision
from forum.demo.threads import Stage
from forum.moderation.legacy import write_to_contact
from forum.moderation.memorials import LegacyContact, Memorial
from forum.moderation.queue import close, put_in_queue
from forum.moderation.remembering import TOLD
from forum.moderation.reports import report_death

#: How long ago the first moderator had made sure, and the second.
FIRST, SECOND = timedelta(days=20, hours=6), timedelta(days=20)
BROTHER = "Her brother wrote to us. I rang him."
READ_NOTICE = "I read a notice.\n\nIt was in the paper of her town, with the name she told me once."


def remember_somebody(stage: Stage) -> None:
    """With a thread in her memory, and her brother as the one she chose; another may have died, too."""
    about = stage.people["sea-glass"]
    _confirm(stage, about)
    lay_to_rest(about)
    about.remembered_at = stage.moment - SECOND
    _write_to_brother(stage, about)
    for handle, action, ago in (("juniper", "confirm death", FIRST), ("old-harbour", "remember", SECOND)):
        by, subject = stage.people[handle], f"member:{about.id}"
        line = Decision(actor_id=by.id, action=action, subject=subject, about_id=about.id, reason=BROTHER)
        line.at = stage.moment - ago
        db.session.add(line)
    report_death(stage.people["hazel"], stage.people["half-moon"], READ_NOTICE)


def _confirm(stage: Stage, about: Member) -> None:
    """What was told waits no longer: both moderators made sure."""
    item = put_in_queue(f"memory:{about.id}", "memorial", about_id=about.id)
    second, thread = stage.people["old-harbour"], stage.threads["remembering-sea-glass"]
    close(item, second, "remember", TOLD)
    item.opened_at, item.handled_at = stage.moment - FIRST - timedelta(hours=3), stage.moment - SECOND
    thread.is_memorial = True
    memorial = Memorial(
        member_id=about.id,
        item_id=item.id,
        first_by_id=stage.people["juniper"].id,
        first_at=stage.moment - FIRST,
        second_by_id=second.id,
        confirmed_at=item.handled_at,
        thread_id=thread.id,
    )
    db.session.add(memorial)


def _write_to_brother(stage: Stage, about: Member) -> None:
    contact = LegacyContact(
        member_id=about.id,
        name="Finn, her brother",
        email="finn@example.org",
        may="keep,export",
        chosen_at=stage.moment - timedelta(days=200),
    )
    db.session.add(contact)
    write_to_contact(contact, about)
