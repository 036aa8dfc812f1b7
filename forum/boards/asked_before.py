"""What may already answer a question that somebody is about to ask: articles, and threads they may read."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from sqlalchemy import Select, bindparam, func, or_, select

from forum.accounts.models import Member
from forum.boards.access import Level, level_of
from forum.boards.beside import Suggestion, articles_about
from forum.boards.drafts import Words
from forum.boards.explained import words_for
from forum.boards.lists import THREADS
from forum.boards.mentions import seen_among
from forum.boards.models import Board
from forum.boards.posts import LONGEST_BODY
from forum.boards.thread_terms import ThreadTerm
from forum.boards.threads import Thread
from forum.core.db import AnyRow, Columns, rows
from forum.library.explaining import glossary_now
from forum.library.folding import folded
from forum.library.reading import titled_with

#: More threads than this would push.
MOST_THREADS = 5
MOST_ARTICLES = 3
#: Found in either way, and weighed against each other.
MOST_WEIGHED = 50
#: Titles are looked at of so many threads, the latest first: it costs the same in a small group and a large.
LOOKED_AT = 5_000
#: Of a long title, and of a text that names many terms, the first say what it is about.
MOST_WORDS, MOST_TERMS = 5, 8
#: A word that is shorter, or stands here, is in every other title.
SHORTEST = 4
EVERYDAY = re.compile(
    "about|after|again|also|another|anybody|anyone|anything|been|before|being|cancer|could|does|"
    "doing|done|ever|everyone|from|good|have|having|hello|help|here|into|just|know|like|more|"
    "need|newly|people|please|question|questions|should|some|somebody|someone|something|than|"
    "thank|thanks|that|their|them|then|there|they|this|today|very|want|what|when|where|which|"
    "will|with|would|your|yours"
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found; nothing of it is pushed on anybody."""

    articles: list[Suggestion]
    threads: list[AnyRow]


def asked_before(member: Member, words: Words) -> Answers:
    """By the terms of the title and the text, and by the words of the title."""
    text = f"{words.title}\n{words.body[:LONGEST_BODY]}"
    named = words_for(glossary_now().in_posts.find(text), text)
    terms = dict(islice(named.items(), MOST_TERMS))
    telling = title_words(words.title)
    return Answers(_articles(terms, telling), _threads(member, list(terms), telling))


def _articles(terms: Mapping[int, str], words: list[str]) -> list[Suggestion]:
    about = articles_about(terms, "you mention")
    named = {article.slug for article in about}
    titled = (
        Suggestion(article.slug, article.title, f"Because you write “{_first_in(article.title, words)}”")
        for article in titled_with(words)
        if article.slug not in named
    )
    return [*about, *titled][:MOST_ARTICLES]


def _first_in(title: str, words: list[str]) -> str:
    return next((word for word in words if word in title.lower()), words[0])


def title_words(title: str) -> list[str]:
    """The words of a title that say what it is about."""
    telling = (word for word in _WORD.findall(folded(title).lower()) if len(word) >= SHORTEST)
    return [word for word in dict.fromkeys(telling) if not EVERYDAY.fullmatch(word)][:MOST_WORDS]


def _threads(member: Member, terms: Collection[int], words: list[str]) -> list[AnyRow]:
    """Those that share most first, of equals the latest."""
    level = level_of(member)
    speaking = rows(_by_terms(level), {"terms": terms}) if terms else ()
    titled = rows(_by_title(level, words)) if words else ()
    scores: dict[int, int] = {thread.id: thread.shared for thread in speaking}
    for thread in titled:
        scores[thread.id] = scores.get(thread.id, 0) + _words_in(thread, words)
    threads = {thread.id: thread for thread in (*speaking, *titled)}
    best_first = sorted(threads.values(), key=lambda each: (-scores[each.id], -each.last_post_at.timestamp()))
    return best_first[:MOST_THREADS]


def _words_in(thread: AnyRow, words: list[str]) -> int:
    """How many words a title shares; each counts as two terms, since a title says what a thread is."""
    title = thread.title.lower()
    return 2 * sum(word in title for word in words)


@cache
def _by_terms(level: Level) -> Select[*Columns]:
    found = (
        select(ThreadTerm.thread_id, func.count().label("shared"))
        .where(ThreadTerm.term_id.in_(bindparam("terms", expanding=True)))
        .group_by(ThreadTerm.thread_id)
        .subquery()
    )
    return (
        seen_among(THREADS, found, level)
        .add_columns(Board.title.label("board_title"), found.c.shared)
        .order_by(found.c.shared.desc(), Thread.last_post_at.desc())
        .limit(MOST_WEIGHED)
    )


def _by_title(level: Level, words: list[str]) -> Select[*Columns]:
    latest = (
        select(Thread.id.label("thread_id"))
        .where(Thread.state == "live")
        .order_by(Thread.last_post_at.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    return (
        seen_among(THREADS, latest, level)
        .add_columns(Board.title.label("board_title"))
        .where(or_(*(Thread.title.icontains(word) for word in words)))
        .order_by(Thread.last_post_at.desc())
        .limit(MOST_WEIGHED)
    )
