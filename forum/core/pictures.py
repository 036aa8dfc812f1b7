"""What may be uploaded, and what is taken out of it before anyone else sees it.

Pictures are never passed on as they came: their pixels are copied into a new picture, so the place where a
photo was taken, the camera, comments, previews and anything hidden behind the picture stay behind.
"""

from __future__ import annotations

import io
import re
import threading
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from forum.core.errors import Refused

MAX_BYTES: Final = 15 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
# A few thousand bytes can unfold to a blank sheet that takes seconds. A letter scanned in black and white has
# 400 pixels in a byte; pictures of this size and below are quick, however empty they are.
MAX_PIXELS_A_BYTE: Final = 500
QUICK_PIXELS: Final = 12_000_000
MAX_SCANS: Final = 64
MAX_SIDE: Final = 2048
JPEG_QUALITY: Final = 84
# Screenshots of letters and results stay crisp as PNG; above this an opaque PNG is most likely a photo.
LARGE_PNG_BYTES: Final = 1024 * 1024
MAX_NAME_LENGTH: Final = 100
MAX_NAME_BYTES: Final = 200

EMPTY = "This file is empty. Please choose it again."
TOO_LARGE = "This file is larger than 15 MB. Please make it smaller and add it again."
TOO_MANY_PIXELS = "This picture is too large (over 50 megapixels). Please make it smaller and add it again."
TOO_EMPTY = "This picture is very large and nearly empty. Please make it smaller and add it again."
WRONG_KIND = (
    "This kind of file cannot be added. You can add JPEG, PNG, WebP and HEIC pictures, and PDF files."
)
UNREADABLE = "This picture could not be read. Try saving it as JPEG and add it again."
BROKEN_PDF = "This PDF file is not complete. Please save it again and add it once more."
PDF_NOTE = (
    "PDF files are kept exactly as they are. They can hold details you do not see, such as the name of the "
    "person who made them. Pictures are cleaned: the place and the camera are taken out."
)

MEDIA_TYPES: Final = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
}

_SIGNATURES: Final = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "HEIF": re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL),
}
_JPEG_SCAN: Final = re.compile(rb"\xff\xda\x00[\x06\x08\x0a\x0c][\x01-\x04]")
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION_TAG: Final = 0x0112
_SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

# A picture at the limit takes 100 to 850 MB while it is worked on: a small server has room for one at a time.
# Small ones have turns of their own, which would not come while somebody sends one large photo after another.
_one_at_a_time, _one_small_one = threading.Lock(), threading.Lock()

# Without embedded previews: they could show something else than the picture itself.
register_heif_opener(thumbnails=False, decode_threads=2)


@dataclass(frozen=True)
class AcceptedFile:
    """A file that is fit to be kept and shown; ``extension`` has no dot and matches ``media_type``."""

    kind: Literal["picture", "pdf"]
    media_type: str
    extension: str
    content: bytes
    width: int | None
    height: int | None
    filename: str


def accept_upload(content: bytes, filename: str) -> AcceptedFile:
    """The file as it may be kept, or ``Refused``. What it is, is read from its bytes, never from its name.

    Of a moving picture only the first frame is kept. A PDF is not rewritten, so what its maker wrote into it
    stays in it (``PDF_NOTE`` says so next to the button); it may only ever be sent as a download.
    """
    if not content:
        raise Refused(EMPTY)
    if len(content) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    if content.startswith(b"%PDF-"):
        return _accept_pdf(content, filename)
    return _accept_picture(content, filename)


def pixels_of(content: bytes) -> int:
    """How many pixels a picture has, as its first bytes say; none if it is no picture."""
    try:
        opened = Image.open(io.BytesIO(content), formats=[_format_of(content)])
    except Exception:
        # What is wrong with it is said by ``accept_upload``.
        return 0
    return opened.width * opened.height


def _accept_pdf(content: bytes, filename: str) -> AcceptedFile:
    if b"%%EOF" not in content[-1024:]:
        raise Refused(BROKEN_PDF)
    return AcceptedFile(
        "pdf", MEDIA_TYPES["pdf"], "pdf", content, None, None, clean_filename(filename, "pdf")
    )


