import base64
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from forum.mail_in.parse import Unreadable, parse
from forum.mail_in.senders import Author

NOW = datetime(2020, 1, 1, tzinfo=UTC)
HEAD = (
    b"From: Jane Doe <jane@example.org>\nDate: Mon, 3 Mar 2003 10:00:00 +0100\nSubject: [friends] Re: Hair\n"
)


def read(body: bytes, content_type: str = "", *more: str):
    lines = [f"Content-Type: {content_type}"] if content_type else []
    return parse(HEAD + "".join(f"{line}\n" for line in [*lines, *more]).encode() + b"\n" + body, NOW)


def multipart(kind: str, *parts: str | bytes):
    sections = [part.encode() if isinstance(part, str) else part for part in parts]
    body = b"".join(b"--=_b\n" + section + b"\n" for section in sections) + b"--=_b--\n"
    return read(body, f'multipart/{kind}; boundary="=_b"')


def test_a_simple_mail():
    mail = parse(
        HEAD + b"Message-ID: <2@x>\nReferences: <1@x>\nList-Id: <friends.example.org>\n\nHello\r\n\r\n", NOW
    )
    assert mail.author == Author("Jane Doe", "jane@example.org")
    assert mail.sent_at == datetime(2003, 3, 3, 9, tzinfo=UTC)
    assert (mail.subject, mail.is_reply_subject) == ("Hair", True)
    assert (mail.message_id, mail.references, mail.list_id) == ("2@x", ("1@x",), "friends.example.org")
    assert (mail.text, mail.attachments, mail.is_empty, mail.was_cut) == ("Hello", (), False, False)
    with pytest.raises(FrozenInstanceError):
        mail.text = "other"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no headers"),
        (b"Hello there\n\nyes", "no headers"),
        (b"\n\n\n", "no headers"),
        (b"Note: x\n\ny", "not a mail"),
    ],
)
def test_what_is_no_mail(raw, reason):
    with pytest.raises(Unreadable) as refusal:
        parse(raw, NOW)
    assert refusal.value.reason == reason


def test_an_envelope_line_is_not_part_of_the_header():
    assert parse(b"From jane Mon Mar  3 10:00:00 2003\n" + HEAD + b"\nHello", NOW).text == "Hello"
    assert parse(b">From jane Mon Mar  3 10:00:00 2003\n" + HEAD + b"\nHello", NOW).subject == "Hair"


def test_text_that_begins_without_an_empty_line():
    assert parse(HEAD + b"Hello there, no gap\nSecond line\n", NOW).text == "Hello there, no gap\nSecond line"


CAFE = "café now".encode()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", b"caf=C3=A9 =\nnow"),
        ("base64", base64.b64encode(CAFE)),
        ("BASE64", base64.b64encode(CAFE).rstrip(b"=")),
        ("8bit", CAFE),
        ("x-nonsense", CAFE),
    ],
)
def test_transfer_encodings(encoding, body):
    assert (
        read(body, "text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}").text == "café now"
    )


PLAIN = "Content-Type: text/plain\n\n"
HTML = "Content-Type: text/html\n\n"


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ("My words", "My words"),
        ("", "In HTML"),
        ("\xa0\n", "In HTML"),
        ("This is a multi-part message in MIME format.", "In HTML"),
        ("Your mail program does not support HTML.", "In HTML"),
    ],
)
def test_plain_text_is_preferred_if_it_says_something(plain, text):
    assert multipart("alternative", PLAIN + plain, HTML + "<p>In HTML</p>").text == text


def test_html_labelled_as_plain():
    assert read(b"<html><body><p>Hello</p></body></html>", "text/plain").text == "Hello"


def test_parts_are_read_in_order_with_the_footer_of_the_list_gone():
    footer = "_" * 47 + "\nFriends mailing list\nhttp://example.org/mailman/listinfo/friends"
    assert multipart("mixed", PLAIN + "One", HTML + "<p>Two</p>", PLAIN + footer).text == "One\n\nTwo"


def test_attachments():
    mail = multipart(
        "mixed",
        PLAIN + "See the photo",
        'Content-Type: image/png; name="old.png"\nContent-Transfer-Encoding: base64\n'
        "Content-Disposition: attachment; filename*=utf-8''..%2Fmy%20caf%C3%A9.png\n\naGVsbG8=",
        'Content-Type: text/plain; name="C:\\\\notes.txt"\nContent-Disposition: attachment\n\nNotes',
        "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN",
        "Content-Type: image/gif; name==?utf-8?q?f=C3=A4n.gif?=\n\nGIF89a",
        "Content-Type: application/pdf; name=empty.pdf\n\n",
    )
    assert mail.text == "See the photo"
    found = [(file.filename, file.media_type, file.content.strip()) for file in mail.attachments]
    assert found == [
        ("my café.png", "image/png", b"hello"),
        ("notes.txt", "text/plain", b"Notes"),
        ("fän.gif", "image/gif", b"GIF89a"),
    ]


