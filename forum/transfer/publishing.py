"""The third step of an import: whole threads, a batch of them in each transaction.

Readers see a thread with all its mails or not at all, also after a run that was killed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update

from forum.boards.counts import add_to_month, carry_to_board, count_thread, lock_boards, month_of
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.thread_terms import settle_terms
from forum.boards.threads import Thread
from forum.boards.versions import renew_boards, renew_threads
from forum.core.db import db
from forum.transfer.arriving import insert_posts, rename_threads, start_threads
from forum.transfer.batches import batches, chunks
from forum.transfer.conversations import Conversation
from forum.transfer.gathering import gather
from forum.transfer.lease import Lease, begin_reading, transaction
from forum.transfer.placing import place_posts
from forum.transfer.storing import StoredFiles, store_files


def publish(lease: Lease, found: Iterable[Conversation], progress: Callable[[int], None]) -> None:
    """Make threads of conversations; ``progress`` hears how many mails are done."""
    done = 0
    for batch in batches(found):
        staged = [key for conversation in batch for key in conversation.staged]
        begin_reading()
        stored = store_files(staged)
        with transaction(lease):
            _publish(lease.board_id, batch, stored)
        done += len(staged)
        progress(done)


def _publish(board_id: int, batch: Sequence[Conversation], stored: StoredFiles) -> None:
    gathered = gather(batch)
    started = start_threads(board_id, batch)
    homes = gathered.homes | started
    rename_threads(batch, homes)
    arrived = insert_posts(board_id, batch, homes, stored)
    place_posts(batch, homes, arrived, gathered)
    count_thread(board_id, len(started))
    for source, gone in sorted(gathered.gone.items()):
        count_thread(source, -gone)
    _count_posts(board_id, list(arrived.values()))
    _follow_threads(list(gathered.homes.values()))
    settle_terms({thread_id for conversation in batch for thread_id in conversation.threads})
    renew_threads(db.session(), set(gathered.homes.values()))
    renew_boards(db.session(), {board_id})


def _follow_threads(homes: list[int]) -> None:
    """A moderator may have taken a thread to another board: what comes into it stands there, too."""
    strayed: dict[tuple[int, int], list[tuple[int, str, datetime]]] = defaultdict(list)
    columns = (Post.board_id, Thread.board_id, Post.id, Post.state, Post.published_at)
    query = select(*columns).join(Post.thread).where(Post.board_id != Thread.board_id)
    for chunk in chunks(homes):
        for source, goal, key, state, moment in db.session.execute(query.where(Thread.id.in_(chunk))):
            strayed[source, goal].append((key, state, moment))
    lock_boards({board for pair in strayed for board in pair})
    for (source, goal), posts in strayed.items():
        db.session.execute(update(Post), [{"id": key, "board_id": goal} for key, *_ in posts])
        carry_to_board([moment for _, state, moment in posts if state == "live"], source, goal)


def _count_posts(board_id: int, posts: list[int]) -> None:
    moments = _moments(posts)
    if not moments:
        return
    # Locked, so that somebody who writes on this board at the same time is counted as well.
    board = db.session.scalars(select(Board).where(Board.id == board_id).with_for_update()).one()
    board.posts_live += len(moments)
    board.last_post_at = max(moments) if board.last_post_at is None else max(*moments, board.last_post_at)
    for month, count in sorted(Counter(map(month_of, moments)).items()):
        add_to_month(board_id, month, count)


def _moments(posts: list[int]) -> list[datetime]:
    return [
        moment
        for chunk in chunks(posts)
        for moment in db.session.scalars(select(Post.published_at).where(Post.id.in_(chunk)))
    ]
