"""What no form of ours sends, and what clumsy hands and hostile ones do: never a failure, never a script."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image

from forum.boards.posts import Attachment, Draft, Post
from forum.boards.threads import Thread
from tests.boards.scene import Scene, box, picture, say, upload
from tests.cast import Browser, Cast, Person

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id)


def raw(browser: Browser, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> Any:
    browser.get("/settings")
    data = b"csrf_token=" + browser.token.encode() + b"&" + body
    return browser.client.post(path, data=data, content_type=kind, environ_base=browser.environ)


@pytest.mark.parametrize(
    ("size", "status"), [(0, 422), (10**6, 422), (5 * 2**20, 413)], ids=["empty", "1 MB", "5 MB"]
)
def test_however_long_the_words_are(
    scene: Scene, patient: Browser, thread: int, size: int, status: int
) -> None:
    answer = say(patient, thread, "x" * size)
    assert answer.status_code == status
    assert scene.count(Post) == 1
    if status == 422:
        assert len(box(answer.text)) == size
    kept = scene.drafts(patient.member_id)
    assert kept == ({f"thread:{thread}": "x" * size} if size and status == 422 else {})


def test_words_are_measured_as_they_are_read_and_not_as_they_travel(
    scene: Scene, patient: Browser, thread: int
) -> None:
    patient.get(f"/threads/{thread}")
    answer = say(patient, thread, "ä" * 900_000)
    assert answer.status_code == 422 and len(box(answer.text)) == 900_000
    assert scene.drafts(patient.member_id) == {f"thread:{thread}": "ä" * 900_000}


def test_a_form_larger_than_any_is_refused_without_being_read(patient: Browser, thread: int) -> None:
    patient.get("/settings")
    answer = patient.client.post(
        f"/threads/{thread}/replies",
        data=b"x",
        environ_base=patient.environ,
        environ_overrides={"CONTENT_LENGTH": str(2**33)},
    )
    assert answer.status_code == 413 and "too large" in answer.text


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (b"body=a%00b", "ab"),
        (b"body=%ff%fea", "a"),
        (b"body=%ed%a0%80a", "a"),
        ("body=é%F0%9F%8C%8A".encode(), "é🌊"),
        (b"body=a&body=b&body=c", "a"),
        (b"body=a&once=" + b"%00" * 60 + b"&parent=%00", "a"),
    ],
)
def test_bytes_that_are_no_words(
    scene: Scene, patient: Browser, thread: int, sent: bytes, shown: str
) -> None:
    answer = raw(patient, f"/threads/{thread}/replies", sent)
    assert answer.status_code == 303
    assert shown in patient.follow(answer).text
    assert "\0" not in "".join(scene.values(Post.source))


@pytest.mark.parametrize(
    "path",
    ["/threads/{}?page=%00", "/threads/{}?quote=%ff%00", "/boards/%00", "/boards/%ff",
     "/boards/talk?page=%ed%a0%80", "/threads/{}?page=1&page=2", "/drafts?x=%00",
     "/boards/talk/archive/2026/%00", "/attachments/1/%00",
     "/threads/{}/unread?%00", "/?" + "x=1&" * 2000],
)  # fmt: skip
def test_addresses_that_nobody_types(patient: Browser, thread: int, path: str) -> None:
    assert patient.get(path.format(thread)).status_code in (200, 303, 404, 414)


@pytest.mark.parametrize("number", ["x", "-1", "0", "1.5", "9" * 19, "9" * 30, "9" * 3000, "٣", "%00", "1e3"])
def test_numbers_that_are_none(patient: Browser, talk: str, number: str) -> None:
    for path in ("/threads/{}", "/threads/{}/unread", "/posts/{}", "/posts/{}/history", "/posts/{}/edit",
                 "/attachments/{}/x.png"):  # fmt: skip
        assert patient.get(path.format(number)).status_code == 404, path
    for path in ("/threads/{}/replies", "/posts/{}/delete", "/attachments/{}/delete", "/drafts/{}/delete",
                 "/drafts/{}/move/talk"):  # fmt: skip
        assert patient.post(path.format(number), {"body": "x"}).status_code in (404, 405), path


@pytest.mark.parametrize(
    "body",
    [">" * 10_000, "> " * 10_000, "[" * 10_000, "(" * 10_000, "*" * 10_000, "`" * 9_999, "- " * 5_000,
     "@" * 10_000, "<" * 10_000, "![" * 5_000, "[x](" * 3_000, "http://" * 4_000,
     "\u202e" * 10_000, "&#0;" * 5_000],
    ids=lambda body: body[:4],
)  # fmt: skip
def test_signs_by_the_thousand_are_shown_in_good_time(
    scene: Scene, patient: Browser, thread: int, body: str
) -> None:
    scene.reply(thread, patient.member_id)
    answer = say(patient, thread, f"a {body} b")
    assert answer.status_code == 303
    assert patient.follow(answer).status_code == 200


def test_no_field_carries_a_script_onto_a_page(
    scene: Scene, talk: str, patient: Browser, admin: Browser
) -> None:
    form = {"title": SCRIPT, "body": SCRIPT, "hope": SCRIPT, "once": SCRIPT, "parent": SCRIPT,
            "description": SCRIPT, "files": upload(name=SCRIPT)}  # fmt: skip
    pages = [patient.post(f"/boards/{talk}/new/preview", dict(form, files=upload(name=SCRIPT)))]
    pages.append(patient.post(f"/boards/{talk}/new", dict(form, title="", files=upload(name=SCRIPT))))
    pages.append(patient.follow(patient.post(f"/boards/{talk}/new", form)))
    board = {"title": SCRIPT, "slug": "x", "purpose": SCRIPT, "guide": SCRIPT, "heading": SCRIPT,
             "audience": SCRIPT}  # fmt: skip
    pages.append(admin.post("/admin/boards/new", board))
    admin.post(
        "/admin/boards/new", {**board, "title": SCRIPT[:80], "heading": SCRIPT[:80], "audience": "public"}
    )
    pages += [patient.get(path) for path in ("/", "/boards/talk", "/boards/x", "/boards/x/new", "/drafts")]
    pages += [admin.get(path) for path in ("/admin/boards", "/admin/boards/x")]
    for page in pages:
        assert page.status_code in (200, 422)
        assert not re.search(
            r"<script(?! type=\"module\" src=\"/static/)|<[^>]*\sonerror=(?![^<]*&)", page.text
        )


@pytest.mark.parametrize(
    "name", [SCRIPT, "../../etc/passwd", "a%0d%0aX-Evil: 1.png", "\u202egnp.exe", "", "x" * 400, "é🌊.png"]
)
def test_a_file_has_a_harmless_name(scene: Scene, talk: str, patient: Browser, name: str) -> None:
    patient.post(f"/boards/{talk}/new", {"title": "T", "body": "B", "files": upload(name=name or "x")})
    [kept] = scene.values(Attachment.filename)
    [number] = scene.values(Attachment.id)
    assert not set(kept) & set("<>\"'\r\n/\\\u202e") and kept.endswith(".png") and len(kept) <= 120
    answer = patient.get(f"/attachments/{number}/{kept}")
    assert answer.status_code == 200 and "X-Evil" not in answer.headers
    assert answer.mimetype == "image/png"


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "cannot be added"),
        (b"<html><script>alert(1)</script>", "cannot be added"),
        (b"GIF89a" + b"\0" * 50, "cannot be added"),
        (b"MZ" + b"\0" * 50, "cannot be added"),
        (bomb(), "too large"),
        (picture()[:40], "could not be read"),
        (b"%PDF-1.7 and no end", "not complete"),
    ],
    ids=["svg", "html", "gif", "exe", "bomb", "half a picture", "half a pdf"],
)
def test_files_that_are_not_what_they_say(
    scene: Scene, talk: str, patient: Browser, content: bytes, words: str
) -> None:
    form = {"title": "T", "body": "Words", "files": upload(content, "x.png")}
    answer = patient.post(f"/boards/{talk}/new", form)
    assert answer.status_code == 422 and words in answer.text and box(answer.text) == "Words"
    assert scene.count(Attachment) == scene.count(Thread) == 0


def test_a_picture_that_is_a_page_too_is_only_a_picture(scene: Scene, talk: str, patient: Browser) -> None:
    both = picture() + b"<script>alert(1)</script>"
    patient.post(f"/boards/{talk}/new", {"title": "T", "body": "B", "files": upload(both, "x.html")})
    [number] = scene.values(Attachment.id)
    answer = patient.get(f"/attachments/{number}/x.html")
    assert answer.mimetype == "image/png" and b"script" not in answer.data
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_bytes_that_no_browser_sends_are_no_form(scene: Scene, patient: Browser, thread: int) -> None:
    assert raw(patient, f"/threads/{thread}/replies", b"body=\xff\xfea").status_code == 400
    assert scene.count(Post) == 1 and scene.count(Draft) == 0


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", "x", ""])
def test_a_body_that_is_no_form(scene: Scene, patient: Browser, thread: int, kind: str) -> None:
    answer = raw(patient, f"/threads/{thread}/replies", b"body=x", kind)
    assert answer.status_code == 400
    assert scene.count(Post) == 1 and scene.count(Draft) == 0


@pytest.mark.parametrize("path", ["/", "/boards/towers", "/threads/1", "/boards/towers/archive", "/drafts"])
def test_a_tower_of_marks_stands_in_no_title_and_no_name(
    scene: Scene, cast: Cast, patient: Browser, path: str
) -> None:
    tower = "a" + "\u0301" * 30
    scene.board("towers", title=tower, heading=tower, purpose=tower)
    thread = scene.thread("towers", cast.person("tall", name=tower).id, title=tower, body=tower)
    patient.post(f"/threads/{thread}/replies/draft", {"body": tower}, page=f"/threads/{thread}")
    page = patient.get(path.replace("threads/1", f"threads/{thread}")).text
    assert "\u0301" * 8 in page and "\u0301" * 9 not in page
