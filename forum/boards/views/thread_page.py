"""The posts of one page of a thread as HTML: rendered once for everybody who is shown the same.

Readers are shown the same unless they wrote one of the posts (then they may change it) or may not answer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from markupsafe import Markup

from forum.accounts.models import Member
from forum.boards import lists
from forum.boards.article_links import cards_of
from forum.boards.explained import explained
from forum.boards.threads import Thread
from forum.boards.views import editing
from forum.core.db import Rows
from forum.core.fragments import minute, piece
from forum.core.html import trusted
from forum.core.paging import Page


@dataclass(frozen=True, slots=True)
class Places:
    """Rendered posts, and who wrote them."""

    html: str
    authors: frozenset[int]

    def __len__(self) -> int:
        return len(self.html)


@dataclass(frozen=True, slots=True)
class View:
    """What a page of a thread looks like to a reader; ``me`` is the member whose own posts can be changed."""

    thread: Thread
    page: Page
    why_not: str
    signed_in: bool
    explains: bool
    me: int | None = None


def posts_html(member: Member | None, thread: Thread, page: Page, why_not: str) -> Markup:
    """The places of a page, and after the last one what waits for a moderator, if the reader may see it."""
    zone = member.timezone if member else ""
    view = View(thread, page, why_not, signed_in=member is not None, explains=not member or member.term_links)
    shown = (view.signed_in, view.explains, bool(why_not), zone, minute())
    name = ("posts", thread.id, thread.version, page.number, *shown)
    places = piece(name, lambda: _places(view))
    if member is None:
        return trusted(places.html)
    mine = replace(view, me=member.id)
    if member.id in places.authors:
        places = piece((*name, member.id), lambda: _places(mine))
    if thread.posts_held and page.number == page.pages:
        return trusted(places.html) + _rendered(lists.held_posts_of(thread, member), mine)
    return trusted(places.html)


def _places(view: View) -> Places:
    posts = lists.posts_of(view.thread, view.page)
    return Places(_rendered(posts, view), frozenset(post.author_id for post in posts))


def _rendered(posts: Rows, view: View) -> Markup:
    html = render_template(
        "boards/_posts.html",
        posts=posts,
        words=explained(posts) if view.explains else {post.id: post.html for post in posts},
        my_id=view.me,
        signed_in=view.signed_in,
        thread=view.thread,
        page=view.page,
        why_not=view.why_not,
        files=_files_by_post(posts),
        answers=_answers_by_post(posts, view.thread),
        cards=cards_of(posts),
        address_of=editing.address_of,
    )
    return trusted(html)


def _files_by_post(posts: Rows) -> dict[int | None, list[Any]]:
    """Files below the id of their post; no query when there are none."""
    ids = [post.id for post in posts if post.files]
    by_post: dict[int | None, list[Any]] = defaultdict(list)
    for file in lists.files_of(ids, None) if ids else ():
        by_post[file.post_id].append(file)
    return by_post


def _answers_by_post(posts: Rows, thread: Thread) -> dict[int, list[Any]]:
    ids = [post.id for post in posts if post.answers]
    by_post: dict[int, list[Any]] = defaultdict(list)
    for answer in lists.answers_to(ids, thread) if ids else ():
        by_post[answer.parent_id].append(answer)
    return by_post
