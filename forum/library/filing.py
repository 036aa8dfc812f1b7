"""Articles that come as files: ``forum import articles FOLDER``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from forum.core.errors import Refused
from forum.library.front_matter import read_article
from forum.library.glossary_files import text_of
from forum.library.writing import put_article


@dataclass(slots=True)
class Filed:
    """What came of the files of a folder: how many were new, changed or the same, and what was refused."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        new, changed, same = (self.counts[what] for what in ("new", "changed", "same"))
        told = f"{new} new as drafts, {changed} brought up to date, {same} as they were"
        return [f"{told}, {len(self.refused)} refused.", *self.refused]


def import_articles(folder: Path) -> Filed:
    """Bring every ``.md`` file of a folder into the library; one that is wrong stops none of the others."""
    filed = Filed()
    files = sorted(folder.glob("*.md"))
    if not files:
        raise Refused(f"There is no file whose name ends in .md in {folder}.")
    for file in files:
        try:
            filed.counts[put_article(read_article(file.name, text_of(file)))] += 1
        except Refused as refused:
            filed.refused.append(refused.reason)
    return filed
