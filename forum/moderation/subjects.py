"""What a line of the log is about: "post:12" as people call it, and where it is to be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Select, case, null, select

from forum.accounts.models import Member
from forum.boards.models import Board, Heading
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import Columns, rows
from forum.library.articles import Article
from forum.library.help_entries import HelpEntry
from forum.library.people import Person
from forum.library.terms import Term
from forum.moderation.said import said_of

#: By kind: number, name and the last part of the address (none, if it can't be seen any more); how it is
#: called; and where it is.
KINDS: dict[str, tuple[Select[*Columns], str, str]] = {
    "post": (
        select(Post.id, Thread.title, case((Post.state != "deleted", Post.id))).join(Post.thread),
        "a post in “{}”",
        "/posts/{}",
    ),
    "thread": (
        select(Thread.id, Thread.title, case((Thread.state != "deleted", Thread.id))),
        "the thread “{}”",
        "/threads/{}",
    ),
    "member": (select(Member.id, Member.name, Member.handle), "{}", "/members/{}"),
    "memory": (select(Member.id, Member.name, Member.handle), "the memory of {}", "/members/{}"),
    "board": (select(Board.id, Board.title, Board.slug), "the board “{}”", "/boards/{}"),
    "heading": (select(Heading.id, Heading.title, null()), "the heading “{}”", ""),
    "article": (select(Article.id, Article.title, Article.slug), "the article “{}”", "/articles/{}"),
    "help": (select(HelpEntry.id, HelpEntry.name, HelpEntry.id), "“{}” on the list of help", "/support/{}"),
    "term": (select(Term.id, Term.name, Term.slug), "the word “{}”", "/glossary/{}"),
    "person": (select(Person.id, Person.name, Person.slug), "{}", "/articles/people/{}"),
}

#: How something is called, and where it is; nowhere: "".
Subject = tuple[str, str]


def subjects_of(names: Iterable[str]) -> dict[str, Subject]:
    """All that some lines are about: one query for each kind that is among them."""
    wanted: dict[str, set[int]] = defaultdict(set)
    found: dict[str, Subject] = {}
    for name in names:
        kind, _, key = name.partition(":")
        found[name] = _without_asking(kind, key)
        if kind in KINDS and key.isdigit():
            wanted[kind].add(int(key))
    for kind, keys in wanted.items():
        query, words, path = KINDS[kind]
        for number, name, place in rows(query.where(query.selected_columns[0].in_(keys))):
            found[f"{kind}:{number}"] = (words.format(name), path.format(place) if place else "")
    return found


def _without_asking(kind: str, key: str) -> Subject:
    """What has no row of its own, or none any more."""
    match kind:
        case "rule":
            return f"rule {key}", f"/rules/{key}"
        case "letter":
            return f"the letter “{said_of(key).happened}”", f"/moderation/letters/{key}"
        case "log":
            return "the decision log", "/moderation/log"
        case "guide":
            return "what helps a person in danger", f"/moderation/guidance/{key}"
        case "rota":
            return "the rota", "/moderation/duty"
        case "public log":
            return "the public log", "/log"
        case "mail":
            return f"mail {key}", f"/moderation/mail/{key}"
        case "decision":
            return f"decision {key}", f"/moderation/log/{key}"
        case _:
            return f"{kind} {key}".strip(), ""
