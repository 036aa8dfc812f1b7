"""The production server, and beside the embedded database one worker, so that one command is a forum."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from forum import create_app
from forum.config import Settings
from forum.house.turns import Turns

#: Enough threads that a slow reader on a phone holds up nobody.
THREADS = 8
#: Of a request's first line, with its address; beyond it, gunicorn answers with a page that is not ours.
LONGEST_LINE = 8_190


def serve(
    settings: Settings, host: str, port: int, workers: int, when_ready: Callable[[], None] | None = None
) -> None:
    """Serve until told to stop."""
    worker = _start_worker() if settings.database.startswith("sqlite") else None
    try:
        run_server(lambda: create_app(settings), host, port, workers, when_ready)
    finally:
        if worker:
            worker.terminate()
            worker.wait(10)


def run_server(
    load: Callable[[], Flask],
    host: str,
    port: int,
    workers: int,
    when_ready: Callable[[], None] | None = None,
) -> None:
    """Run the application that ``load`` makes, in each worker process anew."""
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": 60,
        "keepalive": 20,
        "limit_request_line": LONGEST_LINE,
        "control_socket_disable": True,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "post_worker_init": lambda _worker: _settle_memory(),
        "worker_exit": lambda _server, _worker: _end_here(),
        "when_ready": lambda _server: when_ready() if when_ready else None,
    }
    Server(lambda: Turns(load()), options).run()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn, told in Python."""

    def __init__(self, load: Callable[[], Turns], options: dict[str, Any]) -> None:
        self.load = load
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)


def _settle_memory() -> None:
    """Leave what a worker loaded at its start alone: looking through it for garbage takes long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def _end_here() -> None:
    """End a server process where it is.

    It was forked inside the call that serves. Left to itself, it would go on through what comes after that
    call (tidy the demo's folder away, stop the worker), which is for the process that started it to do; and
    it would wait for its threads, of which one may wait for ever.
    """
    error = sys.exc_info()[1]
    sys.stderr.flush()
    os._exit(error.code & 0xFF if isinstance(error, SystemExit) and isinstance(error.code, int) else 1)


def _start_worker() -> subprocess.Popen[bytes]:
    """A worker of our own, which ends with us."""
    command = [sys.executable, "-m", "forum", "worker", "--with-parent", str(os.getpid())]
    return subprocess.Popen(command)


def end_with(parent: int) -> None:
    """End when the process that started this one is gone, however it went, and be it gone already."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
