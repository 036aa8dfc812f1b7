"""Bytes nobody meant well, or nobody meant at all: every one is read or refused, and soon."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.mail_in.parse import ParsedMail, Unreadable, parse
from tests.pace import takes_under

NOW = datetime(2020, 1, 1, tzinfo=UTC)
HEAD = b"From: a@example.org\nSubject: x\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"
REAL = b"""\
From: =?utf-8?q?J=C3=BC?= via Friends <friends@example.org>
Date: Mon, 3 Mar 2003 10:00:00 +0100
Subject: Re: [x] =?iso-8859-1?b?5A==?=
References: <a@b> <c@d>
Received: by x; Mon, 3 Mar 2003 10:00 EST
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable

Hi =C3=A4
--b
Content-Type: text/html; charset=koi8-r

<p>Hi<blockquote>\xc1</blockquote>
--b
Content-Type: image/png; name*=utf-8''a%20b
Content-Transfer-Encoding: base64

aGVsbG8=
--b--
begin 644 x
#0V%T
end
____________________
mailing list x@y
"""
SCRAPS = [
    b"\n",
    b"\n\n",
    b"--b\n",
    b"<",
    b">",
    b"=?",
    b"?=",
    b"\x00",
    b"\xff\xfe",
    b"\r",
    b";",
    b'"',
    b"=",
    b"\x1b$B",
    b"Content-Type: ",
]


def survives(raw: bytes) -> None:
    with suppress(Unreadable):
        mail = parse(raw, NOW)
        assert isinstance(mail, ParsedMail)
        (mail.text + mail.subject + mail.author.name).encode()
        assert "\x00" not in mail.text + mail.subject + mail.author.name
        assert len(mail.subject) <= 200
        assert mail.author.name
        assert len(mail.author.name) <= 80


@given(st.binary(max_size=400), st.sampled_from([b"", HEAD, HEAD + b"\n", HEAD + MIXED]))
def test_any_bytes(raw, head):
    survives(head + raw)


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(REAL)),
            st.integers(0, 40),
            st.one_of(st.sampled_from(SCRAPS), st.binary(max_size=6)),
        ),
        max_size=6,
    )
)
@example([(291, 0, b"\x80\n\x80")])
@example([(291, 0, b"\x00\n\x80")])
def test_a_real_mail_with_holes(cuts):
    raw = REAL
    for start, length, scrap in cuts:
        raw = raw[:start] + scrap + raw[start + length :]
    survives(raw)


@given(
    st.binary(max_size=60),
    st.sampled_from([b"From", b"Date", b"Subject", b"Content-Type", b"Reply-To", b"List-Id", b"Message-ID"]),
)
def test_any_header_value(value, name):
    survives(b"To: x\n" + name + b": " + value + b"\n\nHello")


def nested(levels: int) -> bytes:
    return (
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
            for level in range(levels)
        )
        + b"\nHello"
    )


def html(markup: bytes) -> bytes:
    return b"Content-Type: text/html\n\n" + markup


@pytest.mark.parametrize(
    "rest",
    [
        b"\n" + b"On a a " * 6_000 + b"\xe2\x80\xa6 wrote",
        nested(1_000),
        MIXED + b"--b\n\nHello\n" * 10_000,
        MIXED + b"--b\n\nx" + b"\n--bb" * 100_000,
        MIXED + (b"--b\n" + html(b"<b>a</b>" * 9_000) + b"\n") * 40,
        b"Content-Type: message/rfc822\n\n" * 5_000,
        b"Content-Type: text/plain; " + b';"' * 50_000 + b"\n\nx",
        b"X: y\n" * 100_000 + b"\nx",
        b"Subject: " + b"=?a?q?" * 50_000 + b"\n\nx",
        b"From: " + b"a at a." * 50_000 + b"\n\nx",
        html(b"<" * 900_000),
        html(b"<style>" * 120_000),
        html(b"<blockquote>" * 19_000 + b"x"),
        html(b"<table><tr>" + b"<td>a" * 19_000),
        html(b"<ul>" * 250 + b"<pre>" + b"\n" * 500_000),
        b"\n" + b"begin 644 x\n" * 50_000,
        b"\n" + b"______________________\nmailing list http://x\n" * 10_000,
        b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 30_000 + b"-" + b"z9" * 30_000,
        b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 200_000,
    ],
    ids=lambda rest: repr(rest[:30]),
)  # fmt: skip
def test_hostile_mails_are_read_soon(rest):
    assert takes_under(1, lambda: survives(HEAD + rest))
