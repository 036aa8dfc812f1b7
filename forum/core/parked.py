"""Words somebody sent after their session had ended: kept until they have signed in again.

For them and nobody else: people share devices, and the next to sign in may be another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask, current_app, request, session
from sqlalchemy import JSON, Select, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.core.form_keys import owner_of_form
from forum.core.html import readable
from forum.core.jobs import register_sweep
from forum.core.limits import within
from forum.core.tokens import hashed, new_token

#: How long parked words wait for their author.
KEPT_FOR = timedelta(days=1)
#: The fields that people write at length in; a form without any of them is typed again in a moment.
LONG_FIELDS = ("body", "about")
#: A stranger may park this often, so that the table cannot be filled.
RATE = "20/hour"
#: One browser's forms that may wait at the same time: somebody writes in several tabs.
MOST = 8


def init_parked(app: Flask) -> None:
    app.extensions["fields worth parking"] = set()
    register_sweep(app, "parked words", timedelta(hours=1), sweep_parked_words)


def park_fields(app: Flask, *names: str) -> None:
    """Each room names the fields of its forms that are worth keeping; a password or a token is not."""
    app.extensions["fields worth parking"].update(names)


class ParkedWords(Numbered, Base):
    """A form that arrived without anybody signed in; its member takes it back in the same browser."""

    __tablename__ = "parked_words"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Whose form it was; not tied to a row, for they may have left meanwhile.
    member_id: Mapped[int] = mapped_column(Key)
    path: Mapped[str] = mapped_column(String(200))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    parked_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def form(self) -> MultiDict[str, str]:
        return MultiDict(self.fields)


def park_words() -> None:
    """Keep what this request brought, if it brought words in a form that was given to a member."""
    worth_it = current_app.extensions["fields worth parking"]
    fields = {name: request.form.getlist(name) for name in sorted(worth_it) if request.form.get(name)}
    # Files cannot wait for somebody who may never come: their names do.
    chosen = [readable(file.filename)[:80] for file in request.files.getlist("files") if file.filename]
    if chosen:
        fields["files"] = chosen
    owner = owner_of_form()
    if (
        fields.keys().isdisjoint((*LONG_FIELDS, "files"))
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


def parked_words(member_id: int) -> Sequence[ParkedWords]:
    """What a member parked in this browser, in the order it came; whoever takes it up deletes it."""
    tokens = session.get("parked", [])
    if not tokens:
        return ()
    query = _waiting(tokens).where(ParkedWords.member_id == member_id).order_by(ParkedWords.id)
    return db.session.scalars(query).all()


def words_are_parked() -> bool:
    """Whether something this browser parked still waits."""
    tokens = session.get("parked", [])
    return bool(tokens) and db.session.scalar(_waiting(tokens).limit(1)) is not None


def _waiting(tokens: Sequence[str]) -> Select[ParkedWords]:
    mine = ParkedWords.token_hash.in_([hashed(token) for token in tokens])
    return select(ParkedWords).where(mine, ParkedWords.parked_at > now() - KEPT_FOR)


def sweep_parked_words() -> None:
    db.session.execute(delete(ParkedWords).where(ParkedWords.parked_at <= now() - KEPT_FOR))
