"""Much work in small pieces: mails whose words fit in memory, threads that fit in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from forum.transfer.conversations import Conversation

#: Mails in one statement, and in a batch of threads; a thread that has more is a batch of its own.
BATCH = 200


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while chunk := list(islice(rest, BATCH)):
        yield chunk


def batches(conversations: Iterable[Conversation]) -> Iterator[list[Conversation]]:
    batch: list[Conversation] = []
    size = 0
    for conversation in conversations:
        if batch and size + len(conversation.staged) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(conversation)
        size += len(conversation.staged)
    if batch:
        yield batch
