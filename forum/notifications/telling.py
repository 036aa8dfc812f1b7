"""Telling members of posts: at once whoever wants every message, after some minutes whom it answers or names.

A post makes one small row when it is published; all else is done here, in batches. What a batch writes and
how far it came are kept in one transaction: whatever is interrupted, nobody is left out or told twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from sqlalchemy import Select, and_, delete, func, or_, select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.handles import handle_key
from forum.accounts.models import Member
from forum.boards.posts import Post
from forum.boards.threads import ReadMark, Thread
from forum.core.clock import now
from forum.core.db import Columns, db, use_session_to
from forum.core.mailer import call_back
from forum.core.markdown import mentioned_handles
from forum.notifications.letters import Row, thread_mail
from forum.notifications.models import USUAL, BoardMail, FollowedThread, MailChoice, Notice, PostNews
from forum.notifications.outgoing import post_mails
from forum.notifications.words import PostWords, can_be_read, gets_mail, may_be_told, words_of

#: For how long an answer is held before it is told of: edits and withdrawals count until then.
HOLD = timedelta(minutes=10)


def note_published(_member: Member, post: Post) -> None:
    """Have members told of a post, once it is kept; of one that waits to be told already, no second time."""
    insert_or = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert_or(PostNews).values(post_id=post.id, told_to=0)
    db.session.execute(row.on_conflict_do_nothing())


def forget_withdrawn(post: Post) -> None:
    """Nobody is told of a post any more that cannot be read."""
    call_back(f"post:{post.id}")


def tell_posts(batch: int = 100) -> int:
    """Tell the next members of the oldest post that is news; says whether there was one.

    They are looked up and written to before anything is changed, so that nobody who posts waits for it.
    """
    use_session_to("read")
    news = db.session.execute(select(PostNews.post_id, PostNews.told_to).order_by(PostNews.post_id).limit(1))
    found = news.one_or_none()
    if found is None:
        use_session_to("write")
        return 0
    words = words_of([found.post_id])
    told: list[Row] = []
    notices: list[Row] = []
    last = None
    if words:
        readers = _readers(words[0], found.told_to, batch)
        told = [_message(*reader, words[0]) for reader in readers if _wants(*reader, words[0])]
        last = readers[-1][0].id if len(readers) == batch else None
        notices = _notices(words[0]) if not found.told_to else []
    _go_on_writing()
    _keep_told(found.post_id, found.told_to, last, told, notices)
    return 1


def _go_on_writing() -> None:
    db.session.rollback()
    use_session_to("write")


def _wants(member: Member, choice: MailChoice | None, post: PostWords) -> bool:
    return may_be_told(member, post) and not (choice and choice.is_paused)


def _message(member: Member, choice: MailChoice | None, post: PostWords) -> Row:
    return thread_mail(member, choice or _usual(), [post], "A new message")


def _usual() -> MailChoice:
    return MailChoice(way=USUAL, says_little=False, names_threads=False)


def _readers(post: PostWords, told_to: int, batch: int) -> list[tuple[Member, MailChoice | None]]:
    """The next members who want every message of this thread, its board, or the group."""
    way = func.coalesce(BoardMail.way, MailChoice.way)
    anywhere = union(
        select(FollowedThread.member_id).where(FollowedThread.thread_id == post.thread_id),
        select(BoardMail.member_id).where(BoardMail.board_id == post.board_id, BoardMail.way == "every"),
        select(MailChoice.member_id).where(MailChoice.way == "every"),
    ).subquery()
    query = (
        _with_ways(post)
        .join(anywhere, anywhere.c.member_id == Member.id)
        .where(Member.id > told_to, or_(FollowedThread.member_id.is_not(None), way == "every"))
    )
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Member.id).limit(batch))]


def _with_ways(post: PostWords) -> Select[*Columns]:
    """Members who get mail at all, with what they chose for where a post stands."""
    me = Member.id
    return (
        select(Member, MailChoice, BoardMail.way)
        .outerjoin(MailChoice, MailChoice.member_id == me)
        .outerjoin(BoardMail, and_(BoardMail.member_id == me, BoardMail.board_id == post.board_id))
        .outerjoin(
            FollowedThread, and_(FollowedThread.member_id == me, FollowedThread.thread_id == post.thread_id)
        )
        .where(gets_mail())
    )


def _notices(post: PostWords) -> list[Row]:
    """For those whom a post answers or names, and who want to hear of that and of no more."""
    named = [handle_key(handle) for handle in sorted(mentioned_handles(post.text))[:50]]
    query = _with_ways(post).where(
        or_(Member.id == post.answers_member, Member.handle_key.in_(named)),
        FollowedThread.member_id.is_(None),
        func.coalesce(BoardMail.way, MailChoice.way) == "replies",
    )
    due_at = now() + HOLD
    return [
        {"member_id": member.id, "post_id": post.id, "due_at": due_at}
        for member, choice, _way in db.session.execute(query)
        if _wants(member, choice, post)
    ]


def _keep_told(post_id: int, told_to: int, last: int | None, told: list[Row], notices: list[Row]) -> None:
    """Keep one batch, unless another worker has, or the post was withdrawn meanwhile."""
    mine = PostNews.post_id == post_id, PostNews.told_to == told_to
    if last is None:
        taken = db.session.scalar(delete(PostNews).where(*mine).returning(PostNews.post_id))
    else:
        taken = db.session.scalar(
            update(PostNews).where(*mine).values(told_to=last).returning(PostNews.post_id)
        )
    if taken is None or not _still_live([post_id]):
        return
    post_mails(told)
    if notices:
        insert_or = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
        db.session.execute(insert_or(Notice).on_conflict_do_nothing(), notices)


def _still_live(post_ids: Iterable[int]) -> set[int]:
    """Those that can be read still; none of them is withdrawn before this transaction has ended."""
    living = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id.in_(list(post_ids)), can_be_read())
        .with_for_update(read=True, of=Post)
    )
    return set(db.session.scalars(living))


def tell_notices(batch: int = 50) -> int:
    """Tell the next members of answers that were held long enough, each thread in one mail; says how many."""
    due = select(Notice.member_id).where(Notice.due_at <= now()).distinct().limit(batch)
    members = list(db.session.scalars(due))
    for member_id in members:
        theirs = delete(Notice).where(Notice.member_id == member_id).returning(Notice.post_id)
        post_ids = _still_live(db.session.scalars(theirs).all())
        if post_ids:
            post_mails(_answers(member_id, sorted(post_ids)))
    return len(members)


def _answers(member_id: int, post_ids: list[int]) -> list[Row]:
    query = select(Member, MailChoice).join(MailChoice, MailChoice.member_id == Member.id)
    found = db.session.execute(query.where(Member.id == member_id, gets_mail())).one_or_none()
    if found is None:
        return []
    member, choice = found
    read = _read_by(member_id, post_ids)
    posts = [post for post in words_of(post_ids) if post.id not in read and _wants(member, choice, post)]
    threads = [list(group) for _, group in groupby(posts, key=lambda post: post.thread_id)]
    return [thread_mail(member, choice, posts, _subject(posts)) for posts in threads]


def _subject(posts: list[PostWords]) -> str:
    return "Somebody answered you" if len(posts) == 1 else f"{len(posts)} answers to you"


def _read_by(member_id: int, post_ids: list[int]) -> set[int]:
    """Which of them somebody has been shown on the web meanwhile."""
    marked = and_(ReadMark.thread_id == Post.thread_id, ReadMark.member_id == member_id)
    query = select(Post.id).join(ReadMark, marked)
    return set(db.session.scalars(query.where(Post.id.in_(post_ids), Post.number <= ReadMark.number)))
