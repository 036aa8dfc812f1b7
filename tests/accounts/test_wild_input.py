"""Whatever is sent to a form, the forum keeps its calm: an answer, never an accident."""

from __future__ import annotations

import pytest

from tests.cast import PASSWORD, Browser

WILD = {
    "nul": "a\0b",
    "megabyte": "x" * 2**20,
    "script": "\"'><script>alert(1)</script>",
    "template": "{{ 7 * 7 }}{% raw %}",
    "turning": "\u202e\u2066\ufeff",
    "mixed": "é" * 300 + "\r\n\t🌊",
}
STRANGERS_FORMS = {
    "/join": {
        "handle": "rio",
        "email": "rio@example.org",
        "password": PASSWORD,
        "rules": "1",
        "health": "1",
        "roles": "x",
    },
    "/sign-in": {"email": "rio@example.org", "password": PASSWORD, "stay": "1", "next": "/"},
    "/password/forgot": {"email": "rio@example.org"},
}
MEMBERS_FORMS = {
    "/settings/profile": {"name": "Rio", "about": "", "timezone": "UTC", "roles": "family"},
    "/settings/security/password": {"current_password": PASSWORD, "password": "another quiet walk"},
    "/settings/security/email": {"email": "rio@example.org", "email_password": PASSWORD},
    "/display": {"theme": "dark", "size": "m", "next": "/"},
}


def cases(forms: dict[str, dict[str, str]]) -> list[tuple[str, dict[str, str]]]:
    return [
        (path, {**form, field: value})
        for path, form in forms.items()
        for field in form
        for value in WILD.values()
    ]


def names(forms: dict[str, dict[str, str]]) -> list[str]:
    return [f"{path} {field} {kind}" for path, form in forms.items() for field in form for kind in WILD]


@pytest.mark.parametrize(("path", "form"), cases(STRANGERS_FORMS), ids=names(STRANGERS_FORMS))
def test_strangers_forms(stranger: Browser, path: str, form: dict[str, str]) -> None:
    response = stranger.post(path, form, page=path)
    assert response.status_code in (303, 422)
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(("path", "form"), cases(MEMBERS_FORMS), ids=names(MEMBERS_FORMS))
def test_members_forms(patient: Browser, path: str, form: dict[str, str]) -> None:
    response = patient.post(path, form)
    assert response.status_code in (303, 422)
    assert "<script>alert" not in response.text
    assert "<script>alert" not in patient.get("/members/patient").text


@pytest.mark.parametrize("path", [*STRANGERS_FORMS, "/join/sent", "/confirm/x", "/password/reset/x"])
def test_without_a_token_a_strangers_form_is_not_taken(stranger: Browser, path: str) -> None:
    assert stranger.send_without_token(path, {"email": "rio@example.org"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        *("/sign-out", "/settings/profile", "/settings/security/password", "/settings/security/email"),
        *("/settings/privacy/health", "/settings/privacy/health/delete", "/settings/email/confirm/x"),
        *("/settings/sessions/1/delete", "/settings/sessions/delete"),
    ],
)
def test_without_a_token_a_members_form_is_not_taken(patient: Browser, path: str) -> None:
    assert patient.send_without_token(path).status_code == 400


@pytest.mark.parametrize("path", ["/confirm/", "/password/reset/", "/members/", "/settings/email/confirm/"])
@pytest.mark.parametrize("rest", ["%00", "%FF%FE", "x" * 4000, "..%2f..", "'; drop table members--"])
def test_wild_addresses(patient: Browser, path: str, rest: str) -> None:
    assert patient.get(path + rest).status_code == 404
