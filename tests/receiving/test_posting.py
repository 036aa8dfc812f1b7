"""A mail becomes a post, once, in the name of whom it is from."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from forum.boards.posts import Attachment, Post
from forum.boards.threads import Thread
from forum.core.db import db
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.receiving.letterbox import PROVEN, Letterbox

QUOTED = """I sat in it all afternoon.

On Tue, 3 Mar 2026 at 10:00, Mara via Kith <talk@localhost> wrote:
> -- reply above this line --
> It is blue.
"""


def test_an_answer_to_a_mail_is_a_reply_in_its_thread(
    box: Letterbox, thread: int, ines: Person, mara: Person, scene: Scene, patient: Browser
) -> None:
    first = scene.first_post(thread)
    done = box.send(
        "Ines <Ines@Example.org>",
        box.seal("reply", ines, thread),
        QUOTED,
        In_Reply_To=f"<post-{first}@localhost>",
    )
    assert (done.state, done.outcome, done.member_id) == ("done", "posted", ines.id)
    post = box.posts(thread)[-1]
    assert (post.author_id, post.via, post.format, post.parent_id) == (ines.id, "mail", "mail", first)
    assert post.source == "I sat in it all afternoon."
    assert post.message_id == "thought-1@example.org"
    assert "all afternoon" in patient.get(f"/threads/{thread}").text
    assert scene.all_counts_are_right()
    # Who answers that mail answers that post.
    box.send(
        mara.email,
        box.seal("reply", mara, thread),
        "Good.",
        References="<x@y.example> <thought-1@example.org>",
    )
    assert box.posts(thread)[-1].parent_id == post.id
    assert box.answers() == []


def test_the_same_mail_is_one_post_however_often_it_comes(box: Letterbox, thread: int, ines: Person) -> None:
    mail = box.mail(ines.email, box.seal("reply", ines, thread), "Once is enough.")
    for _ in range(3):
        box.take(mail)
    assert len(box.all()) == 1
    # Another relay wrote another line above it; and it went to another of our addresses as well.
    box.take(b"Received: by elsewhere.example\r\n" + mail.as_bytes(), str(mail["To"]))
    box.take(mail, box.seal("reply", ines, thread, days=1))
    assert [mail.outcome for mail in box.all()] == ["posted", "duplicate", "duplicate"]
    assert [post.source for post in box.posts(thread)].count("Once is enough.") == 1
    assert box.answers() == []


def test_a_mail_to_a_board_starts_a_thread(
    app: Flask, box: Letterbox, thread: int, ines: Person, proving: None
) -> None:
    done = box.send(
        ines.email, "Talk@localhost", "Who knows?", Subject="[Kith] Tea", Authentication_Results=PROVEN
    )
    assert done.outcome == "posted"
    with app.app_context():
        post = db.session.get_one(Post, done.post_id)
        started = db.session.get_one(Thread, post.thread_id)
        assert (started.title, started.author_id, post.via) == ("Tea", ines.id, "mail")
    # An answer to it by the board's address goes where it belongs.
    box.send(
        ines.email,
        "talk@localhost",
        "I do.",
        Subject="Re: Tea",
        Authentication_Results=PROVEN,
        In_Reply_To="<thought-1@example.org>",
    )
    assert [post.source for post in box.posts(started.id)] == ["Who knows?", "I do."]


def test_without_a_subject_the_first_words_are_the_title(
    app: Flask, box: Letterbox, thread: int, ines: Person, proving: None
) -> None:
    done = box.send(
        ines.email, "talk@localhost", "Who knows tea?\n\nI do not.", Subject="", Authentication_Results=PROVEN
    )
    with app.app_context():
        post = db.session.get_one(Post, done.post_id)
        assert db.session.get_one(Thread, post.thread_id).title == "Who knows tea?"


@pytest.mark.parametrize("results", ["", PROVEN.replace("mx.", "other."), PROVEN.replace("pass", "none")])
def test_from_alone_proves_nothing(
    box: Letterbox, thread: int, ines: Person, proving: None, results: str, boss: Browser
) -> None:
    done = box.send(ines.email, "talk@localhost", "It is me.", Authentication_Results=results)
    assert (done.state, done.outcome) == ("aside", "")
    assert box.answers() == []
    assert "Mail that was set aside" in boss.get("/moderation").text


def test_without_a_trusted_relay_mail_to_a_board_waits(box: Letterbox, thread: int, ines: Person) -> None:
    done = box.send(ines.email, "talk@localhost", "It is me.", Authentication_Results=PROVEN)
    assert done.state == "aside" and "FORUM_MAIL_AUTHSERV" in done.reason


def test_a_failure_waits_also_with_a_seal(box: Letterbox, thread: int, ines: Person, proving: None) -> None:
    failed = "mx.example.net; spf=pass smtp.mailfrom=evil.example; dmarc=fail header.from=example.org"
    done = box.send(ines.email, box.seal("reply", ines, thread), "Me.", Authentication_Results=failed)
    assert done.state == "aside" and "dmarc fail" in done.reason
    assert len(box.posts(thread)) == 1


def test_what_the_screening_holds_waits(app: Flask, box: Letterbox, thread: int, cast: Cast) -> None:
    new = cast.person("newbie")
    raw = box.mail(
        new.email, box.seal("reply", new, thread), "See https://a.example https://b.example https://c.example"
    )
    done = box.take(raw)
    assert done.outcome == "posted"
    assert box.posts(thread)[-1].source.startswith("See https")


def picture(size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 8.0, 0.0), 3: "E", 4: (11.0, 34.0, 0.0)}
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_pictures_come_along_without_their_place(
    app: Flask, box: Letterbox, thread: int, ines: Person
) -> None:
    mail = box.mail(ines.email, box.seal("reply", ines, thread), "The chair.")
    mail.add_attachment(picture(), maintype="image", subtype="jpeg", filename="chair.jpg")
    mail.add_attachment(b"PK\x03\x04zip", maintype="application", subtype="zip", filename="all.zip")
    assert box.take(mail).outcome == "posted"
    post = box.posts(thread)[-1]
    with app.app_context():
        (kept,) = db.session.scalars(select(Attachment).where(Attachment.post_id == post.id))
        content = app.extensions["storage"].get(kept.key)
    assert post.files == 1 and kept.filename == "chair.jpg"
    assert not Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    (answer,) = box.answers()
    assert "all.zip" in answer.text and f"/posts/{post.id}" in answer.text


def test_a_picture_within_html_comes_along(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    mail = box.mail(ines.email, box.seal("reply", ines, thread), "The chair.")
    mail.add_alternative('<p>The chair. <img src="cid:x"></p>', subtype="html")
    html = mail.get_payload()[1]
    assert isinstance(html, EmailMessage)
    html.add_related(picture(), "image", "jpeg", cid="<x>", filename="chair.jpg")
    box.take(mail)
    assert box.posts(thread)[-1].files == 1
