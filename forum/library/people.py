"""People of the library: who wrote an article, who reviewed it, whose words it quotes.

They are records, not members: an article's banner and its "who made this" are made from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Member
from forum.core.db import Base, Numbered, db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.core.html import readable
from forum.library.terms import slug_of

#: What somebody speaks as. Only a clinician's reading of an article is a review of it.
KINDS = {
    "clinician": "Clinician",
    "advocate": "Patient advocate",
    "patient": "Patient or carer",
    "writer": "Writer or editor",
}

LONGEST = {"name": 120, "slug": 80, "credentials": 120, "role": 120, "affiliation": 200, "conflicts": 1_000}


class Person(Numbered, Base):
    """Somebody an article names, with what a reader needs to weigh their words."""

    __tablename__ = "people"

    #: What files and quotes call them by; never changed, because those would lead nowhere.
    slug: Mapped[str] = mapped_column(String(LONGEST["slug"]), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST["name"]))
    kind: Mapped[str] = mapped_column(String(12))
    #: "MD, PhD".
    credentials: Mapped[str] = mapped_column(String(LONGEST["credentials"]), default="")
    #: "oncology nurse".
    role: Mapped[str] = mapped_column(String(LONGEST["role"]), default="")
    affiliation: Mapped[str] = mapped_column(String(LONGEST["affiliation"]), default="")
    #: Who pays them, and what else might sway them; in their own words.
    conflicts: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_clinician(self) -> bool:
        return self.kind == "clinician"

    @property
    def titled(self) -> str:
        """The name as a banner has it: "Jo Field, MD"."""
        return ", ".join(filter(None, (self.name, self.credentials)))

    @property
    def introduction(self) -> str:
        """Who this is, for the first mention: "Jo Field, MD, oncology nurse, City Hospital"."""
        return ", ".join(filter(None, (self.name, self.credentials, self.role, self.affiliation)))

    @property
    def surname(self) -> str:
        """For every mention after the first."""
        return self.name.split()[-1]


@dataclass(frozen=True, slots=True)
class PersonForm:
    """What an editor typed about somebody."""

    slug: str = ""
    name: str = ""
    kind: str = ""
    credentials: str = ""
    role: str = ""
    affiliation: str = ""
    conflicts: str = ""

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> PersonForm:
        return cls(**{name: " ".join(readable(form.get(name, "")).split()) for name in cls.__slots__})

    @classmethod
    def of_person(cls, person: Person) -> PersonForm:
        return cls(**{name: getattr(person, name) for name in cls.__slots__})


def all_people() -> Sequence[Person]:
    return db.session.scalars(select(Person).order_by(func.lower(Person.name), Person.id)).all()


def person_called(slug: str) -> Person:
    found = db.session.scalar(select(Person).where(Person.slug == slug))
    if found is None:
        raise NotFound
    return found


def people_called(slugs: Iterable[str]) -> dict[str, Person]:
    """Those of the people named that are there."""
    found = db.session.scalars(select(Person).where(Person.slug.in_(set(slugs))))
    return {person.slug: person for person in found}


def add_person(form: PersonForm, *, by: Member) -> Person:
    slug = slug_of(form.slug or form.name)[: LONGEST["slug"]]
    _check(form)
    if not slug:
        raise Refused("Please choose a short name in plain letters: “jo-field”.", field="slug")
    if people_called([slug]):
        raise Refused(f"Somebody is called {slug} already. Please choose another short name.", field="slug")
    person = Person(slug=slug)
    db.session.add(person)
    _fill(person, form)
    db.session.flush()
    record_decision(by.id, "add person", f"person:{person.id}")
    return person


def change_person(person: Person, form: PersonForm, *, by: Member) -> None:
    _check(form)
    _fill(person, form)
    record_decision(by.id, "change person", f"person:{person.id}")


def _check(form: PersonForm) -> None:
    if not form.name:
        raise Refused("Please give their name.", field="name")
    if form.kind not in KINDS:
        raise Refused("Choose what they speak as.", field="kind")
    for name, most in LONGEST.items():
        if len(getattr(form, name)) > most:
            raise Refused(f"This has more than {most:,} characters.", field=name)


def _fill(person: Person, form: PersonForm) -> None:
    person.name, person.kind, person.credentials = form.name, form.kind, form.credentials
    person.role, person.affiliation, person.conflicts = form.role, form.affiliation, form.conflicts
