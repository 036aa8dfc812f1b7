"""How often a password may be guessed, without anybody being able to lock a member out.

Wrong guesses are counted for an address on the network, for an account, and for both together. A browser
in which a member signed in before has a counter of its own: what strangers guess does not touch it.
"""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.limits import forgive, still_within, within

#: From one network address, or one known browser, at one account.
PER_PAIR = "10/15 minutes"
PER_NETWORK = "50/15 minutes"
PER_ACCOUNT = "30/hour"
WAITS = {PER_PAIR: "15 minutes", PER_NETWORK: "15 minutes", PER_ACCOUNT: "an hour"}

Counter = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Guesser:
    """Who tries to sign in: to which account, from where, and in which browser if that one is known."""

    email: str
    network: str
    known_browser: str = ""

    @property
    def wait(self) -> str | None:
        """How long to wait before the next guess, in words; None if it may be made now."""
        full = [rate for rate, about in self._counters() if not still_within(rate, *about)]
        return WAITS[full[-1]] if full else None

    def count(self) -> None:
        """Count one wrong guess."""
        for rate, about in self._counters():
            within(rate, *about)

    def forgive(self) -> None:
        """Forget wrong guesses after a right one, but for those that a network made at other accounts."""
        for rate, about in self._counters():
            if rate != PER_NETWORK:
                forgive(rate, *about)

    def _counters(self) -> list[Counter]:
        if self.known_browser:
            return [(PER_PAIR, ("guess", "browser", self.known_browser, self.email))]
        return [
            (PER_PAIR, ("guess", "pair", self.network, self.email)),
            (PER_NETWORK, ("guess", "network", self.network)),
            (PER_ACCOUNT, ("guess", "account", self.email)),
        ]
