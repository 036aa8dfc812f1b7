"""A server for mail that comes in, speaking LMTP and SMTP: what it has acknowledged is kept for good."""

from __future__ import annotations

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import AnyStr

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from forum.core.db import db
from forum.receiving.storing import LARGEST, TOO_LARGE, is_for_us, keep_mail

log = structlog.get_logger()

MOST_RECIPIENTS = 100
#: Longer than the standard's 998: HTML on one line is no reason to lose somebody's words.
LONGEST_LINE = 2**20
#: Mails written to the database at the same time.
WRITERS = 4
KEPT = "250 2.0.0 Kept"
NOT_KEPT = "451 4.3.0 The mail could not be kept just now, please try again"
TOO_MANY = "452 4.5.3 Too many recipients, please send the rest in another mail"


class MailServer(SMTP):
    """SMTP, or LMTP for whoever begins with LHLO: there each recipient has an answer of its own."""

    line_length_limit = LONGEST_LINE
    is_lmtp = False
    answers = 1

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:
        self.is_lmtp = True
        await self.smtp_EHLO(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if self.is_lmtp and self.envelope and not arg:
            self.answers = max(len(self.envelope.rcpt_tos), 1)
        try:
            await super().smtp_DATA(arg)
        finally:
            self.answers = 1

    async def push(self, status: AnyStr) -> None:
        words = status.decode() if isinstance(status, bytes) else str(status)
        if words.startswith("552"):
            words = f"552 5.3.4 {TOO_LARGE}"
        times = 1 if words.startswith("354") else self.answers
        await super().push("\r\n".join([words] * times))


class Keeper:
    """What the server does with what it is given."""

    def __init__(self, app: Flask, domain: str) -> None:
        self.app, self.domain = app, domain
        self.writers = ThreadPoolExecutor(WRITERS)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not is_for_us(address, self.domain):
            return f"550 5.7.1 Only mail for {self.domain} is taken in here"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Fine"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.writers, self.keep, envelope)

    def keep(self, envelope: Envelope) -> str:
        """Only once the database has it on its disk is it ours."""
        with self.app.app_context():
            try:
                keep_mail(envelope.original_content or b"", envelope.mail_from or "", envelope.rcpt_tos)
                db.session.commit()
            except (SQLAlchemyError, OSError) as error:
                db.session.rollback()
                log.error("mail not kept", error=type(error).__name__)
                return NOT_KEPT
        return KEPT


def take_mail_in(app: Flask, host: str, port: int) -> None:
    """Serve until told to stop."""
    asyncio.run(_serve(app, host, port))


async def _serve(app: Flask, host: str, port: int) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    domain = app.extensions["settings"].mail_domain
    keeper = Keeper(app, domain)

    def connection() -> MailServer:
        return MailServer(
            keeper,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            hostname=domain,
            ident="Kith",
            loop=loop,
        )

    server = await loop.create_server(connection, host, port)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with server:
        await stop.wait()
