"""Where mail goes: the relay, over one connection for many mails, or a folder for a forum that has none."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from forum.config import Settings

RELAY_SECONDS = 30
#: What a relay says when it is about to hang up (RFC 5321, 4.2.3).
HANGING_UP = 421


class Unreachable(Exception):
    """There is no talking to the relay just now: no mail's fault."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail on its way: who hears of it when it cannot be delivered, for whom it is, and what is in it."""

    number: int
    sender: str
    recipient: str
    content: bytes


class Way(Protocol):
    """Something that takes mails."""

    def send(self, envelope: Envelope) -> None: ...

    def close(self) -> None: ...


@contextmanager
def way_out(settings: Settings) -> Iterator[Way]:
    """The way that this forum's mails take, open for as many as there are."""
    url = settings.smtp_url
    way: Way = Relay(url.get_secret_value()) if url else Folder(settings.outbox)
    try:
        yield way
    finally:
        way.close()


class Relay:
    """A mail server that delivers for us."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._open: smtplib.SMTP | None = None

    def send(self, envelope: Envelope) -> None:
        """Give it a mail; a connection that it closed meanwhile, as after so many mails, is opened again."""
        was_open = self._open is not None
        try:
            self._hand_over(envelope)
        except smtplib.SMTPException as error:
            if not (was_open and _hung_up(error)):
                raise
            self.close()
            self._hand_over(envelope)

    def _hand_over(self, envelope: Envelope) -> None:
        self._open = self._open or _connected(self._url)
        addresses = envelope.sender + envelope.recipient
        options = () if addresses.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
        try:
            self._open.sendmail(envelope.sender, [envelope.recipient], envelope.content, options)
        except OSError:
            # Whoever did not answer in time may answer later, to another question.
            self._drop()
            raise

    def close(self) -> None:
        if self._open is not None:
            with suppress(OSError):
                self._open.quit()
        self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None


def _hung_up(error: smtplib.SMTPException) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == HANGING_UP for code, _ in error.recipients.values())
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
    return isinstance(error, smtplib.SMTPServerDisconnected) or code == HANGING_UP


def _connected(url: str) -> smtplib.SMTP:
    try:
        return _greeted(url)
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(type(error).__name__) from error


def _greeted(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    relay = kind(parts.hostname or "localhost", port, timeout=RELAY_SECONDS)
    try:
        if parts.scheme == "smtp" and relay.has_extn("starttls"):
            relay.starttls()
        if parts.username:
            relay.login(unquote(parts.username), unquote(parts.password or ""))
    except Exception:
        relay.close()
        raise
    return relay


class Folder:
    """For a forum without a relay: each mail a file, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, envelope: Envelope) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{envelope.number}.part"
        draft.write_bytes(envelope.content)
        draft.rename(self._folder / f"{envelope.number:08}.eml")

    def close(self) -> None:
        """There is nothing to close."""
