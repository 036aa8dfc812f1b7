"""Mails put into the outbox, many at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from forum.core.db import db
from forum.core.mailer import OutgoingMail


def post_mails(rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(OutgoingMail), rows)
