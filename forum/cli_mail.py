"""``forum receive`` and ``forum lmtp``: the two ways in which a mail server hands its mail over."""

from __future__ import annotations

import os
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from forum import create_app
from forum.config import BadSetting, load_settings
from forum.core.db import db
from forum.house.lmtp import take_mail_in
from forum.migrations import migrate
from forum.receiving.storing import LARGEST, TOO_LARGE, envelope_recipients, envelope_sender, keep_mail


@click.command("receive")
@click.option("--sender", envvar="SENDER", help="From the envelope; nobody or MAILER-DAEMON for a bounce.")
@click.option("--recipient", "recipients", multiple=True, help="An address of ours that it came to.")
def receive_command(sender: str | None, recipients: tuple[str, ...]) -> None:
    """Take in one mail on standard input, as a mail server's pipe delivers it."""
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if len(raw) > LARGEST:
        click.echo(TOO_LARGE, err=True)
        sys.exit(os.EX_DATAERR)
    try:
        _keep(raw, sender, recipients or tuple(filter(None, [os.environ.get("RECIPIENT")])))
    except (BadSetting, SQLAlchemyError, OSError) as error:
        click.echo(f"The mail could not be kept just now ({type(error).__name__}).", err=True)
        sys.exit(os.EX_TEMPFAIL)


def _keep(raw: bytes, sender: str | None, recipients: tuple[str, ...]) -> None:
    app = create_app(load_settings())
    domain = app.extensions["settings"].mail_domain
    with app.app_context():
        sender = envelope_sender(raw) if sender is None else sender
        keep_mail(raw, sender, recipients or envelope_recipients(raw, domain))
        db.session.commit()


@click.command("lmtp")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8024, show_default=True, type=click.IntRange(1, 65535))
def lmtp_command(host: str, port: int) -> None:
    """Take mail in as a server (LMTP and SMTP), for Postfix or another relay."""
    app = create_app(load_settings())
    with app.app_context():
        migrate(db.engine)
    take_mail_in(app, host, port)
