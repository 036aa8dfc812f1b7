"""Files in a mail: the parts that are not text, and those that old programs wrote into the text."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from email.utils import collapse_rfc2231_value
from mimetypes import guess_type

from forum.mail_in.headers import readable
from forum.mail_in.mime import Part

_NAME_LENGTH = 150
_MOST_FILES = 100
_UNNAMED = "attachment"
_FOR_PROGRAMS = {
    "application/pgp-signature", "application/pgp-encrypted", "application/pkcs7-signature",
    "application/x-pkcs7-signature", "application/pgp-keys", "message/delivery-status",
    "text/x-amp-html",
}  # fmt: skip
_SIGNATURE_FILES = {"smime.p7s", "signature.asc"}
#: What some programs send without a name.
_NAMES = {
    "text/calendar": "invitation.ics", "application/ics": "invitation.ics",
    "application/ms-tnef": "winmail.dat", "application/vnd.ms-tnef": "winmail.dat",
    "application/pkcs7-mime": "smime.p7m", "application/x-pkcs7-mime": "smime.p7m",
}  # fmt: skip
_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S.{0,200})$", re.MULTILINE)
_UU_END = re.compile(r"^end[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file that came with a mail."""

    filename: str
    media_type: str
    content: bytes
    #: By what the mail's HTML shows it in place ("cid:..."); empty for a file that stands beside the words.
    content_id: str = ""


def attachment(part: Part) -> MailAttachment | None:
    """The part as a file; None for an empty one and for what only a program can read."""
    content = part.content
    name = filename(part)
    if part.media_type in _FOR_PROGRAMS or name.lower() in _SIGNATURE_FILES or not content.strip():
        return None
    shown_as = str(part.header.get("content-id", "")).strip(" <>")[:_NAME_LENGTH]
    return MailAttachment(name or _NAMES.get(part.media_type, _UNNAMED), part.media_type, content, shown_as)


def filename(part: Part) -> str:
    """The name the sender gave it, without folders; empty if there is none."""
    raw = part.header.get_param("filename", None, "content-disposition") or part.header.get_param("name")
    try:
        name = collapse_rfc2231_value(raw) if raw else ""
    except (LookupError, ValueError):  # a charset that is none
        name = ""
    return _bare_name(readable(name))


def is_named_file(part: Part) -> bool:
    """Did the sender attach this, rather than write it?"""
    return (part.header.get_content_disposition() or "") == "attachment" or bool(filename(part))


def split_uuencoded(text: str) -> tuple[str, list[MailAttachment]]:
    """The text without the files that were written into it as uuencode, and those files."""
    kept: list[str] = []
    files: list[MailAttachment] = []
    done = 0
    while len(files) < _MOST_FILES and (begin := _UU_BEGIN.search(text, done)):
        end = _UU_END.search(text, begin.end())
        if end is None:
            break
        content = _uudecoded(text[begin.end() : end.start()])
        kept.append(text[done : begin.start() if content else end.end()])
        done = end.end()
        if content:
            name = _bare_name(begin[1]) or _UNNAMED
            files.append(MailAttachment(name, guess_type(name)[0] or "application/octet-stream", content))
    return "".join(kept) + text[done:], files


def _uudecoded(block: str) -> bytes:
    """The bytes of a block; empty if it was no uuencode after all."""
    pieces = []
    for line in filter(None, block.split("\n")):
        try:
            pieces.append(binascii.a2b_uu(line.encode("ascii")))
        except (binascii.Error, UnicodeEncodeError):
            return b""
    return b"".join(pieces)


def _bare_name(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1].strip(" .\t")
    if len(last) <= _NAME_LENGTH:
        return last
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: _NAME_LENGTH - 12]}{dot}{ending[:10]}" if dot else last[:_NAME_LENGTH]
