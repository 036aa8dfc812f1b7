"""Signs that a post wants to sell or to lead away: links, numbers, addresses, the words of sellers."""

from __future__ import annotations

import re
from pathlib import Path

from forum.core.weblinks import WEB_ADDRESS, address_at
from forum.screening.details import mail_addresses, phone_numbers
from forum.screening.watched import Watched, hits

#: Whoever sends a first post sooner after its form was shown did not type it.
TOO_FAST = 3.0

_SELLING = tuple(
    Watched(line, "hold")
    for line in Path(__file__).with_name("words").joinpath("selling.txt").read_text("utf-8").splitlines()
)
# Without "https://" too; endings that are also English words are left out ("at home.it rained").
_BARE_SITE = re.compile(
    r"(?<![\w@./:-])(?:[a-z0-9-]{2,63}\.){1,3}(?:com|net|org|info|biz|shop|store|online|site|xyz|top|io|ru|cn|ly)"
    r"(?![\w@.-]*\w)",
    re.IGNORECASE,
)


def links_in(text: str, own_site: str = "") -> list[str]:
    """Every address that leads away from here."""
    found = [address_at(text, *each.span()) for each in WEB_ADDRESS.finditer(text)]
    away = [link for link in found if not (own_site and link.startswith(own_site))]
    return away + [each[0] for each in _BARE_SITE.finditer(WEB_ADDRESS.sub(" ", text))]


def risks_in(text: str, own_site: str = "") -> list[str]:
    """What makes the first post of somebody nobody knows worth a look first, in words for moderators."""
    risks = [f"it links to {link[:60]}" for link in dict.fromkeys(links_in(text, own_site))]
    if next(mail_addresses(text), None):
        risks.append("it gives an e-mail address")
    if next(phone_numbers(text), None):
        risks.append("it gives a phone number")
    if found := hits(text, _SELLING):
        risks.append(f"it says “{text[found[0].start : found[0].end]}”, as sellers do")
    return risks
