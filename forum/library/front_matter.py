"""An article as a file: YAML between two lines of "---", then Markdown. Pure: text in, a draft out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from forum.core.errors import Refused
from forum.library.articles import LONGEST_TITLE, TOPICS

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
HEADING = re.compile(r"^## +(.+?) *#*$", re.MULTILINE)
CITATION = re.compile(r"\[(S\d+[a-z]?)\]")
LONGEST_BODY = 100_000
MOST_RELATED = 5

_FILE = re.compile(r"---[ \t]*\n(?P<head>.*?)^---[ \t]*\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_WORDS = ("title", "summary", "audience", "language", "content_note")


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source as a file names it; ``key`` is what citations call it by."""

    key: str
    title: str
    publisher: str
    address: str
    read: str


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What a file says, checked."""

    slug: str
    title: str
    summary: str
    audience: str
    topics: tuple[str, ...]
    related: tuple[str, ...]
    language: str
    content_note: str
    urgent_help: bool
    published_on: date | None
    sources: tuple[SourceDraft, ...]
    body: str


def read_article(name: str, text: str) -> ArticleDraft:
    """The article in a file called ``name`` (``bone-mets.md``), or ``Refused`` with the name and the line."""
    slug = name.rpartition("/")[2].removesuffix(".md")
    if not SLUG.fullmatch(slug):
        raise Refused(f"{name}: a file is named for its address: small letters, digits and hyphens.")
    found = _FILE.match(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    if found is None:
        raise Refused(
            f"{name}, line 1: the file must begin with a line of ---, and the head end with another."
        )
    head = _head(name, found["head"])
    draft = _draft(name, slug, head, found["body"].strip())
    _check_citations(name, found["head"].count("\n") + 3, draft)
    return draft


def _head(name: str, text: str) -> Mapping[str, Any]:
    try:
        head = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        raise Refused(f"{name}, line {line}: {getattr(error, 'problem', None) or 'not YAML'}.") from None
    if not isinstance(head, dict):
        raise Refused(f"{name}, line 2: the head must name things, such as “title: …”.")
    return head


def _draft(name: str, slug: str, head: Mapping[str, Any], body: str) -> ArticleDraft:
    words = {key: _words(name, head, key) for key in _WORDS}
    for key in ("title", "summary"):
        if not words[key]:
            raise Refused(f"{name}: the head needs a {key}.")
    if len(words["title"]) > LONGEST_TITLE:
        raise Refused(f"{name}: the title has more than {LONGEST_TITLE} characters.")
    if not body or len(body) > LONGEST_BODY:
        raise Refused(f"{name}: the text must have between 1 and {LONGEST_BODY:,} characters.")
    if any(len(title) > LONGEST_TITLE for title in HEADING.findall(body)):
        raise Refused(f"{name}: a heading has more than {LONGEST_TITLE} characters.")
    published = head.get("published")
    if published is not None and not isinstance(published, date):
        raise Refused(f"{name}: “published” must be a date such as 2026-11-25.")
    return ArticleDraft(
        slug=slug,
        title=words["title"],
        summary=words["summary"],
        audience=words["audience"],
        topics=_topics(name, head),
        related=_slugs(name, head),
        language=words["language"] or "en",
        content_note=words["content_note"],
        urgent_help=head.get("urgent_help") is True,
        published_on=published,
        sources=tuple(_source(name, given) for given in _list(name, head, "sources")),
        body=body,
    )


def _words(name: str, given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise Refused(f"{name}: “{key}” must be words.")
    return " ".join(str(value).split())


def _list(name: str, head: Mapping[str, Any], key: str) -> list[Any]:
    value = head.get(key) or []
    if not isinstance(value, list):
        raise Refused(f"{name}: “{key}” must be a list.")
    return value


def _topics(name: str, head: Mapping[str, Any]) -> tuple[str, ...]:
    topics = tuple(str(topic) for topic in _list(name, head, "topics"))
    for topic in topics:
        if topic not in TOPICS:
            raise Refused(f"{name}: there is no topic “{topic}”; there are: {', '.join(TOPICS)}.")
    return topics


def _slugs(name: str, head: Mapping[str, Any]) -> tuple[str, ...]:
    slugs = tuple(str(slug) for slug in _list(name, head, "related"))
    if len(slugs) > MOST_RELATED or not all(SLUG.fullmatch(slug) for slug in slugs):
        raise Refused(f"{name}: “related” names at most {MOST_RELATED} articles by their addresses.")
    return slugs


def _source(name: str, given: Any) -> SourceDraft:
    if not isinstance(given, dict):
        raise Refused(f"{name}: each source needs a key, a title, a publisher and an address.")
    source = SourceDraft(
        *(_words(name, given, key) for key in ("key", "title", "publisher", "address", "read"))
    )
    if not (source.key and source.title and source.publisher):
        raise Refused(f"{name}: each source needs a key, a title, a publisher and an address.")
    if not source.address.startswith("https://"):
        raise Refused(f"{name}: the address of source {source.key} must begin with https://.")
    return source


def _check_citations(name: str, first_line: int, draft: ArticleDraft) -> None:
    """Every citation has its source, and every source is cited."""
    keys = [source.key for source in draft.sources]
    for number, line in enumerate(draft.body.split("\n"), first_line):
        for key in CITATION.findall(line):
            if key not in keys:
                raise Refused(f"{name}, line {number}: [{key}] is not among the sources.")
    cited = set(CITATION.findall(draft.body))
    for key in keys:
        if key not in cited:
            raise Refused(f"{name}: source {key} is never cited.")
