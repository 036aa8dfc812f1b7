"""What tells a stranger who somebody is: phone and hospital numbers, mail addresses, full names.

Found are those that people write, and nothing that only looks like them: an author who is asked about a date
or a tumour marker learns to press "yes" without reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from forum.screening.names import full_names

#: What each kind is called when its author is asked about it.
KINDS = {
    "phone": "a phone number",
    "number": "a hospital or insurance number",
    "mail": "an e-mail address",
    "name": "somebody's full name",
}

#: Lines that anybody may call, as they stand on the help page: nobody's own number.
HELP_LINES = frozenset(
    {"116123", "988", "131114", "112", "111", "911", "999", "000", "08001110111", "08001110222"}
)
FEWEST_DIGITS, MOST_DIGITS = 9, 15

_ENDS = r"(?![\d%]|[.,:/-]\d)"
_BEGINS = r"(?<![\w.,#:/+-])"
#: As written in many countries: with a plus, with brackets, in groups that only phone numbers have.
_PHONE = re.compile(
    rf"""{_BEGINS}(?:
        (?:\+|00)[1-9]\d{{0,2}}(?:[ ./-]?\(?\d{{1,5}}\)?){{2,6}}
      | \([2-9]\d{{2}}\)[ ]?\d{{3}}[ .-]\d{{4}}
      | (?:1[ .-])?[2-9]\d{{2}}([.-])[2-9]\d{{2}}\1\d{{4}}
      | \(?0\d{{2,5}}\)?[ /-]{{1,3}}\d{{3,8}}(?:[ -]\d{{2,4}}){{0,3}}
      | 0[1-9](?:[ .]\d\d){{4}}
      | 0[1-9]\d{{8,9}}
    ){_ENDS}""",
    re.VERBOSE,
)
#: Digits of any shape, after a word that says what they are.
_NAMED_PHONE = re.compile(
    r"\b(?:phone|call me|ring me|text me|reach me|tel|telephone|mobile|cell|whatsapp|handy)\b"
    r"[^\d\n.!?]{0,25}?(?P<number>\+?\(?\d[\d ()/-]{5,20}\d)" + _ENDS,
    re.IGNORECASE,
)
_NAMED_NUMBER = re.compile(
    r"\b(?:MRN|(?:medical[ -]record|NHS|hospital|patient|case|insurance|medicare|medicaid|policy|chart)"
    r"[ -]?(?:number|no\.?|nr\.?|id|\#))(?!\w)[\s:=#is]{0,6}(?P<number>(?:[A-Z]{1,4}[ -]?)?\d[\d /-]{4,18}\d)"
    + _ENDS,
    re.IGNORECASE,
)
_SOCIAL_SECURITY = re.compile(r"(?<![\w.#/-])\d{3}-\d{2}-\d{4}(?![\w/-])")
_MAIL = re.compile(r"(?<![\w.+@/-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_SPELLED_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,64}(?: at | ?[(\[]at[)\]] ?)[\w-]{2,63}(?: dot | ?[(\[]dot[)\]] ?)"
    r"(?:com|org|net|edu|info|uk|ca|au|de|fr|nl|ie|nz)\b",
    re.IGNORECASE,
)
#: Numbers that cost nothing to call are those of help lines and companies.
_FREE_TO_CALL = re.compile(r"1?8(?:00|33|44|55|66|77|88)\d{7}$|080[08]\d+$")
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}>.*$", re.MULTILINE)
_WEB = re.compile(r"(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing in a text that tells who somebody is, and where it stands."""

    kind: str
    start: int
    end: int
    words: str


def private_details(text: str, own_names: Iterable[str] = ()) -> list[Detail]:
    """Everything of that kind in a text, in order; what is quoted or on the web stands elsewhere already."""
    own = _without_others(text)
    phones = (found for found in phone_numbers(own) if not _FREE_TO_CALL.match(_digits(found[0])))
    found = [
        *_spans("mail", mail_addresses(own)),
        *_spans("number", hospital_numbers(own)),
        *_spans("phone", phones),
        *(Detail("name", start, end, words) for start, end, words in full_names(own, own_names)),
    ]
    return list(_apart(sorted(found, key=lambda detail: (detail.start, -detail.end))))


def phone_numbers(text: str) -> Iterator[re.Match[str]]:
    for found in _PHONE.finditer(text):
        if FEWEST_DIGITS <= len(digits := _digits(found[0])) <= MOST_DIGITS and digits not in HELP_LINES:
            yield found
    for found in _NAMED_PHONE.finditer(text):
        if 7 <= len(digits := _digits(found["number"])) <= MOST_DIGITS and digits not in HELP_LINES:
            yield found


def hospital_numbers(text: str) -> Iterator[re.Match[str]]:
    yield from (found for found in _NAMED_NUMBER.finditer(text) if len(_digits(found["number"])) >= 6)
    yield from _SOCIAL_SECURITY.finditer(text)


def mail_addresses(text: str) -> Iterator[re.Match[str]]:
    yield from _MAIL.finditer(text)
    yield from _SPELLED_MAIL.finditer(text)


def key_of(details: Iterable[Detail]) -> str:
    """What an author has been asked about, so that the same is asked once."""
    return sha256("\0".join(sorted({detail.words for detail in details})).encode()).hexdigest()[:20]


def new_details(details: Iterable[Detail], earlier: str) -> list[Detail]:
    """Those that did not stand in an earlier text already."""
    return [detail for detail in details if detail.words not in earlier]


def marked(text: str, details: Iterable[Detail], around: int = 60) -> list[tuple[str, str, str]]:
    """Each detail with the words before and after it, for whoever is asked."""
    return [
        (text[max(0, each.start - around) : each.start], each.words, text[each.end : each.end + around])
        for each in details
    ]


def _digits(words: str) -> str:
    return "".join(sign for sign in words if sign.isdigit())


def _without_others(text: str) -> str:
    """The text with quoted lines and web addresses blank, and every place where it was."""
    for pattern in (_QUOTED_LINE, _WEB):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _spans(kind: str, found: Iterable[re.Match[str]]) -> Iterator[Detail]:
    for each in found:
        group = "number" if "number" in each.re.groupindex else 0
        yield Detail(kind, each.start(group), each.end(group), each[group])


def _apart(details: Iterable[Detail]) -> Iterator[Detail]:
    """Of two that overlap, the first and longer one."""
    end = 0
    for detail in details:
        if detail.start >= end:
            yield detail
            end = detail.end
