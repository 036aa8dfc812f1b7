"""The posts of one page of a thread as HTML: rendered once for everybody who is shown the same.

Readers are shown the same unless they wrote one of the posts (then they may change it) or may not answer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup

from forum.accounts.models import Member
from forum.boards import lists
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


def posts_html(member: Member | None, thread: Thread, page: Page, why_not: str) -> Markup:
    """The places of a page, and after the last one what waits for a moderator, if the reader may see it."""
    zone = member.timezone if member else ""
    name = ("posts", thread.id, thread.version, page.number, member is None, bool(why_not), zone, minute())
    places = piece(name, lambda: _places(None, member is not None, thread, page, why_not))
    if member and member.id in places.authors:
        places = piece((*name, member.id), lambda: _places(member.id, True, thread, page, why_not))
    if member and thread.posts_held and page.number == page.pages:
        return trusted(places.html) + _rendered(
            lists.held_posts_of(thread, member), member.id, True, thread, page, why_not
        )
    return trusted(places.html)


def _places(me: int | None, signed_in: bool, thread: Thread, page: Page, why_not: str) -> Places:
    posts = lists.posts_of(thread, page)
    html = _rendered(posts, me, signed_in, thread, page, why_not)
    return Places(html, frozenset(post.author_id for post in posts))


def _rendered(
    posts: Rows, me: int | None, signed_in: bool, thread: Thread, page: Page, why_not: str
) -> Markup:
    html = render_template(
        "boards/_posts.html",
        posts=posts,
        my_id=me,
        signed_in=signed_in,
        thread=thread,
        page=page,
        why_not=why_not,
        files=_files_by_post(posts),
        answers=_answers_by_post(posts),
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


def _answers_by_post(posts: Rows) -> dict[int, list[Any]]:
    ids = [post.id for post in posts if post.answers]
    by_post: dict[int, list[Any]] = defaultdict(list)
    for answer in lists.answers_to(ids) if ids else ():
        by_post[answer.parent_id].append(answer)
    return by_post
