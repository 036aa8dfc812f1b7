"""A name from the archive turns out to be a member's: what was decided about it is about the member."""

from __future__ import annotations

from sqlalchemy import update

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.decisions import Decision
from forum.moderation.letters import Letter
from forum.moderation.models import Item


def take_over(member: Member, author: Member) -> None:
    """The lines of the log say what they said; only the name of whom they are about is another."""
    for column in (Decision.about_id, Item.about_id, Letter.member_id):
        db.session.execute(
            update(column.class_)
            .where(column == author.id)
            .values({column: member.id})
            .execution_options(synchronize_session=False)
        )
