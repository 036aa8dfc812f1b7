"""Where else to find help: each entry of the shelf, and when a group meets. Editors keep them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.clock import now
from forum.core.db import Base, Key, Numbered
from forum.library.calendar import Meeting
from forum.library.places import COUNTRIES, LANGUAGES, names_of

#: What kinds of help there are, in the order and the words of the page.
KINDS = {
    "line": "Help lines",
    "information": "Cancer information services",
    "counsellor": "Counsellors",
    "social": "Social workers",
    "group": "Groups that meet in person, such as at a cancer centre",
    "online": "Groups that meet online",
    "palliative": "Palliative care teams",
}

#: How often a group meets: every so many weeks, or (0) once.
REPEATS = {1: "Every week", 2: "Every two weeks", 4: "Every four weeks", 0: "Once, on this day"}
_EVERY = {1: "Every", 2: "Every second", 4: "Every fourth"}

LONGEST_NAME = 120
#: How the words begin that say for whom an entry is, when it is for everybody.
ANYBODY = "Anybody"

_DIALLED = re.compile(r"[^\d+]")


class HelpEntry(Numbered, Base):
    """Somebody to turn to. What was taken off the shelf keeps its row: setup does not bring it back."""

    __tablename__ = "help_entries"

    kind: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    run_by: Mapped[str] = mapped_column(String(LONGEST_NAME))
    for_whom: Mapped[str] = mapped_column(String(300))
    phone: Mapped[str] = mapped_column(String(60), default="")
    web: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    #: ISO 3166 codes parted by commas; empty: for people anywhere.
    countries: Mapped[str] = mapped_column(String(120), default="")
    #: ISO 639 codes parted by commas.
    languages: Mapped[str] = mapped_column(String(120), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    #: The address where all this can be looked up.
    source: Mapped[str] = mapped_column(String(300), default="")
    #: When those who made the starter shelf compared it with published pages; that is no check by this group.
    compared_on: Mapped[date | None]
    #: None: nobody of this group has checked it yet.
    checked_on: Mapped[date | None]
    check_again_on: Mapped[date | None] = mapped_column(index=True)
    #: What the starter shelf calls it, if it came from there.
    starter: Mapped[str | None] = mapped_column(String(60), unique=True)
    changed_at: Mapped[datetime]
    #: Counts changes: two people who change it at once are told, and calendars know what is newer.
    version: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(index=True)

    meetings: Mapped[list[HelpMeeting]] = relationship(
        lazy="raise",
        order_by="(HelpMeeting.starts_on, HelpMeeting.starts_at, HelpMeeting.id)",
        back_populates="entry",
    )

    @property
    def path(self) -> str:
        return f"/support/{self.id}"

    @property
    def country_words(self) -> str:
        return names_of(self.countries.split(","), COUNTRIES) if self.countries else "Anywhere"

    @property
    def language_words(self) -> str:
        return names_of(filter(None, self.languages.split(",")), LANGUAGES)

    @property
    def is_for_anybody(self) -> bool:
        """Whether it is there for whoever is in distress, whatever they live with."""
        return self.for_whom.startswith(ANYBODY)

    @property
    def dial(self) -> str:
        """The phone number as a telephone wants it."""
        return _DIALLED.sub("", self.phone)

    @property
    def web_words(self) -> str:
        """The web address as people say it, which is also how it is printed."""
        return _without_scheme(self.web)

    @property
    def source_words(self) -> str:
        return urlsplit(self.source).hostname or ""

    @property
    def is_overdue(self) -> bool:
        return self.check_again_on is not None and self.check_again_on < today()

    @property
    def is_as_it_came(self) -> bool:
        """Nobody of the group has changed it, checked it or taken it off the shelf."""
        return self.version == 1 and self.checked_on is None and self.removed_at is None

    def mark_checked(self, again_on: date | None = None) -> None:
        """Somebody of the group has just made sure that it is right; in a year it may not be."""
        self.checked_on, self.check_again_on = today(), again_on or a_year_after(today())

    def forget_comparison(self) -> None:
        """What was compared with published pages is no longer what stands here."""
        self.compared_on = self.check_again_on = None

    def touch(self) -> None:
        """It is another than it was: for whoever changes it at the same time, and for calendars."""
        self.version, self.changed_at = self.version + 1, now()


class HelpMeeting(Numbered, Base):
    """When a group meets, by the clocks of its place."""

    __tablename__ = "help_meetings"

    entry_id: Mapped[int] = mapped_column(Key, ForeignKey("help_entries.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    #: Such as 18:30.
    starts_at: Mapped[str] = mapped_column(String(5))
    minutes: Mapped[int]
    timezone: Mapped[str] = mapped_column(String(60))
    every_weeks: Mapped[int]
    until: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(300), default="")

    entry: Mapped[HelpEntry] = relationship(lazy="raise", back_populates="meetings")

    @property
    def starts(self) -> datetime:
        return datetime.fromisoformat(f"{self.starts_on} {self.starts_at}")

    @property
    def words(self) -> str:
        """ "Every Tuesday, 18:30 to 20:00 (Europe/Berlin time)"."""
        start = self.starts
        end = start + timedelta(minutes=self.minutes)
        day = f"{start:%A}" if self.every_weeks else f"{start:%A}, {start.day} {start:%B %Y}"
        day = f"{_EVERY[self.every_weeks]} {day}" if self.every_weeks else day
        return f"{day}, {start:%H:%M} to {end:%H:%M} ({self.timezone.replace('_', ' ')} time)"

    def for_calendar(self, entry: HelpEntry, base_url: str) -> Meeting:
        """The same for a calendar."""
        ways = [way for way in (entry.phone, entry.web, entry.email) if way]
        return Meeting(
            uid=f"help-meeting-{self.id}@{urlsplit(base_url).hostname}",
            summary=entry.name,
            starts=self.starts,
            zone=ZoneInfo(self.timezone),
            minutes=self.minutes,
            changed_at=entry.changed_at,
            every_weeks=self.every_weeks,
            until=self.until,
            place=self.place,
            description="\n".join([f"Run by {entry.run_by}. For: {entry.for_whom}", *ways]),
            address=f"{base_url}{entry.path}",
            sequence=entry.version,
        )

    def next_start(self, entry: HelpEntry) -> datetime | None:
        """When it begins the next time; None when there is no next time."""
        return self.for_calendar(entry, "").next_start(now())


def today() -> date:
    return now().date()


def a_year_after(day: date) -> date:
    """The same day next year; the last of February stands in for the 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _without_scheme(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/")
