"""Members, their sessions, their consent, and those who are about to join."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.accounts.lookalikes import name_key
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered

#: Who somebody is to the group, in the group's words. Several at once are normal, and they change.
ROLES = {
    "patient": "Living with it",
    "caregiver": "Caring for someone",
    "family": "Family or friend",
    "bereaved": "Bereaved",
    "professional": "Health professional",
}

#: Those that say something about one's own health: kept with consent only.
HEALTH_ROLES = frozenset({"patient"})

#: What somebody may do for the group, from least to most.
STANDINGS = ("member", "greeter", "moderator", "admin")
#: Those who look after the group.
LOOK_AFTER = ("moderator", "admin")
#: What stands beside the name of those who speak for the group.
STANDING_WORDS = {"moderator": "Moderator", "admin": "Administrator"}

#: A session that nobody uses ends; one that should be remembered lasts longer.
SHORT_SESSION = timedelta(hours=12)
LONG_SESSION = timedelta(days=90)
#: How exactly "last seen" is kept: more often would be a write for every page read.
SEEN_EVERY = timedelta(minutes=10)


class Member(Numbered, Base):
    """Somebody of the group: also somebody known only from an old archive, until they claim their name."""

    __tablename__ = "members"

    handle: Mapped[str] = mapped_column(String(30))
    handle_key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(160), default="", server_default="", index=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    standing: Mapped[str] = mapped_column(String(10), default="member")
    roles: Mapped[str] = mapped_column(String(80), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    #: Whether words that the glossary explains are links where this member reads.
    term_links: Mapped[bool] = mapped_column(default=True, server_default=true())
    #: Whether they are written to when an article has changed that they saved, or that a post of theirs
    #: leads to.
    article_mails: Mapped[bool] = mapped_column(default=True, server_default=true())
    joined_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None] = mapped_column(index=True)
    #: What moderators decided about them: how long each is in force. Kept by moderation.sanctions.
    held_until: Mapped[datetime | None]
    read_only_until: Mapped[datetime | None]
    suspended_until: Mapped[datetime | None]
    banned_at: Mapped[datetime | None]
    #: Since when they are remembered: two moderators confirmed that they have died. Kept by accounts.resting.
    remembered_at: Mapped[datetime | None]
    #: Whether they want to see no threads in memory of somebody.
    spares_memorials: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The first change of the rules that they have yet to read, and how many letters: kept here, with the
    #: row that every page reads, so that the first page can say so without asking.
    rules_owed_from: Mapped[int | None] = mapped_column(Key)
    letters_unread: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Whom and what they would rather not see, as pages ask for it; kept by boards.quiet.
    quiet: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: The name an archive knew them by when it gave no address of theirs to prove.
    archive_key: Mapped[str | None] = mapped_column(String(200), unique=True)

    @validates("name")
    def _key_the_name(self, _field: str, name: str) -> str:
        self.name_key = name_key(name)
        return name

    @property
    def role_keys(self) -> frozenset[str]:
        return frozenset(filter(None, self.roles.split(",")))

    @role_keys.setter
    def role_keys(self, keys: frozenset[str]) -> None:
        self.roles = ",".join(key for key in ROLES if key in keys)

    @property
    def role_words(self) -> str:
        """The roles as others read them: "Living with it, family or friend"."""
        return role_words(self.roles)

    @property
    def is_admin(self) -> bool:
        return self.standing == "admin" and not self.is_barred

    @property
    def is_moderator(self) -> bool:
        return self.standing in LOOK_AFTER and not self.is_barred

    @property
    def is_greeter(self) -> bool:
        """Whether they see to it that nobody who writes stays without an answer."""
        return self.standing != "member" and not self.is_barred

    @property
    def is_held(self) -> bool:
        """Whether a moderator reads their posts before others do."""
        return _lasts(self.held_until)

    @property
    def is_read_only(self) -> bool:
        return _lasts(self.read_only_until)

    @property
    def is_suspended(self) -> bool:
        """Whether they cannot use the group, for a time or for good."""
        return self.banned_at is not None or _lasts(self.suspended_until)

    @property
    def is_remembered(self) -> bool:
        """Whether they have died: nobody signs in as them, and nothing is sent to them."""
        return self.remembered_at is not None

    @property
    def is_barred(self) -> bool:
        """Whoever may not write does not decide about others either."""
        return self.is_suspended or self.is_read_only or self.is_remembered

    # What Flask-Login asks of somebody who is signed in.
    is_authenticated = True
    is_active = True
    is_anonymous = False
    #: The token of this browser's session; set by accounts.sessions, kept in the signed cookie.
    session_token = ""

    def get_id(self) -> str:
        return self.session_token


def _lasts(until: datetime | None) -> bool:
    return until is not None and until > now()


def role_words(roles: str) -> str:
    """Stored roles ("patient,family") as a line that others read."""
    words = [ROLES[key] for key in roles.split(",") if key in ROLES]
    return ", ".join(words[:1] + [word[0].lower() + word[1:] for word in words[1:]])


class BrowserSession(Numbered, Base):
    """One browser in which somebody is signed in; ending it here signs that browser out."""

    __tablename__ = "sessions"

    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(80))
    stay: Mapped[bool]
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    member: Mapped[Member] = relationship(lazy="raise")


class Joining(Numbered, Base):
    """Somebody who asked to join and has not yet answered the mail.

    Also made when the address already has an account (``is_known``): then it only keeps the handle taken
    for as long as a real one would, so that nobody can tell the two apart.
    """

    __tablename__ = "joinings"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    handle: Mapped[str] = mapped_column(String(30))
    handle_key: Mapped[str] = mapped_column(String(60), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[str] = mapped_column(String(80))
    keeps_health: Mapped[bool]
    is_known: Mapped[bool]
    #: It came from a network from which nobody may join for now: its mail holds no link, and says so.
    is_stopped: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: Kept until it expires, so that a second click on the link hears that all is well.
    used_at: Mapped[datetime | None]


class MailToken(Numbered, Base):
    """A link that was sent by mail and works once: a new password, a new address."""

    __tablename__ = "mail_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: Kept until it expires, so that the second of two clicks hears that all is well.
    used_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(lazy="raise")


class Consent(Numbered, Base):
    """What somebody agreed to, in the words they saw, and when they took it back (GDPR, Art. 7 and 9)."""

    __tablename__ = "consents"

    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(30))
    wording: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
