"""Where drafts belong, in words and as an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.access import level_of, me, visible_board, visible_thread
from forum.boards.models import Board
from forum.boards.posts import Draft, Post
from forum.boards.threads import Thread
from forum.core.db import db
from forum.library.articles import Article
from forum.library.terms import Term

#: What a place is called, and the address of its writing box.
Named = dict[str, tuple[str, str]]
CLOSED = ("A place that is closed to you now", None)


@dataclass(frozen=True, slots=True)
class PlacedDraft:
    """A draft with the name and address of where it would go; no address when that is closed to them."""

    draft: Draft
    words: str
    path: str | None


def with_places(member: Member, drafts: Sequence[Draft]) -> list[PlacedDraft]:
    """Each draft with its place, one query for each kind of place."""
    named = (
        _boards(member, _ids(drafts, "board"))
        | _threads(member, _ids(drafts, "thread"))
        | _posts(member, _ids(drafts, "post"))
        | _articles(member, _ids(drafts, "article"))
        | _terms(member, _ids(drafts, "term"))
    )
    return [_placed(draft, *named.get(draft.place, CLOSED)) for draft in drafts]


def _placed(draft: Draft, words: str, path: str | None) -> PlacedDraft:
    """Its address names the draft too: another tab may have begun a later one there."""
    if path is None:
        return PlacedDraft(draft, words, None)
    page, mark, place = path.partition("#")
    return PlacedDraft(draft, words, f"{page}{'&' if '?' in page else '?'}draft={draft.id}{mark}{place}")


def _ids(drafts: Sequence[Draft], kind: str) -> list[int]:
    return [int(draft.place.partition(":")[2]) for draft in drafts if draft.place.startswith(f"{kind}:")]


def _boards(member: Member, ids: list[int]) -> Named:
    query = select(Board.id, Board.slug, Board.title).where(
        Board.id.in_(ids), visible_board(level_of(member))
    )
    return {
        f"board:{key}": (f"A new thread in {title}", f"/boards/{slug}/new")
        for key, slug, title in db.session.execute(query, me(member))
    }


def _threads(member: Member, ids: list[int]) -> Named:
    query = (
        select(Thread.id, Thread.title)
        .join(Thread.board)
        .where(Thread.id.in_(ids), visible_board(level_of(member)), visible_thread(level_of(member)))
    )
    return {
        f"thread:{key}": (f"A reply in {title}", f"/threads/{key}?page=last#reply")
        for key, title in db.session.execute(query, me(member))
    }


def _posts(member: Member, ids: list[int]) -> Named:
    query = (
        select(Post.id, Thread.title)
        .join(Post.thread)
        .join(Thread.board)
        .where(Post.id.in_(ids), visible_board(level_of(member)), visible_thread(level_of(member)))
    )
    return {
        f"post:{key}": (f"A change to your post in {title}", f"/posts/{key}/edit")
        for key, title in db.session.execute(query, me(member))
    }


def _articles(member: Member, ids: list[int]) -> Named:
    if not ids or not member.is_moderator:
        return {}
    query = select(Article.id, Article.slug, Article.title).where(Article.id.in_(ids))
    return {"article:0": ("A new article", "/articles/new")} | {
        f"article:{key}": (f"A change to the article {title}", f"/articles/{slug}/edit")
        for key, slug, title in db.session.execute(query)
    }


def _terms(member: Member, ids: list[int]) -> Named:
    if not ids or not member.is_moderator:
        return {}
    query = select(Term.id, Term.slug, Term.name).where(Term.id.in_(ids))
    return {"term:0": ("A new term of the glossary", "/glossary/new")} | {
        f"term:{key}": (f"A change to the term {name}", f"/glossary/{slug}/edit")
        for key, slug, name in db.session.execute(query)
    }
