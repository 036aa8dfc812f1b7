"""Addresses that know what they are about, and that nobody else can make."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.mail_addresses import KINDS, LASTING, Expired, NotSealed, Sealed, read_address, sealed_address

KEY, TODAY = b"a key of thirty-two bytes or more", date(2026, 11, 25)
NUMBERS = st.integers(min_value=0, max_value=2**63 - 1)
SEALED = st.builds(Sealed, st.sampled_from(KINDS), NUMBERS, NUMBERS)


def local(sealed: Sealed, day: date = TODAY) -> str:
    return sealed_address(KEY, sealed, "kith.example.org", day).partition("@")[0]


@given(SEALED)
def test_it_says_what_it_was_made_for(sealed: Sealed) -> None:
    made = local(sealed)
    assert len(made) <= 64
    assert read_address(KEY, made, TODAY) == sealed
    assert read_address(KEY, made.upper(), TODAY + LASTING) == sealed


@given(SEALED, st.data())
def test_whoever_changes_it_has_nothing(sealed: Sealed, data: st.DataObject) -> None:
    made = local(sealed)
    at = data.draw(st.integers(0, len(made) - 1))
    sign = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz234567+-."))
    changed = made[:at] + sign + made[at + 1 :]
    if changed == made:
        return
    # The last sign of a seal has bits to spare: it may be written in several ways.
    if at == len(made) - 1 and sign.isalnum():
        return
    with pytest.raises(NotSealed):
        read_address(KEY, changed, TODAY)


def test_another_forum_can_not_read_it() -> None:
    with pytest.raises(NotSealed):
        read_address(b"another key", local(Sealed("reply", 7, 12)), TODAY)


def test_it_is_taken_for_90_days() -> None:
    sealed = Sealed("reply", 7, 12)
    with pytest.raises(Expired) as told:
        read_address(KEY, local(sealed), TODAY + LASTING + timedelta(days=1))
    assert told.value.sealed == sealed


@given(st.text(max_size=80))
def test_anything_else_is_none_of_ours(words: str) -> None:
    with pytest.raises(NotSealed):
        read_address(KEY, words, TODAY)
