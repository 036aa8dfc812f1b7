"""Countries and languages as people type them."""

from __future__ import annotations

import pytest

from forum.library.places import COUNTRIES, LANGUAGES, codes_typed, names_of


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", []),
        ("Germany", ["DE"]),
        ("germany, AUSTRIA; ch\nfr", ["DE", "AT", "CH", "FR"]),
        ("UK, United Kingdom, gb", ["GB"]),
        ("cote d'ivoire, Côte d’Ivoire", ["CI"]),
        ("USA, , ", ["US"]),
    ],
)
def test_countries(typed: str, codes: list[str]) -> None:
    assert codes_typed(typed, COUNTRIES) == (codes, [])


def test_what_is_not_understood_is_named() -> None:
    assert codes_typed("Narnia, ie, X", COUNTRIES) == (["IE"], ["Narnia", "X"])


@pytest.mark.parametrize("names", [COUNTRIES, LANGUAGES])
def test_every_name_and_every_code_leads_back(names: dict[str, str]) -> None:
    assert len(names) > 100
    for code, name in names.items():
        assert codes_typed(name, names) == ([code], []) and codes_typed(code, names) == ([code], [])
    assert codes_typed(names_of(names, names), names) == (list(names), [])
