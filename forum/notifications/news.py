"""What is new for a member since their last digest, as much of it as one sitting holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import and_, func, or_, select

from forum.accounts.models import Member
from forum.boards.models import IN_ORDER, Board
from forum.boards.posts import Post
from forum.boards.quiet import quiet_of
from forum.boards.threads import ReadMark, Thread
from forum.core.db import db
from forum.notifications.models import BoardMail, FollowedThread, MailChoice
from forum.notifications.words import PostWords, can_be_read, may_be_told, words_of

#: Messages that one digest holds, and how many are looked at for it.
MOST, LOOKED_AT = 25, 500
#: Letters of one message; the rest is read on the web.
LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Sitting:
    """The threads of a digest, each with its new messages, and what did not fit."""

    threads: list[list[PostWords]]
    left_out: int

    @property
    def boards(self) -> list[tuple[str, list[list[PostWords]]]]:
        """The same by board."""
        by_board = groupby(self.threads, key=lambda posts: posts[0].board_title)
        return [(title, list(threads)) for title, threads in by_board]


def news_for(member: Member, choice: MailChoice, *, weekly: bool) -> Sitting | None:
    """Nothing when there is nothing new: what was read on the web, or is their own, is not."""
    ids = _new_posts(member, choice, weekly=weekly)
    posts = [post for post in _in_order(ids) if may_be_told(member, post)] if ids else []
    if not posts:
        return None
    # Answers to them come first into what is shown, then the thread that comes first.
    shown = sorted(posts, key=lambda post: post.answers_member != member.id)[:MOST]
    kept = {post.id for post in shown}
    threads = groupby((post for post in posts if post.id in kept), key=lambda post: post.thread_id)
    return Sitting([list(group) for _, group in threads], len(posts) - len(kept))


def _new_posts(member: Member, choice: MailChoice, *, weekly: bool) -> list[int]:
    way = func.coalesce(BoardMail.way, choice.way)
    is_new = [and_(way == "daily", Post.published_at > choice.daily_from)]
    if weekly:
        is_new.append(and_(way == "weekly", Post.published_at > choice.weekly_from))
    since = min(choice.daily_from, choice.weekly_from) if weekly else choice.daily_from
    mine = Board.id == BoardMail.board_id, BoardMail.member_id == member.id
    read = and_(ReadMark.thread_id == Thread.id, ReadMark.member_id == member.id)
    followed = select(FollowedThread.thread_id).where(FollowedThread.member_id == member.id)
    query = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Board, Board.id == Post.board_id)
        .outerjoin(Board.heading)
        .outerjoin(BoardMail, and_(*mine))
        .outerjoin(ReadMark, read)
        .where(Post.published_at > since, or_(*is_new), can_be_read())
        .where(Post.author_id != member.id, Thread.id.not_in(followed))
        .where(Thread.id.not_in(quiet_of(member).threads), Board.id.not_in(quiet_of(member).boards))
        .where(Post.number > func.coalesce(ReadMark.number, 0))
        .order_by(*IN_ORDER, Thread.last_post_at.desc(), Thread.id, Post.number)
        .limit(LOOKED_AT)
    )
    if not member.is_moderator:
        query = query.where(Board.audience != "moderators")
    return list(db.session.scalars(query))


def _in_order(ids: list[int]) -> list[PostWords]:
    words = {post.id: post for post in words_of(ids)}
    return [words[key] for key in ids if key in words]
