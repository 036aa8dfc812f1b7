"""Whether a draft of a glossary term can be kept, and why not. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from forum.core.errors import Refused
from forum.core.html import shows_nothing
from forum.library.everyday import EVERYDAY_WORDS
from forum.library.folding import folded
from forum.library.term_drafts import FormDraft, TermDraft
from forum.library.terms import KINDS, LONGEST_FORM, LONGEST_NAME, RESERVED, may_be_in_posts, slug_of

LONGEST_EXPLANATION = 1_500
LONGEST_SOURCES = 1_000
LONGEST_ADDRESS = 300
MOST_FORMS = 100
#: Words that settle what a form means.
MOST_NEARBY = 60
LONGEST_NEARBY = 60
#: A form of fewer letters is too often something else.
SHORTEST_ALWAYS = 3

#: A form without any would be found everywhere.
LETTER = re.compile(r"[^\W_]")


def check(draft: TermDraft) -> None:
    """Refuse what is missing, too long or may hurt, in the order of the page; forms are checked apart."""
    check_name(draft.name)
    if draft.kind not in KINDS:
        raise Refused("Choose what kind of word it is.", field="kind")
    if not draft.explanation or shows_nothing(draft.explanation):
        raise Refused("Please explain it in a sentence or two.", field="body")
    for field, words, longest in _LENGTHS:
        if len(getattr(draft, "explanation" if field == "body" else field)) > longest:
            raise Refused(f"{words} can have at most {longest:,} characters.", field=field)
    if draft.more and not _is_https(draft.more):
        raise Refused("This address begins with https://, such as https://www.cancer.gov.", field="more")
    if len(draft.forms) > MOST_FORMS:
        raise Refused(f"A term can have at most {MOST_FORMS} ways of writing it.", field="always")
    if draft.in_posts and not may_be_in_posts(
        draft.kind, draft.name, *(each.written for each in draft.forms)
    ):
        raise Refused(
            "Words of this kind are never linked in what members write: they can hurt. Take this tick away.",
            field="in_posts",
        )


_LENGTHS = (
    ("belongs_to", "What it belongs to", LONGEST_NAME),
    ("body", "The explanation", LONGEST_EXPLANATION),
    ("sources", "The sources", LONGEST_SOURCES),
    ("more", "The address", LONGEST_ADDRESS),
)


def check_name(name: str) -> None:
    """Refuse a name that is missing, too long, or makes no address of its own."""
    slug = slug_of(name)
    if not name:
        raise Refused("The name is missing.", field="title")
    if len(name) > LONGEST_NAME:
        raise Refused(f"The name can have at most {LONGEST_NAME} characters.", field="title")
    if not slug:
        raise Refused(
            "The address of the page is made from the name, so it needs letters from a to z or figures. "
            "Names in other letters can stand among the ways to write it.",
            field="title",
        )
    if slug in RESERVED:
        raise Refused(f"/glossary/{slug} is a page of its own. Please choose a longer name.", field="title")


def check_form(form: FormDraft) -> None:
    """Refuse a form that is too long, or would make links of what is only said."""
    shown, field = f"“{form.written[:60]}”", form.mode
    if not LETTER.search(form.written):
        raise Refused(f"{shown} holds no letter and no figure.", field=field)
    if len(form.written) > LONGEST_FORM:
        raise Refused(f"{shown}… is longer than {LONGEST_FORM} characters.", field=field)
    if form.mode == "nearby":
        _check_nearby(form, shown)
    if form.mode == "always" and len(form.written) < SHORTEST_ALWAYS and form.written.isascii():
        raise Refused(f"{shown} is too short to be always a link. {_INSTEAD}", field=field)
    if form.mode == "always" and _is_everyday(form.written):
        raise Refused(
            f"{shown} is an everyday word, and would be a link in many posts. {_INSTEAD}", field=field
        )
    if form.mode == "exact" and _is_everyday(form.written) and form.written[1:] == form.written[1:].lower():
        raise Refused(
            f"{shown} is an everyday word. Write it as only the short form is written, such as “US”, "
            "or among those “Only near certain words”.",
            field=field,
        )


_INSTEAD = "Write it among those “Only in exactly this case” or “Only near certain words” instead."


def _check_nearby(form: FormDraft, shown: str) -> None:
    words = form.nearby.split("|") if form.nearby else []
    if not words or not all(map(LETTER.search, words)):
        raise Refused(
            f"{shown} needs the words that settle its meaning, behind a colon: “AI: letrozole, hormone”.",
            field="nearby",
        )
    if len(words) > MOST_NEARBY or max(map(len, words)) > LONGEST_NEARBY:
        raise Refused(
            f"{shown} can have at most {MOST_NEARBY} words near it, of {LONGEST_NEARBY} characters each.",
            field="nearby",
        )


def _is_everyday(written: str) -> bool:
    """Also when its plural is: “it” is found in “its”."""
    small = folded(written).lower()
    return small in EVERYDAY_WORDS or f"{small}s" in EVERYDAY_WORDS


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "https" and "." in host.strip(".") and "@" not in parts.netloc and " " not in address
    )
