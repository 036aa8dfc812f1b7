"""A second opinion from a spam service, for a group that has one: a small interface, and rspamd behind it.

It is told the title and the text of a post, and nothing of whoever wrote it: no name, no address, no network.
"""

from __future__ import annotations

import json
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import urlsplit

import structlog
from flask import Flask

log = structlog.get_logger()

#: Nobody's post waits longer for an opinion; without one, the other rules judge it.
SECONDS = 2.0
#: What rspamd advises about mail that it takes for spam.
SPAM_ACTIONS = frozenset({"reject", "soft reject", "add header", "rewrite subject"})
LARGEST_ANSWER = 2**20


class SpamService(Protocol):
    """Somebody who may be asked whether a text is spam."""

    def why_spam(self, title: str, body: str) -> str:
        """Why it is, in words for moderators; nothing if it is not, or if nobody answers."""


class Rspamd:
    """The filter that many mail servers run already, asked by its HTTP address (``POST /checkv2``)."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def why_spam(self, title: str, body: str) -> str:
        try:
            answer = self._ask(_as_mail(title, body))
        except (OSError, HTTPException, ValueError) as error:
            log.warning("spam service out of reach", error=type(error).__name__)
            return ""
        if str(answer.get("action")) not in SPAM_ACTIONS:
            return ""
        score, enough = answer.get("score", "?"), answer.get("required_score", "?")
        return f"the spam filter gives it {score} points of {enough}"

    def _ask(self, mail: bytes) -> dict[str, object]:
        kind = HTTPSConnection if self.url.scheme == "https" else HTTPConnection
        connection = kind(self.url.hostname or "", self.url.port, timeout=SECONDS)
        try:
            connection.request("POST", f"{self.url.path.rstrip('/')}/checkv2", mail)
            answer = connection.getresponse()
            found = json.loads(answer.read(LARGEST_ANSWER)) if answer.status == 200 else None
        finally:
            connection.close()
        if not isinstance(found, dict):
            raise ValueError("no answer that could be read")
        return found


def _as_mail(title: str, body: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = " ".join(title.split())
    mail.set_content(body)
    return mail.as_bytes()


def init_spam_service(app: Flask) -> None:
    url = app.extensions["settings"].spam_url
    app.extensions["spam service"] = Rspamd(url) if url else None
