"""Somebody at a real browser's end of the wire: a connection, cookies and the token of a form."""

from __future__ import annotations

import re
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from tests.cast import TOKEN, Person

ONCE = re.compile(r'name="once" value="([^"]+)"')


class Gone(Exception):
    """The server went away before it answered."""


class Staying(HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_given: object) -> None:
        return None


class Visitor:
    """Reads pages and sends forms; an answer is its status and its words."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), Staying())

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(Request(self.address + path))

    def send(self, page: str, path: str, form: dict[str, str]) -> int:
        """Send the form that stands on a page."""
        _, words = self.get(page)
        token, once = TOKEN.search(words), ONCE.search(words)
        hidden = {"csrf_token": token[1] if token else "", "once": once[1] if once else ""}
        return self._ask(Request(self.address + path, urlencode(hidden | form).encode()))[0]

    def sign_in(self, person: Person) -> None:
        form = {"email": person.email, "password": person.password}
        assert self.send("/sign-in", "/sign-in", form) == 303

    def _ask(self, request: Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()
        except (OSError, HTTPException) as error:
            raise Gone from error
