"""Why a mail is not posted: a closed list, and the sentence that its author reads of each."""

from __future__ import annotations

#: By kind: the sentence, with what is different each time in ``{}``; and what can be done.
REFUSALS = {
    "not a member": (
        "this address belongs to no member of the group.",
        "If you are a member, please write from the address of your account.",
    ),
    "suspended": ("you cannot write in the group just now. {}", ""),
    "read-only board": ("this board does not take it. {}", ""),
    "locked thread": (
        "{}",
        "You can start a thread of your own: write a new mail to {board_address}, with a new subject.",
    ),
    "too long": ("{}", "Please share it out over several mails."),
    "empty": ("there were no words in it that we could find.", "Please write them above anything quoted."),
    "too many files": ("it brought {} files, and a post holds at most {most_files}.", "Please send fewer."),
    "too many recipients": (
        "it went to {} addresses at once, and mail to so many is mostly advertising.",
        "Please send it to the group alone.",
    ),
    "expired address": (
        "the address you answered to is too old: such addresses last for 90 days.",
        "You can answer on the web, or by answering a newer mail.",
    ),
    "wrong sender": (
        "the address you answered to was made for another address than the one you wrote from.",
        "Please answer from the address at which you get our mails.",
    ),
    "duplicate": ("it says the same as something you posted a moment ago, so it stands there once.", ""),
    "gone": ("what it answers cannot be read any more, or was never there.", ""),
    "not possible": ("{}", ""),
}


class MailRefused(Exception):
    """A mail is not posted, for a reason of the list that its author hears; ``path`` is where to go on."""

    def __init__(self, kind: str, detail: str = "", *, path: str = "", board_address: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.path = path
        self.board_address = board_address


class SetAside(Exception):
    """A moderator should look at a mail before anything comes of it; ``reason`` is for them."""

    def __init__(self, reason: str, board_id: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.board_id = board_id


class Dropped(Exception):
    """Nothing comes of a mail, and nobody is answered; ``reason`` is kept with it."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