def test_images_of_the_html_that_was_not_chosen_are_kept():
    related = (
        "Content-Type: multipart/related; boundary=r\n\n--r\n"
        + HTML
        + "x\n--r\nContent-Type: image/png\n\nPNG\n--r--\n"
    )
    mail = multipart("alternative", PLAIN + "Hello", related)
    assert (mail.text, [file.media_type for file in mail.attachments]) == ("Hello", ["image/png"])


def test_an_invitation_is_a_file_and_not_the_text():
    mail = multipart(
        "alternative", PLAIN, HTML + "<p>Come</p>", "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"
    )
    assert (mail.text, [file.media_type for file in mail.attachments]) == ("Come", ["text/calendar"])


def test_a_mail_that_is_only_a_named_text():
    mail = read(
        b"Hello", "text/plain; name=message.txt", "Content-Disposition: attachment; filename=message.txt"
    )
    assert (mail.text, mail.attachments) == ("Hello", ())


def test_a_forwarded_mail_is_read_without_its_addresses():
    inner = "From: Sue <sue@example.org>\nSubject: Fwd: News\n\nGood news"
    assert multipart("mixed", PLAIN + "Look", "Content-Type: message/rfc822\n\n" + inner).text == (
        "Look\n\n---------- Forwarded message: News\n\nGood news"
    )


def test_a_digest():
    assert "Good news" in multipart("digest", "\nFrom: sue@example.org\nSubject: News\n\nGood news").text


@pytest.mark.parametrize(
    "content_type", ["multipart/mixed", "multipart/mixed; boundary=elsewhere", "nonsense", "text"]
)
def test_a_body_that_cannot_be_taken_apart_is_text(content_type):
    assert read(b"Hello", content_type).text == "Hello"


def test_boundaries_that_begin_alike():
    inner = "Content-Type: multipart/mixed; boundary==_b1\n\n--=_b1\n\nOne\n--=_b1\n\nTwo\n--=_b1--\n"
    assert multipart("mixed", inner, PLAIN + "Three").text == "One\n\nTwo\n\nThree"


def test_flowed_text():
    assert read(b"one \ntwo", "text/plain; format=flowed").text == "one two"
    assert read(b"one \ntwo", "text/plain; format=flowed; delsp=yes").text == "onetwo"


def test_a_file_in_the_text():
    mail = read(b"Look:\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n\nJane")
    assert (mail.text, mail.attachments[0].content, mail.attachments[0].filename) == (
        "Look:\n\n\n\nJane",
        b"Cat",
        "cat.txt",
    )
    assert read(b"begin 644 is how it starts\nand in the\nend\nI stopped").attachments == ()


def test_long_texts_are_cut_and_say_so():
    mail = read(b"word " * 30_000)
    assert mail.was_cut
    assert 100_000 <= len(mail.text) < 100_200
    assert mail.text.endswith("in the file “the whole mail.txt”.]")


def test_control_characters_and_what_html_left_behind():
    assert (
        read(b"a\x00b\x1b[31m  \n[cid:image001.png@01] jane@x.org<mailto:jane@x.org>\n\n").text
        == "ab[31m\n jane@x.org"
    )


def test_nothing_in_it():
    assert parse(HEAD + b"\n \n", NOW).is_empty


def test_what_a_page_of_comments_leaves_no_room_for_is_said_to_be_missing():
    mail = read(b"<p>words</p>" + b"<!-- -->" * 80_000 + b"<p>more words</p>", "text/html")
    assert mail.was_cut and mail.text.startswith("words")
    assert mail.text.endswith("in the file “the whole mail.txt”.]")


def test_words_that_begin_without_an_empty_line_keep_their_charset():
    raw = b"From: a@example.org\nSubject: Hi\nContent-Type: text/plain; charset=iso-8859-2\nDzie\xf1 dobry.\n"
    assert parse(raw).text == "Dzień dobry."


def test_files_that_only_programs_read_are_none():
    mail = multipart(
        "signed",
        PLAIN + "Signed words",
        "Content-Type: application/octet-stream; name=smime.p7s\n\nx",
        "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----",
    )
    assert (mail.text, mail.attachments) == ("Signed words", ())


def test_files_without_a_name_get_one_and_pictures_say_where_they_stand():
    mail = multipart(
        "mixed",
        PLAIN + "Words",
        "Content-Type: application/ms-tnef\n\nx",
        "Content-Type: text/calendar\n\nBEGIN:VCALENDAR",
        "Content-Type: image/png\nContent-ID: <one@example.org>\n\nPNG",
    )
    assert [(file.filename, file.content_id) for file in mail.attachments] == [
        ("winmail.dat", ""),
        ("invitation.ics", ""),
        ("attachment", "one@example.org"),
    ]
