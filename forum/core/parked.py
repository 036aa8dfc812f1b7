"""Words somebody sent after their session had ended: kept until they have signed in again.

For them and nobody else: people share devices, and the next to sign in may be another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask, request, session
from sqlalchemy import JSON, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.core.form_keys import owner_of_form
from forum.core.html import readable
from forum.core.jobs import register_sweep
from forum.core.limits import within
from forum.core.tokens import hashed, new_token

#: How long parked words wait for their author.
KEPT_FOR = timedelta(days=1)
#: Fields worth keeping; anything else in a form (a password, a token) is not.
FIELDS = ("title", "hope", "body", "parent", "once")
#: Files cannot wait for somebody who may never come; their names stand among the fields, apart by this.
FILES_APART = "”, “"
#: A stranger may park this often, so that the table cannot be filled.
RATE = "20/hour"
#: One browser's forms that may wait at the same time: somebody writes in several tabs.
MOST = 8


def init_parked(app: Flask) -> None:
    register_sweep(app, "parked words", timedelta(hours=1), sweep_parked_words)


class ParkedWords(Numbered, Base):
    """A form that arrived without anybody signed in; its member takes it back in the same browser."""

    __tablename__ = "parked_words"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Whose form it was; not tied to a row, for they may have left meanwhile.
    member_id: Mapped[int] = mapped_column(Key)
    path: Mapped[str] = mapped_column(String(200))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    parked_at: Mapped[datetime] = mapped_column(index=True)


def park_words() -> None:
    """Keep what this request brought, if it brought words in a form that was given to a member."""
    fields = {name: request.form[name] for name in FIELDS if request.form.get(name)}
    chosen = [readable(file.filename)[:80] for file in request.files.getlist("files") if file.filename]
    if chosen:
        fields["files"] = FILES_APART.join(chosen)
    owner = owner_of_form()
    if (
        not {"body", "files"} & fields.keys()
        or owner is None
        or not within(RATE, "park", request.remote_addr or "")
    ):
        return
    token = new_token()
    db.session.add(
        ParkedWords(
            token_hash=hashed(token),
            member_id=owner,
            path=request.path[:200],
            fields=fields,
            parked_at=now(),
        )
    )
    session["parked"] = [*session.get("parked", []), token][-MOST:]


def take_parked_words(member_id: int) -> Sequence[ParkedWords]:
    """What a member parked in this browser, in the order it came, removed from where it waited."""
    tokens = {hashed(token): token for token in session.pop("parked", [])}
    if not tokens:
        return ()
    here = ParkedWords.token_hash.in_(tokens)
    query = select(ParkedWords).where(here, ParkedWords.parked_at > now() - KEPT_FOR).order_by(ParkedWords.id)
    found = db.session.scalars(query).all()
    others = [tokens[words.token_hash] for words in found if words.member_id != member_id]
    if others:
        session["parked"] = others
    mine = [words for words in found if words.member_id == member_id]
    for words in mine:
        db.session.delete(words)
    return mine


def sweep_parked_words() -> None:
    db.session.execute(delete(ParkedWords).where(ParkedWords.parked_at <= now() - KEPT_FOR))
