"""Pictures and PDFs: taken in with a draft, carried over to the post, gone when nothing holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, func, or_, select, update

from forum.accounts.models import Member
from forum.boards.posts import Attachment, Draft, Post
from forum.core.clock import now
from forum.core.db import db, use_session_to
from forum.core.errors import Refused
from forum.core.html import readable, shortened
from forum.core.incoming import MOST_FILES, MOST_PIXELS
from forum.core.pictures import MAX_BYTES, MAX_PIXELS, AcceptedFile
from forum.core.storage import Storage, new_key

#: All that one member may keep, in bytes.
MOST_BYTES = 500 * 2**20
LONGEST_DESCRIPTION = 450
_DESCRIPTION_FIELD = re.compile(r"description-([1-9][0-9]{0,17})", re.ASCII)
#: What stands beside the button.
LIMITS_NOTE = (
    f"JPEG, PNG, WebP or HEIC pictures, or PDF files: at most {MOST_FILES} with one post, each up to "
    f"{MAX_BYTES // 2**20} MB, a picture up to {MAX_PIXELS // 10**6} megapixels, "
    f"all that you add at once up to {MOST_PIXELS // 10**6}."
)
#: A stored file that no row knows is swept after this time; until then its request may still be running.
ORPHAN_AFTER = timedelta(days=1)


def keep_with_draft(member: Member, draft: Draft, files: list[AcceptedFile], description: str) -> None:
    """Store files beside a draft: first all the bytes, then the rows that make them findable.

    What was said of several at once is told apart by number, until each is described by itself. A form that
    is sent twice brings the same files twice: they are kept once.
    """
    files = _new_ones(draft, files)
    _check_room(member, draft, files)
    keys = [new_key(file.extension) for file in files]
    for key, file in zip(keys, files, strict=True):
        storage().put(key, file.content)
    words = short_description(description)
    for number, (key, file) in enumerate(zip(keys, files, strict=True), start=1):
        one_of_several = f"{words} ({number} of {len(files)})" if words and len(files) > 1 else words
        db.session.add(
            Attachment(
                member_id=member.id,
                draft_id=draft.id,
                kind=file.kind,
                media_type=file.media_type,
                filename=file.filename,
                description=one_of_several,
                key=key,
                size=len(file.content),
                width=file.width,
                height=file.height,
                added_at=now(),
            )
        )


def _new_ones(draft: Draft, files: list[AcceptedFile]) -> list[AcceptedFile]:
    """Those that neither the draft holds yet, nor the post that it changes."""
    place, _, number = draft.place.partition(":")
    held = Attachment.draft_id == draft.id
    if place == "post":
        held = or_(held, Attachment.post_id == int(number))
    there = db.session.scalars(select(Attachment).where(held)).all()
    return [file for file in files if not any(_is_same(kept, file) for kept in there)]


def _is_same(kept: Attachment, file: AcceptedFile) -> bool:
    """A picture is rewritten in the same way each time, so the same one has the same bytes."""
    looks_alike = (kept.filename, kept.size) == (file.filename, len(file.content))
    return looks_alike and content_of(kept) == file.content


def short_description(typed: str) -> str:
    return shortened(" ".join(readable(typed).split()), LONGEST_DESCRIPTION)


def describe_kept(member: Member, form: Mapping[str, str]) -> None:
    """What an editor's form says of the files already kept with a draft, each in a field of its own."""
    said = {
        int(found[1]): words for name, words in form.items() if (found := _DESCRIPTION_FIELD.fullmatch(name))
    }
    if not said:
        return
    use_session_to("write")  # A preview only looks, unless something is said of its files.
    kept = select(Attachment).where(
        Attachment.id.in_(said), Attachment.member_id == member.id, Attachment.draft_id.is_not(None)
    )
    for attachment in db.session.scalars(kept):
        attachment.description = short_description(said[attachment.id])


def _check_room(member: Member, draft: Draft, files: list[AcceptedFile]) -> None:
    kept, used = db.session.execute(
        select(
            func.count().filter(Attachment.draft_id == draft.id), func.coalesce(func.sum(Attachment.size), 0)
        ).where(Attachment.member_id == member.id)
    ).one()
    if kept + len(files) > MOST_FILES:
        raise Refused(f"A post holds at most {MOST_FILES} files.", field="files")
    if used + sum(len(file.content) for file in files) > MOST_BYTES:
        raise Refused("All the space for your files is used. Please remove some first.", field="files")


def move_to_post(draft: Draft, post: Post) -> None:
    """What hung on the draft hangs on the post; the post knows how many."""
    moved = db.session.scalars(
        update(Attachment)
        .where(Attachment.draft_id == draft.id)
        .values(draft_id=None, post_id=post.id)
        .returning(Attachment.id)
        .execution_options(synchronize_session=False)
    ).all()
    post.files += len(moved)


def remove(attachment: Attachment) -> None:
    """Forget a file; its bytes go with the next sweep."""
    if attachment.post_id is not None:
        db.session.get_one(Post, attachment.post_id).files -= 1
    db.session.delete(attachment)


def remove_files_of(post: Post) -> None:
    db.session.execute(delete(Attachment).where(Attachment.post_id == post.id))
    post.files = 0


def content_of(attachment: Attachment) -> bytes:
    return storage().get(attachment.key)


def storage() -> Storage:
    found: Storage = current_app.extensions["storage"]
    return found


def sweep_orphans() -> None:
    """Delete the bytes of files that no row knows any more."""
    known = set(db.session.scalars(select(Attachment.key)))
    for key in storage().keys(older_than=now() - ORPHAN_AFTER):
        if key not in known:
            storage().delete(key)
