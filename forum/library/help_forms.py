"""What editors type about an entry or a meeting, and whether it can be kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from forum.accounts.addresses import check_email
from forum.core.days import day_of
from forum.core.errors import Refused
from forum.core.html import readable
from forum.library.help_entries import KINDS, LONGEST_NAME, REPEATS, HelpEntry, HelpMeeting
from forum.library.places import COUNTRIES, LANGUAGES, codes_typed, names_of

#: Digits with what people write between them, enough for any line of the world.
PHONE = re.compile(r"\+?[\d(][\d ()./\-]{1,38}")
LONGEST_NOTES = 2_000
LONGEST_CODES = 120
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was typed: nothing of it is lost when some of it is wrong."""

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Self:
        return cls(**{field.name: _tidy(field.name, form.get(field.name, "")) for field in fields(cls)})


def _tidy(name: str, words: str) -> str:
    """Without spaces that nobody sees; only notes have lines."""
    lines = readable(words).strip().split("\n")
    tidy = [" ".join(line.split()) for line in lines]
    return "\n".join(tidy) if name == "notes" else " ".join(" ".join(tidy).split())


@dataclass(frozen=True, slots=True)
class EntryForm(Typed):
    """What an editor typed about an entry."""

    kind: str = ""
    name: str = ""
    run_by: str = ""
    for_whom: str = ""
    phone: str = ""
    web: str = ""
    email: str = ""
    countries: str = ""
    languages: str = ""
    notes: str = ""
    source: str = ""
    check_again_on: str = ""
    #: "yes": whoever typed this has made sure of all of it today.
    checked: str = ""
    #: The version of the entry that was on the page.
    version: str = ""

    @classmethod
    def of_entry(cls, entry: HelpEntry) -> EntryForm:
        same = ("kind", "name", "run_by", "for_whom", "phone", "web", "email", "notes", "source")
        return cls(
            **{name: getattr(entry, name) for name in same},
            countries=names_of(filter(None, entry.countries.split(",")), COUNTRIES),
            languages=entry.language_words,
            check_again_on=str(entry.check_again_on or ""),
            version=str(entry.version),
        )


def values_of(form: EntryForm) -> dict[str, Any]:
    """The form as an entry keeps it, or ``Refused`` with the first field that cannot be kept."""
    values: dict[str, Any] = asdict(form)
    for name in ("check_again_on", "checked", "version"):
        del values[name]
    if form.kind not in KINDS:
        raise Refused("Choose what kind of help this is.", field="kind")
    for name, words, longest in _LENGTHS:
        if len(values[name]) > longest:
            raise Refused(f"{words} can have at most {longest:,} characters.", field=name)
    for name, words in (("name", "its name"), ("run_by", "who runs it"), ("for_whom", "whom it is for")):
        if not values[name]:
            raise Refused(f"Please write {words}.", field=name)
    if form.phone and not PHONE.fullmatch(form.phone):
        raise Refused("A phone number has digits only, such as +44 20 7946 0000.", field="phone")
    values["web"], values["source"] = _web("web", form.web), _web("source", form.source)
    values["email"] = check_email(form.email) if form.email else ""
    if not (form.phone or form.web or form.email):
        raise Refused("Say at least one way to reach it: a phone number, web site or e-mail.", field="phone")
    values["countries"] = _codes("countries", form.countries, COUNTRIES)
    values["languages"] = _codes("languages", form.languages, LANGUAGES)
    return values


_LENGTHS = (
    ("name", "The name", LONGEST_NAME),
    ("run_by", "Who runs it", LONGEST_NAME),
    ("for_whom", "Whom it is for", 300),
    ("notes", "The notes", LONGEST_NOTES),
)


def _web(name: str, typed: str) -> str:
    """A web address; one typed without its beginning gets it."""
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    if len(address) > 300 or not _is_web(address):
        raise Refused("A web address begins with https://, such as https://www.cancer.gov.", field=name)
    return address


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    has_name = "." in host.strip(".") and "@" not in parts.netloc
    return has_name and parts.scheme in ("http", "https") and not any(map(str.isspace, address))


def _codes(name: str, typed: str, names: Mapping[str, str]) -> str:
    codes, unknown = codes_typed(typed, names)
    if unknown:
        example = "Germany, Austria" if name == "countries" else "English, Spanish"
        raise Refused(f"We do not know “{unknown[0][:60]}”. Write names in English: {example}.", field=name)
    joined = ",".join(codes)
    if len(joined) > LONGEST_CODES:
        raise Refused(f"These are too many {name} for one entry.", field=name)
    return joined


@dataclass(frozen=True, slots=True)
class MeetingForm(Typed):
    """What an editor typed about a meeting."""

    starts_on: str = ""
    starts_at: str = ""
    minutes: str = ""
    timezone: str = ""
    every_weeks: str = "1"
    until: str = ""
    place: str = ""

    @classmethod
    def of_meeting(cls, meeting: HelpMeeting) -> MeetingForm:
        values = {field.name: getattr(meeting, field.name) for field in fields(cls)}
        return cls(**{name: "" if value is None else str(value) for name, value in values.items()})


def meeting_values(form: MeetingForm) -> dict[str, Any]:
    """The form as a meeting keeps it, or ``Refused`` with the first field that cannot be kept."""
    starts_on = day_of("starts_on", form.starts_on)
    if starts_on is None:
        raise Refused("Please give the day of the meeting, or of the first one.", field="starts_on")
    if not CLOCK.fullmatch(form.starts_at):
        raise Refused("A time is written as hours and minutes: 18:30.", field="starts_at")
    minutes = int(form.minutes) if re.fullmatch(r"[0-9]{1,4}", form.minutes) else 0
    if not 5 <= minutes <= MOST_MINUTES:
        raise Refused("Say how long it takes, in minutes: 5 to 1,440.", field="minutes")
    zone = zones().get(form.timezone.replace(" ", "_").casefold())
    if zone is None:
        raise Refused("Choose a time zone from the list, such as Europe/Berlin.", field="timezone")
    if form.every_weeks not in map(str, REPEATS):
        raise Refused("Choose how often the group meets.", field="every_weeks")
    until = day_of("until", form.until) if form.every_weeks != "0" else None
    if until and until < starts_on:
        raise Refused("The last day is before the first.", field="until")
    if len(form.place) > 300:
        raise Refused("The place can have at most 300 characters.", field="place")
    return {
        "starts_on": starts_on,
        "starts_at": form.starts_at,
        "minutes": minutes,
        "timezone": zone,
        "every_weeks": int(form.every_weeks),
        "until": until,
        "place": form.place,
    }


@cache
def zones() -> dict[str, str]:
    """The time zones of places, by their names in small letters."""
    regions = (
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    names = (name for name in available_timezones() if name.partition("/")[0] in regions)
    return {name.casefold(): name for name in sorted([*names, "UTC"])}
