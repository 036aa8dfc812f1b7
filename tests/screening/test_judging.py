"""The judgement of a post: pure values in, what becomes of it and why out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening.allowances import HALF_KNOWN, KNOWN, NEW, allowance_of
from forum.screening.history import History, Text
from forum.screening.judging import judge
from forum.screening.watched import Watched

NEWCOMER = History(timedelta(minutes=5), is_first=True)
SECOND = replace(NEWCOMER, is_first=False)
OLD = History(timedelta(days=400), read=300)
SLOWLY = Text("Hello, I am new and afraid.", seconds=90)
WATCHED = (
    Watched("kill myself", "worry"),
    Watched("miracle", "hold"),
    Watched("kernels", "report"),
    Watched("powder shop", "block", message="This shop is not welcome."),
    Watched("the c word", "replace", message="cancer"),
)


def becomes(history: History, text: Text | str, **more: object) -> tuple[str, str]:
    text = replace(SLOWLY, body=text, **more) if isinstance(text, str) else text
    verdict = judge(history, text, WATCHED)
    return verdict.outcome, verdict.kind


def test_a_frightened_newcomer_does_not_wait() -> None:
    assert becomes(NEWCOMER, SLOWLY) == ("publish", "first")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("See https://cures.example.org", "links to"),
        ("See best-pills.shop for it", "links to"),
        ("Write to me at jane@example.org", "e-mail"),
        ("Ring +49 171 1234567", "phone number"),
        ("Buy now, free shipping", "as sellers do"),
    ],
)
def test_a_risky_first_post_is_held_with_a_reason(text: str, why: str) -> None:
    for history in (NEWCOMER, replace(OLD, is_first=True)):
        verdict = judge(history, replace(SLOWLY, body=text))
        assert (verdict.outcome, verdict.kind) == ("hold", "first") and why in verdict.why
    assert becomes(SECOND, text) == ("hold", "held")
    assert becomes(replace(SECOND, is_met=True), text) == ("publish", "")
    assert becomes(OLD, text) == ("publish", "")


def test_links_within_the_forum_lead_nowhere_else() -> None:
    text = "See https://forum.example.org/articles/soup"
    assert becomes(NEWCOMER, text, own_site="https://forum.example.org") == ("publish", "first")


@pytest.mark.parametrize(
    ("seconds", "outcome"), [(0.5, "hold"), (2.9, "hold"), (3.0, "publish"), (None, "publish")]
)
def test_what_nobody_can_have_typed_is_held(seconds: float | None, outcome: str) -> None:
    assert judge(NEWCOMER, replace(SLOWLY, seconds=seconds)).outcome == outcome
    assert judge(OLD, replace(SLOWLY, seconds=seconds)).outcome == "publish"


def test_a_blocked_place_and_a_moderators_decision_hold() -> None:
    assert becomes(replace(NEWCOMER, mail_is_blocked=True), SLOWLY) == ("hold", "first")
    for helps in (False, True):
        assert becomes(replace(OLD, is_held=True, helps=helps), SLOWLY) == ("hold", "held")


def test_watched_words_do_what_the_group_wants() -> None:
    assert becomes(OLD, "I want to kill myself, buy miracle") == ("hold", "worry")
    assert becomes(OLD, "A miracle of kernels") == ("hold", "held")
    assert becomes(OLD, "Apricot kernels") == ("publish", "report")
    refused = judge(OLD, Text("The powder shop"), WATCHED)
    assert (refused.outcome, refused.refusal) == ("refuse", "This shop is not welcome.")
    new = judge(OLD, Text("I have the C word.", "The c word"), WATCHED)
    assert (new.outcome, new.body, new.title) == ("publish", "I have cancer.", "cancer")


def test_moderators_are_let_through_but_not_past_the_groups_list() -> None:
    helper = History(timedelta(0), helps=True, is_first=True)
    assert becomes(
        helper, "https://a.example.org https://b.example.org https://c.example.org", seconds=0
    ) == (
        "publish",
        "",
    )
    assert becomes(helper, "I will kill myself") == ("hold", "worry")


def test_quoting_somebody_is_no_reason_to_worry() -> None:
    assert becomes(OLD, "> I want to kill myself\n\nPlease ring me.") == ("publish", "")
    assert becomes(OLD, "> miracle") == ("hold", "held")


def test_the_same_long_words_in_another_place_are_held() -> None:
    repeating = replace(OLD, repeats=True)
    assert becomes(repeating, "Thank you!") == ("publish", "")
    assert becomes(repeating, "Please read what I found out about this powder.") == ("hold", "held")


def test_an_edit_cannot_slip_past() -> None:
    earlier = {"is_edit": True, "earlier": "See https://a.example.org, a miracle."}
    assert becomes(SECOND, "See https://a.example.org!", **earlier) == ("publish", "")
    assert becomes(SECOND, "See https://b.example.org!", **earlier) == ("refuse", "")
    assert becomes(SECOND, "See https://a.example.org or bad.example.com", **earlier) == ("refuse", "")
    assert becomes(SECOND, "See https://b.example.org!", waits=True, **earlier) == ("hold", "held")
    assert becomes(OLD, "See https://b.example.org!", **earlier) == ("publish", "")
    assert becomes(OLD, "No miracle", **earlier) == ("publish", "")
    assert becomes(OLD, "A miracle", is_edit=True) == ("refuse", "")
    # Whoever says this must not hear "no".
    assert becomes(OLD, "I will kill myself", is_edit=True) == ("publish", "worry")


def test_a_spam_service_is_heard() -> None:
    verdict = judge(OLD, replace(SLOWLY, spam="the spam filter gives it 20 points"))
    assert verdict.outcome == "hold" and "20 points" in verdict.why


def test_allowances_grow_with_time_and_reading() -> None:
    day = timedelta(days=1)
    assert allowance_of(History(timedelta(0))) == NEW
    assert allowance_of(History(day)) == allowance_of(History(timedelta(0), read=30)) == HALF_KNOWN
    assert allowance_of(History(day, read=30)) == allowance_of(History(14 * day)) == KNOWN
    assert allowance_of(History(timedelta(0), helps=True)) == KNOWN


@pytest.mark.parametrize(
    ("history", "text", "words"),
    [
        (SECOND, replace(SLOWLY, links=3), "at most 2 links; yours has 3"),
        (SECOND, replace(SLOWLY, files=2), "at most 1 picture or file"),
        (SECOND, replace(SLOWLY, mentions=3), "at most 2 members"),
        (
            replace(SECOND, posts_today=3, threads_today=3),
            replace(SLOWLY, starts_thread=True),
            "3 threads a day",
        ),
        (replace(SECOND, posts_today=12, threads_today=2), SLOWLY, "10 replies a day"),
        (replace(SECOND, since_post=29.2), SLOWLY, "in 1 second."),
        (replace(SECOND, since_post=1.0), SLOWLY, "in 29 seconds."),
        (History(timedelta(days=2), since_post=1), SLOWLY, "in 4 seconds."),
        (History(timedelta(days=2), since_thread=5), replace(SLOWLY, starts_thread=True), "in 10 seconds."),
        (replace(OLD, posts_this_minute=12), SLOWLY, "a lot within one minute"),
        (replace(OLD, threads_this_minute=4), replace(SLOWLY, starts_thread=True), "a lot within one minute"),
    ],
)
def test_too_much_or_too_soon_is_said_kindly(history: History, text: Text, words: str) -> None:
    verdict = judge(history, text)
    assert verdict.outcome == "refuse" and words in verdict.refusal
    assert judge(replace(history, helps=True), text).outcome == "publish"


HISTORIES = st.builds(
    History,
    st.timedeltas(timedelta(0), timedelta(days=900)),
    read=st.integers(0, 500),
    helps=st.booleans(),
    is_first=st.booleans(),
    is_met=st.booleans(),
    posts_today=st.integers(0, 50),
    posts_this_minute=st.integers(0, 20),
    since_post=st.none() | st.floats(0, 100),
    repeats=st.booleans(),
    is_held=st.booleans(),
    mail_is_blocked=st.booleans(),
)


@given(HISTORIES, st.text(max_size=200), st.none() | st.floats(0, 100), st.booleans())
def test_every_judgement_has_its_reason(
    history: History, body: str, seconds: float | None, edit: bool
) -> None:
    verdict = judge(history, Text(body, seconds=seconds, is_edit=edit), WATCHED)
    assert verdict.outcome in ("publish", "hold", "refuse")
    assert bool(verdict.refusal) == (verdict.outcome == "refuse")
    assert (verdict.outcome != "hold") or (verdict.why and verdict.kind)
    assert verdict.outcome == "refuse" or "c word" in body.lower() or verdict.body == body
