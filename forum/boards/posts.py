"""Posts: their words, their place in the thread, and the states they may pass through."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from blinker import Signal
from markupsafe import Markup
from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.boards.threads import POSTS_A_PAGE, Thread
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered
from forum.core.errors import Refused
from forum.core.html import trusted

#: An edit within this time of publishing leaves no mark: it is a slip of the pen.
GRACE = timedelta(minutes=5)
LONGEST_BODY = 50_000

#: Places whose words nobody reads; written out, so that the index of these few places is found.
WITHOUT_WORDS = text("state IN ('hidden', 'deleted')")

#: Why a moderator changed a post, as everybody reads it beside the post.
CHANGED_FOR = {
    "private": "private information taken out",
    "selling": "what was for sale taken out",
    "hurtful": "hurtful words taken out",
    "harmful": "what could do harm taken out",
    "other": "a part taken out",
}

#: Sent by a post when others cannot read it any more.
post_withdrawn = Signal()

#: The allowed moves between the states of a post, in one place.
MOVES = {
    "held": {"live", "hidden", "deleted"},
    "live": {"hidden", "deleted"},
    "hidden": {"live", "deleted"},
    "deleted": set[str](),
}


class Post(Numbered, Base):
    """What one person wrote at one time.

    ``number`` is its place in the thread, given when it is published, so that the page it stands on is
    known without counting. A post that is held has none yet; one hidden or deleted keeps its place.
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        UniqueConstraint("author_id", "once"),
        Index("ix_posts_thread_state_number", "thread_id", "state", "number"),
        Index("ix_posts_board_published", "board_id", "state", "published_at", "id"),
        Index("ix_posts_author_published", "author_id", "state", "published_at"),
        Index("ix_posts_parent_id", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        Index("ix_posts_renderer_version", "renderer_version"),
        Index("ix_posts_message_id", "message_id", postgresql_where=text("message_id IS NOT NULL")),
        Index(
            "ix_posts_without_words",
            "thread_id",
            "number",
            postgresql_where=WITHOUT_WORDS,
            sqlite_where=WITHOUT_WORDS,
        ),
    )

    thread_id: Mapped[int] = mapped_column(Key, ForeignKey("threads.id"))
    #: The board of its thread, here too so that a month of a board is one index range.
    board_id: Mapped[int] = mapped_column(Key, ForeignKey("boards.id"))
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"))
    parent_id: Mapped[int | None] = mapped_column(Key, ForeignKey("posts.id", deferrable=True))
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(Text)
    #: ``markdown`` as typed here, or ``mail`` as it came by mail or from an archive.
    format: Mapped[str] = mapped_column(String(8), default="markdown")
    html: Mapped[str] = mapped_column(Text)
    renderer_version: Mapped[int]
    #: Where it names terms of the glossary, and the state of the glossary it was looked through with; kept by
    #: boards.explained.
    term_places: Mapped[str] = mapped_column(Text, default="", server_default="")
    glossary_version: Mapped[int] = mapped_column(default=0, server_default="0", index=True)
    #: Its author does not want its medical words linked: then it names no terms at all.
    no_terms: Mapped[bool] = mapped_column(default=False, server_default=false())
    published_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    #: When a moderator last changed its words, and why (a key of ``CHANGED_FOR``); kept by boards.rewording.
    moderated_at: Mapped[datetime | None]
    moderated_for: Mapped[str] = mapped_column(String(8), default="", server_default="")
    #: What a reader should know before they read it; see boards.content_notes.
    content_note: Mapped[str] = mapped_column(String(80), default="", server_default="")
    #: When its words were last hidden: who came past meanwhile has missed them, if they are shown again.
    hidden_at: Mapped[datetime | None]
    #: A form that is sent twice makes one post: the key it carried.
    once: Mapped[str | None] = mapped_column(String(40))
    via: Mapped[str] = mapped_column(String(8), default="web")
    #: Of one that came by mail: its Message-ID, by which answers to that mail name it.
    message_id: Mapped[str | None] = mapped_column(String(300))
    #: True when its place in the thread was guessed from the subject of a mail.
    is_inferred: Mapped[bool] = mapped_column(default=False)
    #: How many files hang on it, and how many posts answer it: what a page need not look up when none.
    files: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int] = mapped_column(default=0)
    #: To how many articles it leads, published or not; kept by boards.explained.
    articles: Mapped[int] = mapped_column(default=0, server_default="0")

    thread: Mapped[Thread] = relationship(lazy="raise")
    author: Mapped[Member] = relationship(lazy="raise")

    @property
    def body(self) -> Markup:
        return trusted(self.html)

    @property
    def path(self) -> str:
        """The permanent link."""
        return f"/posts/{self.id}"

    @property
    def is_live(self) -> bool:
        return self.state == "live"

    @property
    def worded_at(self) -> datetime:
        """Since when it has said what it says."""
        return max(filter(None, (self.published_at, self.edited_at, self.moderated_at)))

    @property
    def in_grace(self) -> bool:
        return now() - self.published_at < GRACE

    def move_to(self, state: str) -> None:
        """Change the state, if that move is allowed; counts are the caller's duty (boards.counts)."""
        if state not in MOVES[self.state]:
            raise Refused(f"A post that is {self.state} cannot become {state}.")
        if self.is_live:
            post_withdrawn.send(self)
        self.state = state


