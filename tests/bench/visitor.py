"""Somebody with a browser: signs in, fetches pages, posts replies, all over one connection."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = ""

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> tuple[int, bytes]:
        self.connection.close()  # One that was idle for long is gone at the other end; this begins anew.
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> int:
        status, _ = self._ask("POST", path, urlencode(fields | {"csrf_token": self.token}))
        return status

    def sign_in(self, email: str, password: str) -> None:
        self.get("/sign-in")
        status = self.post("/sign-in", {"email": email, "password": password})
        if status != 303:
            raise SystemExit(f"{email} could not sign in: {status}")
        self.get("/settings")

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = TOKEN.search(content.decode(errors="replace"))
        self.token = found.group(1) if found else self.token
        return answer.status, content
