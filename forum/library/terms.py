"""Glossary terms: what a word means, and every way that people write it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import Base, Key, Numbered

#: What kinds of things the glossary explains, in the order and the words of its index.
KINDS = {
    "drug": "Medicines",
    "class": "Groups of medicines and treatments",
    "test": "Tests and scans",
    "symptom": "Symptoms and side effects",
    "site": "Parts of the body",
    "abbrev": "Short forms and medical words",
    "practical": "Care, work and everyday matters",
}

#: What members are offered an explanation of while they talk; never of how long somebody may live.
KINDS_IN_POSTS = frozenset({"drug", "class", "test", "abbrev"})
NEVER_IN_POSTS = re.compile(r"survival|prognosis|hospice|resuscitat|end of life", re.IGNORECASE)

#: How a way of writing a term may be taken for it in a text:
#: always; in exactly this case; near a word that settles which meaning is meant; or only by a search.
MODES = ("always", "exact", "nearby", "search")

LONGEST_NAME = 120
LONGEST_FORM = 300
#: Addresses below /glossary that are pages of their own.
RESERVED = frozenset({"desk", "edit", "new"})


class Term(Numbered, Base):
    """One thing that the glossary explains, on one page under all its names."""

    __tablename__ = "terms"

    slug: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    kind: Mapped[str] = mapped_column(String(12), index=True)
    #: The group it is one of, in words; a term of its own where the glossary explains it too.
    belongs_to: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    explanation: Mapped[str] = mapped_column(Text)
    sources: Mapped[str] = mapped_column(Text, default="")
    #: An address where more can be read.
    more: Mapped[str] = mapped_column(String(300), default="")
    #: Whether it is linked where members speak of it.
    in_posts: Mapped[bool] = mapped_column(default=False)
    #: The state of the glossary that this term last changed in, and the one that it came with.
    version: Mapped[int] = mapped_column(index=True, default=1)
    since: Mapped[int] = mapped_column(default=0, server_default="0")

    forms: Mapped[list[TermForm]] = relationship(
        lazy="raise", order_by="TermForm.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def path(self) -> str:
        return f"/glossary/{self.slug}"

    @property
    def more_at(self) -> str:
        """Who runs the site at ``more``, as its address says."""
        return urlsplit(self.more).hostname or ""

    @property
    def initial(self) -> str:
        """The letter below which it stands in the index; a digit stands below "0–9"."""
        first = unicodedata.normalize("NFKD", self.name)[0].upper()
        return first if first.isalpha() else "0–9"


class TermForm(Numbered, Base):
    """One way to write a term."""

    __tablename__ = "term_forms"
    __table_args__ = (UniqueConstraint("term_id", "written"),)

    term_id: Mapped[int] = mapped_column(Key, ForeignKey("terms.id", ondelete="CASCADE"))
    written: Mapped[str] = mapped_column(String(LONGEST_FORM))
    #: The form as an address has it, so that ``/glossary/zometa`` leads to zoledronic acid.
    slug: Mapped[str] = mapped_column(String(LONGEST_FORM), index=True)
    mode: Mapped[str] = mapped_column(String(8))
    #: For ``nearby``: the words of which one must stand near, parted by "|".
    nearby: Mapped[str] = mapped_column(Text, default="")


class TermAddress(Base):
    """An address that a term once had: it leads on to where the term stands now, or to nothing any more."""

    __tablename__ = "term_addresses"

    slug: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    term_id: Mapped[int | None] = mapped_column(Key, ForeignKey("terms.id", ondelete="SET NULL"), index=True)


class GlossaryState(Numbered, Base):
    """One row, whose ``version`` counts every change of the glossary."""

    __tablename__ = "glossary_state"

    version: Mapped[int]


def may_be_in_posts(kind: str, *words: str) -> bool:
    """Whether the rule allows links to a term in what members write; ``words`` are its name and forms."""
    return kind in KINDS_IN_POSTS and not any(map(NEVER_IN_POSTS.search, words))


#: What a sign means where it tells two terms apart: HER2+ and HER2- are two.
_SIGNS = {"+": " positive", "/": " "}
_MINUS = re.compile(r"(?<=\w)[-−](?!\w)")
_REST = re.compile(r"[^\w]+", re.ASCII)


def slug_of(name: str) -> str:
    """A name as an address has it: "CDK4/6 inhibitor" becomes ``cdk4-6-inhibitor``."""
    plain = _MINUS.sub(" negative", name)
    for sign, words in _SIGNS.items():
        plain = plain.replace(sign, words)
    letters = unicodedata.normalize("NFKD", plain.casefold()).encode("ascii", "ignore").decode()
    return _REST.sub("-", letters).strip("-")[:LONGEST_NAME]
