"""Pictures lose everything but their pixels, and whatever cannot be trusted is turned away kindly."""

from __future__ import annotations

import io
import struct
import unicodedata
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from forum.core import pictures
from forum.core.errors import Refused
from forum.core.pictures import AcceptedFile, accept_upload, clean_filename
from tests.pace import takes_under

RED, BLUE = (200, 30, 30), (30, 30, 200)
PLACE = b"Lighthouse-Street-7"


def saved(picture: Image.Image, file_format: str, **options: object) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, file_format, **options)
    return kept.getvalue()


def plain(file_format: str, size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    return saved(Image.new(mode, size, 90 if mode == "L" else RED), file_format)


def opened(file: AcceptedFile) -> Image.Image:
    return Image.open(io.BytesIO(file.content))


def camera_data(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = PLACE.decode()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[29] = PLACE.decode()
    return exif


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 25 for a, b in zip(one, other, strict=True))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def refusal(content: bytes, filename: str = "photo.jpg") -> str:
    with pytest.raises(Refused) as refused:
        accept_upload(content, filename)
    return refused.value.reason


# What is accepted


@pytest.mark.parametrize(
    ("source", "extension", "media_type"),
    [
        ("JPEG", "jpg", "image/jpeg"),
        ("PNG", "png", "image/png"),
        ("WEBP", "webp", "image/webp"),
        ("HEIF", "jpg", "image/jpeg"),
    ],
)
def test_each_kind_of_picture_is_accepted(source: str, extension: str, media_type: str) -> None:
    file = accept_upload(plain(source), "scan.TIFF")

    assert (file.kind, file.extension, file.media_type) == ("picture", extension, media_type)
    assert (file.width, file.height) == opened(file).size == (64, 48)
    assert opened(file).get_format_mimetype() == media_type
    assert file.filename == f"scan.{extension}"
    assert near(opened(file).convert("RGB").getpixel((20, 20)), RED)


def test_a_pdf_is_kept_as_it_is() -> None:
    content = b"%PDF-1.7\n1 0 obj\n" + b"x" * 3000 + b"\n%%EOF\n"
    file = accept_upload(content, "Report.PDF")

    assert file == AcceptedFile("pdf", "application/pdf", "pdf", content, None, None, "Report.pdf")


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_way_of_storing_pixels_is_read(mode: str) -> None:
    source = "JPEG" if mode == "CMYK" else "PNG"
    picture = (
        Image.new("I;16", (64, 48), 40000)
        if mode == "I;16"
        else Image.new("RGB", (64, 48), RED).convert(mode)
    )
    file = accept_upload(saved(picture, source), "x")
    expected = {"L": (81, 81, 81), "LA": (81, 81, 81), "I;16": (156, 156, 156)}.get(mode, RED)

    assert opened(file).mode == "RGB"
    if mode != "1":
        assert near(opened(file).getpixel((30, 20)), expected)


def test_a_large_picture_is_scaled_and_keeps_its_shape() -> None:
    file = accept_upload(plain("JPEG", (5000, 2500)), "x")

    assert (file.width, file.height) == opened(file).size == (2048, 1024)


def test_a_small_picture_is_not_blown_up() -> None:
    assert accept_upload(plain("PNG", (3, 2)), "x").width == 3


def test_only_the_first_frame_of_a_moving_picture_is_kept() -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in (RED, BLUE, BLUE)]
    for source in ("WEBP", "PNG"):
        moving = saved(frames[0], source, save_all=True, append_images=frames[1:])
        assert Image.open(io.BytesIO(moving)).n_frames > 1
        still = opened(accept_upload(moving, "x"))
        assert getattr(still, "n_frames", 1) == 1
        assert near(still.convert("RGB").getpixel((5, 5)), RED)


def test_a_photo_saved_as_png_becomes_a_smaller_jpeg() -> None:
    noise = Image.effect_noise((1200, 1000), 60)
    photo = saved(Image.merge("RGB", [noise, noise.rotate(90), noise.rotate(180)]), "PNG")
    file = accept_upload(photo, "x.png")

    assert file.extension == "jpg"
    assert len(file.content) < len(photo) / 2


def test_transparency_stays() -> None:
    picture = Image.new("RGBA", (40, 40), (*RED, 128))
    for source in ("PNG", "WEBP"):
        file = accept_upload(saved(picture, source), "x")
        assert file.extension == source.lower()
        assert opened(file).convert("RGBA").getpixel((5, 5))[3] == 128


