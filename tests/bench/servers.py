"""One server process for the forum and one for a bare Flask page, started alike."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BARE = """
from flask import Flask
from forum.house.serving import run_server

app = Flask("bare")

@app.get("/")
def hello():
    return "hello"

run_server(lambda: app, "127.0.0.1", {port}, 1)
"""
FORUM = """
from forum import create_app
from forum.house.serving import run_server

run_server(create_app, "127.0.0.1", {port}, 1)
"""


@dataclass(frozen=True)
class Server:
    """A server with one worker process, and that worker's number."""

    port: int
    worker: int

    def cpu_seconds(self) -> float:
        """What the worker has spent so far, of its own time and the system's."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(program: str, port: int, settings: dict[str, str]) -> Iterator[Server]:
    """A server that runs ``program``, from when it answers until the block ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    process = subprocess.Popen(
        [sys.executable, "-c", program.format(port=port)], env=environment | settings, cwd=Path.cwd()
    )
    try:
        _wait_for(port, process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield Server(port, int(children[0]))
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise SystemExit("A server of the benchmark did not start.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("A server of the benchmark did not answer.")
