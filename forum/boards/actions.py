"""Writing: threads started, replies posted, posts taken back.

A reply by mail goes through the same ``post_reply`` as one from the web.
"""

from __future__ import annotations

from dataclasses import replace

from blinker import Signal
from sqlalchemy import select

from forum.accounts.handles import handle_key
from forum.accounts.models import Member
from forum.boards import counts
from forum.boards.access import check_can_reply, check_can_start, check_is_author
from forum.boards.drafts import Words, draft_of, drop_drafts_at, place_of
from forum.boards.explained import note_mentions
from forum.boards.marks import mark_own_post
from forum.boards.models import Board
from forum.boards.posts import LONGEST_BODY, Draft, Post, PostVersion
from forum.boards.threads import LONGEST_TITLE, Thread
from forum.boards.uploads import move_to_post, remove_files_of
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.html import RENDERER_VERSION, shows_nothing
from forum.core.mailtext import render_mail_text
from forum.core.markdown import mentioned_handles, render_markdown

#: Sent by a member when a post of theirs is stored, with the ``post``.
post_published = Signal()


def start_thread(member: Member, board: Board, words: Words, *, via: str = "web") -> Post:
    """Start a thread with its first post; the same form sent twice starts one."""
    check_can_start(member, board)
    title, body = checked_title(words.title), checked_body(words.body)
    once, earlier = _sent_before(member, words.once, body)
    if earlier:
        return earlier
    moment = now()
    thread = Thread(
        board_id=board.id,
        author_id=member.id,
        title=title,
        hope=words.hope,
        state=_first_state(member),
        started_at=moment,
        last_post_at=moment,
    )
    db.session.add(thread)
    db.session.flush()
    if thread.state == "live":
        counts.count_thread(board.id, +1)
    post = _publish(member, thread, replace(words, body=body, once=once, parent=None), via)
    finish_draft(draft_of(member, place_of(board), words.once), post)
    return post


def post_reply(member: Member, thread: Thread, words: Words, *, via: str = "web") -> Post:
    """Answer in a thread, or one post of it; the same form sent twice makes one post."""
    check_can_reply(member, thread)
    body = checked_body(words.body)
    once, earlier = _sent_before(member, words.once, body)
    if earlier:
        return earlier
    parent = _post_in(thread, words.parent)
    post = _publish(member, thread, replace(words, body=body, once=once, parent=parent), via)
    finish_draft(draft_of(member, place_of(thread), words.once), post)
    return post


def _sent_before(member: Member, once: str, body: str) -> tuple[str, Post | None]:
    """The key of a form, and the post an earlier sending of the same words with it made.

    One person posts one thing at a time: their row is locked first, so that of two equal forms the
    second finds the post of the first. A form that comes again with other words (somebody went back to it)
    is a new one, and has no key.
    """
    if not once:
        return "", None
    _wait_for_ones_own(member)
    earlier = db.session.scalar(select(Post).where(Post.author_id == member.id, Post.once == once))
    if earlier is not None and earlier.source != body:
        return "", None
    return once, earlier


def _wait_for_ones_own(member: Member) -> None:
    db.session.execute(select(Member.id).where(Member.id == member.id).with_for_update(key_share=True))


def is_posted(member: Member, words: Words) -> bool:
    """Whether a form was posted meanwhile: sent twice, or as a draft while its post was on the way."""
    _wait_for_ones_own(member)
    same = (
        Post.author_id == member.id,
        Post.once == words.once,
        Post.source == words.body.strip("\n").rstrip(),
    )
    return bool(words.once) and db.session.scalar(select(Post.id).where(*same)) is not None


def _first_state(member: Member) -> str:
    """What somebody writes is there at once, unless a moderator reads their posts first."""
    return "held" if member.is_held else "live"


