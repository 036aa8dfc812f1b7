"""Articles: plain, dated, sourced pages in sections. What the banner says is made from these rows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from forum.core.clock import now
from forum.core.db import Base, Key, Numbered
from forum.library.people import Person

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
#: What stands above all others on the hub, for whoever was just told.
FIRST_TOPIC = "start-here"

#: What is stored of an article's state. A draft is seen by editors alone, of one withdrawn only that it was.
STATES = ("draft", "published", "withdrawn")

#: The state as people are told it: of a published one, what its reviews and dates make of it.
STANDINGS = {
    "draft": "Draft",
    "unreviewed": "Not yet reviewed by a clinician",
    "reviewed": "Reviewed",
    "due": "Due for review",
    "withdrawn": "Withdrawn",
}

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
    #: Counts every change; and the version that last changed more than a slip of the pen.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    words_version: Mapped[int] = mapped_column(default=1, server_default="1")
    #: Who paid for it, and what else a reader should know of those who made it.
    funding: Mapped[str] = mapped_column(Text, default="", server_default="")
    conflicts: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: The day it first went live.
    published_on: Mapped[date | None]
    #: The day the words last changed.
    updated_on: Mapped[date]
    #: The day an editor last looked up each of its sources.
    facts_checked_on: Mapped[date | None]
    next_review_due: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: The state of the glossary it was looked through with; kept by library.about.
    glossary_version: Mapped[int] = mapped_column(default=0, server_default="0")

    sections: Mapped[list[Section]] = relationship(
        lazy="raise", order_by="Section.number", cascade="all, delete-orphan"
    )
    sources: Mapped[list[Source]] = relationship(
        lazy="raise", order_by="Source.number", cascade="all, delete-orphan"
    )
    authors: Mapped[list[Author]] = relationship(
        lazy="raise", order_by="Author.number", cascade="all, delete-orphan"
    )
    reviews: Mapped[list[Review]] = relationship(
        lazy="raise", order_by="Review.reviewed_on.desc(), Review.id.desc()", cascade="all, delete-orphan"
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

    @property
    def standing_reviews(self) -> list[Review]:
        """The reviews of the words as they are now, the latest first: a change leaves earlier ones behind."""
        return [
            review
            for review in self.reviews
            if review.version >= self.words_version and review.reviewed_on >= self.updated_on
        ]

    @property
    def standing(self) -> str:
        """One of ``STANDINGS``."""
        if self.state != "published":
            return self.state
        if not self.standing_reviews:
            return "unreviewed"
        return "due" if self.next_review_due and self.next_review_due < now().date() else "reviewed"


class Section(Numbered, Base):
    """A part of an article, rendered once. What stands before the first heading has number 0 and no title."""

    __tablename__ = "article_sections"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    article_id: Mapped[int] = mapped_column(Key, ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="")
    html: Mapped[str] = mapped_column(Text)
    #: Where it names terms of the glossary: [start, end, term, …]; kept by library.about.
    term_places: Mapped[str] = mapped_column(Text, default="", server_default="")


class Source(Numbered, Base):
    """Where an article has a fact from."""

    __tablename__ = "article_sources"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    article_id: Mapped[int] = mapped_column(Key, ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    #: What citations call it by: "S3".
    key: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(300))
    publisher: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(500))
    #: When, or in which copy, it was read.
    read: Mapped[str] = mapped_column(String(60), default="")


class Author(Base):
    """One of those who wrote an article, in the order they are named."""

    __tablename__ = "article_authors"

    article_id: Mapped[int] = mapped_column(
        Key, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("people.id"), index=True)

    person: Mapped[Person] = relationship(lazy="raise")


class Review(Numbered, Base):
    """A clinician read the whole article on a day, and agreed."""

    __tablename__ = "article_reviews"
    __table_args__ = (UniqueConstraint("article_id", "person_id", "reviewed_on"),)

    article_id: Mapped[int] = mapped_column(Key, ForeignKey("articles.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("people.id"), index=True)
    reviewed_on: Mapped[date]
    #: The version of the article that was the latest when this was noted.
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    person: Mapped[Person] = relationship(lazy="raise")


#: The same as ``standing_reviews``, for queries: does a review of the words as they are now stand?
IS_REVIEWED = exists().where(
    Review.article_id == Article.id,
    Review.version >= Article.words_version,
    Review.reviewed_on >= Article.updated_on,
)


#: For an article of which everything is looked at.
WHOLE = (
    selectinload(Article.sections),
    selectinload(Article.sources),
    selectinload(Article.authors).joinedload(Author.person),
    selectinload(Article.reviews).joinedload(Review.person),
)
