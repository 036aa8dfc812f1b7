"""The decision log as it is read: who, what, when, why; a page costs the same among ten lines or a million.

A page asks for the lines that follow one that was shown, and never counts them all. Where one question
narrows the log (a person, a board, an action), an index has their lines in order. What further questions
leave out is looked at in steps of ``LOOKED_AT`` lines: a page may be short, and then says how far back it
looked, and where to go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, text, true, tuple_, union
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.rules import RuleVersion, history, version_at
from forum.boards.models import Board
from forum.core.db import AnyRow, Columns, Rows, db, rows
from forum.core.decisions import Decision
from forum.core.errors import NotFound
from forum.moderation.access import boards_of

LINES_A_PAGE = 50
LOOKED_AT = 2_000

Actor, About = aliased(Member, name="actor"), aliased(Member, name="about")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines somebody asks for, among those that they may read."""

    person_id: int | None = None
    board_id: int | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of the log, the latest first."""

    lines: Rows
    #: The line after which the next page goes on, if there may be more.
    older: int | None
    #: When the page is short because further questions leave much out: how far back it looked.
    looked_back_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose eyes: all lines; or, for a moderator of some boards, a part.

    They read what happened on their boards, what they decided themselves, and what is about no person and
    no board: the rules, the library, the house. What was decided about members elsewhere is not theirs.
    """

    boards: frozenset[int] | None
    reader_id: int


def scope_of(moderator: Member) -> Scope:
    return Scope(boards_of(moderator), moderator.id)


def lines(scope: Scope, wanted: Wanted, after: int | None = None, size: int = LINES_A_PAGE) -> Lines:
    """One page; ``after`` is the last line of the page before."""
    return page_of(_shown(), _leading(scope, wanted), _time(wanted), _left_out(scope, wanted), after, size)


def page_of(
    shown: Select[*Columns],
    leading: Sequence[ColumnElement[bool]],
    time: Sequence[ColumnElement[bool]],
    left_out: Sequence[ColumnElement[bool]],
    after: int | None,
    size: int = LINES_A_PAGE,
) -> Lines:
    """The page of those lines for which one of ``leading`` holds, and all of the rest."""
    window = _window(leading, [*time, *_beyond(after)], LOOKED_AT if left_out else size + 1)
    query = shown.join(window, window.c.id == Decision.id).where(*left_out)
    found = rows(_latest(query, size + 1))
    if len(found) > size:
        return Lines(found[:size], found[size - 1].id)
    return _short(found, window) if left_out else Lines(found, None)


def _short(found: Rows, window: Subquery) -> Lines:
    """Fewer than a page: either there are no more, or as much was looked at as one page may."""
    query = select(window.c.id, window.c.at, func.count().over().label("many"))
    last = rows(query.order_by(window.c.at, window.c.id).limit(1))
    if last and last[0].many == LOOKED_AT:
        return Lines(found, last[0].id, last[0].at)
    return Lines(found, None)


