"""One of everything that can be asked for, on boards of every kind; and how each address is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from forum.accounts.closed_ways import ClosedWay
from forum.accounts.models import Member
from forum.accounts.resting import lay_to_rest
from forum.accounts.rules import bring_rules
from forum.boards.drafts import Words, keep_draft
from forum.boards.models import Board, Heading
from forum.boards.posts import Post
from forum.boards.watched import WatchedWord
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.library.front_matter import read_article
from forum.library.help_forms import EntryForm, MeetingForm
from forum.library.help_keeping import add_entry, add_meeting
from forum.library.people import Person
from forum.library.terms import Term
from forum.library.writing import put_article
from forum.moderation.memorials import Memorial
from forum.moderation.models import ModeratorBoard
from forum.moderation.queue import put_in_queue
from forum.moderation.sanctions import begin
from forum.receiving.models import InboundMail
from forum.receiving.storing import keep_mail
from forum.receiving.sweeping import handle_waiting_mail
from tests.boards.scene import Scene
from tests.cast import Browser, Cast

#: Words that stand in what is private, and nowhere else: in titles, in texts, in names, in file names.
TITLE, BODY, NAME, FILE = "Quillfeather", "zanthium", "Rosalind", "secret-scan"

ARTICLE = "---\ntitle: Soup\nsummary: On soup.\n---\nSoup is warm.\n\n## First\n\nOne.\n"

#: Everybody, in the order of the table's columns.
CAST = ("stranger", "newcomer", "patient", "caregiver", "greeter", "moderator", "admin",
        "readonly", "suspended", "boardmod", "othermod")  # fmt: skip
#: Which boards those look after who look after some.
LOOKED_AFTER = {"boardmod": ("open", "talk"), "othermod": ("spare",)}


@dataclass(frozen=True)
class World:
    """Names for what stands in the world, as the addresses of the table use them."""

    scene: Scene
    names: dict[str, object]

    def path(self, pattern: str) -> str:
        """``/threads/{talk}`` with the number that this thread has here."""
        return pattern.format(**self.names)


def build(app: Flask, cast: Cast, me: Browser) -> World:
    """A world in which ``me`` owns some things, if they are a member, and Rosalind all others."""
    scene, author = Scene(app), cast.person("rosalind", name=NAME, roles="patient")
    own = me.person.id if me.person else author.id
    names: dict[str, object] = {"me": me.person.handle if me.person else "rosalind", "author": "rosalind"}
    scene.do(bring_rules)
    names |= _boards(scene)
    for slug in ("open", "talk", "room", "patients", "old"):
        names |= _thread(scene, slug, author.id)
    names |= _withdrawn(scene, author.id)
    with _still_writing(scene, own):
        names |= _own(scene, own, names)
    names["foreign_draft"] = _draft(scene, author.id, f"thread:{names['talk']}")
    names["foreign_file"] = scene.file(draft=int(str(names["foreign_draft"])), member=author.id)
    names |= _help(scene, author.id)
    _library(scene)
    names["word"] = _word(scene)
    names |= _decided(scene, author.id)
    names |= _remembered(scene, cast)
    names["item"] = _item(scene, int(str(names["talk_post"])), author.id)
    names["worry"] = _item(scene, int(str(names["open_post"])), author.id, "worry")
    names["mail"] = _mail(scene, author.email)
    names["line"] = scene.values(Decision.id)[0]
    scene.do(lambda: db.session.query(Board).filter_by(slug="old").one().archive(by_id=author.id))
    for slug in LOOKED_AFTER.get(str(names["me"]), ()):
        board = scene.values(Board.id, Board.slug == slug)[0]
        scene.add(ModeratorBoard(member_id=own, board_id=board))
    return World(scene, names)


def _boards(scene: Scene) -> dict[str, object]:
    scene.board("open", "public", heading="First", title="Open")
    scene.board("talk", "members", heading="First", title=f"Talk {TITLE}")
    scene.board("room", "moderators", heading="Second", title=f"Room {TITLE}", purpose=BODY)
    patients = ("patient",)
    scene.board("patients", "members", start_roles=patients, reply_roles=patients, title=f"Patients {TITLE}")
    scene.board("old", "members", title=f"Old {TITLE}")
    scene.board("spare", "members", title=f"Spare {TITLE}")
    return {"heading": scene.values(Heading.id)[0], "now": f"{now():%Y/%m}"}


def _thread(scene: Scene, slug: str, author: int) -> dict[str, object]:
    title = "A question" if slug == "open" else f"About {TITLE}"
    body = "Anyone reads this." if slug == "open" else f"The {BODY} grows."
    thread = scene.thread(slug, author, title, body)
    post = scene.first_post(thread)
    return {slug: thread, f"{slug}_post": post, f"{slug}_file": scene.file(post=post, member=author)}


def _withdrawn(scene: Scene, author: int) -> dict[str, object]:
    """On the public board: what was hidden or deleted there, and what waits for a moderator."""
    names: dict[str, object] = {}
    for state in ("hidden", "deleted", "held"):
        thread = scene.thread("open", author, f"{state} {TITLE}", f"The {BODY} is {state}.")
        post = scene.first_post(thread)
        names |= {state: thread, f"{state}_post": post}
        names[f"{state}_file"] = scene.file(post=post, member=author)
        scene.hold(post) if state == "held" else scene.withdraw(post, state)
    return names


@contextmanager
def _still_writing(scene: Scene, own: int) -> Iterator[None]:
    """Whoever may only read has written before."""
    [until] = scene.values(Member.read_only_until, Member.id == own)
    scene.set(Member, own, read_only_until=None)
    yield
    scene.set(Member, own, read_only_until=until)


def _own(scene: Scene, own: int, names: dict[str, object]) -> dict[str, object]:
    talk = int(str(names["talk"]))
    posts = {
        name: scene.reply(talk, own, f"My {BODY}.") for name in ("own_post", "own_to_delete", "own_hidden")
    }
    scene.withdraw(posts["own_hidden"])
    return {
        **posts,
        "own_file": scene.file(post=posts["own_post"], member=own),
        "own_draft": _draft(scene, own, f"thread:{names['open']}"),
        "own_words": _draft(scene, own, f"thread:{names['open']}"),
    }


def _help(scene: Scene, author: int) -> dict[str, object]:
    """On the shelf of help: a group with a meeting, and what was taken off."""

    def add() -> dict[str, object]:
        form = {"kind": "online", "run_by": "A charity", "for_whom": "Anybody", "phone": "116 123"}
        group = add_entry(EntryForm(name="A circle", **form))
        off = add_entry(EntryForm(name=f"Gone {TITLE}", **form))
        off.removed_at = now()
        tuesdays = MeetingForm("2026-03-03", "18:00", "90", "Europe/Berlin")
        meeting = add_meeting(group, tuesdays, by=db.session.get_one(Member, author))
        db.session.flush()
        return {"help": group.id, "help_off": off.id, "meeting": meeting.id}

    return scene.do(add)


def _mail(scene: Scene, sender: str) -> int:
    """A mail to a board from Rosalind's address, as far as it says: it was set aside."""
    raw = f"From: {sender}\r\nTo: talk@localhost\r\nSubject: A {BODY} mail\r\n\r\n{BODY}\r\n".encode()
    scene.do(lambda: keep_mail(raw, sender, ["talk@localhost"]))
    for _ in range(2):
        scene.do(handle_waiting_mail)
    return int(scene.values(InboundMail.id)[0])


