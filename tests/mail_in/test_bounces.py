"""Whose address failed, and for good or for now."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.mail_addresses import Sealed, sealed_address
from forum.mail_in.bounces import Failure, read_bounce, sealed_recipient
from forum.mail_in.complaints import Complaint, read_complaint
from forum.mail_in.mime import tree
from tests.mail_in.bounce_corpus import ANN, BOUNCES, NO_BOUNCES, UNDELIVERED, failed, status
from tests.pace import takes_under

KEY, TODAY = b"k" * 32, date(2026, 3, 1)


@pytest.mark.parametrize(("raw", "expected"), BOUNCES.values(), ids=BOUNCES)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_bounces(raw, expected, end):
    failures = read_bounce(tree(raw.replace("\n", end).encode()))
    assert {failure.address: failure.kind for failure in failures} == expected


@pytest.mark.parametrize("raw", NO_BOUNCES.values(), ids=NO_BOUNCES)
def test_what_is_no_report(raw):
    assert read_bounce(tree(raw.encode())) is None


def test_the_status_is_told():
    assert read_bounce(tree(status(failed(ANN, "5.2.1")).encode())) == (Failure(ANN, "hard", "5.2.1"),)
    assert not Failure(ANN, "hard").is_temporary and Failure(ANN, "delayed").is_temporary


def test_a_report_in_which_nobody_is_named_is_still_one():
    assert read_bounce(tree((UNDELIVERED + "It did not arrive.").encode())) == ()


def test_a_mail_from_nobody_that_names_a_failure_is_a_report():
    raw = f"From: relay@example.com\nSubject: Delivery failed\n\n<{ANN}>: user unknown".encode()
    assert read_bounce(tree(raw)) is None
    assert read_bounce(tree(raw), envelope_sender="") == (Failure(ANN, "hard"),)


def test_our_own_address_knows_whose_mail_came_back():
    sealed = Sealed("bounce", 7, 99)
    address = sealed_address(KEY, sealed, "forum.example", TODAY)
    assert sealed_recipient(KEY, f"<{address}>", TODAY) == sealed
    assert sealed_recipient(KEY, address, TODAY + timedelta(days=400)) == sealed
    assert sealed_recipient(KEY, "bounce+other@forum.example", TODAY) is None
    reply = sealed_address(KEY, Sealed("reply", 7, 99), "forum.example", TODAY)
    assert sealed_recipient(KEY, reply, TODAY) is None


REPORT = """\
From: feedback@mail.example
Subject: complaint
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

Somebody complained.
--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Example/1.0
Version: 1
{fields}
--b
Content-Type: {returned}

Return-Path: <bounce+abc@forum.example>
From: friends@forum.example
To: Ann <ann@example.org>
Message-ID: <post-7@forum.example>

Hello
--b--
"""


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize(
    "fields",
    [
        "Original-Mail-From: <bounce+abc@forum.example>\nOriginal-Rcpt-To: <ann@example.org>",
        "Original-Rcpt-To: ann@example.org",
        "Source-IP: 192.0.2.1",
    ],
)
def test_a_complaint(fields, returned):
    complaint = read_complaint(tree(REPORT.format(kind="abuse", fields=fields, returned=returned).encode()))
    assert complaint == Complaint("abuse", (ANN,), "bounce+abc@forum.example", "post-7@forum.example")


def test_the_kind_of_a_complaint_is_told():
    raw = REPORT.format(kind="Not-Spam", fields="X: y", returned="message/rfc822").encode()
    assert read_complaint(tree(raw)).kind == "not-spam"
    assert read_complaint(tree(status(failed(ANN)).encode())) is None


BOMBS = [
    "a",
    "@",
    "a@",
    "a@b.",
    "a@b: ",
    "<a@b>\n",
    "following address ",
    "following address\na@b\n",
    "550 ",
    "\n",
    ": ",
    "recipient: ",
    "not delivered to ",
    "- ",
    "=",
    ">",
    "----- original ",
    "user unknown a@b ",
    "rcpt to:",
    "a.b@c d ",
    "could not be delivered to for ",
    "Final-Recipient: rfc822; a@b\n\n",
    "will retry ",
    "message to: ",
    "5.1.1",
]


def read_all(text):
    read_bounce(tree((UNDELIVERED + text).encode()))
    read_bounce(tree(status(text).encode()))
    read_complaint(tree(REPORT.format(kind="a", fields=text, returned="a/b").encode()))


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_report_takes_two_seconds(bomb):
    lines = ((bomb * 100 + "\n") * 1_000)[:100_000]
    assert takes_under(2, lambda: read_all((bomb * 100_000)[:100_000]))
    assert takes_under(2, lambda: read_all(lines))


@settings(deadline=None)
@given(st.text(max_size=200), st.binary(max_size=100))
def test_any_report_is_read(text, raw):
    read_bounce(tree((UNDELIVERED + text).encode("utf-8", "surrogateescape")))
    read_bounce(tree(status("").encode().replace(b"Reporting-MTA", raw)))
    read_complaint(tree(REPORT.format(kind="a", fields="", returned="a/b").encode().replace(b"Version", raw)))
