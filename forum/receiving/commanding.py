"""What short commands do: the same choices as on the page of settings, by mail."""

from __future__ import annotations

from collections.abc import Callable

from forum.accounts.models import Member
from forum.boards.access import thread_for
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.errors import NotFound
from forum.core.zones import moment_words, zone_named
from forum.mail_in.commands import Command
from forum.notifications.choosing import choose_for_all, choose_for_thread, pause

#: Does it for a member, in the thread that the mail answers if it answers one; returns what to tell them.
Effect = Callable[[Member, Command, int | None], str]

HELP = (
    "These words can be sent by mail, alone in the first line or as the subject:\n\n"
    "  follow         every message of the thread you answer\n"
    "  mute           no more of the thread you answer\n"
    "  digest         what is new, once a day\n"
    "  pause 2 weeks  nothing for a while\n"
    "  unsubscribe    no more of our mails\n"
    "  help           this list"
)
NO_THREAD = "Please answer a mail of the thread with this word: we can't tell which thread you mean."


def obey(member: Member, command: Command, thread_id: int | None) -> str:
    """Do what a member asks, and say what was done."""
    return EFFECTS[command.name](member, command, thread_id)


def _help(_member: Member, _command: Command, _thread_id: int | None) -> str:
    return HELP


def _follow(member: Member, _command: Command, thread_id: int | None) -> str:
    thread = _thread(member, thread_id)
    if thread is None:
        return NO_THREAD
    choose_for_thread(member, thread, "follow")
    return "Every message of this thread comes to you from now on."


def _mute(member: Member, _command: Command, thread_id: int | None) -> str:
    thread = _thread(member, thread_id)
    if thread is None:
        return NO_THREAD
    choose_for_thread(member, thread, "mute")
    return "You hear no more of this thread, by mail or on the web. Nobody else can tell."


def _digest(member: Member, _command: Command, _thread_id: int | None) -> str:
    choose_for_all(member, "daily")
    return "What is new comes once a day, in one mail; on days without anything new, none comes."


def _pause(member: Member, command: Command, _thread_id: int | None) -> str:
    assert command.lasting is not None
    until = now() + command.lasting
    pause(member, until)
    end = moment_words(until, zone_named(member.timezone))
    return (
        f"No mail comes until {end}, and afterwards none of what is written meanwhile. "
        "It can be read on the web."
    )


def _unsubscribe(member: Member, _command: Command, _thread_id: int | None) -> str:
    choose_for_all(member, "nothing")
    member.article_mails = False
    return "You get no more of our mails, apart from what concerns your account."


def _thread(member: Member, thread_id: int | None) -> Thread | None:
    try:
        return thread_for(member, thread_id) if thread_id is not None else None
    except NotFound:
        return None


EFFECTS: dict[str, Effect] = {
    "follow": _follow,
    "mute": _mute,
    "digest": _digest,
    "pause": _pause,
    "unsubscribe": _unsubscribe,
    "help": _help,
}
