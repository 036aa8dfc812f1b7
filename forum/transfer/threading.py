"""Which mails of an archive belong to one conversation. Pure, and nearly linear in the number of mails.

Mails are connected when one names the other's Message-ID, or both name one that the archive does not hold.
A mail's parent is the nearest mail it names that is there. Many old mail programs named nothing: a reply of
theirs joins the conversation whose subject it repeats, if that had a mail in the thirty days before, and is
marked as inferred.

The answer does not depend on the order in which mails are handed in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

INFERENCE_WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Leaf:
    """What threading needs to know of a mail. ``key`` is the caller's own, and unique."""

    key: int
    message_id: str | None
    references: tuple[str, ...]
    subject_key: str
    is_reply: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Tangle:
    """One conversation: its mails in order of time, and who answers whom.

    Clocks are set wrong, so a parent may stand behind its child. A conversation whose beginning is missing
    from the archive has several members without a parent; ``root`` is the earliest of them.
    """

    members: tuple[int, ...]
    parents: dict[int, int | None]
    inferred: frozenset[int]

    @property
    def root(self) -> int:
        return next(key for key in self.members if self.parents[key] is None)


def tangles(leaves: Iterable[Leaf]) -> list[Tangle]:
    """Every mail in exactly one conversation; the conversation that began first comes first."""
    ordered = sorted(leaves, key=lambda leaf: (leaf.at, leaf.key))
    groups = _Groups()
    for leaf in ordered:
        for named in _named(leaf):
            groups.join(leaf.key, named)
    parents = _parents(ordered)
    inferred = _infer(ordered, groups, parents)
    return _collected(ordered, groups, parents, inferred)


class _Groups:
    """Union-find over mails (by key) and Message-IDs (by text), of which some have no mail."""

    def __init__(self) -> None:
        self._above: dict[int | str, int | str] = {}

    def of(self, node: int | str) -> int | str:
        above = self._above
        top = node
        while (higher := above.get(top, top)) != top:
            top = higher
        while node != top:
            above[node], node = top, above[node]
        return top

    def join(self, one: int | str, other: int | str) -> None:
        self._above[self.of(other)] = self.of(one)


def _named(leaf: Leaf) -> tuple[str, ...]:
    return (leaf.message_id, *leaf.references) if leaf.message_id else leaf.references


def _parents(ordered: list[Leaf]) -> dict[int, int | None]:
    """The nearest reference that is there. Of mails with the same Message-ID, the first counts."""
    keys: dict[str, int] = {}
    for leaf in ordered:
        if leaf.message_id:
            keys.setdefault(leaf.message_id, leaf.key)
    parents: dict[int, int | None] = {}
    for leaf in ordered:
        there = (keys[named] for named in reversed(leaf.references) if named in keys)
        parents[leaf.key] = next((key for key in there if key != leaf.key), None)
    _cut_cycles(ordered, parents)
    return parents


def _cut_cycles(ordered: list[Leaf], parents: dict[int, int | None]) -> None:
    """Mails that answer each other in a circle: the earliest of them loses its parent."""
    rank = {leaf.key: number for number, leaf in enumerate(ordered)}
    done: set[int] = set()
    for leaf in ordered:
        path: dict[int, None] = {}
        key: int | None = leaf.key
        while key is not None and key not in done and key not in path:
            path[key] = None
            key = parents[key]
        if key is not None and key in path:
            steps = list(path)
            parents[min(steps[steps.index(key) :], key=rank.__getitem__)] = None
        done.update(path)


def _infer(ordered: list[Leaf], groups: _Groups, parents: dict[int, int | None]) -> set[int]:
    """Join replies that name nothing to the latest mail before them with the same subject."""
    latest: dict[str, Leaf] = {}
    inferred = set()
    for leaf in ordered:
        before = latest.get(leaf.subject_key)
        if before and _may_follow(leaf, before) and groups.of(leaf.key) != groups.of(before.key):
            groups.join(before.key, leaf.key)
            parents[leaf.key] = before.key
            inferred.add(leaf.key)
        if leaf.subject_key:
            latest[leaf.subject_key] = leaf
    return inferred


def _may_follow(leaf: Leaf, before: Leaf) -> bool:
    return leaf.is_reply and not leaf.references and leaf.at - before.at <= INFERENCE_WINDOW


def _collected(
    ordered: list[Leaf], groups: _Groups, parents: dict[int, int | None], inferred: set[int]
) -> list[Tangle]:
    members: defaultdict[int | str, list[int]] = defaultdict(list)
    for leaf in ordered:
        members[groups.of(leaf.key)].append(leaf.key)
    return [
        Tangle(tuple(keys), {key: parents[key] for key in keys}, frozenset(inferred.intersection(keys)))
        for keys in members.values()
    ]
