"""Files of mails on their way from the staged mail to the post."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select

from forum.boards.posts import Attachment
from forum.boards.uploads import storage
from forum.core.clock import now
from forum.core.db import db
from forum.core.storage import new_key
from forum.transfer.batches import chunks
from forum.transfer.models import ArchiveFile

#: Rows of attachments without their post, below the key of their mail.
StoredFiles = dict[int, list[dict[str, Any]]]


def store_files(mails: Iterable[int]) -> StoredFiles:
    """Put the files of some mails where files live. Done before the transaction, so nobody waits for it.

    What a run that was killed leaves there is swept with other files that no post knows.
    """
    stored: StoredFiles = {}
    for chunk in chunks(mails):
        ids = select(ArchiveFile.id).where(ArchiveFile.mail_id.in_(chunk)).order_by(ArchiveFile.id)
        for file_id in db.session.scalars(ids).all():
            file = db.session.get_one(ArchiveFile, file_id)
            stored.setdefault(file.mail_id, []).append(_stored(file))
            db.session.expunge(file)  # One at a time in memory.
    return stored


def _stored(file: ArchiveFile) -> dict[str, Any]:
    key = new_key(file.extension)
    storage().put(key, file.content)
    return {
        "kind": file.kind,
        "media_type": file.media_type,
        "filename": file.filename,
        "description": "",
        "key": key,
        "size": len(file.content),
        "width": file.width,
        "height": file.height,
        "added_at": now(),
    }


def hang_files(stored: StoredFiles, posts: dict[int, tuple[int, int]]) -> None:
    """Hang stored files on their posts. ``posts`` gives post and author of some of the mails."""
    rows = [
        file | {"post_id": post_id, "member_id": author_id}
        for mail, (post_id, author_id) in posts.items()
        for file in stored.get(mail, ())
    ]
    if rows:
        db.session.execute(insert(Attachment), rows)
