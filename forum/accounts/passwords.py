"""Passwords: which ones will do, and how they are kept (argon2, RFC 9106)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from forum.core.errors import Refused

SHORTEST, LONGEST = 10, 200
#: A shorter name than this may be part of a password by chance.
SHORTEST_NAME = 4

#: Up to as many digits and signs at the end make no password of a common word.
TAIL = re.compile(r"[\W\d_]{1,6}$")
#: Common words that are no password by themselves here, being too short, and so not in the list.
TOO_SHORT = ("changeme", "default", "kittens", "passw0rd", "qwertz")

#: Above what OWASP asks for, and little enough for eight sign-ins at once on a small server.
NORMAL = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
#: For tests alone: they sign in thousands of times.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def check_password(password: str, *names: str) -> str:
    """``password`` if it will do, for somebody who is called ``names``."""
    reason = _reason_against(password, names)
    if reason:
        raise Refused(reason, field="password")
    return password


def _reason_against(password: str, names: tuple[str, ...]) -> str | None:
    folded = _composed(password).casefold()
    if len(folded) < SHORTEST:
        return f"Please use at least {SHORTEST} characters. A short sentence works well."
    if len(password) > LONGEST:
        return f"Please use at most {LONGEST} characters."
    if len(set(folded) - {" "}) < 2:
        return "Please use more than one character over and over. A short sentence works well."
    if any(_composed(name).casefold() in folded for name in names if len(name) >= SHORTEST_NAME):
        return "Please choose one without your name or address in it: others try that first."
    if folded in common_passwords() or TAIL.sub("", folded) in common_beginnings():
        return "Many people use this one, so others try it first. Please choose another."
    return None


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(_composed(password))


def is_password(kept: str | None, password: str) -> bool:
    """Whether this is the password of ``kept``; takes as long when nothing is kept."""
    try:
        matches = _hasher().verify(kept or _hash_of_nobody(), _composed(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return matches and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(kept)


@cache
def common_passwords() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))


@cache
def common_beginnings() -> frozenset[str]:
    """What stands before the digits and signs that people hang on to a common password."""
    return frozenset(re.sub(r"[\W\d_]+$", "", line) for line in common_passwords()).union(TOO_SHORT) - {""}


def _hasher() -> PasswordHasher:
    return CHEAP if current_app.extensions["settings"].argon2_profile == "cheap" else NORMAL


def _hash_of_nobody() -> str:
    return _hash_by(_hasher())


@cache
def _hash_by(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")


def _composed(password: str) -> str:
    """Keyboards spell one letter in several ways; a password is the same on each of them."""
    return unicodedata.normalize("NFKC", password)
