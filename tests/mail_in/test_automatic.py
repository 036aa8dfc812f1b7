"""What a program wrote, and what no program may answer."""

import pytest

from forum.mail_in.automatic import Origin, origin
from forum.mail_in.mime import tree

HEAD = "From: Ann <ann@example.org>\nTo: board@forum.example\n"


def seen(fields, sender="ann@example.org"):
    return origin(tree(f"{HEAD}{fields}\n\nHello".encode()).header, sender)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("Auto-Submitted: auto-replied", "auto-submitted"),
        ("Auto-Submitted: auto-generated; owner=x", "auto-submitted"),
        ("Content-Type: multipart/report; report-type=delivery-status", "report"),
        ("X-Autoreply: yes", "x-autoreply"),
        ("X-Autorespond: Away", "x-autorespond"),
        ("X-POST-MessageClass: 9; Autoresponder", "autoresponder"),
        ("Delivered-To: Autoresponder", "autoresponder"),
        ("Precedence: auto_reply", "precedence"),
        ("Precedence: junk", "precedence"),
        ("Precedence: bulk", "precedence"),
        ("Subject: Out of office\nX-Auto-Response-Suppress: All", "away"),
        ("Subject: Abwesenheitsnotiz: Urlaub\nPrecedence: list", "away"),
    ],
)
def test_programs(fields, reason):
    assert seen(fields).automatic == reason
    assert seen(fields).unanswerable == reason


@pytest.mark.parametrize("sender", ["", "MAILER-DAEMON@relay.example", "postmaster@relay.example"])
def test_senders_who_are_nobody(sender):
    assert seen("Subject: x", sender).automatic


def test_nobody_in_the_header():
    assert seen("Return-Path: <>", None).automatic == "no sender"
    assert seen("Return-Path: <ann@example.org>", None) == Origin("", "")
    assert seen("Subject: x", None) == Origin("", "")


@pytest.mark.parametrize(
    "fields", ["", "Auto-Submitted: no", "X-Auto-Response-Suppress: None", "Subject: Walk"]
)
def test_people(fields):
    assert seen(fields or "X: y") == Origin("", "")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("List-Id: <friends.example.org>", "list"),
        ("List-Unsubscribe: <mailto:x@example.org>\nPrecedence: bulk", "list"),
        ("Precedence: list", "list"),
        ("X-Auto-Response-Suppress: OOF, AutoReply", "asked not to"),
    ],
)
def test_what_people_wrote_and_no_program_answers(fields, reason):
    assert seen(fields) == Origin("", reason)


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office: Walk", "Automatic reply: Walk", "Respuesta automática: x", "Réponse automatique : x",
        "Automatische Antwort: x", "Abwesenheitsnotiz", "Risposta automatica: x", "Resposta automática: x",
        "Automatisch antwoord: x", "Afwezigheidsbericht", "Odpowiedź automatyczna: x", "Autosvar: x",
        "Автоответ: x", "رد تلقائي: x", "מענה אוטומטי: x", "自動応答: x", "自动回复: x", "자동 회신: x",
    ],
)  # fmt: skip
def test_a_leave_in_the_subject_alone_is_a_weak_sign(subject):
    assert seen(f"Subject: {subject}") == Origin("", "away")
