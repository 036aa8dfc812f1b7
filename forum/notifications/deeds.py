"""What the addresses in our mails do: end mails of a board or digests, follow or mute a thread."""

from __future__ import annotations

from typing import TypeVar

from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.stopping import Deed, register_deed
from forum.boards.models import Board
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound
from forum.notifications.choosing import choose_for_board, choose_for_thread, own_choice, unfollow
from forum.notifications.models import BoardMail, FollowedThread

T = TypeVar("T")
DIGESTS = ("daily", "weekly")


def stop_board(member: Member, board_id: int) -> None:
    """No more mail of one board, nor of threads followed there."""
    choose_for_board(member, _found(Board, board_id).id, "nothing")
    there = select(Thread.id).where(Thread.board_id == board_id)
    unfollow(member, FollowedThread.thread_id.in_(there))


def stop_digests(member: Member, _about: int) -> None:
    """No more digests; what was chosen to come at once stays."""
    choice = own_choice(member)
    if choice.way in DIGESTS:
        choice.way = "nothing"
    theirs = select(BoardMail).where(BoardMail.member_id == member.id, BoardMail.way.in_(DIGESTS))
    for row in db.session.scalars(theirs):
        row.way = "nothing"


def follow(member: Member, thread_id: int) -> None:
    choose_for_thread(member, _found(Thread, thread_id), "follow")


def mute(member: Member, thread_id: int) -> None:
    choose_for_thread(member, _found(Thread, thread_id), "mute")


def stay(member: Member, _about: int) -> None:
    """Somebody whom we took to be away is there."""
    choice = own_choice(member)
    choice.here_at, choice.asleep_at = now(), None


def _found(table: type[T], number: int) -> T:
    found = db.session.get(table, number)
    if found is None:
        raise NotFound
    return found


DEEDS = {
    "board": Deed(
        ask="Stop these mails?",
        asking="We write when there is something new on a board that you read by mail.",
        button="Stop mail of this board",
        done="No more mail of this board",
        telling="We will not write to you again about this board.",
        act=stop_board,
    ),
    "digests": Deed(
        ask="Stop these mails?",
        asking="They gather what is new in the group, once a day or once a week.",
        button="Stop these mails",
        done="No more of these mails",
        telling="We will not send you what is new any more. It is all on the web when you like.",
        act=stop_digests,
    ),
    "mute": Deed(
        ask="Mute this thread?",
        asking="Nothing more is sent to you about this one thread. Everything else comes as before.",
        button="Mute this thread",
        done="This thread is muted",
        telling="Nothing more is sent to you about it, and it does not come up among what is new on the web. "
        "You can still read it there.",
        act=mute,
        path="mail",
    ),
    "follow": Deed(
        ask="Follow this thread?",
        asking="Each new message of this one thread then comes as a mail of its own.",
        button="Follow this thread",
        done="You follow this thread",
        telling="Each new message of it comes as a mail of its own.",
        act=follow,
        path="mail",
    ),
    "stay": Deed(
        ask="Send them again?",
        asking="We stopped our digests because we had not seen you for half a year.",
        button="Yes, send them again",
        done="It is good to have you here",
        telling="The next digest comes when there is something new.",
        act=stay,
        path="mail",
    ),
}


def register_deeds(app: Flask) -> None:
    for kind, deed in DEEDS.items():
        register_deed(app, kind, deed)
