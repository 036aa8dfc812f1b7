"""The handwritten threads become rows, in the order in which they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forum.accounts.models import Member
from forum.boards import counts
from forum.boards.actions import take_back, withdraw
from forum.boards.drafts import Words, keep_draft, place_of
from forum.boards.models import Board
from forum.boards.posts import Post, PostVersion
from forum.boards.rendering import rendered
from forum.boards.threads import Thread
from forum.boards.uploads import keep_with_draft, move_to_post
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.html import RENDERER_VERSION
from forum.core.pictures import accept_upload
from forum.demo.files import FILES
from forum.demo.script import ScriptedPost, ScriptedThread, all_threads
from forum.moderation.letters import keep_letter, letter_words

#: The rule that nothing is for sale.
SELLING = 4


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scripted thread needs to come about: when it is now, who there is, and where they meet."""

    moment: datetime
    people: dict[str, Member]
    boards: dict[str, Board]
    threads: dict[str, Thread] = field(default_factory=dict)
    posts: dict[str, list[Post]] = field(default_factory=dict)


def tell_threads(stage: Stage) -> None:
    """Write every thread, post by post as they came, then do what moderators and authors did to them."""
    scripts = all_threads()
    for script, part in _in_order(scripts):
        if script.slug not in stage.threads:
            _start(stage, script, part)
        _say(stage, script.slug, part)
    for script in scripts:
        for part, post in zip(script.posts, stage.posts[script.slug], strict=True):
            _decide_fate(stage, part, post)
        if script.locked:
            _lock(stage, script)


def _in_order(scripts: list[ScriptedThread]) -> Iterator[tuple[ScriptedThread, ScriptedPost]]:
    """All posts of all threads, the oldest first, so that their numbers tell their age."""
    said = [(part.ago, script, part) for script in scripts for part in script.posts]
    for _, script, part in sorted(said, key=lambda each: each[0], reverse=True):
        yield script, part


def _start(stage: Stage, script: ScriptedThread, first: ScriptedPost) -> None:
    started_at = stage.moment - first.ago
    board = stage.boards[script.board]
    thread = Thread(
        board_id=board.id,
        author_id=stage.people[first.handle].id,
        title=script.title,
        hope=script.hope,
        state=first.fate if first.fate == "held" else "live",
        started_at=started_at,
        last_post_at=started_at,
    )
    db.session.add(thread)
    db.session.flush()
    if thread.state == "live":
        counts.count_thread(board.id, +1)
    stage.threads[script.slug], stage.posts[script.slug] = thread, []


def _say(stage: Stage, slug: str, part: ScriptedPost) -> None:
    thread, earlier, author = stage.threads[slug], stage.posts[slug], stage.people[part.handle]
    post = Post(
        thread_id=thread.id,
        board_id=thread.board_id,
        author_id=author.id,
        parent_id=earlier[part.to - 1].id if part.to else None,
        state="held" if part.fate == "held" else "live",
        source=part.body,
        html=rendered(part.body),
        renderer_version=RENDERER_VERSION,
        published_at=stage.moment - part.ago,
        files=0,
        answers=0,
    )
    if post.is_live:
        counts.take_place(post)
    db.session.add(post)
    db.session.flush()
    if not post.is_live:
        counts.settle_thread(thread.id)
    _keep_earlier_words(part, post)
    _hang_files(author, part, post)
    earlier.append(post)


def _keep_earlier_words(part: ScriptedPost, post: Post) -> None:
    if part.before:
        db.session.add(PostVersion(post_id=post.id, source=part.before, written_at=post.published_at))
        post.edited_at = post.published_at + part.edited_after


def _hang_files(author: Member, part: ScriptedPost, post: Post) -> None:
    """Files take the way of every upload: taken in, kept with a draft, moved to the post."""
    if not part.files:
        return
    draft = keep_draft(author, place_of(post), Words())
    for name, description in part.files:
        filename, content = FILES[name]
        keep_with_draft(author, draft, [accept_upload(content(), filename)], description)
    db.session.flush()
    move_to_post(draft, post)
    db.session.delete(draft)


def _decide_fate(stage: Stage, part: ScriptedPost, post: Post) -> None:
    if part.fate == "deleted":
        take_back(stage.people[part.handle], post)
    if part.fate == "hidden":
        withdraw(post, "hidden")
        _tell(stage, post)


def _tell(stage: Stage, post: Post) -> None:
    """The author of a hidden post got a letter, as they would have from the queue."""
    thread = db.session.get_one(Thread, post.thread_id)
    reason = "Please offer nothing for sale, also not among friends."
    decision = record_earlier(
        stage,
        "hide",
        f"post:{post.id}",
        reason,
        post.published_at,
        about_id=post.author_id,
        board_id=post.board_id,
        rule=SELLING,
        before=post.source,
        after="live → hidden",
        letter=letter_words("hide", thread.title, SELLING, reason),
    )
    keep_letter(decision, db.session.get_one(Member, post.author_id))


def _lock(stage: Stage, script: ScriptedThread) -> None:
    """Lock a thread as of its last post."""
    thread, locked_at = stage.threads[script.slug], stage.moment - script.posts[-1].ago
    thread.locked_at, thread.lock_reason = locked_at, script.locked
    record_earlier(
        stage,
        "lock",
        f"thread:{thread.id}",
        script.locked,
        locked_at,
        about_id=thread.author_id,
        board_id=thread.board_id,
        letter=letter_words("lock", thread.title, None, script.locked),
    )


def record_earlier(
    stage: Stage, action: str, subject: str, reason: str, at: datetime, **more: Any
) -> Decision:
    """A line of the decision log that was written a while ago."""
    actor = stage.people["old-harbour"].id
    decision = Decision(actor_id=actor, action=action, subject=subject, reason=reason, at=at, **more)
    db.session.add(decision)
    return decision
