"""A demo group that really runs: a process of its own, with its folder where the tests can look into it."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from tests.house.homes import free_port

ADDRESS_IN_MAIL = re.compile(r"https?://[^/\s]+(/\S+)")


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the group is, and what stands in its records."""

    address: str
    folder: Path

    def one(self, query: str, *values: object) -> Any:
        """The first column of the first row."""
        with closing(sqlite3.connect(self.folder / "forum.sqlite3", timeout=10)) as records:
            row = records.execute(query, values).fetchone()
        assert row is not None, f"nothing found by {query} {values}"
        return row[0]

    def thread(self, title: str) -> int:
        """The number of the thread whose title begins so."""
        number: int = self.one("SELECT id FROM threads WHERE title LIKE ? ORDER BY id DESC", f"{title}%")
        return number

    def last_post_of(self, handle: str) -> int:
        number: int = self.one(
            "SELECT posts.id FROM posts JOIN members ON members.id = author_id"
            " WHERE handle = ? AND state = 'live' ORDER BY posts.id DESC",
            handle,
        )
        return number

    def month(self, slug: str) -> str:
        """The latest month in which something was written on a board, as addresses have it: 2026/03."""
        month = self.one(
            "SELECT max(month) FROM board_months JOIN boards ON boards.id = board_id"
            " WHERE slug = ? AND posts > 0",
            slug,
        )
        return f"{month // 100}/{month % 100:02}"

    def posts_saying(self, words: str) -> int:
        number: int = self.one("SELECT count(*) FROM posts WHERE source LIKE ?", f"%{words}%")
        return number

    def link_mailed_to(self, address: str, seconds: float = 15) -> str:
        """The path of the link in the last mail to an address, once it is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self._links_mailed_to(address):
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail with a link came to {address}")

    def _links_mailed_to(self, address: str) -> list[str]:
        links = []
        for file in sorted((self.folder / "outbox").glob("*.eml")):
            mail = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
            body = mail.get_body(("plain",))
            link = ADDRESS_IN_MAIL.search(body.get_content()) if body else None
            if mail["To"] == address and link:
                links.append(link[1])
        return links


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """``forum demo`` on a free port, until the tests are done with it."""
    port = free_port()
    with (folder / "errors").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "forum", "demo", "--port", str(port)],
            env=os.environ | {"TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, folder)
            yield Demo(f"http://127.0.0.1:{port}", next(folder.glob("kith-demo-*")))
        finally:
            _end(process)


def _wait_until_ready(process: subprocess.Popen[str], folder: Path) -> None:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("ready "), f"{line}{(folder / 'errors').read_text()}"


def _end(process: subprocess.Popen[str]) -> None:
    """Ask it to end, so that it clears its folder away; then make sure."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    if process.stdout:
        process.stdout.close()
