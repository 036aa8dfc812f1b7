"""How many waiting mails one worker brings to a relay in a second, and how long posting takes meanwhile.

The relay is a process of its own that takes everything, as a mail server on the same host does.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import tempfile
import time
from multiprocessing.connection import Connection

from sqlalchemy import func, insert, select

from forum import create_app
from forum.config import load_settings
from forum.core.clock import now
from forum.core.db import db
from forum.core.edge import Kith
from forum.core.jobs import run_due_sweeps
from forum.core.mailer import OutgoingMail
from forum.migrations import migrate
from tests.databases import new_postgres_database

TEXT = "-- reply above this line --\n\n" + "Some words of a message, as people write them.\n" * 25
HTML = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())


def main() -> None:
    asked = _arguments()
    os.environ["FORUM_DATA"] = tempfile.mkdtemp(prefix="kith-bench-")
    if asked.database == "postgresql":
        os.environ["FORUM_DATABASE_URL"] = new_postgres_database("bench")
    ours, theirs = multiprocessing.Pipe()
    relay = multiprocessing.Process(target=_relay, args=(theirs,), daemon=True)
    relay.start()
    os.environ["FORUM_SMTP_URL"] = f"smtp://127.0.0.1:{ours.recv()}"
    app = create_app(load_settings())
    _fill(app, asked.mails)
    seconds = _drain(app)
    ours.send("how many")
    print(
        f"{asked.database}: {ours.recv():,} mails in {seconds:.1f} s: {asked.mails / seconds:,.0f} a second"
    )
    relay.terminate()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.mailing")
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


def _fill(app: Kith, many: int) -> None:
    with app.app_context():
        migrate(db.engine)
        for first in range(0, many, 5000):
            db.session.execute(insert(OutgoingMail), [_mail(number) for number in range(first, first + 5000)])
            db.session.commit()


def _mail(number: int) -> dict[str, object]:
    moment = now()
    return {
        "to_address": f"member{number}@example.org",
        "subject": "[Kith] A new message",
        "text": TEXT,
        "html": HTML,
        "headers": {"Reply-To": f"reply+{number:040}@localhost", "List-Id": "<talk.localhost>"},
        "message_id": "<post-1@localhost>",
        "stop_at": f"http://localhost/unsubscribe/{number:040}",
        "member_id": number,
        "about": "post:1",
        "is_bulk": True,
        "tries": 0,
        "created_at": moment,
        "due_at": moment,
    }


def _drain(app: Kith) -> float:
    begun = time.monotonic()
    while _waiting(app):
        run_due_sweeps(app)
    return time.monotonic() - begun


def _waiting(app: Kith) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(OutgoingMail.due_at.is_not(None))) or 0


def _relay(parent: Connection) -> None:
    asyncio.run(_take_everything(parent))


async def _take_everything(parent: Connection) -> None:
    taken = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        writer.write(b"220 relay\r\n")
        while line := await reader.readline():
            if line[:4].upper() == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                taken += 1
            writer.write(b"250 fine\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=2**20)
    parent.send(server.sockets[0].getsockname()[1])
    while not parent.poll():
        await asyncio.sleep(0.1)
    parent.recv()
    parent.send(taken)
    await asyncio.sleep(1)


if __name__ == "__main__":
    main()
