"""The posts of one page of a thread as HTML: rendered once for everybody who is shown the same.

Readers are shown the same unless they wrote one of the posts (then they may change it), may not answer, or
chose what they would rather not see (see folding).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from markupsafe import Markup

from forum.accounts.models import Member
from forum.boards import lists
from forum.boards.article_links import cards_of
from forum.boards.explained import explained
from forum.boards.quiet import Quiet, quiet_of
from forum.boards.threads import Thread
from forum.boards.views import editing
from forum.boards.views.folding import MARK, Foldable, foldables, folded
from forum.core.db import Rows
from forum.core.fragments import minute, piece
from forum.core.html import trusted
from forum.core.paging import Page


@dataclass(frozen=True, slots=True)
class Places:
    """Rendered posts, and what of each can be folded for whom."""

    html: str
    posts: dict[int, Foldable]

    def __len__(self) -> int:
        return len(self.html)

    @property
    def authors(self) -> set[int]:
        return {post.author_id for post in self.posts.values()}


@dataclass(frozen=True, slots=True)
class View:
    """What a page of a thread looks like to a reader; ``me`` is the member whose own posts can be changed."""

    thread: Thread
    page: Page
    why_not: str
    signed_in: bool
    explains: bool
    moderates: bool
    #: Whether they asked to have all folds open for once.
    unfold: bool
    me: int | None = None


def posts_html(member: Member | None, thread: Thread, page: Page, why_not: str, *, unfold: bool) -> Markup:
    """The places of a page, and after the last one what waits for a moderator, if the reader may see it."""
    view = View(
        thread,
        page,
        why_not,
        signed_in=member is not None,
        explains=not member or member.term_links,
        moderates=member is not None and member.is_moderator,
        unfold=unfold,
    )
    zone, quiet = member.timezone if member else "", quiet_of(member)
    shown = (view.signed_in, view.explains, bool(why_not), view.moderates, unfold, zone, minute())
    name = ("posts", thread.id, thread.version, page.number, *shown)
    places = _kept(name, view, quiet)
    if member is None:
        return trusted(places.html)
    mine = replace(view, me=member.id)
    if member.id in places.authors:
        places = _kept((*name, member.id), mine, quiet)
    html = _folded(places, mine, quiet).html if quiet.folds else places.html
    if thread.posts_held and page.number == page.pages:
        html += _folded(_rendered(lists.held_posts_of(thread, member), mine), mine, quiet).html
    return trusted(html)


def _kept(name: tuple[Hashable, ...], view: View, quiet: Quiet) -> Places:
    """The places of a page as most see them; for whoever chose what they see, yet to be folded."""
    if quiet.folds:
        return piece((*name, "unfolded"), lambda: _places(view))
    return piece(name, lambda: _folded(_places(view), view, quiet))


def _folded(places: Places, view: View, quiet: Quiet) -> Places:
    return replace(places, html=folded(places.html, places.posts, quiet, view.me, unfold=view.unfold))


def _places(view: View) -> Places:
    return _rendered(lists.posts_of(view.thread, view.page), view)


def _rendered(posts: Rows, view: View) -> Places:
    html = render_template(
        "boards/_posts.html",
        posts=posts,
        words=explained(posts) if view.explains else {post.id: post.html for post in posts},
        my_id=view.me,
        signed_in=view.signed_in,
        moderates=view.moderates,
        thread=view.thread,
        page=view.page,
        why_not=view.why_not,
        files=_files_by_post(posts),
        answers=_answers_by_post(posts, view.thread),
        cards=cards_of(posts),
        address_of=editing.address_of,
        mark=MARK,
    )
    return Places(html, foldables(posts, view.thread))


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