def _decided(scene: Scene, author: int) -> dict[str, object]:
    """What is in force about Rosalind, and a way in that is closed."""

    def decide() -> dict[str, object]:
        member, ends_at = db.session.get_one(Member, author), now() + timedelta(days=7)
        names: dict[str, object] = {}
        for name, kind in (("warning", "warn"), ("hold", "hold")):
            decision = record_decision(None, kind, f"member:{author}", f"A {BODY} reason.", about_id=author)
            db.session.flush()
            names[name] = begin(member, kind, ends_at, decision)
        names["block"] = ClosedWay(
            kind="domain",
            value="spam.example",
            reason=BODY,
            made_at=now(),
            made_by_id=author,
            ends_at=ends_at,
        )
        db.session.add(names["block"])
        db.session.flush()
        return {name: row.id for name, row in names.items()}  # type: ignore[attr-defined]

    return scene.do(decide)


def _item(scene: Scene, post: int, author: int, kind: str = "report") -> int:
    """Something waits for a moderator: a post of Rosalind's."""

    def wait() -> int:
        board_id = db.session.get_one(Post, post).board_id
        return put_in_queue(f"post:{post}", kind, board_id=board_id, about_id=author).id

    return scene.do(wait)


def _remembered(scene: Scene, cast: Cast) -> dict[str, object]:
    """Somebody who is remembered, and somebody of whom it was told."""
    late, told = (cast.person(handle) for handle in ("late", "told"))

    def remember() -> int:
        item = put_in_queue(f"memory:{late.id}", "memorial", about_id=late.id)
        memorial = Memorial(member_id=late.id, item_id=item.id, first_by_id=late.id, first_at=now())
        memorial.second_by_id, memorial.confirmed_at = late.id, now()
        db.session.add(memorial)
        lay_to_rest(db.session.get_one(Member, late.id))
        return put_in_queue(f"memory:{told.id}", "memorial", about_id=told.id).id

    return {"late": late.handle, "memory": scene.do(remember)}


def _word(scene: Scene) -> int:
    """A word that the group watches."""

    def watch() -> int:
        word = WatchedWord(phrase="snake oil", does="hold")
        db.session.add(word)
        db.session.flush()
        return word.id

    return scene.do(watch)


def _draft(scene: Scene, member: int, place: str) -> int:
    def keep() -> int:
        person = db.session.get_one(Member, member)
        return keep_draft(person, place, Words(title=TITLE, body=f"A {BODY} draft.")).id

    return scene.do(keep)


def _library(scene: Scene) -> None:
    """An article that anybody may read, a draft, and somebody they could name."""

    def fill() -> None:
        put_article(read_article("soup.md", ARTICLE), state="published")
        put_article(read_article("soup.md", ARTICLE.replace("One", "Two")))
        put_article(read_article("stew.md", ARTICLE))
        db.session.add(Person(slug="jo-field", name="Jo Field", kind="clinician"))
        db.session.add(Term(slug="broth", name="broth", kind="practical", explanation="Thin soup.", forms=[]))

    scene.do(fill)
