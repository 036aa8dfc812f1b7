"""``forum doctor``: each trouble is a sentence, and any trouble is exit 1."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions import add_member
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.edge import Kith
from forum.core.jobs import run_due_sweeps
from forum.core.mailer import OutgoingMail, post_mail
from forum.core.storage import Storage, StorageTrouble
from forum.house import doctor
from forum.migrations import migrate
from tests.house.homes import Home, fill

PASSWORD = "a quiet walk by the lake"


@pytest.fixture
def well(ready_home: Home) -> Home:
    """A forum in which all is well."""
    app = ready_home.app()
    with app.app_context():
        add_member("ada@example.org", None, "admin", PASSWORD)
        db.session.commit()
    fill(app)
    run_due_sweeps(app)
    return ready_home


def complaint(home: Home) -> str:
    """The one thing that is wrong."""
    done = home.forum("doctor")
    assert done.code == 1, done.out
    lines = done.out.splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_all_is_well(well: Home) -> None:
    assert well.said("doctor") == "All is well.\n"


def test_counts_that_are_off(well: Home) -> None:
    change(well.app(), Thread, posts_live=7)
    assert "forum doctor --recount" in complaint(well)
    assert well.said("doctor", "--recount").splitlines()[-1] == "All is well."
    assert well.said("doctor") == "All is well.\n"


def test_a_key_that_others_can_read(well: Home) -> None:
    (well.data / "secret_key").chmod(0o644)
    assert "chmod 600" in complaint(well)


def test_a_folder_that_cannot_be_written(well: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as root, who can write anywhere.
    monkeypatch.setattr(os, "access", lambda _path, how: how != os.W_OK)
    assert "cannot be written" in complaint(well)


def test_a_full_disk(well: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_SPACE", 2**62)
    assert "make room" in complaint(well)


def test_uploads_out_of_reach(well: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_reach(_storage: Storage) -> None:
        raise StorageTrouble("gone")

    monkeypatch.setattr(Storage, "keys", out_of_reach)
    assert "FORUM_STORAGE_URL" in complaint(well)


def test_no_administrator(well: Home) -> None:
    with well.app().app_context():
        db.session.execute(db.text("UPDATE members SET standing = 'member'"))
        db.session.commit()
    assert "forum setup --admin-email" in complaint(well)


def test_a_database_of_an_earlier_release(home: Home) -> None:
    with home.app().app_context():
        migrate(db.engine, "0001")
    assert "stands at 0001" in complaint(home)


def test_an_empty_database(home: Home) -> None:
    assert "run `forum setup`" in complaint(home)


def test_a_database_out_of_reach(home: Home) -> None:
    home.database_url = "postgresql+psycopg://me:hunter-two@127.0.0.1:1/kith"
    said = complaint(home)
    assert "FORUM_DATABASE_URL" in said
    assert "hunter-two" not in said


def test_a_worker_that_is_silent(well: Home) -> None:
    with time_machine.travel(now() + timedelta(days=2)):
        done = well.forum("doctor")
    assert done.code == 1
    assert "forum worker" in done.out


def test_mail_that_was_given_up(well: Home) -> None:
    app = well.app()
    with app.app_context():
        post_mail("nobody@example.org", "Hello", "Hello\n").given_up_at = now()
        db.session.commit()
    change(app, OutgoingMail, due_at=None)
    assert "1 mails were refused" in complaint(well)


def test_passwords_in_the_open(well: Home) -> None:
    well.more = {"FORUM_BASE_URL": "http://forum.example.org", "FORUM_MAIL_DOMAIN": "forum.example.org"}
    assert "TLS" in complaint(well)


def change(app: Kith, kind: type[Thread] | type[OutgoingMail], **values: object) -> None:
    with app.app_context():
        db.session.query(kind).update(values)
        db.session.commit()
