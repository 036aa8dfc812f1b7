"""From the words of a post to its HTML, and again when the renderer or the words are others."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.handles import handle_key
from forum.accounts.models import Member
from forum.boards.explained import note_mentions
from forum.boards.posts import Post
from forum.core.db import db
from forum.core.html import RENDERER_VERSION
from forum.core.mailtext import render_mail_text
from forum.core.markdown import mentioned_handles, render_markdown


def rendered(body: str) -> str:
    """The safe HTML of Markdown, with links to the members it names."""
    handles = mentioned_handles(body)
    return render_markdown(body, paths_of(handles) if handles else {})


def paths_of(handles: set[str]) -> dict[str, str]:
    """The page of each member, by the handle as it was written."""
    keys = {written: handle_key(written) for written in sorted(handles)[:50]}
    found = db.session.execute(
        select(Member.handle_key, Member.handle).where(Member.handle_key.in_(keys.values()))
    )
    handle_of: dict[str, str] = dict(list(found))
    return {written: f"/members/{handle_of[key]}" for written, key in keys.items() if key in handle_of}


def sweep_old_rendering(batch: int = 200) -> None:
    """Render again what an older renderer made."""
    old = select(Post).where(Post.renderer_version < RENDERER_VERSION, Post.state != "deleted").limit(batch)
    for post in db.session.scalars(old):
        render_again(post)


def render_again(post: Post) -> None:
    """Make the HTML of a post from its words as they are, and look through it for what it mentions."""
    render = render_mail_text if post.format == "mail" else rendered
    post.html, post.renderer_version = render(post.source), RENDERER_VERSION
    note_mentions(post)
