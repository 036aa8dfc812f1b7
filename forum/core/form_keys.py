"""Whose form is it: the key that every form of a session carries, signed, names its member."""

from __future__ import annotations

from flask import current_app, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

from forum.core.tokens import new_token

#: Where Flask-WTF keeps the key of a session, and how it signs it for the forms.
NAME, SALT = "csrf_token", "wtf-csrf-token"


def begin_form_key(member_id: int) -> None:
    """From now on, the forms that this browser is given are this member's."""
    session[NAME] = f"{member_id}.{new_token()}"


def owner_of_form() -> int | None:
    """The member to whom the form that was sent had been given, also when their session has ended."""
    signer = URLSafeTimedSerializer(current_app.secret_key or "", salt=SALT)
    try:
        key = str(signer.loads(request.form.get(NAME, "")))
    except BadData:
        return None
    number = key.partition(".")[0]
    return int(number) if "." in key and number.isdigit() else None
