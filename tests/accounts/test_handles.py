"""Handles, and the ones that archive authors are given."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.handles import IDEAS, check_handle, handle_from_name, handle_key, idea_for_a_handle
from forum.core.errors import Refused


@pytest.mark.parametrize("handle", ["jo", "Río_7", "李雷", "ليلى", "सीता", "o.k-2", "Ζωή", "a" * 30, "2nd"])
def test_letters_of_any_script_make_a_handle(handle: str) -> None:
    assert check_handle(f" @{handle} ") == handle


@pytest.mark.parametrize(
    "handle",
    [
        "",
        "a",
        "a b",
        ".ab",
        "ab.",
        "ab-",
        "-ab",
        "a/b",
        "a@b",
        "a\u200db",
        "<b>",
        "éa\u202e",
        "kith",
        "M.O.D",
        "ﬃ" * 11,
        *("juniper\ufe0f", "juni\u034fper", "juniper\u180b", "juni\u17b4per", "\u3164\u3164", "\u2800\u2800"),
        *("juniper\u02bc", "a" + "\u0323\u0331\u0332\u0330", "jo" + "\u0316" * 28),
        *("ju\u0578iper", "j\u05e1", "jo\u0665", "quiet\u30fcheron", "\u13abuni", "p\u0430ul"),
        *("adm1n", "ADM\u0131N", "rnoderator", "\u0455taff"),
    ],
)
def test_these_make_none(handle: str) -> None:
    with pytest.raises(Refused) as refused:
        check_handle(handle)
    assert refused.value.field == "handle"


def test_two_spellings_of_one_handle_have_one_key() -> None:
    assert handle_key("Straße") == handle_key("STRASSE")
    assert handle_key("Ｒｉｏ") == handle_key("rio")
    assert handle_key("re\u0301") == handle_key("RÉ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("juniper", "jun\u0131per"), ("juniper", "\u1d0auniper"), ("modern", "modem")),
        *(
            ("coco", "\u0441\u043e\u0441\u043e"),
            ("rose10", "roselo"),
            ("vvren", "wren"),
            ("nov", "\u03b7\u03bf\u03bd"),
        ),
    ],
)
def test_handles_that_look_alike_have_one_key(one: str, other: str) -> None:
    assert handle_key(one) == handle_key(other)


@pytest.mark.parametrize(("one", "other"), [("rio", "río"), ("ian", "lan"), ("ole", "øle"), ("jo-1", "jo1")])
def test_handles_that_can_be_told_apart_have_two(one: str, other: str) -> None:
    assert handle_key(one) != handle_key(other)


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Jane Doe", "jane-doe"),
        ("  Dr. O'Neill, M.D. ", "dr-o-neill-m-d"),
        ("李雷", "李雷"),
        ("Ольга", "ольга"),
        ("", "someone"),
        ("☺", "someone"),
        ("x", "someone"),
        ("Admin", "admin-2"),
        ("n" * 50, "n" * 30),
    ],
)
def test_archive_authors_are_called_after_their_name(name: str, handle: str) -> None:
    assert handle_from_name(name, lambda _: False) == handle


def test_a_name_that_is_taken_gets_a_number() -> None:
    taken = {"jane-doe", "jane-doe-2", "n" * 30}
    assert handle_from_name("Jane Doe", taken.__contains__) == "jane-doe-3"
    assert handle_from_name("n" * 40, taken.__contains__) == "n" * 28 + "-2"


@given(st.text(max_size=60), st.sets(st.text(max_size=4)))
def test_any_name_gives_a_handle_that_fits(name: str, taken: set[str]) -> None:
    handle = handle_from_name(name, taken.__contains__)
    assert handle not in taken
    assert 2 <= len(handle) <= 30
    assert len(handle_key(handle)) <= 60


def test_the_key_of_the_longest_handle_fits_its_column() -> None:
    """Folding case makes some letters two; were one ever to become three, the column would be too short."""
    letters = map(chr, range(sys.maxunicode + 1))
    assert max(len(handle_key(unicodedata.normalize("NFKC", letter)[:1])) for letter in letters) == 2


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_handle_or_refused(typed: str) -> None:
    try:
        handle = check_handle(typed)
    except Refused:
        return
    assert check_handle(handle) == handle
    assert len(handle_key(handle)) <= 60


def test_every_idea_is_a_name_that_can_be_taken() -> None:
    firsts, seconds = IDEAS
    assert len({*firsts}) == len(firsts) >= 16 and len({*seconds}) == len(seconds) >= 16
    for first in firsts:
        for second in seconds:
            assert check_handle(f"{first}-{second}") == f"{first}-{second}"
    assert len({idea_for_a_handle() for _ in range(60)}) > 20
