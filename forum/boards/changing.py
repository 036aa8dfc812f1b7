"""Changing what stands there: within the grace without a mark, later with one and a history."""

from __future__ import annotations

from dataclasses import replace

from forum.accounts.models import Member
from forum.boards import counts
from forum.boards.access import check_can_change
from forum.boards.actions import checked_body, checked_title, finish_draft, have_read
from forum.boards.content_notes import checked_note, note_words
from forum.boards.drafts import Words, draft_of, place_of, seconds_since
from forum.boards.explained import note_mentions
from forum.boards.lists import files_of
from forum.boards.noted import is_noted_by_moderator, note_post
from forum.boards.posts import CHANGED_FOR, Attachment, Draft, Post, PostVersion
from forum.boards.rendering import rendered
from forum.boards.same_again import wait_for_ones_own
from forum.boards.screened import screened
from forum.boards.threads import HOPES, Thread
from forum.boards.uploads import remove
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.html import RENDERER_VERSION
from forum.screening.history import Text
from forum.screening.judging import Verdict

#: To moderators, when an author writes again where one of them took something out.
AFTER_A_MODERATOR = "Its author changed it after a moderator had."


class ReadAgain(Refused):
    """What stands there changed since the form was made; sent again, it is sent by somebody who saw that."""


def change_post(member: Member, post: Post, words: Words) -> None:
    """Change one's own words, and hang further files on them; with the first, name the thread anew."""
    check_can_change(member, post)
    _read_again(member, post)
    _check_seen(post, words.once)
    body, was = checked_body(words.body), post.source
    draft = draft_of(member, place_of(post), words.once)
    notes = _files_added(draft) + _note_anew(post, words.note)
    title = checked_title(words.title) if opens_thread(post) else ""
    verdict = _judged(member, post, body, title, draft)
    body = verdict.body
    if title:
        notes += _name_thread(post.thread, verdict.title, words.hope)
    if body != was or notes:
        _keep_earlier(post, " ".join(notes))
    if body != was:
        post.source, post.html, post.renderer_version = body, rendered(body), RENDERER_VERSION
    if body != was or words.no_terms != post.no_terms:
        post.no_terms = words.no_terms
        note_mentions(post)
    finish_draft(draft, post)
    have_read(member, post, verdict)


def _judged(member: Member, post: Post, body: str, title: str, draft: Draft | None) -> Verdict:
    """What is new in a change goes through the screening; what waits for a moderator goes on waiting."""
    if body == post.source and (not title or title == post.thread.title) and draft is None:
        return Verdict("publish", body=body, title=title)
    earlier = f"{post.thread.title}\n{post.source}" if title else post.source
    text = Text(body, title, is_edit=True, earlier=earlier, waits=not post.is_live)
    verdict, _ = screened(member, post.thread, text, draft)
    if verdict.outcome == "refuse":
        raise Refused(verdict.refusal, field="body")
    if post.moderated_at and not verdict.kind:
        return replace(verdict, kind="report", why=AFTER_A_MODERATOR)
    return verdict


def _read_again(member: Member, post: Post) -> None:
    """A form that was sent twice may have changed it since it was read: wait for that, and look."""
    wait_for_ones_own(member)
    counts.lock_thread_of(post)
    db.session.refresh(post, ("source", "no_terms", "edited_at", "moderated_at", "moderated_for", "files"))
    db.session.refresh(post.thread, ("title", "hope"))


def _check_seen(post: Post, once: str) -> None:
    """Nobody puts back unseen what a moderator took out while they had the form before them."""
    if post.moderated_at is None:
        return
    # The key of a form knows the second it was made in, no more.
    if seconds_since(once) > (now() - post.moderated_at).total_seconds() + 1:
        raise ReadAgain(
            f"Meanwhile a moderator has changed this post: {CHANGED_FOR[post.moderated_for]}. Your words are "
            "still here. Please leave that out of them, and save them again.",
            field="body",
        )


def opens_thread(post: Post) -> bool:
    """Whether its author started the thread with it; while it is held, it has no number yet."""
    thread = post.thread
    is_first = post.number == 1 or (post.number is None and thread.state == "held")
    return is_first and post.author_id == thread.author_id


def _name_thread(thread: Thread, title: str, hope: str) -> list[str]:
    """Give a thread another title or hope; says what it was before."""
    notes = []
    if title != thread.title:
        notes.append(f"The title was “{thread.title}”.")
    if hope != thread.hope:
        notes.append(f"The hope was: {HOPES.get(thread.hope, 'left open')}.")
    thread.title, thread.hope = title, hope
    return notes


def _note_anew(post: Post, note: str | None) -> list[str]:
    """Give a post another content note, unless a moderator put it there; says what it was before."""
    before, note = post.content_note, checked_note(note) if note is not None else post.content_note
    if note == before or is_noted_by_moderator(post):
        return []
    note_post(post, note)
    return [f"The content note was: {note_words(before) or 'none'}."]


def _files_added(draft: Draft | None) -> list[str]:
    return [f"“{file.filename}” was added." for file in files_of([], draft)] if draft else []


def _keep_earlier(post: Post, note: str) -> None:
    """What a post said before, and a note of what else changed; a slip mended at once leaves none."""
    if post.in_grace:
        return
    version = PostVersion(post_id=post.id, source=post.source, note=note, written_at=post.worded_at)
    db.session.add(version)
    post.edited_at = now()


def remove_file(file: Attachment) -> None:
    """Take back one's own file: always, also where nothing new may be written."""
    if file.post_id is not None:
        _keep_earlier(db.session.get_one(Post, file.post_id), f"“{file.filename}” was removed.")
    remove(file)
