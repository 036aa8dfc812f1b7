"""What can go wrong in a way that a person should hear about."""

from __future__ import annotations


class Refused(Exception):
    """Something may not be done, with a reason a person can read.

    ``reason`` is a whole sentence. ``field`` names the form field that needs attention, if one does.
    """

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field

    @property
    def errors(self) -> dict[str, str]:
        """The reason below its field, as pages take it; what concerns the whole form stands below ""."""
        return {self.field or "": self.reason}


class ShutOut(Exception):
    """Somebody may not use the group just now: the page that says so tells why, and until when."""


class Overtaken(Exception):
    """Somebody else changed it since this form was opened: nothing of theirs is written over unseen."""


class NotFound(Exception):
    """There is nothing here for this person: unknown and forbidden look the same."""