def test_a_large_transparent_png_stays_png(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGE_PNG_BYTES", 10)

    assert accept_upload(saved(Image.new("RGBA", (400, 400), (*RED, 9)), "PNG"), "x").extension == "png"


def test_transparency_in_heic_becomes_white_paper() -> None:
    picture = Image.new("RGBA", (64, 64), (*RED, 0))
    file = accept_upload(saved(picture, "HEIF"), "x")

    assert near(opened(file).getpixel((30, 30)), (255, 255, 255))


# What is taken out


def test_a_jpeg_loses_place_camera_comment_and_preview() -> None:
    content = saved(
        Image.new("RGB", (64, 48), RED),
        "JPEG",
        exif=camera_data(),
        comment=PLACE,
        xmp=b"<x>" + PLACE + b"</x>",
    )
    assert content.count(PLACE) >= 4
    file = accept_upload(content, "x.jpg")

    assert PLACE not in file.content
    for marker in (
        b"Exif",
        b"GPS",
        b"http://ns.adobe.com",
        b"ICC_PROFILE",
        b"\xff\xfe",
        b"\xff\xe1",
        b"\xff\xe2",
    ):
        assert marker not in file.content
    assert not opened(file).getexif()


def test_a_png_loses_its_words() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", PLACE.decode())
    words.add_text("Author", PLACE.decode(), zip=True)
    words.add_itxt("XML:com.adobe.xmp", PLACE.decode())
    content = saved(Image.new("RGB", (64, 48), RED), "PNG", pnginfo=words, exif=camera_data(), dpi=(72, 72))
    file = accept_upload(content, "x.png")

    assert PLACE in content
    assert opened(file).info == {}
    for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"tIME", PLACE):
        assert kind not in file.content


@pytest.mark.parametrize("source", ["WEBP", "HEIF"])
def test_webp_and_heic_lose_their_camera_data(source: str) -> None:
    content = saved(Image.new("RGB", (64, 48), RED), source, exif=camera_data(), xmp=b"<x>" + PLACE + b"</x>")
    assert PLACE in content
    file = accept_upload(content, "x")

    assert PLACE not in file.content
    assert not {b"EXIF", b"Exif", b"XMP "} & {file.content[i : i + 4] for i in range(len(file.content))}


@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("tail", [b"PK\x03\x04secret.zip", b"<html><script>alert(1)</script>"])
def test_what_hides_behind_a_picture_is_gone(source: str, tail: bytes) -> None:
    file = accept_upload(plain(source) + tail, "x")

    assert tail not in file.content
    assert opened(file).size == (64, 48)


def test_what_was_erased_cannot_be_brought_back() -> None:
    """A name made see-through in a drawing program is still in the pixels."""
    picture = Image.new("RGBA", (64, 48), (*RED, 255))
    picture.paste((*BLUE, 0), (0, 0, 20, 20))

    assert opened(accept_upload(saved(picture, "PNG"), "x")).getpixel((5, 5)) == (0, 0, 0, 0)


def test_the_same_picture_gives_the_same_bytes_whatever_was_hidden_in_it() -> None:
    picture = Image.new("RGB", (64, 48), RED)
    bare = accept_upload(saved(picture, "JPEG"), "x")

    assert accept_upload(saved(picture, "JPEG", exif=camera_data(), comment=PLACE), "x") == bare


# How it looks afterwards


@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize(
    ("orientation", "red_corner", "turned"),
    [
        (1, "top left", False),
        (2, "top right", False),
        (3, "bottom right", False),
        (4, "bottom left", False),
        (5, "top left", True),
        (6, "top right", True),
        (7, "bottom right", True),
        (8, "bottom left", True),
    ],
)
def test_a_picture_stands_upright(source: str, orientation: int, red_corner: str, turned: bool) -> None:
    picture = Image.new("RGB", (96, 64), BLUE)
    picture.paste(RED, (0, 0, 48, 32))
    # HEIC notes the turn in a box of its own, which its writer takes from here.
    picture.info["exif"] = camera_data(orientation).tobytes()
    content = saved(picture, source, exif=picture.info["exif"])
    upright = opened(accept_upload(content, "x")).convert("RGB")
    width, height = upright.size
    spot = (width - 8 if "right" in red_corner else 8, height - 8 if "bottom" in red_corner else 8)

    assert upright.size == ((64, 96) if turned else (96, 64))
    assert near(upright.getpixel(spot), RED)
    assert near(upright.getpixel((width - 1 - spot[0], height - 1 - spot[1])), BLUE)


