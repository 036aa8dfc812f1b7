"""The boards of the demo: those that every new group begins with, and one that is closed already."""

from __future__ import annotations

from forum.accounts.models import Member
from forum.boards.arranging import BoardForm, board_named, create_board
from forum.boards.models import Board
from forum.boards.starter import starter_boards

GUESTBOOK = BoardForm(
    slug="guestbook",
    title="The old guestbook",
    purpose="The first pages of this place, kept as they were.",
    guide="We keep these pages because this is where it all began. Nothing new is written here. If you would "
    "like to greet somebody, Introductions is the right door.",
    heading="",
    audience="members",
    start_roles=(),
    reply_roles=(),
)


def make_boards(admin: Member) -> dict[str, Board]:
    """Every board of the demo by its slug; the guestbook stays open until its pages are written."""
    return {form.slug: create_board(form, by=admin) for form in [*starter_boards(), GUESTBOOK]}


def close_guestbook(admin: Member) -> None:
    board_named(GUESTBOOK.slug).archive(by_id=admin.id)
