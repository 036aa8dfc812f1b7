"""What a group chose for itself in the browser, by name; unchosen, a thing is off."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, db


class Choice(Base):
    """One thing that was chosen."""

    __tablename__ = "choices"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


def is_on(name: str) -> bool:
    found = db.session.get(Choice, name)
    return found is not None and found.value == "on"


def switch(name: str, *, on: bool) -> None:
    db.session.merge(Choice(name=name, value="on" if on else "off"))
