"""A wrong setting stops every command with one sentence that names it, and never shows a secret."""

from __future__ import annotations

import pytest

from tests.house.homes import Home

SECRET = "hunter-two"
WRONG = [
    ("FORUM_DATABASE_URL", f"mysql://me:{SECRET}@localhost/kith"),
    ("FORUM_DATABASE_URL", f"postgresql+psycopg://me:{SECRET}@localhost:port/kith"),
    ("FORUM_DATABASE_URL", f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/kith"),
    ("FORUM_DATABASE_URL", "sqlite:////nowhere/at/all/forum.sqlite3"),
    ("FORUM_REDIS_URL", f"reddit://:{SECRET}@localhost"),
    ("FORUM_SMTP_URL", f"http://me:{SECRET}@mail.example.org"),
    ("FORUM_SMTP_URL", f"smtp://me:{SECRET}@mail.example.org:port"),
    ("FORUM_STORAGE_URL", f"ftp://me:{SECRET}@files.example.org"),
    ("FORUM_SPAM_URL", "localhost:11333"),
    ("FORUM_GREETERS_AFTER_HOURS", "soon"),
    ("FORUM_GREETERS_AFTER_HOURS", "0"),
    ("FORUM_MODERATORS_AFTER_HOURS", "-1"),
    ("FORUM_SPAM_URL", "http://localhost:port"),
    ("FORUM_BASE_URL", "forum.example.org"),
    ("FORUM_BASE_URL", "https://forum.example.org:port"),
    ("FORUM_ARGON2_PROFILE", "none"),
    ("FORUM_CONFIG", "/nowhere/kith.env"),
    ("FORUM_DATA", "/proc/kith"),
    ("FORUM_DATA", "/etc/hostname"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named(home: Home, name: str, value: str) -> None:
    home.more = {name: value, "FORUM_SECRET_KEY": SECRET} if name != "FORUM_DATA" else {name: value}
    done = home.forum("setup")
    assert done.code == 1
    assert name in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert SECRET not in done.err + done.out


def test_a_process_of_its_own_says_the_same(home: Home) -> None:
    home.more = {"FORUM_SMTP_URL": f"http://me:{SECRET}@mail.example.org"}
    said = "FORUM_SMTP_URL: must begin with smtp:// or smtps://.\n"
    assert home.forum_process("doctor") == (1, "", said)
