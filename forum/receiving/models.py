"""Mail that came in: its bytes as they came, and for each address it came to what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.db import Base, Key, Numbered


class InboundBytes(Numbered, Base):
    """A mail as it came, once, however many addresses of ours it came to."""

    __tablename__ = "inbound_bytes"

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    came_at: Mapped[datetime] = mapped_column(index=True)


class InboundMail(Numbered, Base):
    """One mail to one address of ours: waiting, being worked on, done, or set aside for a moderator."""

    __tablename__ = "inbound_mails"
    __table_args__ = (
        UniqueConstraint("bytes_id", "recipient"),
        Index("ix_inbound_mails_state_due", "state", "due_at", "id"),
        Index("ix_inbound_mails_header_id", "header_id"),
        Index("ix_inbound_mails_author_answered", "author", "answered_at"),
    )

    #: Empty once the bytes are no longer kept.
    bytes_id: Mapped[int | None] = mapped_column(Key, ForeignKey("inbound_bytes.id", ondelete="SET NULL"))
    #: The envelope: who sent it (nobody, for a bounce), and to which of our addresses.
    sender: Mapped[str] = mapped_column(String(320), default="")
    recipient: Mapped[str] = mapped_column(String(320))
    came_at: Mapped[datetime] = mapped_column(index=True)
    #: ``waiting``, ``working``, ``done`` or ``aside``.
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    #: When it may be tried, and by whom it is worked on just now.
    due_at: Mapped[datetime]
    worker: Mapped[str] = mapped_column(String(40), default="")
    tries: Mapped[int] = mapped_column(default=0)
    #: What became of it: one of ``handling.OUTCOMES``; and why, in words for moderators.
    outcome: Mapped[str] = mapped_column(String(12), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    #: The Message-ID and the address in From, as the mail says them.
    header_id: Mapped[str] = mapped_column(String(300), default="")
    author: Mapped[str] = mapped_column(String(254), default="")
    #: When it was answered by one of our own mails: never twice.
    answered_at: Mapped[datetime | None]
    #: A moderator said that it is from whom it says it is from.
    vouched: Mapped[bool] = mapped_column(default=False, server_default=false())
    member_id: Mapped[int | None] = mapped_column(
        Key, ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    post_id: Mapped[int | None] = mapped_column(Key, ForeignKey("posts.id", ondelete="SET NULL"), index=True)
    #: Of a post: all that the mail said, for its author and moderators.
    text: Mapped[str] = mapped_column(Text, default="")

    content: Mapped[InboundBytes | None] = relationship(lazy="raise")
    member: Mapped[Member | None] = relationship(lazy="raise")

    @property
    def path(self) -> str:
        return f"/moderation/mail/{self.id}"
