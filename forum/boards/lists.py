"""What list pages show, each in one indexed query, as plain rows.

Rows and not objects: a page shows twenty of them, and needs a dozen columns of each. A statement is built
once for each level of reader, since building it takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.boards.access import (
    ME,
    Level,
    is_moderators,
    level_of,
    me,
    visible_board,
    why_not_start,
)
from forum.boards.corrections import Correction
from forum.boards.marks import has_missed, missed_posts
from forum.boards.models import IN_ORDER, Board
from forum.boards.posts import WITHOUT_WORDS, Attachment, Draft, Post, PostVersion
from forum.boards.screened import Screening
from forum.boards.sparing import listed_thread
from forum.boards.threads import ReadMark, Thread
from forum.core.db import Columns, Rows, db, rows
from forum.core.paging import Page

Author = aliased(Member, name="author")
Parent = aliased(Post, name="parent")
ParentAuthor = aliased(Member, name="parent_author")
Corrector = aliased(Member, name="corrector")
Starter = aliased(Member, name="starter")
Last = aliased(Member, name="last")

#: The content note that a thread has in lists: its own, or that of its first post.
CONTENT_NOTE = func.coalesce(func.nullif(Thread.content_note, ""), Thread.first_note)
THREADS: Select[*Columns] = (
    select(
        Thread.id,
        Thread.title,
        Thread.hope,
        Thread.state,
        Thread.locked_at,
        Thread.is_pinned,
        Thread.posts_live,
        Thread.answers_live,
        Thread.last_post_at,
        CONTENT_NOTE.label("content_note"),
        Starter.name.label("author_name"),
        Last.name.label("last_name"),
    )
    .join(Starter, Starter.id == Thread.author_id)
    .outerjoin(Last, Last.id == Thread.last_author_id)
)
#: All in one direction, so that one index has them in order.
IN_ORDER_ON_BOARD = (Thread.is_pinned.desc(), Thread.last_post_at.desc(), Thread.id.desc())
IS_HELD = and_(Thread.author_id == ME, Thread.state == "held", Thread.board_id == bindparam("board_id"))
HELD_THREADS = THREADS.where(IS_HELD).order_by(Thread.id.desc())
#: Stands for the threads that are held where those of a page are named: no thread has this number.
HELD = 0

#: How far whoever asks has read in the thread of a row.
MARK_OF_ME = and_(ReadMark.thread_id == Thread.id, ReadMark.member_id == ME)


def threads_of(board: Board, member: Member | None, page: Page) -> Rows:
    """One page of a board's threads: those pinned there, then the latest post first."""
    values = {"board_id": board.id, "first": page.first, "size": page.size}
    return rows(_threads(level_of(member)), values)


@cache
def _threads(level: Level) -> Select[*Columns]:
    return THREADS.where(Thread.id.in_(_ids_on_page(level))).order_by(*IN_ORDER_ON_BOARD)


def _ids_on_page(level: Level) -> Select[int]:
    seen = Thread.state != "deleted" if is_moderators(level) else Thread.state == "live"
    return (
        select(Thread.id)
        .where(Thread.board_id == bindparam("board_id"), seen, Thread.joined_to_id.is_(None))
        .where(listed_thread(level))
        .order_by(*IN_ORDER_ON_BOARD)
        .offset(bindparam("first"))
        .limit(bindparam("size"))
    )


def held_threads_of(board: Board, member: Member) -> Rows:
    """A member's own threads that a moderator has yet to read."""
    return rows(HELD_THREADS, {"board_id": board.id, **me(member)})


@dataclass(frozen=True, slots=True)
class ForReader:
    """What a page of a board says to one member alone."""

    #: How many posts are new to them by thread; nothing for threads without any.
    news: dict[int, int]
    #: Whether threads of theirs wait on this board for a moderator.
    held: bool


def for_reader(board: Board, member: Member, page: Page, since: datetime) -> ForReader:
    """Both in one query: hardly anybody has threads that wait, and those are asked for apart."""
    values = {"board_id": board.id, "first": page.first, "size": page.size, "since": since, **me(member)}
    news = {row[0]: row[1] for row in rows(_for_reader(level_of(member)), values)}
    return ForReader(news, news.pop(HELD, None) is not None)


@cache
def _for_reader(level: Level) -> CompoundSelect[int, int]:
    """A thread that was never opened counts as new only when something was written there lately."""
    news = (
        select(Thread.id, unread_posts())
        .outerjoin(ReadMark, MARK_OF_ME)
        .where(Thread.id.in_(_ids_on_page(level)))
        .where(or_(Thread.last_live_number > func.coalesce(ReadMark.number, 0), has_missed(ME)))
        .where(or_(ReadMark.number.is_not(None), Thread.last_post_at > bindparam("since")))
    )
    held = select(literal(HELD), func.count()).where(IS_HELD).having(func.count() > 0)
    return union_all(news, held)


