"""The box below a thread: with nothing in it, it is nearly the same for everybody, and is rendered once."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from forum.accounts.models import Member
from forum.boards.drafts import Words
from forum.boards.threads import Thread
from forum.boards.views.editing import Editor
from forum.core.fragments import piece
from forum.core.html import trusted

#: Stand in a kept box for what differs each time; nobody can type them.
PATH, ONCE, WRITER, TOKEN = "\0path", "\0once", "\0writer", "\0token"


def empty_box(member: Member, thread: Thread, editor: Editor) -> Markup | None:
    """The box in which nothing stands; None where something does, or there is more to say to its writer."""
    if replace(editor, words=replace(editor.words, once="")) != Editor(Words()) or member.is_held:
        return None
    guide = thread.board.guide_html
    html = piece(("empty box", guide), lambda: _rendered(guide))
    differing = {PATH: thread.path, ONCE: editor.once, WRITER: str(member.id), TOKEN: generate_csrf()}
    for mark, value in differing.items():
        html = html.replace(mark, value)
    return trusted(html)


def _rendered(guide: str) -> str:
    """With marks; the token of whoever asks first is theirs alone."""
    html = render_template(
        "boards/_empty_box.html",
        path=PATH,
        editor=Editor(Words(once=ONCE)),
        guide=trusted(guide),
        writer=WRITER,
    )
    return html.replace(generate_csrf(), TOKEN)
