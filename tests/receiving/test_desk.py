"""Moderators see what was set aside, with the original, and post it, answer it, put it back or drop it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.moderation.models import Item, ModeratorBoard
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.receiving.letterbox import Letterbox
from tests.receiving.test_refusals import change


@pytest.fixture
def aside(box: Letterbox, thread: int, ines: Person) -> int:
    """A mail to the board that nothing proves to be from Ines."""
    return box.send(ines.email, "talk@localhost", "Who knows tea?", Subject="Tea").id


def log_of(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Decision.action).order_by(Decision.id)))


def waiting(app: Flask) -> int:
    with app.app_context():
        return len(
            db.session.scalars(select(Item).where(Item.kind == "mail", Item.handled_at.is_(None))).all()
        )


def test_it_is_read_with_its_original(aside: int, boss: Browser) -> None:
    assert f"/moderation/mail/{aside}" in boss.get("/moderation").text
    page = boss.get(f"/moderation/mail/{aside}").text
    assert "Who knows tea?" in page and "not proven" in page and "FORUM_MAIL_AUTHSERV" in page
    assert "ines@example.org" not in page
    original = boss.get(f"/moderation/mail/{aside}/original")
    assert b"Subject: Tea" in original.data and "attachment" in original.headers["Content-Disposition"]
    assert boss.follow(boss.get("/moderation/reports/1")).status_code == 200


def test_it_is_posted_in_the_name_of_its_author(
    app: Flask, box: Letterbox, aside: int, boss: Browser, ines: Person
) -> None:
    assert boss.post(f"/moderation/mail/{aside}/post").status_code == 303
    box.work()
    (mail,) = box.all()
    assert (mail.outcome, mail.member_id) == ("posted", ines.id)
    assert waiting(app) == 0 and log_of(app)[-1] == "post mail"
    # Whoever comes second hears that it is done.
    assert boss.post(f"/moderation/mail/{aside}/drop").status_code == 422


def test_it_is_put_back(app: Flask, box: Letterbox, aside: int, boss: Browser) -> None:
    assert boss.post(f"/moderation/mail/{aside}/put-back").status_code == 303
    box.work()
    assert box.all()[0].state == "aside" and waiting(app) == 1
    assert log_of(app)[-1] == "put back mail"


def test_it_is_answered(app: Flask, box: Letterbox, aside: int, boss: Browser, ines: Person) -> None:
    empty = boss.post(f"/moderation/mail/{aside}/answer", {"words": " "})
    assert empty.status_code == 422 and "write an answer first" in empty.text
    long = boss.post(f"/moderation/mail/{aside}/answer", {"words": "Dear Ines" * 1000})
    assert long.status_code == 422 and "Dear Ines" in long.text
    assert boss.post(f"/moderation/mail/{aside}/answer", {"words": "Write from home."}).status_code == 303
    (answer,) = box.answers()
    assert answer.to_address == ines.email and "Write from home." in answer.text and "Boss" not in answer.text
    assert box.all()[0].outcome == "answered" and log_of(app)[-1] == "answer mail"


def test_it_is_dropped(app: Flask, box: Letterbox, aside: int, boss: Browser) -> None:
    assert boss.post(f"/moderation/mail/{aside}/drop").status_code == 303
    assert box.all()[0].outcome == "dropped" and box.answers() == []
    assert waiting(app) == 0 and log_of(app)[-1] == "drop mail"
    assert "dropped" in boss.get("/moderation/log").text


def test_what_is_from_nobody_cannot_be_posted(box: Letterbox, thread: int, boss: Browser) -> None:
    with box.setting("mail_strangers", "queue"):
        mail = box.send("who@example.net", "talk@localhost", "Hello?")
    assert boss.post(f"/moderation/mail/{mail.id}/post").status_code == 422
    unreadable = box.take(b"\x00\x01nothing like a mail", "talk@localhost")
    assert unreadable.state == "aside"
    assert "could not be read" in boss.get(f"/moderation/mail/{unreadable.id}").text
    assert boss.post(f"/moderation/mail/{unreadable.id}/answer", {"words": "Hm."}).status_code == 422


def test_a_moderator_of_other_boards_does_not_see_it(
    app: Flask, aside: int, boardmod: Browser, scene: Scene, box: Letterbox
) -> None:
    scene.board("elsewhere")
    scene.do(lambda: db.session.add(ModeratorBoard(member_id=boardmod.member_id, board_id=2)))
    assert boardmod.get(f"/moderation/mail/{aside}").status_code == 404
    assert boardmod.post(f"/moderation/mail/{aside}/drop").status_code == 404


def test_the_whole_mail_is_its_authors_and_the_moderators(
    box: Letterbox, thread: int, ines: Person, cast: Cast, boss: Browser, patient: Browser
) -> None:
    words = "Mine.\n\nOn Tue, 3 Mar 2026 at 10:00, Mara <m@x.example> wrote:\n> Hers.\n"
    box.send(ines.email, box.seal("reply", ines, thread), words)
    post = box.posts(thread)[-1]
    author = Browser(box.app)
    author.sign_in(ines)
    page = author.get(f"/posts/{post.id}/mail")
    assert "Hers." in page.text and f"/posts/{post.id}/mail" in author.get(f"/threads/{thread}").text
    assert boss.get(f"/posts/{post.id}/mail").status_code == 200
    assert patient.get(f"/posts/{post.id}/mail").status_code == 404
    assert f"/posts/{post.id}/mail" not in patient.get(f"/threads/{thread}").text
    assert "came by mail" in author.get(f"/posts/{post.id}/edit").text


def test_what_comes_from_the_address_of_somebody_who_died_is_read_by_a_person(
    app: Flask, box: Letterbox, thread: int, boss: Browser, ines: Person
) -> None:
    change(app, Member, ines.id, remembered_at=now())
    before = len(box.posts(thread))
    done = box.send(ines.email, box.seal("reply", ines, thread), "This is her sister.")
    assert waiting(app) == 1 and "somebody who has died" in done.reason
    assert len(box.posts(thread)) == before