def _leading(scope: Scope, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What narrows the log most: lines for which one of these holds, each with an index of its own."""
    asked = []
    if wanted.action:
        asked.append([Decision.action == wanted.action])
    if wanted.person_id is not None:
        asked.append([Decision.actor_id == wanted.person_id, Decision.about_id == wanted.person_id])
    if wanted.board_id is not None:
        asked.append([Decision.board_id == wanted.board_id])
    if scope.boards is not None and not asked:
        own = [Decision.board_id == board_id for board_id in sorted(scope.boards)]
        return [*own, Decision.actor_id == scope.reader_id, Decision.board_id.is_(None)]
    if len(asked) > 1:
        asked.sort(key=_how_many)
    return asked[0] if asked else [true()]


def _how_many(leading: Sequence[ColumnElement[bool]]) -> int:
    """How many lines an index leads to, counted no further than a page looks."""
    lines = _window(leading, [], LOOKED_AT)
    return db.session.scalar(select(func.count()).select_from(lines)) or 0


def _left_out(scope: Scope, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What must hold besides, where it is more than one thing."""
    person = or_(Decision.actor_id == wanted.person_id, Decision.about_id == wanted.person_id)
    asked: list[ColumnElement[bool]] = [person] if wanted.person_id is not None else []
    if wanted.board_id is not None:
        asked.append(Decision.board_id == wanted.board_id)
    if wanted.action:
        asked.append(Decision.action == wanted.action)
    if scope.boards is not None:
        return [*asked, may_read(scope)]
    return asked if len(asked) > 1 else []


def may_read(scope: Scope) -> ColumnElement[bool]:
    if scope.boards is None:
        return true()
    return or_(
        Decision.board_id.in_(scope.boards),
        Decision.actor_id == scope.reader_id,
        and_(Decision.board_id.is_(None), Decision.about_id.is_(None)),
    )


def _time(wanted: Wanted) -> list[ColumnElement[bool]]:
    since = [Decision.at >= wanted.since] if wanted.since else []
    return since + ([Decision.at < wanted.until] if wanted.until else [])


def _beyond(after: int | None) -> list[ColumnElement[bool]]:
    at = db.session.scalar(select(Decision.at).where(Decision.id == after)) if after else None
    return [tuple_(Decision.at, Decision.id) < tuple_(at, after)] if at else []


def _window(
    leading: Sequence[ColumnElement[bool]], where: Sequence[ColumnElement[bool]], most: int
) -> Subquery:
    """The latest ``most`` lines for which one of the leading conditions holds, each read from its index."""
    parts = [_latest(select(Decision.id, Decision.at).where(lead, *where), most) for lead in leading]
    if len(parts) == 1:
        return parts[0].subquery()
    together = union(*(select(part.subquery()) for part in parts)).subquery()
    query = select(together.c.id, together.c.at)
    return query.order_by(together.c.at.desc(), together.c.id.desc()).limit(most).subquery()


def _latest(query: Select[*Columns], most: int) -> Select[*Columns]:
    return query.order_by(Decision.at.desc(), Decision.id.desc()).limit(most)


def _shown() -> Select[*Columns]:
    """What a page says of each line; its long words are on a page of their own."""
    return (
        select(
            Decision.id,
            Decision.action,
            Decision.subject,
            Decision.reason,
            Decision.at,
            Decision.rule,
            Actor.name.label("actor"),
            About.name.label("about"),
            About.handle.label("about_handle"),
            Board.title.label("board"),
        )
        .outerjoin(Actor, Actor.id == Decision.actor_id)
        .outerjoin(About, About.id == Decision.about_id)
        .outerjoin(Board, Board.id == Decision.board_id)
    )


def rules_of(found: Iterable[AnyRow]) -> dict[int, RuleVersion]:
    """The rules that some lines refer to, as they stood that day, by line."""
    versions = history()
    rules = {line.id: version_at(versions, line.rule, line.at) for line in found if line.rule}
    return {number: rule for number, rule in rules.items() if rule}


def line_for(moderator: Member, line_id: int) -> AnyRow:
    """One line with all its words; one that is not for this moderator is not there."""
    words = (Decision.before, Decision.after, Decision.letter, Decision.about_id)
    found = rows(_shown().add_columns(*words).where(Decision.id == line_id, may_read(scope_of(moderator))))
    if not found:
        raise NotFound
    return found[0]


#: Each action that stands in the log, found by jumping from one to the next in the index.
_ACTIONS = text(
    "WITH RECURSIVE found(action) AS (SELECT min(action) FROM decisions UNION ALL"
    " SELECT (SELECT min(action) FROM decisions WHERE decisions.action > found.action)"
    " FROM found WHERE found.action IS NOT NULL) SELECT action FROM found WHERE action IS NOT NULL"
)


def actions_there() -> list[str]:
    return list(db.session.scalars(_ACTIONS))


def boards_to_ask(scope: Scope) -> list[tuple[int, str]]:
    """The boards whose lines somebody may ask for."""
    theirs = true() if scope.boards is None else Board.id.in_(scope.boards)
    query = select(Board.id, Board.title).where(theirs).order_by(Board.title)
    return [(board.id, board.title) for board in rows(query)]