def test_a_png_may_tell_its_orientation_behind_its_pixels() -> None:
    content = plain("PNG", (96, 64))
    end = content.index(b"IEND") - 4
    turned = (
        content[:end] + chunk(b"eXIf", camera_data(6).tobytes().removeprefix(b"Exif\0\0")) + content[end:]
    )

    assert opened(accept_upload(turned, "x")).size == (64, 96)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("damaged", [b"II*\0\xff\xff\xff\xff broken", b"no camera writes this"])
def test_a_damaged_orientation_does_not_cost_the_picture(damaged: bytes) -> None:
    for source in ("JPEG", "PNG", "WEBP"):
        content = saved(Image.new("RGB", (64, 48), RED), source, exif=b"Exif\0\0" + damaged)
        assert accept_upload(content, "x").width == 64


def test_colours_are_carried_over_to_srgb() -> None:
    """With a profile whose red and blue are swapped, red pixels mean blue."""
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    profile = bytearray(swapped)
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    for source in ("JPEG", "PNG", "WEBP"):
        file = accept_upload(
            saved(Image.new("RGB", (64, 48), (250, 0, 0)), source, icc_profile=bytes(profile)), "x"
        )
        assert near(opened(file).convert("RGB").getpixel((9, 9)), (0, 0, 250))
        assert b"rXYZ" not in file.content


def test_a_broken_or_foreign_profile_is_ignored() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (b"not a profile at all", lab):
        file = accept_upload(saved(Image.new("RGB", (64, 48), RED), "JPEG", icc_profile=profile), "x")
        assert near(opened(file).getpixel((9, 9)), RED)


# What is turned away


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><p>hello",
        b"PK\x03\x04" + bytes(100),
        b"\x7fELF" + bytes(100),
        b"hello",
        b" %PDF-1.7 moved by one space %%EOF",
        b"<html>%PDF-1.7 %%EOF",
        b"PK\x03\x04%PDF-1.7 %%EOF",
        plain("GIF"),
        plain("BMP"),
        plain("TIFF"),
        plain("ICO"),
        plain("JPEG2000"),
    ],
)
def test_other_kinds_are_refused_by_content(content: bytes) -> None:
    assert refusal(content, "photo.jpg") == pictures.WRONG_KIND


