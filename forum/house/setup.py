"""Making a forum ready: database, key, first boards, first administrator; safe to do again."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from forum.accounts.actions import add_member, set_password_link
from forum.accounts.models import Member
from forum.accounts.rules import bring_rules
from forum.boards.arranging import BoardForm, create_board
from forum.boards.models import Board
from forum.boards.starter import starter_boards
from forum.boards.watched import bring_watched_words
from forum.core.db import db, patiently, wait_for_turn
from forum.core.errors import Refused
from forum.library.shelf import bring_articles, bring_glossary, bring_help
from forum.migrations import migrate

#: How long one of several that start at once waits for the others, in seconds.
TURN = 60.0


def set_up(app: Flask, admin_email: str | None, boards: list[tuple[str, str]]) -> list[str]:
    """Change only what is missing; returns what was done, a line each."""
    with app.app_context(), patiently(TURN):
        migrate(db.engine)
        # Of two that start at once, the second looks at what the first has made.
        wait_for_turn("setup")
        done = ["The database is up to date."]
        done += _make_boards([_plain_board(slug, title) for slug, title in boards])
        if not db.session.scalar(select(Board.id).limit(1)):
            done += _make_boards(starter_boards())
        done += ["Wrote the rules to begin with; change them at /admin/rules."] if bring_rules() else []
        done += _bring_shelf()
        done += _make_admin(app, admin_email)
        db.session.commit()
    return done


def _plain_board(slug: str, title: str) -> BoardForm:
    return BoardForm(slug, title, "", "", "", "members", (), ())


def _make_boards(forms: list[BoardForm]) -> list[str]:
    there = set(db.session.scalars(select(Board.slug)))
    missing = [form for form in forms if form.slug not in there]
    for form in missing:
        create_board(form)
    return [f"Made the board “{form.title}” at /boards/{form.slug}." for form in missing]


def _bring_shelf() -> list[str]:
    brought = {
        "words into the glossary": bring_glossary(),
        "articles onto the shelf": bring_articles(),
        "entries to /support, where else to find help; please check them": bring_help(),
        "phrases to the watched words at /moderation/words; please read them": bring_watched_words(),
    }
    return [f"Brought {count} {what}." for what, count in brought.items() if count]


def _make_admin(app: Flask, email: str | None) -> list[str]:
    """The first administrator, with a link that works once; a later run leaves them alone."""
    admin = db.session.scalar(select(Member).where(Member.standing == "admin").limit(1))
    if admin is not None and (admin.password_hash or not email):
        return ["There is an administrator already." if email else "The administrators are as they were."]
    if email is None:
        return ["There is no administrator yet: run `forum setup --admin-email you@example.org`."]
    admin = admin or _added(email)
    link = app.extensions["settings"].base_url + set_password_link(admin)
    return [f"{admin.email} is the administrator. Choose a password here, within 7 days: {link}"]


def _added(email: str) -> Member:
    known = db.session.scalar(select(Member).where(Member.email == email, Member.claimed_at.is_not(None)))
    if known is not None:
        raise Refused(f"{email} is a member already; make them administrator with `forum member add`.")
    return add_member(email, None, "admin", None)
