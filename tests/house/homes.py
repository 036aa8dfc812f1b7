"""A forum in a folder of its own, driven as its keeper drives it: by commands and processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from socket import socket
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.error import HTTPError
from urllib.request import urlopen

from sqlalchemy import select

from forum import create_app
from forum.accounts.models import Member
from forum.boards.access import thread_for
from forum.boards.actions import post_reply, start_thread
from forum.boards.arranging import board_named
from forum.boards.drafts import Words
from forum.boards.posts import Attachment
from forum.cli import main
from forum.config import load_settings
from forum.core.clock import now
from forum.core.db import Base, db
from forum.core.edge import Kith
from forum.core.mailer import post_mail
from forum.house.setup import set_up
from tests.cast import Cast, Person

START_SECONDS = 20


class Done(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str


@dataclass
class Home:
    """Where a forum lives."""

    data: Path
    database_url: str | None = None
    more: dict[str, str] = field(default_factory=dict)

    def app(self) -> Kith:
        """The forum within this process."""
        return create_app(
            load_settings(data=self.data, database_url=self.database_url, argon2_profile="cheap")
        )

    @property
    def environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
        ours = {"FORUM_DATA": str(self.data), "FORUM_ARGON2_PROFILE": "cheap", "PYTHONUNBUFFERED": "1"}
        if self.database_url:
            ours["FORUM_DATABASE_URL"] = self.database_url
        return plain | ours | self.more

    def forum(self, *words: str | Path) -> Done:
        """``forum WORDS…``, to its end, in this process: starting another takes seconds."""
        out, err, argv = StringIO(), StringIO(), ["forum", *map(str, words)]
        with (
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "argv", argv),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as end:
                return Done(int(end.code or 0), out.getvalue(), err.getvalue())
        return Done(0, out.getvalue(), err.getvalue())

    def forum_process(self, *words: str | Path) -> Done:
        """The same in a process of its own."""
        command = [sys.executable, "-m", "forum", *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60)
        return Done(done.returncode, done.stdout, done.stderr)

    def said(self, *words: str | Path) -> str:
        """What a command that succeeds prints."""
        done = self.forum(*words)
        assert done.code == 0, done.err
        return done.out

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """``forum WORDS…`` in a process group of its own; whatever is left of it at the end is killed."""
        command = [sys.executable, "-m", "forum", *words]
        process = subprocess.Popen(command, env=self.environment, start_new_session=True, text=True)
        try:
            yield process
        finally:
            kill_group(process)

    @contextmanager
    def served(self) -> Iterator[tuple[subprocess.Popen[str], str]]:
        """``forum serve`` on a free port, answering."""
        port = free_port()
        with self.running("serve", "--port", str(port)) as process:
            address = f"http://127.0.0.1:{port}"
            wait_for(lambda: answers(f"{address}/healthz"), process)
            yield process, address


def kill_group(process: subprocess.Popen[str]) -> None:
    """``kill -9`` to a process and everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def has_group(process: subprocess.Popen[str]) -> bool:
    """Whether the process, or anything it started, still runs (a zombie does not)."""
    return any(group == process.pid and state != "Z" for state, group in _states_and_groups())


def _states_and_groups() -> Iterator[tuple[str, int]]:
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, group = file.read_text().rpartition(")")[2].split()[:3]
            yield state, int(group)


def serving_children(pid: int) -> list[int]:
    """The processes of a server, without its worker."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if b"worker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except HTTPError:
        return False
    except OSError:
        return False


def wait_for(
    condition: Any, process: subprocess.Popen[str] | None = None, seconds: float = START_SECONDS
) -> None:
    """Wait until something is so; fail when it takes too long or the process it needs has ended."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        assert process is None or process.poll() is None, "the process has ended"
        time.sleep(0.05)


def fill(app: Kith) -> list[Person]:
    """A small group that uses every kind of row a keeper would miss; returns its members."""
    set_up(app, None, [("scans", "Scans")])
    people = [Cast(app).person(handle) for handle in ("mara", "ines", "tom")]
    with app.app_context():
        mara, ines, tom = (member_of(person) for person in people)
        first = start_thread(
            mara, board_named("scans"), Words("Waiting, again", "heard", "It is **Tuesday**. 🌱")
        )
        thread = thread_for(mara, first.thread_id)
        second = post_reply(ines, thread, Words(body="I wait with you.\n\n> It is Tuesday", parent=first.id))
        post_reply(tom, thread, Words(body="Ü, ß, 日本, \u202b שלום", parent=second.id))
        parking = start_thread(tom, board_named("scans"), Words("Parking", "facts", "Where does one park?"))
        answer = post_reply(ines, thread_for(ines, parking.thread_id), Words(body="Behind the chapel."))
        # As an archive has it whose files came in the wrong order: the answer is there before the question.
        answer.parent_id = post_reply(mara, thread_for(mara, parking.thread_id), Words(body="Which side?")).id
        keep_file(app, first.id, mara.id)
        post_mail(mara.email or "", "Ines answered you", "Have a look.\n")
        db.session.commit()
    return people


def member_of(person: Person) -> Member:
    return db.session.get_one(Member, person.id)


def keep_file(app: Kith, post_id: int, member_id: int) -> None:
    key, content = "ab/cdef0123.pdf", b"%PDF-1.4 \x00\xff\n" * 300
    app.extensions["storage"].put(key, content)
    db.session.add(
        Attachment(
            member_id=member_id,
            post_id=post_id,
            kind="file",
            media_type="application/pdf",
            filename="letter.pdf",
            key=key,
            size=len(content),
            added_at=now() - timedelta(hours=1),
        )
    )


def rows_of(app: Kith) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database, as plain values, by table."""
    with app.app_context():
        return {
            table.name: [
                tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
        }


def uploads_of(app: Kith) -> dict[str, bytes]:
    storage = app.extensions["storage"]
    keys: Iterator[str] = storage.keys()
    return {key: storage.get(key) for key in keys}
