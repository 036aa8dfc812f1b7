"""What every template may use: the group's name, the reader's display, times, assets."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, g, request, session
from flask_login import current_user

from forum.core.breaks import shown
from forum.core.clock import now
from forum.core.edge import SAFE, page_of_form
from forum.core.fragments import minute, piece
from forum.core.header import site_header
from forum.core.html import time_tag
from forum.core.zones import moment_words, zone_named

THEMES = ("auto", "light", "dark", "sepia")
SIZES = ("s", "m", "l", "xl")


@dataclass(frozen=True, slots=True)
class Display:
    """How a reader wants pages to look; kept in a cookie, so that strangers have it too."""

    theme: str = "auto"
    size: str = "m"

    @classmethod
    def of_cookie(cls, cookie: str) -> Display:
        theme, _, size = cookie.partition(".")
        return cls(theme if theme in THEMES else "auto", size if size in SIZES else "m")

    @property
    def cookie(self) -> str:
        return f"{self.theme}.{self.size}"


def init_pages(app: Flask, site_name: str) -> None:
    app.jinja_env.finalize = shown
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        when=when, day=day, date_words=date_words, until=until, site_header=site_header
    )
    # A page is rendered for one reader at one moment; both are looked up once.
    app.context_processor(
        lambda: {
            "site_name": site_name,
            "me": current_user._get_current_object() if current_user.is_authenticated else None,
            "display": Display.of_cookie(request.cookies.get("display", "")),
            "here": _here(),
        }
    )


def _here() -> str:
    """The address of this page, to come back to; where a form was answered, of the page it stood on."""
    return request.full_path.rstrip("?") if request.method in SAFE else page_of_form()


def for_strangers(name: tuple[Hashable, ...], make: Callable[[], str]) -> str:
    """A whole page that strangers are shown alike, kept under ``name`` and how it should look."""
    if current_user.is_authenticated or session:
        return make()
    return piece((*name, request.cookies.get("display", ""), request.full_path, minute()), make)


def when(moment: datetime) -> str:
    """A time as people say it ("3 hours ago"), exact for whoever looks closer, in the reader's zone."""
    local = moment.astimezone(_zone())
    exact = f"{local:%A} {local.day} {local:%B %Y, %H:%M}"
    return time_tag(moment.isoformat(timespec="seconds"), exact, relative(moment, now(), local))


def relative(moment: datetime, today: datetime, local: datetime) -> str:
    """How long ago, in words; from a week on, the date."""
    seconds = (today - moment).total_seconds()
    if seconds < 90:
        return "just now"
    if seconds < 3600:
        return f"{round(seconds / 60)} minutes ago"
    if seconds < 36 * 3600:
        hours = round(seconds / 3600)
        return "1 hour ago" if hours == 1 else f"{hours} hours ago"
    if seconds < 7 * 86400:
        return f"{round(seconds / 86400)} days ago"
    return f"{local.day} {local:%B %Y}"


def day(moment: datetime) -> str:
    """A date in the reader's zone: "3 May 2026"."""
    local = moment.astimezone(_zone())
    return f"{local.day} {local:%B %Y}"


def until(moment: datetime) -> str:
    """When something ends, by the reader's own clock: "3 May 2026, 14:30 (Europe/Berlin)"."""
    return moment_words(moment, _zone())


def date_words(date: date) -> str:
    """A day that is the same in every zone: "3 May 2026"."""
    return f"{date.day} {date:%B %Y}"


def _zone() -> ZoneInfo:
    if "zone" not in g:
        g.zone = zone_named(current_user.timezone if current_user.is_authenticated else "UTC")
    return g.zone  # type: ignore[no-any-return]
