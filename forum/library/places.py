"""Countries and languages: their codes, their names, and both as people type them. Pure."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

_PARTS = re.compile(r"[,;\n]+")


def _countries() -> dict[str, str]:
    """ISO 3166 codes with short names, as the time zone data that we depend on anyway brings them."""
    lines = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text("utf-8").splitlines()
    names = dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return names | {"GB": "United Kingdom"}


def _languages() -> dict[str, str]:
    """ISO 639 codes with English names; ``languages.tsv`` stands beside this file."""
    with Path(__file__).with_name("languages.tsv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file, delimiter="\t")}


COUNTRIES = _countries()
LANGUAGES = _languages()

#: Other names that people use.
_ALSO = {
    "uk": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "usa": "US",
    "america": "US",
    "south korea": "KR",
    "north korea": "KP",
    "czechia": "CZ",
    "turkiye": "TR",
    "holland": "NL",
    "farsi": "fa",
    "gaelic": "gd",
    "tagalog": "fil",
    "bangla": "bn",
}


def codes_typed(typed: str, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Codes for what somebody typed as names or codes parted by commas, and what was not understood."""
    by_name = {_plain(words): code for code, words in names.items()}
    codes, unknown = [], []
    for part in filter(None, map(str.strip, _PARTS.split(typed))):
        code = _code(part, by_name, names)
        if code is None:
            unknown.append(part)
        elif code not in codes:
            codes.append(code)
    return codes, unknown


def _code(part: str, by_name: Mapping[str, str], names: Mapping[str, str]) -> str | None:
    plain = _plain(part)
    for code in (by_name.get(plain), _ALSO.get(plain), part.upper(), part.lower()):
        if code in names:
            return code
    return None


def names_of(codes: Iterable[str], names: Mapping[str, str]) -> str:
    """Codes as people read them: "Austria, Germany"."""
    return ", ".join(names.get(code, code) for code in codes)


def _plain(words: str) -> str:
    """Without case, accents, or what is neither letter nor digit."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return " ".join(re.sub(r"[^a-z0-9 ]", "", letters.replace("-", " ")).split())
