"""Boards and headings made, changed, ordered and archived by an administrator; each is in the log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from forum.accounts.models import ROLES, Member
from forum.boards.models import AUDIENCES, IN_ORDER, Board, Heading
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.core.markdown import render_markdown
from forum.library.terms import slug_of

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
LONGEST_GUIDE = 10_000
LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class BoardForm:
    """What an administrator typed about a board."""

    slug: str
    title: str
    purpose: str
    guide: str
    heading: str
    audience: str
    start_roles: tuple[str, ...]
    reply_roles: tuple[str, ...]

    @classmethod
    def of_board(cls, board: Board) -> BoardForm:
        return cls(
            board.slug,
            board.title,
            board.purpose,
            board.guide,
            _heading_title(board.heading_id),
            board.audience,
            tuple(filter(None, board.start_roles.split(","))),
            tuple(filter(None, board.reply_roles.split(","))),
        )

    @classmethod
    def from_form(cls, form: Mapping[str, str], start: list[str], reply: list[str]) -> BoardForm:
        return cls(
            form.get("slug", "").strip().lower(),
            " ".join(form.get("title", "").split()),
            " ".join(form.get("purpose", "").split()),
            form.get("guide", "").strip(),
            " ".join(form.get("heading", "").split()),
            form.get("audience", "members"),
            tuple(role for role in ROLES if role in start),
            tuple(role for role in ROLES if role in reply),
        )


def all_boards() -> list[Board]:
    """Every board in order, archived ones last."""
    return list(db.session.scalars(select(Board).outerjoin(Board.heading).order_by(*IN_ORDER)))


def all_headings() -> list[Heading]:
    return list(db.session.scalars(select(Heading).order_by(Heading.position, Heading.id)))


def board_named(slug: str) -> Board:
    found = db.session.scalar(select(Board).where(Board.slug == slug))
    if found is None:
        raise NotFound
    return found


def create_board(form: BoardForm, *, by: Member | None = None) -> Board:
    """Make a board; without an address it is given one, from its title."""
    if not form.slug:
        form = replace(form, slug=_free_slug(form.title))
    check_form(form)
    _check_free(form.slug, None)
    last = db.session.scalar(select(func.coalesce(func.max(Board.position), 0))) or 0
    board = Board(slug=form.slug, position=last + 1, threads_live=0, posts_live=0)
    db.session.add(board)
    _fill(board, form)
    db.session.flush()
    record_decision(by.id if by else None, "create board", f"board:{board.id}")
    return board


def change_board(board: Board, form: BoardForm, *, by: Member) -> None:
    check_form(form)
    _check_free(form.slug, board.id)
    board.slug = form.slug
    _fill(board, form)
    record_decision(by.id, "change board", f"board:{board.id}")


def check_form(form: BoardForm) -> None:
    if not form.title or len(form.title) > 80:
        raise Refused("A board needs a title of 1 to 80 characters.", field="title")
    if not SLUG.fullmatch(form.slug) or form.slug == "new":
        raise Refused("The address is made of small letters, digits and hyphens: “bone-mets”.", field="slug")
    if len(form.purpose) > 300:
        raise Refused("The purpose is one line: at most 300 characters.", field="purpose")
    if len(form.guide) > LONGEST_GUIDE:
        raise Refused(f"The guide holds at most {LONGEST_GUIDE:,} characters.", field="guide")
    if len(form.heading) > LONGEST_HEADING:
        raise Refused(f"A heading has at most {LONGEST_HEADING} characters.", field="heading")
    if form.audience not in AUDIENCES:
        raise Refused("Choose who may see the board.", field="audience")


def _free_slug(title: str) -> str:
    """An address that says what the title says; nothing when that has no Latin letters or digits."""
    base = slug_of(re.sub("['’]", "", title))[:36].strip("-")
    taken = {
        "new",
        *db.session.scalars(select(Board.slug).where(Board.slug.startswith(base, autoescape=True))),
    }
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken) if base else ""


def _check_free(slug: str, own_id: int | None) -> None:
    taken = db.session.scalar(select(Board.id).where(Board.slug == slug))
    if taken is not None and taken != own_id:
        raise Refused("Another board has this address. Please choose a different one.", field="slug")


def _fill(board: Board, form: BoardForm) -> None:
    board.title, board.purpose, board.audience = form.title, form.purpose, form.audience
    board.guide, board.guide_html = form.guide, render_markdown(form.guide) if form.guide else ""
    board.start_roles, board.reply_roles = ",".join(form.start_roles), ",".join(form.reply_roles)
    board.heading_id = _heading_id(form.heading)


def _heading_id(title: str) -> int | None:
    """The heading with this title, made if there is none yet."""
    if not title:
        return None
    found = db.session.scalar(select(Heading).where(Heading.title == title))
    if found is None:
        last = db.session.scalar(select(func.coalesce(func.max(Heading.position), 0))) or 0
        found = Heading(title=title, position=last + 1)
        db.session.add(found)
        db.session.flush()
    return found.id


def _heading_title(heading_id: int | None) -> str:
    found = db.session.get(Heading, heading_id) if heading_id else None
    return found.title if found else ""


def move_board(board: Board, *, up: bool, by: Member) -> None:
    """Change places with the neighbour below the same heading."""
    row = [each for each in all_boards() if each.heading_id == board.heading_id and not each.archived_at]
    _swap(row, row.index(board) if board in row else None, up=up)
    record_decision(by.id, "order board", f"board:{board.id}")


def move_heading(heading: Heading, *, up: bool, by: Member) -> None:
    row = all_headings()
    _swap(row, row.index(heading), up=up)
    record_decision(by.id, "order heading", f"heading:{heading.id}")


def _swap(row: Sequence[Board | Heading], place: int | None, *, up: bool) -> None:
    if place is None:
        return
    other = place - 1 if up else place + 1
    if 0 <= other < len(row):
        for number, each in enumerate(row):
            each.position = number
        row[place].position, row[other].position = other, place


def rename_heading(heading: Heading, title: str, *, by: Member) -> None:
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_HEADING:
        raise Refused(f"A heading has 1 to {LONGEST_HEADING} characters.")
    if db.session.scalar(select(Heading.id).where(Heading.title == title, Heading.id != heading.id)):
        raise Refused("Another heading is called so already. Please choose a different one.")
    heading.title = title
    record_decision(by.id, "rename heading", f"heading:{heading.id}")


def remove_heading(heading: Heading, *, by: Member) -> None:
    """Take a heading away; its boards stay, and stand behind the others."""
    for board in db.session.scalars(select(Board).where(Board.heading_id == heading.id)):
        board.heading_id = None
    db.session.flush()
    db.session.delete(heading)
    record_decision(by.id, "remove heading", f"heading:{heading.id}")
