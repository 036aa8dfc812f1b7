"""The third step of an import: whole threads, a batch of them in each transaction.

Readers see a thread with all its mails or not at all, also after a run that was killed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from forum.boards.counts import add_to_month, count_thread, month_of
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.thread_terms import settle_terms
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
    settle_terms({thread_id for conversation in batch for thread_id in conversation.threads})
    count_thread(board_id, len(started) - gathered.gone)
    _count_posts(board_id, list(arrived.values()))
    renew_threads(db.session(), set(gathered.homes.values()))
    renew_boards(db.session(), {board_id})


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
