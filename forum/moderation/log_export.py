"""The decision log as a table to take away, a piece at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.rules import RuleVersion
from forum.core.db import AnyRow, rows, use_session_to
from forum.core.decisions import Decision, record_decision
from forum.moderation.log import Scope, Wanted, lines, rules_of, scope_of
from forum.moderation.said import said_of

LINES_A_PIECE = 500
HEAD = ("number", "when (UTC)", "who", "what", "in words", "to what", "about whom", "board", "rule", "why",
        "before", "after", "letter")  # fmt: skip
#: A spreadsheet would calculate what begins like this.
_CALCULATED = ("=", "+", "-", "@", "\t", "\r")


def export_log(moderator: Member, wanted: Wanted, asked: str) -> Iterator[str]:
    """All lines that were asked for, as CSV; that they were taken away is a line of the log itself."""
    record_decision(moderator.id, "export log", "log:all", asked)
    return _pieces(scope_of(moderator), wanted)


def _pieces(scope: Scope, wanted: Wanted) -> Iterator[str]:
    # What follows is written after the answer began, and holds no lock that others wait for.
    use_session_to("read")
    after: int | None = None
    # The mark by which a spreadsheet knows that these are letters of any language.
    yield "\ufeff" + _as_csv([HEAD])
    while True:
        page = lines(scope, wanted, after, LINES_A_PIECE)
        rules = rules_of(page.lines)
        words = _long_words([line.id for line in page.lines])
        yield _as_csv([_cells(line, words[line.id], rules) for line in page.lines])
        after = page.older
        if after is None:
            return


def _long_words(ids: list[int]) -> dict[int, AnyRow]:
    query = select(Decision.id, Decision.before, Decision.after, Decision.letter).where(Decision.id.in_(ids))
    return {row.id: row for row in rows(query)}


def _cells(line: AnyRow, words: AnyRow, rules: Mapping[int, RuleVersion]) -> list[object]:
    rule = rules.get(line.id)
    return [
        line.id,
        f"{line.at:%Y-%m-%d %H:%M:%S}",
        line.actor or "The forum itself",
        line.action,
        said_of(line.action).happened,
        line.subject,
        f"{line.about} (@{line.about_handle})" if line.about else "",
        line.board or "",
        f"{rule.number}, version {rule.version}" if rule else line.rule or "",
        line.reason,
        words.before,
        words.after,
        words.letter,
    ]


def _as_csv(cells: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([[harmless(str(cell)) for cell in row] for row in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """Words that a spreadsheet shows and does not calculate."""
    return f"'{cell}" if cell.lstrip(" \n").startswith(_CALCULATED) else cell