def test_no_other_decoder_is_tried_on_a_damaged_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow reads some forty formats, several by starting other programs; only four may see these bytes."""
    tried: list[str] = []
    monkeypatch.setitem(Image.OPEN, "OTHER", (lambda *_: tried.append("OTHER"), lambda _: True))
    monkeypatch.setattr(Image, "ID", [*Image.ID, "OTHER"])

    assert refusal(b"\xff\xd8\xff" + b"damaged" * 20) == pictures.UNREADABLE
    assert tried == []


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == pictures.EMPTY


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not() -> None:
    picture = plain("JPEG")
    fits = picture + bytes(pictures.MAX_BYTES - len(picture))

    assert accept_upload(fits, "x").width == 64
    assert refusal(fits + b"\0") == pictures.TOO_LARGE


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(50_000, 50_000), (12_000, 10_000), (7_072, 7_071), (2_000_000_000, 1)])
def test_a_picture_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    bomb = png_bomb(*size)

    assert refusal(bomb) == pictures.TOO_MANY_PIXELS
    assert takes_under(0.5, lambda: refusal(bomb))


def test_a_blank_sheet_in_a_few_bytes_is_refused_at_once() -> None:
    blank = saved(Image.new("1", (7_000, 7_100)), "PNG", optimize=True)
    assert len(blank) < 10_000
    assert takes_under(0.1, lambda: refusal(blank))
    assert refusal(blank) == pictures.TOO_EMPTY


def test_a_letter_scanned_in_black_and_white_is_accepted() -> None:
    letter = Image.new("1", (4_960, 7_016), 1)
    ImageDraw.Draw(letter).text((300, 300), "Dear Wren,\n" * 400, fill=0, font_size=60)
    assert accept_upload(saved(letter, "PNG", optimize=True), "letter.png").height == pictures.MAX_SIDE


def test_a_bomb_of_another_kind_is_refused_too() -> None:
    jpeg = bytearray(plain("JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 60000, 60000)

    assert refusal(bytes(jpeg)) == pictures.TOO_MANY_PIXELS


def test_a_jpeg_of_endless_scans_is_refused_at_once() -> None:
    jpeg = saved(Image.new("L", (64, 64), 9), "JPEG", progressive=True)
    last_scan = jpeg[jpeg.rindex(b"\xff\xc4") : -2]
    endless = jpeg[:-2] + last_scan * 50_000 + b"\xff\xd9"

    assert accept_upload(jpeg[:-2] + last_scan * 20 + b"\xff\xd9", "x").width == 64
    assert refusal(endless) == pictures.UNREADABLE
    assert takes_under(0.5, lambda: refusal(endless))


@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_that_breaks_off_is_refused(source: str) -> None:
    noise = Image.effect_noise((200, 200), 50).convert("RGB")
    whole = saved(noise, source)

    for length in (20, len(whole) // 3, len(whole) - 200):
        assert refusal(whole[:length]) == pictures.UNREADABLE


def test_memory_running_out_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> Image.Image:
        raise MemoryError

    monkeypatch.setattr(pictures, "_fresh_copy", no_room)

    assert refusal(plain("JPEG")) == pictures.UNREADABLE


def test_a_refusal_does_not_keep_the_next_picture_waiting() -> None:
    refusal(png_bomb(50_000, 50_000))

    assert accept_upload(plain("PNG"), "x").width == 64


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.7 %%EOF" + b"x" * 2000])
def test_a_pdf_that_breaks_off_is_refused(content: bytes) -> None:
    assert refusal(content) == pictures.BROKEN_PDF


def test_every_refusal_is_a_plain_sentence() -> None:
    reasons = [value for name, value in vars(pictures).items() if name.isupper() and isinstance(value, str)]

    assert len(reasons) >= 7
    assert all(reason.endswith(".") and "!" not in reason for reason in reasons)


def only_accepted_or_refused(content: bytes) -> None:
    try:
        file = accept_upload(content, "x")
    except Refused:
        return
    if file.kind == "picture":
        assert opened(file).size == (file.width, file.height)


HEADERS = [plain(source, (16, 16)) for source in ("JPEG", "PNG", "WEBP", "HEIF")] + [b"%PDF-1.4 %%EOF", b""]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(HEADERS), st.integers(0, 900), st.binary(max_size=60))
def test_wild_bytes_are_accepted_or_refused(header: bytes, at: int, wild: bytes) -> None:
    only_accepted_or_refused(header[:at] + wild)
    only_accepted_or_refused(header[:at] + wild + header[at + len(wild) :])


# Names


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("IMG_0412.HEIC", "IMG_0412.jpg"),
        ("C:\\Users\\Anna\\scan.png", "scan.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("Letter from Dr. Smith", "Letter from Dr. Smith.jpg"),
        ("CT 2024.05", "CT 2024.05.jpg"),
        ("photo\u202egpj.exe", "photogpj.jpg"),
        ('a"b\r\nX-Header: 1.png', "abX-Header 1.jpg"),
        ("cafe\u0301.jpeg", "caf\u00e9.jpg"),
        ("снимок.png", "снимок.jpg"),
        (".htaccess", "htaccess.jpg"),
        (".png", "picture.jpg"),
        ("...", "picture.jpg"),
        ("", "picture.jpg"),
        ("folder/", "picture.jpg"),
    ],
)
def test_a_name_is_cleaned(given_name: str, expected: str) -> None:
    assert clean_filename(given_name, "jpg") == expected


def test_a_pdf_without_a_name_is_a_document() -> None:
    assert clean_filename("", "pdf") == "document.pdf"


NAMES = st.text(
    st.characters() | st.sampled_from("./\\\"'`;\u202e\u200d\u0301\u037e\u1fef \r\n\0é"), max_size=300
)


@settings(max_examples=300)
@given(NAMES, st.sampled_from(["jpg", "png", "webp", "pdf"]))
def test_any_name_becomes_a_safe_one(name: str, extension: str) -> None:
    clean = clean_filename(name, extension)

    assert clean.endswith(f".{extension}") and not clean.startswith((".", " "))
    assert len(clean) <= 100 and len(clean.encode()) <= 200
    assert not set(clean) & set("/\\\"'`;\r\n\0")
    assert all(unicodedata.category(letter) not in ("Cc", "Cf", "Cs") for letter in clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_filename(clean, extension) == clean


def test_a_long_name_keeps_its_extension() -> None:
    for letter in ("x", "я", "漢", "🙂"):
        clean = clean_filename(letter * 300 + ".png", "webp")
        assert clean.endswith(letter + ".webp")
        assert len(clean) <= 100 and len(clean.encode()) <= 200
        assert len(clean) == 100 or len(clean.encode()) > 196


def test_a_small_picture_does_not_wait_for_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "QUICK_PIXELS", 100)
    with pictures._one_at_a_time:
        done = ThreadPoolExecutor(1).submit(accept_upload, saved(Image.new("RGB", (10, 10)), "PNG"), "a.png")
        assert done.result(5).width == 10
