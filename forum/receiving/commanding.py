"""What short commands do. Rooms that know more (what somebody wants by mail) register their own here."""

from __future__ import annotations

from collections.abc import Callable

from forum.accounts.models import Member
from forum.accounts.stopping import KINDS
from forum.mail_in.commands import NAMES, Command

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


def obey(member: Member, command: Command, thread_id: int | None) -> str:
    """Do what a member asks, and say what was done."""
    effect = _effects.get(command.name)
    if effect is None:
        return f"“{command.name}” cannot be done by mail yet. The page below has it."
    return effect(member, command, thread_id)


def register_command(name: str, effect: Effect) -> None:
    """Say what a command does; said again, the later one counts."""
    if name not in NAMES:
        raise ValueError(f"There is no command {name!r}.")
    _effects[name] = effect


def _help(_member: Member, _command: Command, _thread_id: int | None) -> str:
    return HELP


def _unsubscribe(member: Member, _command: Command, _thread_id: int | None) -> str:
    for column in KINDS.values():
        setattr(member, column, False)
    return "You get no more of our mails, apart from what concerns your account."


_effects: dict[str, Effect] = {"help": _help, "unsubscribe": _unsubscribe}
