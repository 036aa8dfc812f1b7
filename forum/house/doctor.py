"""What is wrong with this installation, and how to mend it: a sentence for each complaint."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts.models import Member
from forum.boards.recount import wrong_counts
from forum.config import Settings
from forum.core.clock import now
from forum.core.db import db, use_session_to
from forum.core.jobs import last_beat
from forum.core.mailer import waiting_and_given_up
from forum.core.storage import Storage, StorageTrouble
from forum.migrations import newest_revision, revision_of

#: Below this much free space, in bytes, uploads and mail may soon fail.
LEAST_SPACE = 500 * 2**20
#: A worker that has done nothing for this long is not running.
SILENCE = timedelta(hours=1)


def examine(app: Flask) -> list[str]:
    """Every complaint, the gravest first; none when all is well. No secret is ever in one."""
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        use_session_to("read")
        database = list(_database(settings))
        if database:
            return database + list(_folder(settings))
        return [
            complaint
            for look in (_folder, _storage, _people, _mail, _worker, _addresses, _counts)
            for complaint in look(settings)
        ]


def _database(_settings: Settings) -> Iterator[str]:
    try:
        db.session.execute(text("SELECT 1"))
        stands = revision_of(db.engine)
    except SQLAlchemyError as error:
        reason = type(error).__name__
        yield f"The database is out of reach ({reason}): check FORUM_DATABASE_URL and FORUM_DATA."
        return
    if stands != newest_revision():
        yield f"The database stands at {stands or 'nothing'}, not {newest_revision()}: run `forum setup`."


def _folder(settings: Settings) -> Iterator[str]:
    if not os.access(settings.data, os.W_OK):
        yield f"The folder {settings.data} cannot be written: give it to the user that runs the forum."
        return
    free = shutil.disk_usage(settings.data).free
    if free < LEAST_SPACE:
        yield f"Only {free // 2**20} MB are free where {settings.data} is: make room."
    key = settings.secret_key_file
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield f"Others on this machine can read {key}: run `chmod 600 {key}`."


def _storage(_settings: Settings) -> Iterator[str]:
    storage: Storage = current_app.extensions["storage"]
    try:
        next(storage.keys(), None)
    except StorageTrouble:
        yield "The place for uploads cannot be read: check FORUM_STORAGE_URL and its credentials."


def _people(_settings: Settings) -> Iterator[str]:
    admins = select(func.count()).select_from(Member)
    if not db.session.scalar(admins.where(Member.standing == "admin", Member.password_hash.is_not(None))):
        yield "Nobody can administer the forum: run `forum setup --admin-email you@example.org`."


def _mail(settings: Settings) -> Iterator[str]:
    late, given_up = waiting_and_given_up()
    if late:
        yield f"{late} mails have waited for over an hour: is a worker running, and FORUM_SMTP_URL right?"
    if given_up:
        yield f"{given_up} mails were refused for good by the relay: see its log for why."


def _worker(_settings: Settings) -> Iterator[str]:
    beat = last_beat()
    if beat is None or now() - beat > SILENCE:
        yield "No worker has done anything lately: start `forum serve` or `forum worker`."


def _addresses(settings: Settings) -> Iterator[str]:
    local = "localhost" in settings.base_url or "127.0.0.1" in settings.base_url
    if not local and not settings.secure:
        yield "FORUM_BASE_URL begins with http://: passwords travel in the open. Put TLS in front of it."
    if not local and settings.mail_domain == "localhost":
        yield "FORUM_MAIL_DOMAIN is not set: relays will refuse the mail."


def _counts(_settings: Settings) -> Iterator[str]:
    wrong = wrong_counts()
    if wrong:
        yield f"The counts of {wrong} threads, boards or months are off: run `forum doctor --recount`."
