"""The second step of an import: which mails make a thread, among the new ones and those already there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from forum.boards.posts import Post
from forum.core.db import db
from forum.mail_in.subjects import subject_key
from forum.transfer.models import ArchiveMail
from forum.transfer.threading import Leaf, Tangle, tangles

_AT_ONCE = 1_000
_NONE: frozenset[int] = frozenset()


@dataclass(slots=True, eq=False)
class Conversation:
    """Mails that belong together (by their keys), and the threads in which some of them already stand."""

    #: Its place among all conversations: the one that began first has the lowest.
    place: int
    tangles: tuple[Tangle, ...]
    threads: frozenset[int]
    staged: tuple[int, ...]

    @property
    def root(self) -> int:
        """The mail that began it."""
        return self.tangles[0].root

    @property
    def members(self) -> Iterator[int]:
        return (key for tangle in self.tangles for key in tangle.members)

    @property
    def parents(self) -> Iterator[tuple[int, int | None]]:
        return (pair for tangle in self.tangles for pair in tangle.parents.items())

    @property
    def inferred(self) -> Iterator[int]:
        return (key for tangle in self.tangles for key in tangle.inferred)


def conversations(board_id: int) -> list[Conversation]:
    """Those in which something is to be done, the one that began first at the front."""
    if not _anything_staged(board_id):
        return []
    threads = _threads_of_mails(board_id)
    found = _kept_together(tangles(_leaves(board_id)), threads)
    return [one for one in found if one.staged or len(one.threads) > 1]


def _anything_staged(board_id: int) -> bool:
    staged = select(ArchiveMail.id).where(ArchiveMail.board_id == board_id, ArchiveMail.state == "staged")
    return db.session.scalar(staged.limit(1)) is not None


def _threads_of_mails(board_id: int) -> dict[int, int]:
    threads: dict[int, int] = {}
    query = (
        select(ArchiveMail.id, Post.thread_id)
        .join(Post, Post.id == ArchiveMail.post_id)
        .where(ArchiveMail.board_id == board_id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for key, thread_id in db.session.execute(query):
        threads[key] = thread_id
    return threads


def _leaves(board_id: int) -> Iterator[Leaf]:
    """What threading needs to know. Each text is in memory once, and a Message-ID that nobody names never."""
    named, subjects = _named(board_id), dict[str, str]()
    columns = (
        ArchiveMail.id,
        ArchiveMail.message_id,
        ArchiveMail.references,
        ArchiveMail.subject,
        ArchiveMail.is_reply,
        ArchiveMail.sent_at,
    )
    for key, message_id, references, subject, is_reply, at in _each(board_id, *columns):
        subject = subject_key(subject)
        yield Leaf(
            key=key,
            message_id=named.get(message_id),
            references=tuple(named[one] for one in references.split()),
            subject_key=subjects.setdefault(subject, subject),
            is_reply=is_reply,
            at=at,
        )


def _named(board_id: int) -> dict[str, str]:
    """The Message-IDs that mails name."""
    named: dict[str, str] = {}
    for row in _each(board_id, ArchiveMail.references):
        for one in row.references.split():
            named.setdefault(one, one)
    return named


def _each(board_id: int, *columns: Any) -> Any:
    """Some columns of every mail that is to be a post or is one."""
    return db.session.execute(
        select(*columns)
        .where(ArchiveMail.board_id == board_id)
        .where(or_(ArchiveMail.state == "staged", ArchiveMail.post_id.is_not(None)))
        .execution_options(yield_per=_AT_ONCE)
    )


def _kept_together(found: list[Tangle], threads: dict[int, int]) -> list[Conversation]:
    """Tangles as conversations. What stands in one thread stays in one: readers have seen it so."""
    of_thread: dict[int, Conversation] = {}
    together: dict[int, Conversation] = {}
    for place, tangle in enumerate(found):
        conversation = _conversation(place, tangle, threads)
        for key in list(conversation.threads):
            earlier = of_thread.get(key)
            if earlier and earlier.place in together:
                conversation = _merged(together.pop(earlier.place), conversation)
        of_thread.update(dict.fromkeys(conversation.threads, conversation))
        together[conversation.place] = conversation
    return [together[place] for place in sorted(together)]


def _conversation(place: int, tangle: Tangle, threads: dict[int, int]) -> Conversation:
    there = frozenset(threads[key] for key in tangle.members if key in threads)
    staged = tuple(key for key in tangle.members if key not in threads) if there else tangle.members
    return Conversation(place, (tangle,), there or _NONE, staged)


def _merged(one: Conversation, other: Conversation) -> Conversation:
    first, second = (one, other) if one.place < other.place else (other, one)
    return Conversation(
        first.place,
        first.tangles + second.tangles,
        first.threads | second.threads,
        first.staged + second.staged,
    )
