"""E-mail addresses, in the one spelling by which we know somebody again."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from forum.core.errors import Refused

LONGEST = 254


def check_email(typed: str) -> str:
    """An address as it is kept: one that could receive mail, in lower case."""
    try:
        found = validate_email(typed[: LONGEST + 2].strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Refused(
            "Please write a whole e-mail address, such as name@example.org.", field="email"
        ) from None
    return f"{found.local_part}@{found.ascii_domain}".lower()


def same_email(typed: str) -> str:
    """The same spelling for an address that need not be one: for looking somebody up."""
    try:
        return check_email(typed)
    except Refused:
        return typed.strip().lower()[:LONGEST]
