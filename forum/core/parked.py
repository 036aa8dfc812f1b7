"""Words somebody sent after their session had ended: kept until they have signed in again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask, request, session
from sqlalchemy import JSON, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from forum.core.clock import now
from forum.core.db import Base, Numbered, db
from forum.core.jobs import register_sweep
from forum.core.limits import within
from forum.core.tokens import hashed, new_token

#: How long parked words wait for their author.
KEPT_FOR = timedelta(days=1)
#: Fields worth keeping; anything else in a form (a password, a token) is not.
WORDS = ("title", "hope", "body", "parent", "once", "no_terms")
#: What the editor of an article sends besides.
MORE = (
    *("slug", "summary", "audience", "topics", "related", "language", "content_note", "urgent_help"),
    *("authors", "funding", "conflicts", "sources", "note", "is_slip", "version"),
)
FIELDS = (*WORDS, *MORE, "name", "about", "timezone", "roles")
#: The fields that people write at length in; a form without any of them is typed again in a moment.
LONG_FIELDS = ("body", "about")
#: A stranger may park this often, so that the table cannot be filled.
RATE = "20/hour"
#: One browser's forms that may wait at the same time: somebody writes in several tabs.
MOST = 8


def init_parked(app: Flask) -> None:
    register_sweep(app, "parked words", timedelta(hours=1), sweep_parked_words)


class ParkedWords(Numbered, Base):
    """A form that arrived without anybody signed in; only the same browser can take it back."""

    __tablename__ = "parked_words"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    path: Mapped[str] = mapped_column(String(200))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    parked_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def form(self) -> MultiDict[str, str]:
        return MultiDict(self.fields)


def park_words() -> None:
    """Keep what this request brought, if it brought words."""
    fields = {name: request.form.getlist(name) for name in FIELDS if request.form.get(name)}
    if fields.keys().isdisjoint(LONG_FIELDS) or not within(RATE, "park", request.remote_addr or ""):
        return
    token = new_token()
    db.session.add(
        ParkedWords(token_hash=hashed(token), path=request.path[:200], fields=fields, parked_at=now())
    )
    session["parked"] = [*session.get("parked", []), token][-MOST:]


def parked_words() -> Sequence[ParkedWords]:
    """What this browser parked, in the order it came."""
    tokens = session.get("parked", [])
    if not tokens:
        return ()
    mine = ParkedWords.token_hash.in_([hashed(token) for token in tokens])
    query = select(ParkedWords).where(mine, ParkedWords.parked_at > now() - KEPT_FOR).order_by(ParkedWords.id)
    return db.session.scalars(query).all()


def sweep_parked_words() -> None:
    db.session.execute(delete(ParkedWords).where(ParkedWords.parked_at <= now() - KEPT_FOR))
