"""Writing: threads started, replies posted, posts taken back.

A reply by mail goes through the same ``post_reply`` as one from the web, and through the same screening.
"""

from __future__ import annotations

from dataclasses import replace

from blinker import Signal
from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards import counts
from forum.boards.access import check_can_reply, check_can_start, check_is_author
from forum.boards.content_notes import checked_note
from forum.boards.drafts import Words, draft_of, drop_drafts_at, place_of, seconds_since
from forum.boards.explained import note_mentions
from forum.boards.marks import forget_missed, mark_own_post, note_missed
from forum.boards.merged import as_it_is_now
from forum.boards.models import Board
from forum.boards.pace import check_pace
from forum.boards.posts import LONGEST_BODY, Draft, Post, PostVersion
from forum.boards.rendering import rendered
from forum.boards.same_again import sent_before, trimmed
from forum.boards.screened import Screening, keep_screening, screened
from forum.boards.threads import LONGEST_TITLE, Thread
from forum.boards.uploads import move_to_post, remove_files_of
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.html import RENDERER_VERSION, shows_no_words, shows_nothing
from forum.core.mailtext import render_mail_text
from forum.core.markdown import render_markdown
from forum.screening.history import Text
from forum.screening.judging import Verdict

#: Sent by a member when a post of theirs is there to be read, with the ``post``.
post_published = Signal()
#: Sent by a member when somebody should read their ``post``, held or not, with its ``screening``.
post_screened = Signal()


def start_thread(member: Member, board: Board, words: Words, *, via: str = "web", spam: str = "") -> Post:
    """Start a thread with its first post; the same form sent twice starts one.

    ``spam`` is why the spam service takes it for spam, if one was asked and does.
    """
    check_can_start(member, board)
    title, body = checked_title(words.title), checked_body(words.body)
    checked_note(words.note)
    once, earlier = sent_before(member, words.once, body)
    if earlier:
        return earlier
    text = Text(body, title, starts_thread=True, seconds=_seconds(words, via), spam=spam)
    draft = draft_of(member, place_of(board), words.once)
    verdict, same = screened(member, None, text, draft)
    if same and _opens_same_thread(same, board, title):
        return _merged(same, draft)
    _check_not_refused(verdict)
    thread = _begin(member, board, replace(words, title=verdict.title), verdict)
    post = _publish(member, thread, replace(words, body=verdict.body, once=once, parent=None), via, verdict)
    finish_draft(draft, post)
    return post


def _begin(member: Member, board: Board, words: Words, verdict: Verdict) -> Thread:
    moment = now()
    thread = Thread(
        board_id=board.id,
        author_id=member.id,
        title=words.title[:LONGEST_TITLE],
        hope=words.hope,
        state="held" if verdict.outcome == "hold" else "live",
        started_at=moment,
        last_post_at=moment,
    )
    db.session.add(thread)
    db.session.flush()
    if thread.state == "live":
        counts.count_thread(board.id, +1)
    return thread


def post_reply(member: Member, thread: Thread, words: Words, *, via: str = "web", spam: str = "") -> Post:
    """Answer in a thread, or one post of it; the same form sent twice makes one post."""
    check_can_reply(member, thread)
    body = checked_body(words.body)
    checked_note(words.note)
    once, earlier = sent_before(member, words.once, body)
    if earlier:
        return earlier
    draft = draft_of(member, place_of(thread), words.once)
    thread = as_it_is_now(member, thread)
    check_pace(member, thread)
    verdict, same = screened(member, thread, Text(body, seconds=_seconds(words, via), spam=spam), draft)
    if same:
        return _merged(same, draft)
    _check_not_refused(verdict)
    parent = _post_in(thread, words.parent)
    post = _publish(member, thread, replace(words, body=verdict.body, once=once, parent=parent), via, verdict)
    finish_draft(draft, post)
    return post


def _seconds(words: Words, via: str) -> float | None:
    """How long somebody had the form; of a mail, nobody can tell."""
    return seconds_since(words.once) if via == "web" else None


def _opens_same_thread(post_id: int, board: Board, title: str) -> bool:
    thread = db.session.get_one(Thread, db.session.get_one(Post, post_id).thread_id)
    return thread.board_id == board.id and thread.title == title


def _merged(post_id: int, draft: Draft | None) -> Post:
    """The post that says the same already; what hung on the second form hangs on it."""
    post = db.session.get_one(Post, post_id)
    finish_draft(draft, post)
    return post


def _check_not_refused(verdict: Verdict) -> None:
    if verdict.outcome == "refuse":
        raise Refused(verdict.refusal, field="body")


def _publish(member: Member, thread: Thread, words: Words, via: str, verdict: Verdict) -> Post:
    post = Post(
        thread_id=thread.id,
        board_id=thread.board_id,
        author_id=member.id,
        parent_id=words.parent,
        state="held" if verdict.outcome == "hold" else "live",
        source=words.body,
        format="mail" if via == "mail" else "markdown",
        html=render_mail_text(words.body) if via == "mail" else rendered(words.body),
        renderer_version=RENDERER_VERSION,
        no_terms=words.no_terms,
        content_note=words.note or "",
        published_at=now(),
        once=words.once or None,
        via=via,
        files=0,
        answers=0,
    )
    if post.is_live:
        counts.take_place(post)
    else:
        counts.wait_for_place(post)
    db.session.add(post)
    note_mentions(post)
    db.session.flush()
    mark_own_post(post)
    have_read(member, post, verdict)
    if post.is_live:
        post_published.send(member, post=post)
    return post


def have_read(member: Member, post: Post, verdict: Verdict) -> Screening | None:
    """Have a moderator read a post that the screening would not let pass unseen."""
    if not verdict.kind:
        return None
    screening = keep_screening(post, verdict)
    post_screened.send(member, post=post, screening=screening)
    return screening


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
    counts.lock_thread_of(post)
    was_live = post.is_live
    post.move_to(state)
    if was_live:
        post.hidden_at = now()
        forget_missed(post)
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
    counts.lock_thread_of(post)
    has_place = post.number is not None
    post.move_to("live")
    if has_place:
        counts.return_to_place(post)
        note_missed(post)
    else:
        post.published_at = now()
        counts.take_place(post)
        post_published.send(db.session.get_one(Member, post.author_id), post=post)
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
    body = trimmed(body)
    if len(body) > LONGEST_BODY:
        raise Refused(
            f"Your text has {len(body):,} characters; one post holds {LONGEST_BODY:,}. "
            "Please share it out over several posts.",
            field="body",
        )
    if shows_nothing(body):
        raise Refused("There is no text yet. A few words are enough.", field="body")
    if shows_no_words(render_markdown(body)):
        raise Refused("There are no words yet, only signs that shape some. A few are enough.", field="body")
    return body
