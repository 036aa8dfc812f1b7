"""Articles: plain, dated, sourced pages in sections. What the banner says is made from these rows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import Base, Key, Numbered

#: What articles are about, in the order and the words of the hub.
TOPICS = {
    "start-here": "Start here",
    "living": "Living with it",
    "treatment": "Treatment",
    "symptoms": "Symptoms and comfort",
    "talking": "Talking with your team",
    "practical": "Work, money and papers",
    "research": "Research and information",
    "caregivers": "For those who care for someone",
}

#: A draft is seen by editors alone; one without a clinician's review says so at its top.
STATES = ("draft", "unreviewed", "withdrawn")

#: What readers are told about who has read an article.
STATE_WORDS = {"unreviewed": "Not yet reviewed by a clinician"}

LONGEST_TITLE = 200
LONGEST_SLUG = 80


class Article(Numbered, Base):
    """One article as it stands, with the Markdown it was made from."""

    __tablename__ = "articles"

    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG), unique=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    summary: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(200), default="")
    #: Topics and related articles, parted by commas.
    topics: Mapped[str] = mapped_column(String(200), default="")
    related: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    state: Mapped[str] = mapped_column(String(12), index=True)
    #: What a reader may want to know before reading on ("Speaks of the end of life").
    content_note: Mapped[str] = mapped_column(String(200), default="")
    #: Whether the box that says when to call for help at once stands at the top.
    urgent_help: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date]
    #: The day the words last changed.
    updated_on: Mapped[date]
    #: The state of the glossary it was looked through with; kept by library.about.
    glossary_version: Mapped[int] = mapped_column(default=0, server_default="0")

    sections: Mapped[list[Section]] = relationship(
        lazy="raise", order_by="Section.number", cascade="all, delete-orphan"
    )
    sources: Mapped[list[Source]] = relationship(
        lazy="raise", order_by="Source.number", cascade="all, delete-orphan"
    )

    @property
    def path(self) -> str:
        return f"/articles/{self.slug}"

    @property
    def topic_keys(self) -> tuple[str, ...]:
        return tuple(key for key in self.topics.split(",") if key in TOPICS)

    @property
    def related_slugs(self) -> tuple[str, ...]:
        return tuple(filter(None, self.related.split(",")))


class Section(Numbered, Base):
    """A part of an article, rendered once. What stands before the first heading has number 0 and no title."""

    __tablename__ = "article_sections"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    article_id: Mapped[int] = mapped_column(Key, ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="")
    html: Mapped[str] = mapped_column(Text)


class Source(Numbered, Base):
    """Where an article has a fact from."""

    __tablename__ = "article_sources"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    article_id: Mapped[int] = mapped_column(Key, ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    publisher: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(500))
    #: When, or in which copy, it was read.
    read: Mapped[str] = mapped_column(String(60), default="")
