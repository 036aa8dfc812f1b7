"""Pages take turns within a process, as they would have to share its one interpreter anyway."""

from __future__ import annotations

from collections.abc import Iterable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

#: How many pages are made at the same time beside the embedded database. It lets another thread in at each
#: row it hands over, and eight threads that take each other's place so often made a quarter fewer pages a
#: second than one.
EMBEDDED = 1
#: And beside a database server: some are made while others wait for its answers.
SERVER = 3
#: After how long one stops waiting for one's turn, in seconds: a slow page costs the others no more.
PATIENCE = 0.05


class Turns:
    """An application whose reading requests are answered a few at a time.

    What is sent to the forum can be slow to arrive, so only requests without a body wait and are waited for.
    """

    def __init__(self, application: Flask) -> None:
        self.application = application
        database = application.config.get("SQLALCHEMY_DATABASE_URI", "")
        # Semaphores of the library are written in Python, and cost a fifth of a page; its queues are not.
        self._turns: SimpleQueue[None] = SimpleQueue()
        for _ in range(SERVER if database.startswith("postgresql") else EMBEDDED):
            self._turns.put(None)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        try:
            self._turns.get(timeout=PATIENCE)
        except Empty:
            return self.application(environ, start_response)
        try:
            return self.application(environ, start_response)
        finally:
            self._turns.put(None)
