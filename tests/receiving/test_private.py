"""Two members write to each other by mail, and neither sees the other's address."""

from __future__ import annotations

from email.utils import parseaddr

from flask import Flask

from forum.accounts.models import Member
from forum.core.clock import now
from tests.boards.scene import Scene
from tests.cast import Person
from tests.receiving.letterbox import Letterbox
from tests.receiving.test_refusals import change


def test_there_and_back(box: Letterbox, scene: Scene, thread: int, ines: Person, mara: Person) -> None:
    post = scene.first_post(thread)
    done = box.send(
        ines.email, box.seal("private", ines, post), "Only for you.\n\n-- \nInes Smith, 12 Elm Street"
    )
    assert done.outcome == "private"
    (there,) = box.answers()
    assert there.to_address == mara.email and "Only for you." in there.text and "Elm Street" not in there.text
    shown, address = parseaddr(there.headers["From"])
    assert shown == "Ines via Kith" and address == there.headers["Reply-To"]
    assert address.startswith("answer+") and len(address.partition("@")[0]) <= 64
    assert ines.email not in there.text + str(there.headers)
    back = box.send(mara.email, address, "Thank you.")
    assert back.outcome == "private"
    reply = box.answers()[-1]
    assert reply.to_address == ines.email and "Thank you." in reply.text and mara.email not in reply.text
    assert len(box.posts(thread)) == 1
    # The address is of no use to anybody else.
    assert box.send("eve@example.net", address, "Me too.").reason == "wrong sender"


def test_what_cannot_be_passed_on(
    app: Flask, box: Letterbox, scene: Scene, thread: int, ines: Person, mara: Person
) -> None:
    post = scene.first_post(thread)
    assert box.send(mara.email, box.seal("private", mara, post), "Me.").reason == "not possible"
    assert box.send(ines.email, box.seal("private", ines, 999), "Who?").reason == "gone"
    assert box.send(ines.email, box.seal("answer", ines, 999), "Who?").reason == "gone"
    change(app, Member, mara.id, email=None)
    assert box.send(ines.email, box.seal("private", ines, post), "Hello?").reason == "gone"
    change(app, Member, mara.id, email=mara.email, remembered_at=now())
    assert box.send(ines.email, box.seal("private", ines, post), "Hello?").reason == "gone"
    change(app, Member, mara.id, remembered_at=None)
    for number in range(20):
        box.send(ines.email, box.seal("private", ines, post), f"Hello {number}")
    assert box.send(ines.email, box.seal("private", ines, post), "Hello again").reason == "not possible"
