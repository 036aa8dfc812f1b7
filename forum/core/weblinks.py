"""Web addresses in running text: where each begins and, harder, where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

# Written here because ready-made linkifiers take seconds for 50,000 characters of "http://a", or link the end
# of "after the scan.It was" as a site in Italy. "[" ends an address, so that "[address hidden]" is none.
WEB_ADDRESS = re.compile(r"""(?<![\w@./:-])(?:https?://|www\.)(?=\w)[^\s<>"`\[\]\\^{|}]+""", re.IGNORECASE)

_SENTENCE_ENDS = ".,;:!?'*_~…»”’"


def address_at(text: str, start: int, end: int) -> str:
    """The web address that begins at ``start`` and ends before ``end``, or an empty string."""
    found = WEB_ADDRESS.match(text, start, end)
    return _without_the_sentence(found[0]) if found else ""


def _without_the_sentence(address: str) -> str:
    # "(see https://example.org/a_(b))." keeps the bracket that was opened inside the address.
    extra = address.count(")") - address.count("(")
    while address and (address[-1] in _SENTENCE_ENDS or (address[-1] == ")" and extra > 0)):
        extra -= address[-1] == ")"
        address = address[:-1]
    return address


def target(address: str) -> str:
    """Where a written address leads: "www.example.org" is taken as a web site."""
    return address if "://" in address else f"http://{address}"


def linked(text: str) -> str:
    """The text escaped, its web addresses as links."""
    return "".join(_linked_pieces(text)) if "://" in text or "www." in text.lower() else escape(text)


def _linked_pieces(text: str) -> Iterator[str]:
    done = 0
    for found in WEB_ADDRESS.finditer(text):
        address = _without_the_sentence(found[0])
        yield escape(text[done : found.start()])
        yield f'<a href="{escape(target(address))}">{escape(address)}</a>'
        done = found.start() + len(address)
    yield escape(text[done:])
