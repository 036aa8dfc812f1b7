"""The best readable text of a mail, and its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from forum.mail_in.attachments import MailAttachment, attachment, is_named_file, split_uuencoded
from forum.mail_in.charsets import decode
from forum.mail_in.flowed import unwrap
from forum.mail_in.footers import split_footers
from forum.mail_in.headers import printable, readable
from forum.mail_in.markup import MOST_TAGS, looks_like_html, text_of_html
from forum.mail_in.mime import Part
from forum.mail_in.subjects import read_subject

_LONGEST = 100_000
_WHOLE_NAME = "the whole mail.txt"
_CUT_NOTE = f"\n\n[This mail is too long to be shown. All of it is in the file “{_WHOLE_NAME}”.]"
_MOST_BYTES = 600_000
_STUB_LENGTH = 600
_STUB = re.compile(
    r"multi-?part message in MIME format"
    r"|(?:does(?: not|n't)|cannot|can't|unable to) (?:support|display|read|show|view).{0,40}(?:html|mime)"
    r"|view (?:this|it) .{0,40}(?:html|browser)|this (?:is|message is in|e-?mail is in) (?:an )?html"
    r"|html.?(?:compatible|enabled|capable)|if you (?:can ?not|can't) (?:see|read)",
    re.IGNORECASE | re.DOTALL,
)
# What mail programs leave in the plain text they make of HTML: images by number, every address twice.
_LEFT_OF_HTML = re.compile(r"\[cid:[^\]\s]{1,120}\]|(?<=\S)<mailto:[^<>\s]{1,200}>")
_HTML = ("text/html", "application/xhtml+xml")
_TAGGED = ("text/enriched", "text/richtext")
_PLAIN_ENOUGH = ("text/plain", *_TAGGED)
_WORDS = (*_PLAIN_ENOUGH, *_HTML)


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says, and what came with it."""

    text: str
    attachments: tuple[MailAttachment, ...]
    was_cut: bool
    #: What a list or a mail service wrote under it.
    footer: str = ""


def read_body(mail: Part) -> Body:
    """Take the text a person would want to read out of a mail; everything else that is a file becomes one."""
    words = list(_readable(mail))
    text, footer, files = _written(words)
    if not text:
        words = _text_file(mail, words) or words
        text, footer, files = _written(words)
    rest = [leaf for leaf in mail.leaves() if leaf not in words and not _is_words(leaf)]
    files += [file for leaf in rest if (file := attachment(leaf))]
    was_cut = len(text) > _LONGEST or sum(len(part.content) for part in words) > _MOST_BYTES
    if was_cut:
        files.append(_whole(words))
        text = text[:_LONGEST] + _CUT_NOTE
    return Body(text, tuple(files), was_cut, footer)


def _written(parts: list[Part]) -> tuple[str, str, list[MailAttachment]]:
    """What some parts say, the footer under it, and the files written into them as text."""
    pieces, files = [], list[MailAttachment]()
    for text in _texts(parts):
        piece, found = split_uuencoded(text)
        pieces.append(piece.strip("\n"))
        files += found
    text, footer = split_footers(_tidy("\n\n".join(piece for piece in pieces if piece.strip())))
    return text, footer, files


def _whole(parts: list[Part]) -> MailAttachment:
    """All that was written, as a file: a post shows only as much as somebody would read."""
    text = "\n\n".join(decode(part.content, part.charset) for part in parts)
    return MailAttachment(_WHOLE_NAME, "text/plain", text.encode("utf-8", "replace"))


def _readable(part: Part) -> Iterator[Part]:
    """The parts to read, in order: of alternatives, the one that says most."""
    if part.media_type == "multipart/alternative" and part.parts:
        yield from _best(part.parts)
    elif part.media_type == "message/rfc822" and part.parts:
        yield _forwarded_line(part.parts[0])
        yield from _readable(part.parts[0])
    elif part.parts:
        for child in part.parts:
            yield from _readable(child)
    elif _is_words(part):
        yield part


def _best(alternatives: list[Part]) -> list[Part]:
    """Plain text, unless it is only there to say that there is HTML."""
    choices = [list(_readable(part)) for part in alternatives]
    plain = [
        choice for choice in choices if choice and all(part.media_type in _PLAIN_ENOUGH for part in choice)
    ]
    rich = [choice for choice in choices if choice and choice not in plain]
    for choice in plain:
        if not rich or any(map(_says_something, choice)):
            return choice
    return (rich or plain or [[]])[-1]


def _says_something(part: Part) -> bool:
    words = decode(part.content[: _STUB_LENGTH * 4], part.charset).replace("\xa0", " ").strip()
    return bool(words) and not (len(words) < _STUB_LENGTH and _STUB.search(words))


def _forwarded_line(mail: Part) -> Part:
    """Where a mail within a mail begins. Its addresses are not repeated."""
    subject = read_subject(readable(str(mail.header.get("subject", "")))).text
    line = f"Forwarded message: {subject}" if subject else "Forwarded message:"
    return Part(Message(), f"---------- {line}".encode())


def _is_words(part: Part) -> bool:
    """Was this part written to be read in place? A file that happens to be text was not."""
    return part.media_type in _WORDS and not is_named_file(part)


def _text_file(mail: Part, read: list[Part]) -> list[Part]:
    """Where there are no words, the first file that holds some: certain programs name what was written."""
    return [leaf for leaf in mail.leaves() if leaf.media_type in _WORDS and leaf not in read][:1]


def _texts(parts: list[Part]) -> Iterator[str]:
    """One after the other, up to more than anybody writes: rendering HTML takes its time."""
    left, tags = _MOST_BYTES, MOST_TAGS
    for part in parts:
        raw = part.content[:left]
        yield _text(part, raw, tags)
        left, tags = left - len(raw), max(tags - raw.count(b"<"), 0)


def _text(part: Part, raw: bytes, most_tags: int) -> str:
    text = decode(raw, part.charset).replace("\r\n", "\n").replace("\r", "\n")
    if part.media_type in _HTML or looks_like_html(text):
        return text_of_html(text, most_tags)
    if part.media_type in _TAGGED:
        return re.sub(r"<[^<>]*>", "", text)
    if (part.parameter("format") or "").lower() == "flowed":
        return unwrap(text, delete_space=(part.parameter("delsp") or "").lower() == "yes")
    return text


def _tidy(text: str) -> str:
    text = _LEFT_OF_HTML.sub("", printable(text))
    lines = (line if line == "-- " else line.rstrip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")
