"""The people of the tests, and the browsers they sit at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from forum.accounts.handles import handle_key
from forum.accounts.models import Member
from forum.accounts.passwords import hash_password
from forum.core.clock import now
from forum.core.db import db

PASSWORD = "a quiet walk by the lake"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Person:
    """Somebody of the cast: plain values, good outside any session."""

    id: int
    handle: str
    email: str
    password: str = PASSWORD


class Browser:
    """A browser without scripts: it keeps cookies and sends the token of the form it saw last."""

    def __init__(
        self, app: Flask, *, network: str = "192.0.2.1", agent: str = "Mozilla Firefox Linux"
    ) -> None:
        self.app = app
        self.client = app.test_client()
        self.environ = {"REMOTE_ADDR": network, "HTTP_USER_AGENT": agent}
        self.token = ""
        self.person: Person | None = None

    @property
    def member_id(self) -> int:
        assert self.person is not None, "nobody is signed in here"
        return self.person.id

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._see(self.client.get(path, environ_base=self.environ, **options))

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, page: str = "", **options: Any
    ) -> TestResponse:
        """Send a form; ``page`` is where it stands, if this browser has seen no form yet."""
        if page or not self.token:
            self.get(page or ("/settings" if self.person else "/sign-in"))
        form = {"csrf_token": self.token, **(data or {})}
        return self._see(self.client.post(path, data=form, environ_base=self.environ, **options))

    def send_without_token(self, path: str, data: dict[str, Any] | None = None) -> TestResponse:
        return self.client.post(path, data=data or {}, environ_base=self.environ)

    def follow(self, response: TestResponse) -> TestResponse:
        """Go where a redirect leads."""
        assert response.status_code == 303, response.text
        return self.get(response.headers["Location"])

    def sign_in(self, person: Person, password: str | None = None, **fields: str) -> TestResponse:
        """Sign in by the form, as anybody does."""
        form = {"email": person.email, "password": password or person.password, **fields}
        response = self.post("/sign-in", form, page="/sign-in")
        if response.status_code == 303:
            self.person, self.token = person, ""
        return response

    def cookie(self, name: str) -> str:
        found = self.client.get_cookie(name)
        return found.value if found else ""

    def _see(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and (token := TOKEN.search(response.text)):
            self.token = token[1]
        return response


class Cast:
    """Makes people, and sits them at browsers."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def stranger(self, **options: Any) -> Browser:
        return Browser(self.app, **options)

    def person(self, handle: str, *, password: str = PASSWORD, **fields: Any) -> Person:
        """A member who is not signed in anywhere; ``fields`` are those of ``Member``."""
        email = fields.pop("email", f"{handle}@example.org")
        moment = now()
        joined = fields.pop("joined_at", moment - timedelta(days=365))
        with self.app.app_context():
            member = Member(
                handle=handle,
                handle_key=handle_key(handle),
                name=fields.pop("name", handle.capitalize()),
                email=email,
                password_hash=hash_password(password),
                joined_at=joined,
                claimed_at=fields.pop("claimed_at", joined),
                **fields,
            )
            db.session.add(member)
            db.session.commit()
            return Person(member.id, handle, email, password)

    def member(self, handle: str, **fields: Any) -> Browser:
        """A member, signed in at a browser of their own."""
        browser = Browser(self.app)
        assert browser.sign_in(self.person(handle, **fields)).status_code == 303
        return browser
