"""An article as a file: YAML between two lines of "---", then Markdown. Pure: text in, a draft out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from forum.core.errors import Refused
from forum.library.articles import LONGEST_TITLE, TOPICS

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
#: Addresses below /articles that are pages of their own.
TAKEN = frozenset({"desk", "new", "people"})
HEADING = re.compile(r"^## +(.+?) *#*$", re.MULTILINE)
CITATION = re.compile(r"\[(S\d+[a-z]?)\]")
#: Somebody quoted: "[@jo-field]" becomes their name, with who they are at the first mention.
MENTION = re.compile(r"\[@([a-z0-9-]{1,80})\]")
LONGEST_BODY = 100_000
MOST_RELATED = 5
MOST_TERMS = 500
#: How long the words of each name may be.
LONGEST = {
    "title": LONGEST_TITLE,
    "summary": 1_000,
    "audience": 200,
    "language": 10,
    "content_note": 200,
    "funding": 1_000,
    "conflicts": 1_000,
    "note": 300,
}
#: What an editor types beside the title and the text.
FORM_FIELDS = (
    *("slug", "summary", "audience", "topics", "related", "language", "content_note", "urgent_help"),
    *("authors", "funding", "conflicts", "sources", "note", "is_slip", "tell", "version"),
)
LONGEST_OF_SOURCE = {"key": 12, "title": 300, "publisher": 200, "address": 500, "read": 60}

_FILE = re.compile(r"---[ \t]*\n(?P<head>.*?)^---[ \t]*\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of an article above its text: values by name, and the lines they stand on in a file."""

    values: Mapping[str, Any]
    name: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    #: The line its text begins on.
    text_line: int = 1

    def refused(self, key: str, words: str) -> Refused:
        """The refusal of one value: it names the file and the line, or the field of a form."""
        if not self.name:
            return Refused(words[0].upper() + words[1:], field=key.partition(".")[0])
        line = self.lines.get(key) or self.lines.get(key.partition(".")[0], 2)
        return Refused(f"{self.name}, line {line}: {words}")

    def refused_in_text(self, line: int, words: str) -> Refused:
        """The same of a line of the text, counted from 0."""
        if not self.name:
            return Refused(f"Line {line + 1} of the text: {words}", field="body")
        return Refused(f"{self.name}, line {self.text_line + line}: {words}")

    def list(self, key: str) -> list[Any]:
        value = self.values.get(key) or []
        if not isinstance(value, list):
            raise self.refused(key, f"“{key}” must be a list.")
        return value

    def words(self, key: str) -> str:
        return self.plain(key, self.values.get(key), LONGEST[key])

    def plain(self, key: str, value: Any, longest: int) -> str:
        if isinstance(value, dict | list):
            raise self.refused(key, f"“{key.rpartition('.')[2]}” must be words.")
        words = "" if value is None else " ".join(str(value).split())
        if len(words) > longest:
            raise self.refused(key, f"the {key.partition('.')[0]} has more than {longest:,} characters.")
        return words

    def day(self, key: str, value: Any) -> date | None:
        # A moment is a date too, to Python.
        if value is not None and type(value) is not date:
            raise self.refused(key, f"“{key.partition('.')[0]}” must be a date such as 2026-11-25.")
        return value


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source as a file names it; ``key`` is what citations call it by."""

    key: str
    title: str
    publisher: str
    address: str
    read: str


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """That somebody, by the name files call them, has read the article on a day and agreed."""

    person: str
    reviewed_on: date


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What a file or a form says, checked."""

    slug: str
    title: str
    summary: str
    audience: str
    topics: tuple[str, ...]
    related: tuple[str, ...]
    language: str
    content_note: str
    urgent_help: bool
    authors: tuple[str, ...]
    funding: str
    conflicts: str
    #: What was changed, and why; of this change, and so no part of the words.
    note: str
    sources: tuple[SourceDraft, ...]
    body: str
    published_on: date | None = None
    updated_on: date | None = None
    facts_checked_on: date | None = None
    next_review_due: date | None = None
    #: Terms of the glossary, by their addresses: which are links in it, and which stay plain.
    links: tuple[str, ...] = ()
    no_links: tuple[str, ...] = ()
    reviews: tuple[ReviewDraft, ...] = ()
    #: For refusals that only the records can tell: somebody named is not known.
    head: Head = field(default=Head({}), compare=False, repr=False)