def _accept_picture(content: bytes, filename: str) -> AcceptedFile:
    source = _format_of(content)
    if source == "JPEG" and len(_JPEG_SCAN.findall(content)) > MAX_SCANS:
        # A camera writes about ten. Each takes 100 bytes and up to 30 ms: a file of them would run for hours.
        raise Refused(UNREADABLE)
    try:
        with _one_small_one if pixels_of(content) <= QUICK_PIXELS else _one_at_a_time:
            clean = _rewritten(content, source)
            extension, rewritten = _encoded(clean, source)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_PIXELS) from None
    except Exception as error:
        # Decoders meet hostile bytes with every kind of error there is; to the person they all mean the same.
        raise Refused(UNREADABLE) from error
    name = clean_filename(filename, extension)
    return AcceptedFile("picture", MEDIA_TYPES[extension], extension, rewritten, *clean.size, name)


def _format_of(content: bytes) -> str:
    for name, signature in _SIGNATURES.items():
        if signature.match(content):
            return name
    raise Refused(WRONG_KIND)


def _rewritten(content: bytes, source: str) -> Image.Image:
    """The same picture, upright, in sRGB and small enough, with nothing of the old file but its pixels."""
    opened = Image.open(io.BytesIO(content), formats=[source])
    # Only the header has been read so far: a picture bomb stops here.
    if opened.width * opened.height > MAX_PIXELS:
        raise Refused(TOO_MANY_PIXELS)
    if opened.width * opened.height > QUICK_PIXELS + MAX_PIXELS_A_BYTE * len(content):
        raise Refused(TOO_EMPTY)
    picture = _ready_to_scale(opened)
    # The gap lets a large JPEG be decoded at half its size, which is still more than is kept.
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=1.5)
    picture = _in_srgb(picture, opened.info.get("icc_profile"))
    orientation = _orientation(opened)
    if orientation in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[orientation])
    return _fresh_copy(picture)


def _ready_to_scale(picture: Image.Image) -> Image.Image:
    """The picture itself where it can be scaled smoothly (no palette, no see-through colour), else a copy."""
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    if picture.mode.startswith("I;16"):
        # Scans and X-rays come with 16 bits a pixel, which Pillow would cut off instead of dividing.
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return picture if picture.mode in ("RGB", "L", "CMYK") else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA with the colours that the profile means."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, source, _SRGB, outputMode=mode) or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile that does not fit its picture: colours a little off are better than no picture.
            return picture.convert(mode)
    return picture if picture.mode == mode else picture.convert(mode)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:
        # Camera data is often damaged; the picture itself is still worth having.
        return 1


def _fresh_copy(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB" or picture.getchannel("A").getextrema()[0] == 255:
        copy = Image.new("RGB", picture.size)
        copy.paste(picture.convert("RGB"))
        return copy
    # What was erased is see-through, but often still there underneath: only visible pixels are copied.
    copy = Image.new("RGBA", picture.size)
    copy.paste(picture, mask=picture.getchannel("A").point(lambda alpha: 255 if alpha else 0))
    return copy


def _encoded(picture: Image.Image, source: str) -> tuple[str, bytes]:
    """The extension and the bytes: PNG and WebP stay what they were, unless a PNG is really a large photo."""
    if source == "WEBP":
        return "webp", _saved(picture, "WEBP", quality=JPEG_QUALITY)
    if source == "PNG":
        drawn = _saved(picture, "PNG")
        if picture.mode == "RGBA" or len(drawn) <= LARGE_PNG_BYTES:
            return "png", drawn
        return min(("png", drawn), ("jpg", _as_jpeg(picture)), key=lambda made: len(made[1]))
    return "jpg", _as_jpeg(picture)


def _as_jpeg(picture: Image.Image) -> bytes:
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    return _saved(picture, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)


def _saved(picture: Image.Image, file_format: str, **options: int) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, file_format, **options)
    return kept.getvalue()


# Control marks, marks that turn the reading direction, and what quoting, paths or Windows trip over.
_UNWANTED_CATEGORIES: Final = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_UNWANTED: Final = frozenset("\"'`‘’“”„«»<>:|?*;")
_EXTENSION: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


def clean_filename(filename: str, extension: str) -> str:
    """A name that is safe to show, to send in a header and to save, ending in the true ``extension``."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", filename))[-1]
    kept = "".join(
        letter
        for letter in last
        if letter not in _UNWANTED and unicodedata.category(letter) not in _UNWANTED_CATEGORIES
    )
    stem = _EXTENSION.sub("", unicodedata.normalize("NFC", " ".join(kept.split())))
    room = len(extension) + 1
    short = stem[: MAX_NAME_LENGTH - room].encode()[: MAX_NAME_BYTES - room].decode(errors="ignore")
    return f"{short.strip('. ') or _nameless(extension)}.{extension}"


def _nameless(extension: str) -> str:
    return "document" if extension == "pdf" else "picture"
