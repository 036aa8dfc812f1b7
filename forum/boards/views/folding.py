"""Posts folded for a reader: behind their content note, or because the reader has muted who wrote them.

Rendered posts are shared between readers, so they carry marks around what can be folded, and the folds are
put in afterwards. Most readers chose nothing and see the same folds: theirs are put in once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template

from forum.accounts.models import LOOK_AFTER
from forum.boards.content_notes import note_key
from forum.boards.quiet import Quiet
from forum.boards.threads import Thread
from forum.core.db import Rows
from forum.core.fragments import piece

#: Stands around a post's number, and behind its words; nobody can type it.
MARK = "\0"
_MARKED = re.compile(f"{MARK}(\\d+){MARK}(.*?){MARK}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Foldable:
    """What decides whether a post is folded for a reader."""

    author_id: int
    name: str
    #: Its content note, or that of its thread.
    note: str
    #: Those who look after the group are heard by everybody.
    is_official: bool


def foldables(posts: Rows, thread: Thread) -> dict[int, Foldable]:
    return {
        post.id: Foldable(
            post.author_id, post.name, post.content_note or thread.content_note, post.standing in LOOK_AFTER
        )
        for post in posts
    }


def folded(html: str, posts: Mapping[int, Foldable], quiet: Quiet, me: int | None, *, unfold: bool) -> str:
    """The posts as one reader sees them; with ``unfold`` they asked to have all of them open for once."""

    def fold(found: re.Match[str]) -> str:
        post, words = posts[int(found[1])], found[2]
        if post.note:
            words = _behind_note(post, words, "open" if unfold or post.author_id == me else _how(post, quiet))
        is_muted = post.author_id in quiet.people and not post.is_official
        return _behind(words, "muted", name=post.name) if is_muted and not unfold else words

    return _MARKED.sub(fold, html)


def _how(post: Foldable, quiet: Quiet) -> str:
    return quiet.notes.get(note_key(post.note), "folded")


def _behind_note(post: Foldable, words: str, how: str) -> str:
    return _behind(words, how, note=post.note)


def _behind(words: str, how: str, *, name: str = "", note: str = "") -> str:
    """Words behind a fold; what is never to be shown is not on the page."""
    fold = piece(
        ("fold", how, name, note),
        lambda: render_template("boards/_fold.html", how=how, name=name, note=note, mark=MARK),
    )
    return fold.replace(MARK, words)