def read_article(name: str, text: str) -> ArticleDraft:
    """The article in a file called ``name`` (``bone-mets.md``), or ``Refused`` with the name and the line."""
    slug = name.rpartition("/")[2].removesuffix(".md")
    if not SLUG.fullmatch(slug) or slug in TAKEN:
        raise Refused(f"{name}, line 1: a file is named for its address: small letters, digits and hyphens.")
    found = _FILE.match(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    if found is None:
        raise Refused(
            f"{name}, line 1: the file must begin with a line of ---, and the head end with another."
        )
    body = found["body"].strip()
    blank = len(found["body"]) - len(found["body"].lstrip())
    text_line = found.string[: found.start("body") + blank].count("\n") + 1
    return draft_of(_head(name, found["head"], text_line), slug, body)


def _head(name: str, text: str, text_line: int) -> Head:
    loader = yaml.SafeLoader(text)
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise Refused(f"{name}, line 2: the head must name things, such as “title: …”.")
        for key, value in node.value:
            lines |= _lines(str(key.value), key, value)
            values[str(key.value)] = loader.construct_object(value, deep=True)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        raise Refused(f"{name}, line {line}: {getattr(error, 'problem', None) or 'not YAML'}.") from None
    except ValueError:
        # Only a date can look right and not be one: 2026-02-30.
        raise Refused(f"{name}, line {max(lines.values())}: there is no such day.") from None
    return Head(values, name, lines, text_line)


def _lines(name: str, key: yaml.Node, value: yaml.Node) -> dict[str, int]:
    """The line of a name and, where it names a list, of each thing in it: ``sources.2``."""
    lines = {name: key.start_mark.line + 2}
    if isinstance(value, yaml.SequenceNode):
        lines |= {f"{name}.{place}": item.start_mark.line + 2 for place, item in enumerate(value.value)}
    return lines


def draft_of(head: Head, slug: str, body: str) -> ArticleDraft:
    """The article that a head and a text make, or ``Refused`` with what is wrong with one of them."""
    words = {key: head.words(key) for key in LONGEST}
    for key in ("title", "summary"):
        if not words[key]:
            raise head.refused(key, f"the head needs a {key}." if head.name else f"the {key} is missing.")
    draft = ArticleDraft(
        slug=slug,
        **words | {"language": words["language"] or "en"},
        topics=_topics(head),
        related=_slugs(head, "related", MOST_RELATED, "articles by their addresses"),
        urgent_help=head.values.get("urgent_help") is True,
        authors=_slugs(head, "authors", 20, "people by their short names"),
        sources=tuple(_source(head, place, given) for place, given in enumerate(head.list("sources"))),
        body=body,
        published_on=head.day("published", head.values.get("published")),
        updated_on=head.day("updated", head.values.get("updated")),
        facts_checked_on=head.day("facts_checked", head.values.get("facts_checked")),
        next_review_due=head.day("next_review", head.values.get("next_review")),
        links=_terms(head, "links"),
        no_links=_terms(head, "no_links"),
        reviews=tuple(_review(head, place, given) for place, given in enumerate(head.list("reviewers"))),
        head=head,
    )
    _check_body(draft)
    _check_citations(draft)
    _check_links(draft)
    return draft


def _topics(head: Head) -> tuple[str, ...]:
    topics = tuple(str(topic) for topic in head.list("topics"))
    for place, topic in enumerate(topics):
        if topic not in TOPICS:
            sentence = f"there is no topic “{topic}”; there are: {', '.join(TOPICS)}."
            raise head.refused(f"topics.{place}", sentence)
    return topics


def _slugs(head: Head, key: str, most: int, what: str) -> tuple[str, ...]:
    slugs = tuple(dict.fromkeys(str(slug) for slug in head.list(key)))
    if len(slugs) > most or not all(SLUG.fullmatch(slug) for slug in slugs):
        raise head.refused(key, f"“{key}” names at most {most} {what}.")
    return slugs


def _terms(head: Head, key: str) -> tuple[str, ...]:
    slugs = tuple(str(slug) for slug in head.list(key))
    if len(slugs) > MOST_TERMS:
        raise head.refused(key, f"“{key}” names at most {MOST_TERMS} terms of the glossary.")
    return slugs


def _source(head: Head, place: int, given: Any) -> SourceDraft:
    at = f"sources.{place}"
    needs = head.refused(at, "each source needs a key, a title, a publisher and an address.")
    if not isinstance(given, dict):
        raise needs
    source = SourceDraft(*(head.plain(at, given.get(key), most) for key, most in LONGEST_OF_SOURCE.items()))
    if not (source.key and source.title and source.publisher):
        raise needs
    if not CITATION.fullmatch(f"[{source.key}]"):
        raise head.refused(at, f"the key of a source is an S and a number, such as S3, and not {source.key}.")
    if not source.address.startswith("https://"):
        raise head.refused(at, f"the address of source {source.key} must begin with https://.")
    return source


def _review(head: Head, place: int, given: Any) -> ReviewDraft:
    at = f"reviewers.{place}"
    day = head.day(at, given.get("date")) if isinstance(given, dict) else None
    if day is None:
        raise head.refused(at, "each reviewer needs a person and the date they read it on.")
    return ReviewDraft(str(given.get("person")), day)


def _check_body(draft: ArticleDraft) -> None:
    if not draft.body or len(draft.body) > LONGEST_BODY:
        raise draft.head.refused_in_text(0, f"the text must have between 1 and {LONGEST_BODY:,} characters.")
    for number, line in enumerate(draft.body.split("\n")):
        if (heading := HEADING.fullmatch(line)) and len(heading[1]) > LONGEST_TITLE:
            raise draft.head.refused_in_text(number, f"a heading has more than {LONGEST_TITLE} characters.")


def _check_citations(draft: ArticleDraft) -> None:
    """Every citation has its source, and every source is cited."""
    keys = [source.key for source in draft.sources]
    for number, line in enumerate(draft.body.split("\n")):
        for key in CITATION.findall(line):
            if key not in keys:
                raise draft.head.refused_in_text(number, f"[{key}] is not among the sources.")
    cited = set(CITATION.findall(draft.body))
    for place, key in enumerate(keys):
        if key not in cited or key in keys[:place]:
            how = "named twice" if key in keys[:place] else "never cited"
            raise draft.head.refused(f"sources.{place}", f"source {key} is {how}.")


def _check_links(draft: ArticleDraft) -> None:
    for place, slug in enumerate(draft.no_links):
        if slug in draft.links:
            raise draft.head.refused(f"no_links.{place}", f"“{slug}” is among the links, too.")


def mentions(body: str) -> Iterator[tuple[int, str]]:
    """The people a text names, each with the line (from 0) it names them on."""
    for number, line in enumerate(body.split("\n")):
        for slug in MENTION.findall(line):
            yield number, slug
