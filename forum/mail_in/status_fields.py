"""The part of a report that is written for programs: blocks of fields (RFC 3464, RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser

from forum.mail_in.charsets import decode

#: An address within other words. The part before the @ begins nowhere but where letters begin.
ADDRESS = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~-])(?!mailto:)[\w!#$%&'*+/=?^`{|}~-](?:[\w.!#$%&'*+/=?^`{|}~-]{0,127})@"
    r"(?:[\w-]{1,63}\.){0,8}[\w-]{1,63}"
)
_MOST_BYTES, _MOST_BLOCKS = 200_000, 300


def blocks(content: bytes) -> Iterator[Message]:
    """Each block of fields. Some systems encode or indent them; those are read as they are."""
    text = decode(content[:_MOST_BYTES]).replace("\r\n", "\n").replace("\r", "\n")
    for block in re.split(r"\n[ \t]*\n", text)[:_MOST_BLOCKS]:
        fields = HeaderParser().parsestr(block.strip("\n") + "\n\n")
        if fields.keys():
            yield fields