def _publish(member: Member, thread: Thread, words: Words, via: str) -> Post:
    post = Post(
        thread_id=thread.id,
        board_id=thread.board_id,
        author_id=member.id,
        parent_id=words.parent,
        state=_first_state(member),
        source=words.body,
        html=rendered(words.body),
        renderer_version=RENDERER_VERSION,
        no_terms=words.no_terms,
        published_at=now(),
        once=words.once or None,
        via=via,
        files=0,
        answers=0,
    )
    if post.is_live:
        counts.take_place(post)
    db.session.add(post)
    note_mentions(post)
    db.session.flush()
    if post.is_live:
        mark_own_post(post)
    else:
        counts.settle_thread(post.thread_id)
    post_published.send(member, post=post)
    return post


def finish_draft(draft: Draft | None, post: Post) -> None:
    """What was begun is posted now, with its files."""
    if draft is not None:
        move_to_post(draft, post)
        db.session.delete(draft)


def _post_in(thread: Thread, post_id: int | None) -> int | None:
    """The post an answer is to, if it stands in this thread and can still be read."""
    if post_id is None:
        return None
    return db.session.scalar(
        select(Post.id).where(Post.id == post_id, Post.thread_id == thread.id, Post.state == "live")
    )


def take_back(member: Member, post: Post) -> None:
    """Delete one's own post: its place stays, its words, older words and files go."""
    check_is_author(member, post)
    take_out(post)


def take_out(post: Post) -> None:
    """Delete a post: its place stays, its words, older words and files go."""
    withdraw(post, "deleted")
    post.source = post.html = ""
    note_mentions(post)
    post.edited_at = None
    remove_files_of(post)
    db.session.query(PostVersion).filter_by(post_id=post.id).delete()
    drop_drafts_at(post.author_id, place_of(post))


def withdraw(post: Post, state: str) -> None:
    """Hide or delete a post and keep every count right; a thread with nothing left to read goes with it."""
    counts.lock_thread(post.thread_id)
    was_live = post.is_live
    post.move_to(state)
    if was_live:
        counts.leave_place(post)
    else:
        db.session.flush()
        counts.settle_thread(post.thread_id)
    thread = db.session.get_one(Thread, post.thread_id)
    if thread.posts_live == 0 and thread.state != "deleted":
        if thread.state == "live":
            counts.count_thread(thread.board_id, -1)
        thread.state = "hidden" if _holds_words(thread) else "deleted"


def _holds_words(thread: Thread) -> bool:
    """Whether a moderator could still read something there."""
    kept = select(Post.id).where(Post.thread_id == thread.id, Post.state != "deleted").limit(1)
    return db.session.scalar(kept) is not None


def show_again(post: Post) -> None:
    """Make a hidden post live once more, in its old place, and its thread with it."""
    counts.lock_thread(post.thread_id)
    has_place = post.number is not None
    post.move_to("live")
    if has_place:
        counts.return_to_place(post)
    else:
        post.published_at = now()
        counts.take_place(post)
    db.session.flush()
    counts.settle_thread(post.thread_id)
    thread = db.session.get_one(Thread, post.thread_id)
    if thread.state != "live":
        thread.state = "live"
        counts.count_thread(thread.board_id, +1)


def checked_title(title: str) -> str:
    if shows_nothing(title):
        raise Refused("Please give your thread a title: a few words are enough.", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            f"The title has {len(title):,} characters; {LONGEST_TITLE} fit. The rest can go into the text.",
            field="title",
        )
    return title


def checked_body(body: str) -> str:
    body = body.strip("\n").rstrip()
    if shows_nothing(body):
        raise Refused("There is no text yet. A few words are enough.", field="body")
    if len(body) > LONGEST_BODY:
        raise Refused(
            f"Your text has {len(body):,} characters; one post holds {LONGEST_BODY:,}. "
            "Please share it out over several posts.",
            field="body",
        )
    return body


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
        render = render_mail_text if post.format == "mail" else rendered
        post.html, post.renderer_version = render(post.source), RENDERER_VERSION
        note_mentions(post)
