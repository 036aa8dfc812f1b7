"""Files that came with a mail, made fit to be kept."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

from forum.core.addresses import hide_addresses
from forum.core.errors import Refused
from forum.core.pictures import MAX_BYTES, accept_upload, clean_filename
from forum.mail_in.attachments import MailAttachment

#: The longer side of pictures that say nothing: bullets, logos, the dots that tell who has read.
ICON = 32
_ANY = "application/octet-stream"
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
# Worms of old travelled through mailing lists: what would run when opened gets an ending that opens nothing.
_PROGRAMS = "exe scr pif bat com cmd vbs vbe js jse wsf wsh hta lnk jar msi reg cpl ps1 sh"
_RUNS = frozenset(_PROGRAMS.split())


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A picture made anew, a PDF, or any other file (``file``), which is only ever downloaded."""

    kind: str
    media_type: str
    extension: str
    filename: str
    width: int | None
    height: int | None
    content: bytes


def kept_file(found: MailAttachment) -> KeptFile | None:
    """The file as it may be kept; None for one that is too large, and for an icon out of a signature."""
    if len(found.content) > MAX_BYTES:
        return None
    name = hide_addresses(found.filename)
    try:
        made = accept_upload(found.content, name)
    except Refused:
        return _download(name, found.content)
    if made.width and made.height and max(made.width, made.height) <= ICON:
        return None
    return KeptFile(
        made.kind, made.media_type, made.extension, made.filename, made.width, made.height, made.content
    )


def _download(name: str, content: bytes) -> KeptFile:
    ending = _ENDING.search(name)
    extension = ending[1].lower() if ending else "bin"
    extension = "bin" if extension in _RUNS else extension
    filename = clean_filename(name, extension)
    return KeptFile("file", _ANY, extension, filename, None, None, _without_addresses(content))


def _without_addresses(content: bytes) -> bytes:
    """A file that is text (a patch, a visiting card) shows no addresses either."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return hide_addresses(content.decode("utf-16", "replace")).encode("utf-16")
    if b"\0" in content:
        return content
    # Every byte is a letter of Latin-1, so nothing else changes whatever the encoding really is.
    return hide_addresses(content.decode("latin-1")).encode("latin-1")
