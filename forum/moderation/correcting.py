"""A correction below a post, with its source: instead of deleting what is not right, and for all to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app

from forum.accounts.models import Member
from forum.boards.corrections import (
    LONGEST_SOURCE,
    correction_line,
    correction_of,
    drop_correction,
    put_correction,
)
from forum.boards.posts import Post
from forum.core.decisions import Decision
from forum.core.errors import NotFound, Refused
from forum.core.html import SAFE_ADDRESS
from forum.library.reading import article_named
from forum.moderation.acting import Before, Given, act_on
from forum.moderation.acts import ACTS
from forum.moderation.seen import check_seen, key_of

LONGEST_CORRECTION = 2_000
_ARTICLE = re.compile(r"/articles/([a-z0-9-]+)(?:[/?#].*)?\Z")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as a moderator typed it."""

    words: str = ""
    source: str = ""
    was: str = ""

    @classmethod
    def of(cls, post: Post) -> Corrected:
        found = correction_of(post)
        was = key_of(correction_line(found))
        return cls(found.words, found.source, was) if found else cls(was=was)

    @property
    def what(self) -> str:
        return f"“{self.words}”\n\nThe source: {self.source}"

    @property
    def carried(self) -> dict[str, str]:
        return {"words": self.words, "source": self.source, "was": self.was}

    def check(self, post: Post) -> None:
        there = correction_line(correction_of(post))
        check_seen(self.was, there, "Another moderator wrote a correction meanwhile.", "words")
        if not self.words:
            raise Refused("Please write what is right, in a few words.", field="words")
        if len(self.words) > LONGEST_CORRECTION:
            raise Refused(f"Please say it in at most {LONGEST_CORRECTION:,} characters.", field="words")
        source_of(self.source)

    def do(self, moderator: Member, post: Post, given: Given) -> Decision:
        """Put it below the post, or change what stands there."""

        def change(post: Post) -> Before:
            self.check(post)
            before = correction_line(correction_of(post))
            source, name = source_of(self.source)
            put_correction(post, self.words, source, name, by=moderator)
            return before, correction_line(correction_of(post))

        return act_on(moderator, post, given, ACTS["correct"], change, self.what)


def remove_correction(moderator: Member, post: Post, given: Given) -> Decision:
    """Take away what stands below a post."""

    def change(post: Post) -> Before:
        before = correction_line(correction_of(post))
        drop_correction(post)
        return before, ""

    return act_on(moderator, post, given, ACTS["uncorrect"], change)


def source_of(typed: str) -> tuple[str, str]:
    """The address of a source as it is kept, and how it is called; or why it is none."""
    site = str(current_app.extensions["settings"].base_url)
    address = typed.removeprefix(site) if typed.startswith(f"{site}/") else typed
    if len(address) > LONGEST_SOURCE:
        raise Refused(f"At most {LONGEST_SOURCE} characters fit.", field="source")
    if article := _ARTICLE.match(address):
        return address, _title_of(article[1])
    host = _host_of(address)
    if not host:
        raise Refused(
            "Please give the address of a page, such as https://example.org/page, or of an article here, "
            "such as /articles/side-effects.",
            field="source",
        )
    return address, host


def _title_of(slug: str) -> str:
    try:
        return str(article_named(slug).title)
    except NotFound:
        raise Refused("There is no such article in the library.", field="source") from None


def _host_of(address: str) -> str:
    """The name of a web site; nothing for what is no web address."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and SAFE_ADDRESS.match(address)
    return host.removeprefix("www.")[:200] if is_web and not parts.username else ""
