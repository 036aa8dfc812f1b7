"""Who a mail is from, and whether the relay of the group saw that proved (RFC 8601, Authentication-Results).

Only fields signed with the relay's own name count. A relay takes such a field out of what comes from
outside; where it does not, the worst that any of them says is what is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Literal

Verdict = Literal["proven", "unproven", "failed"]

_MOST_FIELDS = 20
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*([a-z][a-z0-9-]*)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(?:header|smtp|policy)\.([a-z]+)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,190}")
_BAD = frozenset({"fail", "softfail", "permerror", "policy"})
#: Which property of a result names the domain that it is about.
_ABOUT = {"dkim": ("d", "i"), "spf": ("mailfrom",), "dmarc": ("from",)}


@dataclass(frozen=True, slots=True)
class Authenticity:
    """How sure it is that a mail is from whom it says; ``why`` is for moderators."""

    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class _Result:
    method: str
    result: str
    domain: str


def sender_address(header: Message) -> str:
    """The one address in From, in lower case; none if there is not exactly one."""
    fields = header.get_all("from", [])
    found = addresses_in(fields[0]) if len(fields) == 1 else []
    return found[0] if len(found) == 1 and len(found[0]) <= 254 else ""


def addresses_in(field: str) -> list[str]:
    """Every address of a header field, in lower case. What stands in quotes or brackets is a name.

    The standard library would go one call deeper for each bracket, and a hostile mail has thousands.
    """
    bare = _COMMENT.sub(" ", _QUOTED.sub(" ", str(field)))
    return list(dict.fromkeys(found.lower() for found in _ADDRESS.findall(bare)))


def authenticity(header: Message, relay: str | None) -> Authenticity:
    """What the relay of that name found out about the domain in From."""
    if not relay:
        return Authenticity(
            "unproven", "No relay is trusted to say who a mail is from (FORUM_MAIL_AUTHSERV)."
        )
    domain = sender_address(header).rpartition("@")[2]
    results = list(_results(header, relay))
    if not results:
        return Authenticity("unproven", "The relay did not say who this mail is from.")
    failed = next((each for each in results if each.method == "dmarc" and each.result in _BAD), None)
    if failed:
        return Authenticity("failed", f"The relay says: {failed.method} {failed.result}.")
    if any(each.result == "pass" and is_of(each.domain, domain) for each in results):
        return Authenticity("proven", "")
    bad = sorted({f"{each.method} {each.result}" for each in results if each.result in _BAD})
    if bad:
        return Authenticity("failed", f"The relay says: {', '.join(bad)}.")
    return Authenticity("unproven", "Nothing that the relay found out proves who this mail is from.")


def is_of(domain: str, other: str) -> bool:
    """Whether two names are of one owner, as DMARC's relaxed way has it: one is within the other."""
    if not domain or not other or "." not in domain:
        return False
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")


def _results(header: Message, relay: str) -> Iterator[_Result]:
    for field in header.get_all("authentication-results", [])[:_MOST_FIELDS]:
        name, _, rest = _COMMENT.sub(" ", str(field)).partition(";")
        if [word.lower() for word in name.split()[:1]] != [relay.lower()]:
            continue
        for part in rest.split(";"):
            if found := _RESULT.match(part):
                yield _result(found[1].lower(), found[2].lower(), part)


def _result(method: str, result: str, part: str) -> _Result:
    wanted = _ABOUT.get(method, ())
    domains = [value for name, value in _PROPERTY.findall(part) if name.lower() in wanted]
    domain = domains[0].rpartition("@")[2].lower().rstrip(".") if domains else ""
    return _Result(method, result, domain)
