"""Ways in that are closed for a time, and that nothing on the pages tells who is here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from forum.accounts.closed_ways import ClosedWay
from forum.accounts.models import Joining, Member
from forum.core.clock import now
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from tests.accounts.test_join import form
from tests.boards.scene import Scene
from tests.cast import TOKEN, Browser, Cast

PAGE = "/moderation/blocks"
Mails = Callable[[], list[OutgoingMail]]


def close(moderator: Browser, kind: str, value: str, **given: str) -> int:
    typed = {"kind": kind, "value": value, "reason": "Fifty accounts in a night.", "length": "7d", **given}
    return moderator.post(PAGE, typed, page=PAGE).status_code


def join(browser: Browser, email: str, handle: str = "river") -> tuple[int, str]:
    answer = browser.post("/join", form(email=email, handle=handle), page="/join")
    if answer.status_code == 303:
        return 303, TOKEN.sub("", browser.follow(answer).text)
    return answer.status_code, answer.text


@pytest.mark.parametrize("typed", ["spam.example", "@Spam.Example", "someone@spam.example"])
def test_a_provider_is_told_plainly_with_all_below_it(
    scene: Scene, moderator: Browser, stranger: Browser, mails: Mails, cast: Cast, typed: str
) -> None:
    cast.person("known", email="known@spam.example")
    assert close(moderator, "domain", typed) == 303
    for email in ("new@spam.example", "known@spam.example", "new@mail.spam.example"):
        status, page = join(stranger, email)
        assert status == 422 and "This mail provider cannot be used here" in page
    assert join(stranger, "new@notspam.example")[0] == 303
    assert [mail.to_address for mail in mails()] == ["new@notspam.example"]


def test_who_is_here_already_stays(moderator: Browser, cast: Cast) -> None:
    known = cast.person("known", email="known@spam.example")
    close(moderator, "domain", "spam.example")
    assert cast.stranger().sign_in(known).status_code == 303


def test_from_a_closed_network_the_page_says_what_it_says_to_everybody(
    scene: Scene, moderator: Browser, cast: Cast, mails: Mails
) -> None:
    cast.person("known", email="known@example.org")
    assert close(moderator, "network", "198.51.100.7/24") == 303
    inside = [join(cast.stranger(network="198.51.100.9"), email, f"n-{at}") for at, email in
              enumerate(("new@example.org", "known@example.org"))]  # fmt: skip
    outside = join(cast.stranger(network="203.0.113.9"), "other@example.org", "out")
    assert inside[0] == inside[1] == outside
    stopped, known, welcome = (mail.text for mail in mails())
    assert "another connection" in " ".join(stopped.split()) and "/confirm/" not in stopped
    assert "already" in known and "another connection" not in " ".join(known.split())
    assert "/confirm/" in welcome
    assert scene.values(Joining.is_stopped, Joining.email == "new@example.org") == [True]
    again = join(cast.stranger(network="203.0.113.9"), "new@example.org", "n-0")
    assert again == outside and "/confirm/" in mails()[-1].text and "n-0" in mails()[-1].text


def test_a_network_of_either_kind(moderator: Browser, cast: Cast, mails: Mails) -> None:
    assert close(moderator, "network", "2001:db8:5::/48") == close(moderator, "network", "203.0.113.5") == 303
    for at, network in enumerate(("2001:db8:5::77", "::ffff:203.0.113.5", "203.0.113.6")):
        join(cast.stranger(network=network), f"p{at}@example.org", f"person-{at}")
    assert ["/confirm/" in mail.text for mail in mails()] == [False, False, True]


@pytest.mark.parametrize(
    ("kind", "value", "given"),
    [
        ("", "spam.example", {}),
        ("domain", "", {}),
        ("domain", "no domain", {}),
        ("network", "spam.example", {}),
        ("network", "10.0.0.0/8", {}),
        ("network", "0.0.0.0/0", {}),
        ("network", "2001::/16", {}),
        ("network", "127.0.0.1", {}),
        ("domain", "spam.example", {"reason": ""}),
        ("domain", "spam.example", {"reason": "a" * 1_001}),
        ("domain", "spam.example", {"length": "own", "until": "2020-01-01"}),
        ("domain", "spam.example", {"length": ""}),
        ("domain", "a." * 120 + "example", {}),
    ],
)
def test_bad_forms(scene: Scene, moderator: Browser, kind: str, value: str, given: dict[str, str]) -> None:
    assert close(moderator, kind, value, **given) == 422
    assert scene.count(ClosedWay) == 0


def test_it_ends_by_itself_and_can_be_opened_before(
    scene: Scene, moderator: Browser, stranger: Browser
) -> None:
    close(moderator, "domain", "spam.example")
    assert close(moderator, "domain", "spam.example") == 422
    assert "Fifty accounts in a night." in moderator.get(PAGE).text
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        assert join(stranger, "new@spam.example")[0] == 303
    way = scene.values(ClosedWay.id)[0]
    assert moderator.post(f"{PAGE}/{way}/delete").status_code == 303
    assert moderator.post(f"{PAGE}/{way}/delete").status_code == 303
    assert join(stranger, "more@spam.example", "brook")[0] == 303
    assert scene.values(Decision.action) == ["close way in", "open way in"]


def test_a_link_sent_before_does_not_lead_in(
    scene: Scene, moderator: Browser, stranger: Browser, mails: Mails
) -> None:
    join(stranger, "new@spam.example")
    path = "/confirm/" + mails()[-1].text.partition("/confirm/")[2].split()[0]
    close(moderator, "domain", "spam.example")
    answer = stranger.post(path, {"handle": "river"}, page=path)
    assert answer.status_code == 422 and "cannot be used here" in answer.text
    assert scene.values(Member.id, Member.email == "new@spam.example") == []
