"""What an import remembers: files being read, mails and where they went, and who is importing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, Key, Numbered


class ArchiveSource(Numbered, Base):
    """One reading of one file. It is saved with every batch, so a reading that was cut off goes on."""

    __tablename__ = "archive_sources"
    __table_args__ = (Index("ix_archive_sources_board_digest", "board_id", "digest"),)

    board_id: Mapped[int] = mapped_column(Key, ForeignKey("boards.id"))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    #: The byte of the (uncompressed) archive to go on from.
    read_to: Mapped[int] = mapped_column(Key, default=0)
    is_read: Mapped[bool] = mapped_column(default=False)
    mails: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    files_left_out: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ArchiveMail(Numbered, Base):
    """A mail of an archive: staged until its thread is published, then a memory of where it belongs.

    Words, name and address are emptied once they stand in the post. A mail that could not become a post is
    set aside with a reason and its bytes; of a very large one ``raw`` is the beginning, and all is in pieces.
    """

    __tablename__ = "archive_mails"
    __table_args__ = (
        UniqueConstraint("board_id", "identity"),
        Index("ix_archive_mails_board_state", "board_id", "state"),
        Index("ix_archive_mails_source_state", "source_id", "state"),
    )

    board_id: Mapped[int] = mapped_column(Key, ForeignKey("boards.id"))
    source_id: Mapped[int] = mapped_column(Key, ForeignKey("archive_sources.id"))
    #: Where in the archive it begins, in bytes.
    position: Mapped[int] = mapped_column(Key)
    #: What makes it the same mail elsewhere: a hash of its Message-ID, date and first words, or of its bytes.
    identity: Mapped[str] = mapped_column(String(80))
    #: ``staged``, ``imported`` or ``set aside``.
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20), default="")
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str | None] = mapped_column(String(300))
    #: The mails it follows, oldest first, with a space between.
    references: Mapped[str] = mapped_column(Text, default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    is_reply: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    author_name: Mapped[str] = mapped_column(String(80), default="")
    author_email: Mapped[str | None] = mapped_column(String(254))
    #: Stands in for the address where there is none: the board and the name.
    author_key: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    post_id: Mapped[int | None] = mapped_column(Key, ForeignKey("posts.id", ondelete="SET NULL"))


class ArchivePiece(Numbered, Base):
    """A piece of a mail that was set aside for its size, as it stands in the archive."""

    __tablename__ = "archive_pieces"
    __table_args__ = (UniqueConstraint("mail_id", "number"),)

    mail_id: Mapped[int] = mapped_column(Key, ForeignKey("archive_mails.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ArchiveFile(Numbered, Base):
    """A file of a staged mail; its bytes move to the storage when the mail becomes a post."""

    __tablename__ = "archive_files"

    mail_id: Mapped[int] = mapped_column(Key, ForeignKey("archive_mails.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    media_type: Mapped[str] = mapped_column(String(100))
    extension: Mapped[str] = mapped_column(String(10))
    filename: Mapped[str] = mapped_column(String(120))
    width: Mapped[int | None]
    height: Mapped[int | None]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ArchiveLease(Base):
    """Who is importing into a board, and when they last gave a sign of life."""

    __tablename__ = "archive_leases"

    board_id: Mapped[int] = mapped_column(
        Key, ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    holder: Mapped[str] = mapped_column(String(120), default="")
    renewed_at: Mapped[datetime]
