"""Whoever proves the address of an author by mail has their posts from then on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.posts import Attachment, Post
from forum.boards.threads import Thread
from forum.core.db import db
from tests.cast import PASSWORD, Browser
from tests.transfer.archives import add_board, mail, mbox, run_import

OLD = "jane@example.org"


@pytest.fixture
def archive(app: Flask, tmp_path: Path) -> Path:
    add_board(app)
    file = tmp_path / "list.mbox"
    notes = ("notes.txt", "application/octet-stream", b"walks")
    file.write_bytes(mbox(mail("a", files=[notes]), mail("b", "a", hour=1, sender="Sam <sam@example.org>")))
    run_import(app, file)
    return file


def prove(patient: Browser, mails) -> None:
    form = {"email": OLD, "email_password": PASSWORD}
    patient.post("/settings/security/email", form, page="/settings/security")
    [path] = [found[1] for one in mails() if (found := re.search(r"(/settings/email/confirm/\S+)", one.text))]
    assert patient.post(path).status_code == 303


def test_a_member_who_takes_the_address_has_the_posts(
    app: Flask, archive: Path, patient: Browser, mails
) -> None:
    with app.app_context():
        [thread] = db.session.scalars(select(Thread))
        path, version = thread.path, thread.version

    prove(patient, mails)

    with app.app_context():
        [thread] = db.session.scalars(select(Thread))
        [first, second] = db.session.scalars(select(Post).order_by(Post.number))
        [file] = db.session.scalars(select(Attachment))
        assert {first.author_id, thread.author_id, file.member_id} == {patient.member_id}
        assert second.author_id == thread.last_author_id != patient.member_id
        assert db.session.scalar(select(Member).where(Member.handle == "jane-doe")) is None
        assert thread.version > version
    assert "Jane Doe" not in patient.get(path).text


def test_a_later_archive_knows_the_member(app: Flask, archive: Path, patient: Browser, mails) -> None:
    prove(patient, mails)
    archive.write_bytes(mbox(mail("c", hour=5, subject="Later")))
    run_import(app, archive)

    with app.app_context():
        later = db.session.scalars(select(Post).where(Post.source.contains("words of c"))).one()
        assert later.author_id == patient.member_id
