"""Finding help: what fits a country, a language and a kind; one entry; and what editors should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import groupby

from flask import current_app
from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import Page, page_asked
from forum.library.calendar import calendar
from forum.library.help_entries import ANYBODY, KINDS, HelpEntry, HelpMeeting, today
from forum.library.places import COUNTRIES, LANGUAGES

PAGE = 40
#: How many of those taken off are shown to editors, the latest first.
MOST_REMOVED = 50

ON_THE_SHELF = HelpEntry.removed_at.is_(None)
IN_ORDER = (
    case({key: place for place, key in enumerate(KINDS)}, value=HelpEntry.kind, else_=len(KINDS)),
    # What is for people anywhere comes after what is near.
    case((HelpEntry.countries == "", 1), else_=0),
    HelpEntry.countries,
    func.lower(HelpEntry.name),
    HelpEntry.id,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; an empty word stands for any."""

    country: str = ""
    language: str = ""
    kind: str = ""

    @classmethod
    def asked(cls, country: str, language: str, kind: str) -> Wanted:
        """What there is none of in the world is as if it were not asked."""
        country, language = country.upper(), language.lower()
        return cls(
            country if country in COUNTRIES else "",
            language if language in LANGUAGES else "",
            kind if kind in KINDS else "",
        )

    @property
    def given(self) -> dict[str, str]:
        """What an address carries of it."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in values if value}


@dataclass(frozen=True, slots=True)
class Choices:
    """The countries and languages that the shelf has something for: codes with names, by name."""

    countries: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]


def choices(wanted: Wanted) -> Choices:
    """What one can choose; what was asked for is among it even when there is nothing for it."""
    query = select(HelpEntry.countries, HelpEntry.languages).where(ON_THE_SHELF).distinct()
    countries = set(filter(None, [wanted.country]))
    languages = set(filter(None, [wanted.language]))
    for row in db.session.execute(query):
        countries.update(filter(None, row.countries.split(",")))
        languages.update(filter(None, row.languages.split(",")))
    return Choices(_named(countries, COUNTRIES), _named(languages, LANGUAGES))


def _named(codes: set[str], names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


def find_help(wanted: Wanted) -> tuple[Page, list[tuple[str, list[HelpEntry]]]]:
    """One page of what fits, and its entries below the words for their kind."""
    query = select(HelpEntry).where(ON_THE_SHELF, *_fitting(wanted))
    page, entries = _page_of(query.order_by(*IN_ORDER))
    return page, [(KINDS.get(kind, kind), list(each)) for kind, each in groupby(entries, lambda e: e.kind)]


def _fitting(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is for people anywhere is for those of each country."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.country:
        conditions.append(or_(_holds(HelpEntry.countries, wanted.country), HelpEntry.countries == ""))
    if wanted.language:
        conditions.append(_holds(HelpEntry.languages, wanted.language))
    if wanted.kind:
        conditions.append(HelpEntry.kind == wanted.kind)
    return conditions


def _holds(codes: InstrumentedAttribute[str], code: str) -> ColumnElement[bool]:
    return (literal(",") + codes + ",").contains(f",{code},")


def lines_in(country: str) -> Sequence[HelpEntry]:
    """Help lines of a country; those for anybody come first, then those for people with one illness."""
    query = select(HelpEntry).where(ON_THE_SHELF, *_fitting(Wanted(country, kind="line")))
    is_for_some = case((HelpEntry.for_whom.startswith(ANYBODY), 0), else_=1)
    return db.session.scalars(query.order_by(is_for_some, *IN_ORDER).limit(PAGE)).all()


def entry_for(member: Member | None, number: int, *, to_change: bool = False) -> HelpEntry:
    """An entry with its meetings; one that was taken off the shelf is there for editors alone."""
    query = select(HelpEntry).where(HelpEntry.id == number).options(selectinload(HelpEntry.meetings))
    if member is None or not member.is_moderator:
        query = query.where(ON_THE_SHELF)
    if to_change:
        # Two people who change it at once stand in line, and the second is told.
        query = query.with_for_update()
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def meeting_of(entry: HelpEntry, number: int) -> HelpMeeting:
    for meeting in entry.meetings:
        if meeting.id == number:
            return meeting
    raise NotFound


def calendar_of(entry: HelpEntry) -> bytes:
    """The meetings of an entry as a file for calendars; ``NotFound`` when there is none."""
    if not entry.meetings:
        raise NotFound
    base_url = current_app.extensions["settings"].base_url
    return calendar([meeting.for_calendar(entry, base_url) for meeting in entry.meetings])


def to_check() -> tuple[Page, Sequence[HelpEntry]]:
    """What nobody of the group has checked yet or is due to be checked again, the longest due first."""
    due = or_(HelpEntry.checked_on.is_(None), HelpEntry.check_again_on < today())
    query = select(HelpEntry).where(ON_THE_SHELF, due)
    return _page_of(query.order_by(HelpEntry.check_again_on.asc().nulls_last(), *IN_ORDER))


def taken_off() -> Sequence[HelpEntry]:
    query = select(HelpEntry).where(HelpEntry.removed_at.is_not(None))
    return db.session.scalars(query.order_by(HelpEntry.removed_at.desc()).limit(MOST_REMOVED)).all()


def _page_of(query: Select[HelpEntry]) -> tuple[Page, Sequence[HelpEntry]]:
    counted = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    page = page_asked(db.session.scalar(counted) or 0, PAGE)
    found = query.options(selectinload(HelpEntry.meetings)).offset(page.first).limit(page.size)
    return page, db.session.scalars(found).all()