def unread_posts() -> ColumnElement[int]:
    """How many posts that can be read come after the read mark of the row, or were missed before it.

    Every number up to the last has its place, so what is counted are the few places without words: the
    cost is the same for three new posts and for ten thousand.
    """
    read = func.coalesce(ReadMark.number, 0)
    without_words = (
        select(func.count())
        .select_from(Post)
        .where(Post.thread_id == Thread.id, WITHOUT_WORDS)
        .where(Post.number > read, Post.number <= Thread.last_live_number)
        .correlate(Thread, ReadMark)
        .scalar_subquery()
    )
    after = case((Thread.last_live_number > read, Thread.last_live_number - read - without_words), else_=0)
    return after + missed_posts(ME)


POST_COLUMNS = (
    Post.id,
    Post.number,
    Post.state,
    Post.html,
    Post.term_places,
    Post.glossary_version,
    Post.published_at,
    Post.edited_at,
    Post.moderated_at,
    Post.moderated_for,
    Post.content_note,
    Post.via,
    Post.is_inferred,
    Post.via,
    Post.files,
    Post.answers,
    Post.articles,
    Post.author_id,
    Post.parent_id,
    Author.name,
    Author.handle,
    Author.roles,
    Author.standing,
    Author.claimed_at,
    Parent.number.label("parent_number"),
    ParentAuthor.name.label("parent_name"),
    Correction.words.label("correction"),
    Correction.source.label("correction_source"),
    Correction.source_name.label("correction_source_name"),
    Correction.at.label("corrected_at"),
    Corrector.name.label("corrected_by"),
)


POSTS: Select[*Columns] = (
    select(*POST_COLUMNS)
    .join(Author, Author.id == Post.author_id)
    # What it answers may stand in another thread by now, which not everybody here may see.
    .outerjoin(Parent, and_(Parent.id == Post.parent_id, Parent.thread_id == Post.thread_id))
    .outerjoin(ParentAuthor, ParentAuthor.id == Parent.author_id)
    .outerjoin(Correction, Correction.post_id == Post.id)
    .outerjoin(Corrector, Corrector.id == Correction.by_id)
    .order_by(Post.number, Post.id)
)
PLACES = POSTS.where(
    Post.thread_id == bindparam("thread_id"), Post.number.between(bindparam("first"), bindparam("last"))
)


def posts_of(thread: Thread, page: Page) -> Rows:
    """The places of one page of a thread, in order: a range of numbers, wherever in the thread it is."""
    values = {"thread_id": thread.id, "first": page.first + 1, "last": page.first + page.size}
    return rows(PLACES, values)


def held_posts_of(thread: Thread, member: Member) -> Rows:
    """Posts that wait for a moderator, for those who may see them: the author, and moderators."""
    query = (
        POSTS.add_columns(Screening.kind)
        .outerjoin(Screening, Screening.post_id == Post.id)
        .where(Post.thread_id == thread.id, Post.state == "held")
    )
    return rows(query if member.is_moderator else query.where(Post.author_id == member.id))


ANSWERS = (
    select(Post.parent_id, Post.id, Post.number)
    .where(Post.parent_id.in_(bindparam("post_ids", expanding=True)), Post.state == "live")
    .where(Post.thread_id == bindparam("thread_id"))
    .order_by(Post.number)
)


def answers_to(post_ids: Sequence[int], thread: Thread) -> Rows:
    """Where the answers to some posts of a thread stand in it: ``parent_id``, ``id``, ``number``."""
    return rows(ANSWERS, {"post_ids": post_ids, "thread_id": thread.id})


def files_of(post_ids: Sequence[int], draft: Draft | None) -> Sequence[Attachment]:
    """The files of some posts, and of what is being written."""
    of_posts = Attachment.post_id.in_(post_ids)
    wanted = or_(of_posts, Attachment.draft_id == draft.id) if draft else of_posts
    return db.session.scalars(select(Attachment).where(wanted).order_by(Attachment.id)).all()


def latest_public_posts(board: Board, limit: int = 30) -> Rows:
    """The newest posts of a board that anyone may read, for its feed."""
    query = (
        select(
            Post.id,
            Post.html,
            Post.published_at,
            Post.edited_at,
            func.coalesce(func.nullif(Post.content_note, ""), Thread.content_note).label("content_note"),
            Author.name,
            Thread.title,
            Correction.words.label("correction"),
            Correction.source.label("correction_source"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Correction, Correction.post_id == Post.id)
        .join(Author, Author.id == Post.author_id)
        .where(Post.board_id == board.id, Post.state == "live", Thread.state == "live")
        .order_by(Post.published_at.desc())
        .limit(limit)
    )
    return rows(query)


def boards_to_write_in(member: Member) -> list[Board]:
    """The boards where a member may start a thread, in order."""
    query = (
        select(Board)
        .outerjoin(Board.heading)
        .where(visible_board(level_of(member)), Board.archived_at.is_(None))
        .order_by(*IN_ORDER)
    )
    return [board for board in db.session.scalars(query) if not why_not_start(member, board)]


def versions_of(post: Post, member: Member | None) -> Sequence[PostVersion]:
    """What a post said before, oldest first; what a moderator took something out of is for moderators."""
    query = select(PostVersion).where(PostVersion.post_id == post.id).order_by(PostVersion.id)
    if member is None or not member.is_moderator:
        query = query.where(PostVersion.decision_id.is_(None))
    return db.session.scalars(query).all()
