"""A mail relay small enough to read: it speaks just enough SMTP to be given mails, and keeps them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer


class Relay(ThreadingTCPServer):
    """Listens on a free port of this machine; ``refusing`` is said to whoever wants to give it a mail.

    It hangs up after ``most_a_connection`` mails.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[EmailMessage] = []
        self.senders: list[str] = []
        self.greeted = 0
        self.greeting = b"220 relay"
        self.refusing: bytes | None = None
        self.most_a_connection = 10_000

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(StreamRequestHandler):
    """One connection, from its greeting to QUIT (RFC 5321)."""

    server: Relay

    def handle(self) -> None:
        self.server.greeted += 1
        self.say(self.server.greeting)
        taken = 0
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                return self.say(b"221 bye")
            if taken == self.server.most_a_connection:
                return self.say(b"421 that was enough")
            if verb == b"RCPT" and self.server.refusing:
                self.say(self.server.refusing)
            elif verb == b"MAIL":
                sender = line.decode().partition("<")[2].partition(">")[0]
                self.say(b"250 fine")
            elif verb == b"DATA":
                self.take_mail(sender)
                taken += 1
            else:
                self.say(b"250 fine")
        return None

    def take_mail(self, sender: str) -> None:
        self.say(b"354 go on")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.server.mails.append(mail)
        self.server.senders.append(sender)
        self.say(b"250 taken")

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@contextmanager
def open_relay() -> Iterator[Relay]:
    with Relay() as relay:
        threading.Thread(target=relay.serve_forever, args=(0.05,), daemon=True).start()
        yield relay
        relay.shutdown()
