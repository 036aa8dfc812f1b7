"""Archives become threads: every mail accounted for, each in its place, counts right, addresses hidden."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.boards.posts import Attachment, Post
from forum.boards.recount import wrong_counts
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.errors import Refused
from forum.transfer.models import ArchiveFile, ArchiveMail
from tests.cast import Browser
from tests.transfer.archives import BEGIN, add_board, mail, mbox, run_import, threads

NO_DATE = (
    b"From jane@example.org\n"
    b"From: Jane <jane@example.org>\nSubject: When\nMessage-ID: <when@example.org>\n\nWords.\n"
)
NOT_A_MAIL = b"Colour: blue\n\nWords.\n"


@pytest.fixture
def archive(app: Flask, tmp_path: Path):
    add_board(app)

    def write(*mails: bytes, name: str = "list.mbox") -> Path:
        path = tmp_path / name
        path.write_bytes(mbox(*mails))
        return path

    return write


def test_mails_become_threads_with_answers_in_order_of_time(app: Flask, archive) -> None:
    sam = "Sam <sam@example.org>"
    file = archive(
        mail("c", "a", "b", hour=3, subject="Re: Scans"),
        mail("a", hour=1, subject="Scans"),
        mail("other", hour=9, subject="Naps", sender=sam),
        mail("b", "a", hour=2, subject="Re: Scans", sender=sam),
        mail("guess", hour=4, subject="Re: scans", sender=sam),
    )

    report = run_import(app, file)

    assert threads(app) == [
        (
            "Scans",
            [
                ("These are the words of a.", "Jane Doe", None, False, 1),
                ("These are the words of b.", "Sam", 1, False, 1),
                ("These are the words of c.", "Jane Doe", 2, False, 1),
                ("These are the words of guess.", "Sam", 3, True, 0),
            ],
        ),
        ("Naps", [("These are the words of other.", "Sam", None, False, 0)]),
    ]
    assert (report.mails, report.imported, report.threads, report.inferred) == (5, 5, 2, 1)


def test_what_lists_show_is_counted(app: Flask, archive) -> None:
    file = archive(
        mail("a", hour=0),
        mail("b", "a", hour=1, sender="Sam <sam@example.org>"),
        mail("c", hour=24 * 40, subject="x"),
    )

    run_import(app, file)

    with app.app_context():
        board = db.session.scalars(select(Board)).one()
        first = db.session.scalars(select(Thread).order_by(Thread.started_at)).first()
        sam = db.session.scalars(select(Member).where(Member.email == "sam@example.org")).one()
        assert wrong_counts() == 0
        assert (board.posts_live, board.threads_live, board.last_post_at.month) == (3, 2, 4)
        assert (first.posts_live, first.last_number, first.last_live_number) == (2, 2, 2)
        assert (first.last_post_at.hour, first.last_author_id, first.started_at.hour) == (11, sam.id, 10)
        assert first.is_from_archive
        assert first.state == "live"


def test_every_mail_is_accounted_for(app: Flask, archive) -> None:
    file = archive(
        mail("a"),
        mail("a"),
        mail("a", body="Another mail of a program that used an id twice."),
        mail("", body="No Message-ID.", hour=5),
        mail("", body="No Message-ID.", hour=5),
        NO_DATE,
        NOT_A_MAIL,
        mail("empty", subject="", body="\n"),
    )

    report = run_import(app, file)

    assert (report.mails, report.imported, report.duplicates, report.set_aside) == (8, 3, 2, 3)
    assert report.reasons == {"no date": 1, "not a mail": 1, "empty": 1}
    assert "no believable date" in "\n".join(report.lines())
    with app.app_context():
        kept = set(db.session.scalars(select(ArchiveMail.raw).where(ArchiveMail.state == "set aside")))
        assert NO_DATE.partition(b"\n")[2].strip() in {raw.strip() for raw in kept}


def test_a_mail_without_a_date_is_as_old_as_its_envelope(app: Flask, archive) -> None:
    run_import(app, archive(NO_DATE.partition(b"\n")[2]))
    with app.app_context():
        assert db.session.scalars(select(Post.published_at)).one() == BEGIN


def test_a_subject_that_says_everything(app: Flask, archive) -> None:
    run_import(app, archive(mail("a", subject="Clear scans! (nm)", body="\n")))
    assert threads(app) == [("Clear scans! (nm)", [("Clear scans! (nm)", "Jane Doe", None, False, 0)])]


def test_the_same_mail_with_another_footer_is_there_already(app: Flask, archive) -> None:
    run_import(app, archive(mail("a", body="Words.\n\n-- \nFriends mailing list\nhttp://example.org/list")))
    assert run_import(app, archive(mail("a", body="Words.\n"))).duplicates == 1


def test_a_file_named_twice_is_counted_twice(app: Flask, archive) -> None:
    file = archive(mail("a"), NO_DATE)
    report = run_import(app, file, file)
    assert (report.mails, report.imported, report.duplicates, report.set_aside) == (4, 1, 2, 1)


def test_a_second_run_adds_nothing(app: Flask, archive) -> None:
    file = archive(mail("a"), mail("b", "a", hour=1), NO_DATE)
    run_import(app, file)
    before = threads(app)

    report = run_import(app, file)

    assert (report.mails, report.imported, report.duplicates, report.set_aside) == (3, 0, 3, 0)
    assert threads(app) == before
    with app.app_context():
        assert wrong_counts() == 0


def test_a_file_that_has_grown_adds_what_is_new(app: Flask, archive) -> None:
    run_import(app, archive(mail("a"), NO_DATE))

    report = run_import(app, archive(mail("a"), NO_DATE, mail("b", "a", hour=1)))

    assert (report.mails, report.imported, report.duplicates, report.set_aside) == (3, 1, 2, 0)


def test_a_mail_without_date_is_imported_when_a_better_copy_comes(app: Flask, archive) -> None:
    run_import(app, archive(NO_DATE))

    report = run_import(app, archive(mail("when", subject="When"), name="better.mbox"))

    assert report.imported == 1


def test_a_compressed_archive_that_breaks_off_gives_what_can_be_read(
    app: Flask, archive, tmp_path: Path
) -> None:
    noise = "\n".join(f"{number * 7919 % 10007} walks" for number in range(20_000))
    whole = gzip.compress(mbox(mail("a"), mail("b", hour=1, body=noise)))
    file = tmp_path / "list.mbox.gz"
    file.write_bytes(whole[: len(whole) // 2])

    report = run_import(app, file)

    assert (report.imported, report.reasons) == (1, {"cut short": 1})


def test_a_file_that_is_no_archive_is_refused_before_anything_is_done(
    app: Flask, archive, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Jane,\n")

    with pytest.raises(Refused, match=r"letter\.txt: This is not a mail archive"):
        run_import(app, archive(mail("a")), letter)

    assert threads(app) == []


def test_addresses_are_on_no_page(app: Flask, archive, stranger: Browser) -> None:
    secret = "jane.secret@hidden.example"
    file = archive(
        mail(
            "a",
            subject=f"Write to {secret}",
            sender=f'"{secret}" <{secret}>',
            body=f"Mine is {secret}.\n\nOn Monday, {secret} wrote:\n> {secret}\n\n-- \n{secret}",
            files=[(f"{secret}.vcf", "text/x-vcard", f"EMAIL:{secret}".encode())],
        ),
        mail("b", "a", sender=secret, subject=f"Re: Write to {secret}", hour=1),
    )
    run_import(app, file)

    with app.app_context():
        thread = db.session.scalars(select(Thread)).one()
        attachment = db.session.scalars(select(Attachment)).one()
        member = db.session.scalars(select(Member)).one()
        pages = [
            *("/boards/archive", f"/threads/{thread.id}", attachment.path, f"/members/{member.handle}"),
            *(
                "/boards/archive/archive",
                "/boards/archive/archive/2003/3",
                "/boards/archive/archive/2003/3/by-date",
            ),
            *("/boards/archive/feed.atom", "/"),
        ]
    for page in pages:
        answer = stranger.get(page)
        assert answer.status_code in (200, 303), page
        assert "secret@" not in answer.text, page
        assert "hidden.example" not in answer.text, page
    assert "[address hidden]" in stranger.get(pages[1]).text


def picture(width: int = 60) -> bytes:
    content = BytesIO()
    Image.new("RGB", (width, 20), "teal").save(content, "PNG")
    return content.getvalue()


def test_files_come_along(app: Flask, archive, stranger: Browser) -> None:
    file = archive(
        mail(
            "a",
            files=[
                ("lake.png", "image/png", picture()),
                ("icon.png", "image/png", picture(20)),
                ("broken.png", "image/png", b"\x89PNG\r\n\x1a\nbroken"),
                ("notes.pdf", "application/pdf", b"%PDF-1.4\nwords\n%%EOF\n"),
                ("table.xls", "application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\x00table"),
                ("worm.exe", "application/octet-stream", b"MZ\x00worm"),
            ],
        )
    )

    report = run_import(app, file)

    with app.app_context():
        found = db.session.scalars(select(Attachment).order_by(Attachment.id)).all()
        post = db.session.scalars(select(Post)).one()
        kept = {file.filename: (file.kind, file.media_type) for file in found}
        paths = {file.filename: file.path for file in found}
        assert all(file.post_id == post.id and file.member_id == post.author_id for file in found)
        assert post.files == len(found) == report.files == 5
        assert report.files_left_out == 1
        assert db.session.scalar(select(func.count()).select_from(ArchiveFile)) == 0
    download = ("file", "application/octet-stream")
    assert kept == {
        "lake.png": ("picture", "image/png"),
        "broken.png": download,
        "notes.pdf": ("pdf", "application/pdf"),
        "table.xls": download,
        "worm.bin": download,
    }
    answer = stranger.get(paths["table.xls"])
    assert answer.data == b"\xd0\xcf\x11\xe0\x00table"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = stranger.get(f"/posts/{1}", follow_redirects=True).text
    assert all(name in page for name in kept)


def test_authors_wait_to_be_claimed(app: Flask, archive, cast) -> None:
    patient = cast.person("patient")
    file = archive(
        mail("a", hour=2, sender="Jane Doe <Jane@Example.org>"),
        mail("b", hour=1, sender="Jane <jane@example.org>", subject="x"),
        mail("c", hour=3, sender="Jane Doe <jane@example.org>", subject="y"),
        mail("d", hour=3, sender=f"Somebody <{patient.email}>", subject="z"),
        mail("e", hour=4, sender="Jane Doe", subject="w"),
        mail("f", hour=5, sender="JANE DOE", subject="v"),
    )

    run_import(app, file)

    with app.app_context():
        jane = db.session.scalars(select(Member).where(Member.email == "jane@example.org")).one()
        nameless = db.session.scalars(select(Member).where(Member.archive_key.is_not(None))).one()
        assert (jane.name, jane.handle, jane.claimed_at, jane.joined_at.hour) == (
            "Jane Doe",
            "jane-doe",
            None,
            11,
        )
        assert (nameless.archive_key, nameless.email, nameless.handle) == (
            "archive:jane doe",
            None,
            "jane-doe-2",
        )
        assert authors(jane.id) == 3
        assert authors(nameless.id) == 2
        assert authors(patient.id) == 1
        assert db.session.scalar(select(func.count()).select_from(Member)) == 3


def authors(member_id: int) -> int:
    query = select(func.count()).select_from(Post).where(Post.author_id == member_id)
    return db.session.scalar(query) or 0


def test_an_earlier_file_makes_an_author_older(app: Flask, archive) -> None:
    run_import(app, archive(mail("b", hour=5)))
    run_import(app, archive(mail("a", hour=1), name="earlier.mbox"))

    with app.app_context():
        assert db.session.scalars(select(Member)).one().joined_at.hour == 11


def test_a_mail_without_subject_has_a_title(app: Flask, archive) -> None:
    run_import(app, archive(mail("a", subject="")))

    assert threads(app)[0][0] == "(no subject)"
