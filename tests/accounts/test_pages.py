"""What anybody may read about this place."""

from __future__ import annotations

import pytest

from tests.cast import Browser


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("path", "words"),
    [("/about", "What is said here stays here."), ("/help", "116 123"), ("/privacy", "How long")],
)
def test_strangers_may_read_it_and_search_engines_may_list_it(
    stranger: Browser, path: str, words: str
) -> None:
    response = stranger.get(path)
    assert response.status_code == 200
    assert words in response.text
    assert "X-Robots-Tag" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in response.headers
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("path", ["/join", "/sign-in", "/password/forgot", "/confirm/x", "/password/reset/x"])
def test_pages_with_a_form_or_a_secret_are_listed_and_kept_nowhere(stranger: Browser, path: str) -> None:
    response = stranger.get(path)
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    if response.status_code == 200:
        assert response.headers["Cache-Control"] == "private, no-store"


def test_everything_else_is_for_members(stranger: Browser) -> None:
    for path in ("", "/profile", "/security", "/privacy", "/reading", "/email/confirm/x"):
        assert stranger.get(f"/settings{path}").headers["Location"].startswith("/sign-in?next=")