def page_of(number: int) -> int:
    """The page of a thread on which the post with this number stands."""
    return (number - 1) // POSTS_A_PAGE + 1


class PostVersion(Numbered, Base):
    """The words a post had before an edit, and what else that edit changed."""

    __tablename__ = "post_versions"

    post_id: Mapped[int] = mapped_column(Key, ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    written_at: Mapped[datetime]
    #: Why a moderator changed them (a key of ``CHANGED_FOR``), if one did.
    changed_for: Mapped[str] = mapped_column(String(8), default="", server_default="")
    #: For moderators alone since this decision took out what these words may still say.
    decision_id: Mapped[int | None] = mapped_column(Key, ForeignKey("decisions.id"))


class MissedPost(Base):
    """A post that was hidden when a reader came past, and is shown again: it is new to them."""

    __tablename__ = "missed_posts"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    post_id: Mapped[int] = mapped_column(
        Key,
        ForeignKey("posts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class Attachment(Numbered, Base):
    """A picture or PDF: with a draft until it is posted, then with the post, and as private as that."""

    __tablename__ = "attachments"

    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(Key, ForeignKey("drafts.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(Key, ForeignKey("posts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    media_type: Mapped[str] = mapped_column(String(100))
    filename: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(500), default="")
    key: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    added_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def path(self) -> str:
        """Never that of an earlier file, whose number it may have: browsers keep what they were shown."""
        return f"/attachments/{self.id}/{self.filename}?v={sha256(self.key.encode()).hexdigest()[:10]}"


class Draft(Numbered, Base):
    """Words not yet posted, kept on the server; one for each editor somebody has open, told by its key."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("member_id", "place", "once"),)

    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"))
    #: Where it would go: ``board:3``, ``thread:41``, ``post:99`` for an edit, ``article:7`` or ``term:5``.
    place: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text, default="")
    hope: Mapped[str] = mapped_column(String(10), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    content_note: Mapped[str | None] = mapped_column(String(80))
    parent_id: Mapped[int | None] = mapped_column(Key, ForeignKey("posts.id"))
    #: Of an article or a term: the fields beside its title and text.
    more: Mapped[dict[str, str] | None] = mapped_column(JSON)
    no_terms: Mapped[bool] = mapped_column(default=False, server_default=false())
    once: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime] = mapped_column(index=True)


#: Of several drafts of one place, the one that it shows stands first.
LAST_CHANGED = (Draft.changed_at.desc(), Draft.id.desc())
