"""Who sits at this browser: sessions begun, found again, listed and ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import bindparam, delete, select, update

from forum.accounts.models import LONG_SESSION, SEEN_EVERY, SHORT_SESSION, BrowserSession, Member
from forum.core.clock import now
from forum.core.db import db, note
from forum.core.errors import NotFound
from forum.core.form_keys import begin_form_key
from forum.core.tokens import hashed, new_token

#: Kept in the signed cookie when a session begins or ends, because it belongs to the browser.
KEPT_IN_BROWSER = ("parked",)


def init_sessions(app: Flask) -> None:
    app.permanent_session_lifetime = LONG_SESSION
    manager = LoginManager(app)
    manager.session_protection = None  # Addresses change on a phone; the token in the database decides.
    manager.user_loader(member_of_token)


def reader() -> Member | None:
    """Who is reading: a member, or None for a stranger."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def member_here() -> Member:
    """The member behind a request that the gate let in."""
    found = reader()
    if found is None:
        raise NotFound
    return found


def member_of_token(token: str) -> Member | None:
    """The member whose living session this is, if any; keeps "last seen" roughly right."""
    moment = now()
    found = db.session.execute(_LIVING_SESSION, {"token_hash": hashed(token), "now": moment}).one_or_none()
    if found is None:
        return None
    member, session_id, stay, seen_at = found
    if moment - seen_at > SEEN_EVERY:
        _mark_seen(session_id, LONG_SESSION if stay else SHORT_SESSION, moment)
    member.session_token = token
    return member


#: Built once: this is the first query of every page.
_LIVING_SESSION = (
    select(Member, BrowserSession.id, BrowserSession.stay, BrowserSession.seen_at)
    .join(BrowserSession, BrowserSession.member_id == Member.id)
    .where(BrowserSession.token_hash == bindparam("token_hash"), BrowserSession.expires_at > bindparam("now"))
    .where(Member.remembered_at.is_(None))
)


def _mark_seen(session_id: int, length: timedelta, moment: datetime) -> None:
    session.modified = True  # The cookie lives as long as the row: both begin anew.
    note(
        update(BrowserSession)
        .where(BrowserSession.id == session_id)
        .values(seen_at=moment, expires_at=moment + length)
        .execution_options(synchronize_session=False)
    )


def begin_session(member: Member, *, stay: bool) -> None:
    """Sign ``member`` in with a new token; whatever this browser held before is forgotten."""
    if current_user.is_authenticated:
        _delete_session_of(current_user.session_token)
    _forget_all_but_the_browsers()
    begin_form_key(member.id)
    moment = now()
    member.session_token = new_token()
    db.session.add(
        BrowserSession(
            member_id=member.id,
            token_hash=hashed(member.session_token),
            device=_device_words(request.headers.get("User-Agent", "")),
            stay=stay,
            begun_at=moment,
            seen_at=moment,
            expires_at=moment + (LONG_SESSION if stay else SHORT_SESSION),
        )
    )
    login_user(member)
    session.permanent = stay


def end_session(member: Member) -> None:
    """Sign this browser out."""
    _delete_session_of(member.session_token)
    logout_user()
    _forget_all_but_the_browsers()


def _forget_all_but_the_browsers() -> None:
    kept = {key: session[key] for key in KEPT_IN_BROWSER if key in session}
    session.clear()
    session.update(kept)


def _delete_session_of(token: str) -> None:
    db.session.execute(delete(BrowserSession).where(BrowserSession.token_hash == hashed(token)))


def sessions_of(member: Member) -> list[BrowserSession]:
    """The browsers in which somebody is signed in, the latest used first."""
    query = (
        select(BrowserSession)
        .where(BrowserSession.member_id == member.id, BrowserSession.expires_at > now())
        .order_by(BrowserSession.seen_at.desc())
    )
    return list(db.session.scalars(query))


def is_this_browser(found: BrowserSession, member: Member) -> bool:
    return found.token_hash == hashed(member.session_token)


def end_other_sessions(member: Member) -> None:
    """Sign every other browser out, as after a new password."""
    mine = hashed(member.session_token)
    db.session.execute(
        delete(BrowserSession).where(BrowserSession.member_id == member.id, BrowserSession.token_hash != mine)
    )


def end_session_numbered(member: Member, number: int) -> None:
    """Sign one browser of ``member`` out; one that is nobody's, or another's, is not there."""
    mine = BrowserSession.id == number, BrowserSession.member_id == member.id
    if db.session.scalar(delete(BrowserSession).where(*mine).returning(BrowserSession.id)) is None:
        raise NotFound


def sweep_ended_sessions() -> None:
    db.session.execute(delete(BrowserSession).where(BrowserSession.expires_at <= now()))


def _device_words(agent: str) -> str:
    """A browser as its owner would name it: "Firefox on Android"."""
    browsers = (("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrom", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((word for mark, word in browsers if mark in agent), "A browser")
    system = next((word for mark, word in systems if mark in agent), "")
    return f"{browser} on {system}" if system else browser
