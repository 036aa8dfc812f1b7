"""Whom a member chose can do exactly what was chosen, by a link in our mail, and in time it can be undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.moderation import legacy
from forum.moderation.legacy import LINK_LASTS, TAKE_DOWN_AFTER
from forum.moderation.memorials import LegacyContact
from tests.boards.scene import Scene
from tests.cast import Browser, Cast
from tests.moderation.test_memorials import MEMORY, confirm, item_of, tell

SETTINGS = "/settings/legacy"
NIECE = {"name": "Niece", "email": "niece@example.org"}
Mails = Callable[[], list[OutgoingMail]]


def choose(who: Browser, *may: str, **given: str) -> int:
    return who.post(SETTINGS, {**NIECE, "may": list(may)} | given, page=SETTINGS).status_code


@pytest.fixture
def rosalind(cast: Cast) -> Browser:
    return cast.member("rosalind", name="Rosalind")


@pytest.fixture
def thread(scene: Scene, rosalind: Browser, patient: Browser) -> int:
    """A thread of hers, answered by somebody; and what she wrote elsewhere."""
    scene.board("talk")
    own = scene.thread("talk", rosalind.member_id, "The blue chair", "It creaks.")
    scene.reply(own, patient.member_id, "Oil it.")
    other = scene.thread("talk", patient.member_id, "My liver scan", "I wait.")
    scene.reply(other, rosalind.member_id, "I wait with you.")
    return own


@pytest.fixture
def die(
    scene: Scene, thread: int, patient: Browser, moderator: Browser, second: Browser, mails: Mails
) -> Callable[[], str]:
    """Rosalind dies: where the mail leads, if one was sent."""

    def die() -> str:
        tell(patient)
        item = item_of(scene)
        assert [confirm(moderator, item), confirm(second, item)] == [303, 303]
        return link(mails)

    return die


def link(mails: Mails) -> str:
    texts = [mail.text for mail in mails() if mail.to_address == NIECE["email"]]
    return "/legacy/" + texts[-1].split("/legacy/")[1].split()[0] if texts else ""


def states(scene: Scene, rosalind: Browser) -> set[str]:
    return set(scene.values(Post.state, Post.author_id == rosalind.member_id))


def test_somebody_is_chosen_changed_and_forgotten(scene: Scene, rosalind: Browser, mails: Mails) -> None:
    assert choose(rosalind) == 422
    bad = rosalind.post(SETTINGS, {"name": "Niece", "email": "niece", "may": "export"})
    assert bad.status_code == 422 and 'value="niece"' in bad.text and 'value="Niece"' in bad.text
    assert choose(rosalind, "keep", email="rosalind@example.org") == choose(rosalind, "fly") == 422
    assert choose(rosalind, "keep", name=" ") == 422
    assert scene.count(LegacyContact) == 0
    assert choose(rosalind, "export", "take-down", "fly") == 303
    assert scene.values(LegacyContact.may) == ["export,take-down"]
    assert choose(rosalind, "keep") == 303
    assert scene.values(LegacyContact.may) == ["keep"] and mails() == []
    assert rosalind.post(f"{SETTINGS}/delete").status_code == 303
    assert scene.count(LegacyContact) == 0 and NIECE["email"] not in rosalind.get(SETTINGS).text


def test_without_a_choice_nobody_is_written_to(die: Callable[[], str], mails: Mails) -> None:
    assert die() == ""


@pytest.mark.parametrize("may", ["keep", "export", "take-down"])
def test_exactly_what_was_chosen_is_there(
    scene: Scene, rosalind: Browser, die: Callable[[], str], stranger: Browser, may: str
) -> None:
    choose(rosalind, may)
    page = die()
    shown = stranger.get(page)
    assert shown.status_code == 200 and "What <bdi>Rosalind</bdi> left in your hands" in shown.text
    acts = {"keep": 303, "export": 200, "take-down": 303, "take-down/delete": 303}
    for act, answer in acts.items():
        is_theirs = act.partition("/")[0] == may
        assert (f'action="{page}/{act}"' in shown.text) == (is_theirs and "/" not in act), act
        assert stranger.post(f"{page}/{act}").status_code == (answer if is_theirs else 404), act
    assert states(scene, rosalind) == {"live"}


def test_looking_changes_nothing_and_a_changed_address_leads_nowhere(
    scene: Scene, rosalind: Browser, die: Callable[[], str], stranger: Browser
) -> None:
    choose(rosalind, "keep", "export", "take-down")
    page = die()
    lines = scene.count(Decision)
    for _ in range(3):
        assert stranger.get(page).status_code == 200
    assert scene.count(Decision) == lines
    for wrong in (page[:-1], page + "a", "/legacy/nope", "/legacy/W10.x"):
        assert stranger.get(wrong).status_code == stranger.post(f"{wrong}/keep").status_code == 404
    assert stranger.send_without_token(f"{page}/keep").status_code == 400


def test_the_link_ends(rosalind: Browser, die: Callable[[], str], stranger: Browser) -> None:
    choose(rosalind, "take-down")
    page = die()
    with time_machine.travel(now() + LINK_LASTS - timedelta(hours=1)):
        assert stranger.get(page).status_code == 200
    with time_machine.travel(now() + LINK_LASTS + timedelta(hours=1)):
        assert stranger.get(page).status_code == 404


def test_a_copy_holds_their_words_and_nobody_elses(
    scene: Scene, rosalind: Browser, die: Callable[[], str], stranger: Browser
) -> None:
    choose(rosalind, "export")
    page = die()
    stranger.get(page)
    answer = stranger.post(f"{page}/export")
    copied = json.loads(answer.text)
    assert copied["name"] == "Rosalind"
    assert [each["words"] for each in copied["posts"]] == ["It creaks.", "I wait with you."]
    assert copied["posts"][0]["thread"] == "The blue chair"
    assert "liver" not in answer.text and "Oil it" not in answer.text
    assert "rosalind.json" in answer.headers["Content-Disposition"]
    assert scene.count(Decision, Decision.action == "legacy export") == 1


def test_keeping_is_thanked_for_and_nothing_else(
    scene: Scene, rosalind: Browser, die: Callable[[], str], stranger: Browser
) -> None:
    choose(rosalind, "keep", "take-down")
    page = die()
    stranger.get(page)
    stranger.post(f"{page}/take-down")
    assert stranger.post(f"{page}/keep").status_code == stranger.post(f"{page}/keep").status_code == 303
    assert "Thank you." in stranger.get(page).text
    assert scene.values(LegacyContact.takes_down_at) == [None]
    assert scene.count(Decision, Decision.action == "legacy keep") == 1
    with time_machine.travel(now() + TAKE_DOWN_AFTER * 2):
        assert scene.do(legacy.sweep_take_downs) == 0
    assert states(scene, rosalind) == {"live"}


def test_words_are_taken_down_after_a_week_and_places_stay(
    scene: Scene, rosalind: Browser, thread: int, die: Callable[[], str], stranger: Browser, patient: Browser
) -> None:
    choose(rosalind, "take-down")
    page = die()
    stranger.get(page)
    assert stranger.post(f"{page}/take-down").status_code == 303
    assert stranger.post(f"{page}/take-down").status_code == 303
    assert scene.do(legacy.sweep_take_downs) == 0
    assert "will be taken down on" in stranger.get(page).text
    with time_machine.travel(now() + TAKE_DOWN_AFTER + timedelta(minutes=1)):
        assert scene.do(legacy.sweep_take_downs) == 2
        assert scene.do(legacy.sweep_take_downs) == 0
    assert states(scene, rosalind) == {"deleted"}
    assert scene.values(Post.source, Post.author_id == rosalind.member_id) == ["", ""]
    assert scene.values(Thread.state, Thread.id == thread) == ["live"]
    assert "Oil it." in patient.get(f"/threads/{thread}").text
    assert scene.all_counts_are_right()
    assert "were taken down on" in stranger.get(page).text
    assert stranger.post(f"{page}/take-down/delete").status_code == 422
    lines = scene.values(Decision.action, Decision.action.in_(("ask take-down", "take down")))
    assert lines == ["ask take-down", "take down"]


def test_within_the_week_they_can_think_better_of_it(
    scene: Scene, rosalind: Browser, die: Callable[[], str], stranger: Browser
) -> None:
    choose(rosalind, "take-down")
    page = die()
    stranger.get(page)
    stranger.post(f"{page}/take-down")
    assert stranger.post(f"{page}/take-down/delete").status_code == 303
    with time_machine.travel(now() + TAKE_DOWN_AFTER * 2):
        assert scene.do(legacy.sweep_take_downs) == 0
    assert states(scene, rosalind) == {"live"}


def test_a_mistake_undoes_it_and_ends_the_link(
    scene: Scene,
    rosalind: Browser,
    die: Callable[[], str],
    stranger: Browser,
    moderator: Browser,
    mails: Mails,
) -> None:
    choose(rosalind, "take-down", "keep")
    page = die()
    stranger.get(page)
    stranger.post(f"{page}/take-down")
    assert "will be taken down on" in moderator.get(MEMORY).text
    moderator.post(f"{MEMORY}/delete", {"reason": "Another Rosalind."})
    assert stranger.get(page).status_code == 404
    with time_machine.travel(now() + TAKE_DOWN_AFTER * 2):
        assert scene.do(legacy.sweep_take_downs) == 0
    assert states(scene, rosalind) == {"live"}
    assert "That was a mistake" in [mail.text for mail in mails() if mail.to_address == NIECE["email"]][-1]
    assert scene.values(LegacyContact.may) == ["keep,take-down"]


def test_a_moderator_can_write_to_them_again_but_not_for_ever(
    rosalind: Browser, die: Callable[[], str], stranger: Browser, moderator: Browser, mails: Mails
) -> None:
    choose(rosalind, "keep")
    die()
    answers = [moderator.post(f"{MEMORY}/letter", page=MEMORY).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 422]
    assert stranger.get(link(mails)).status_code == 200


def test_after_the_week_a_mistake_cannot_bring_words_back_and_that_is_said(
    scene: Scene, rosalind: Browser, die: Callable[[], str], stranger: Browser, cast: Cast, mails: Mails
) -> None:
    choose(rosalind, "take-down")
    page = die()
    stranger.get(page)
    stranger.post(f"{page}/take-down")
    with time_machine.travel(now() + TAKE_DOWN_AFTER + timedelta(hours=1)):
        scene.do(legacy.sweep_take_downs)
        moderator = cast.member("third", standing="moderator")
        moderator.post(f"{MEMORY}/delete", {"reason": "Another Rosalind."}, page=MEMORY)
    told = [mail.text for mail in mails() if mail.to_address == "rosalind@example.org"]
    assert "Those words are gone" in told[-1]
