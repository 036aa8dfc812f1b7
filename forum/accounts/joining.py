"""Joining: asked for on a page, confirmed from a mail.

Nobody can find out here who has an account. An address that has one gets the same answer after the same
work; only its owner, by mail, hears that they are a member already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, or_, select, update

from forum.accounts.access import account_of, is_handle_taken
from forum.accounts.actions import HANDLE_TAKEN, take_in
from forum.accounts.closed_ways import check_provider, is_network_closed
from forum.accounts.consents import give_consent
from forum.accounts.handles import check_handle, handle_key
from forum.accounts.letters import send_letter
from forum.accounts.models import Joining, Member
from forum.accounts.passwords import hash_password
from forum.accounts.rules import owe_changes_since
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.limits import within
from forum.core.tokens import hashed, new_token

CONFIRM_WITHIN = timedelta(hours=48)
#: So that nobody's mailbox can be filled from here.
LETTERS = "5/hour"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for on the joining page."""

    handle: str
    email: str
    password: str
    roles: frozenset[str]
    keeps_health: bool


def ask_to_join(wish: Wish, network: str, *, earlier: int | None = None) -> tuple[Joining, bool]:
    """Keep a wish until its mail is answered, and say whether that one could be sent.

    ``network`` is the address it came from, and ``earlier`` what the same browser asked before.
    """
    check_provider(wish.email)
    # Hashed before the first look into the database, so that no lock is held for so long.
    password_hash = hash_password(wish.password)
    _drop_replaced(wish, earlier)
    if is_handle_taken(wish.handle, but_by=wish.email):
        raise Refused(HANDLE_TAKEN, field="handle")
    joining = _keep(wish, password_hash, is_known=account_of(wish.email) is not None)
    joining.is_stopped = is_network_closed(network)
    db.session.flush()
    return joining, send_joining_letter(joining)


def _drop_replaced(wish: Wish, earlier: int | None) -> None:
    """A wish takes the place of an older one from the same browser, or for the same name and address.

    Its link stops working: two links of which one refuses the other's name would help nobody.
    """
    same = and_(Joining.email == wish.email, Joining.handle_key == handle_key(wish.handle))
    replaced = or_(Joining.id == (earlier or 0), same)
    db.session.execute(delete(Joining).where(Joining.used_at.is_(None), replaced))


def _keep(wish: Wish, password_hash: str, *, is_known: bool) -> Joining:
    moment = now()
    joining = Joining(
        token_hash=hashed(new_token()),
        handle=wish.handle,
        handle_key=handle_key(wish.handle),
        email=wish.email,
        password_hash=password_hash,
        roles=",".join(sorted(wish.roles)),
        keeps_health=wish.keeps_health,
        is_known=is_known,
        asked_at=moment,
        expires_at=moment + CONFIRM_WITHIN,
    )
    db.session.add(joining)
    return joining


def send_joining_letter(joining: Joining) -> bool:
    """Send the link, or tell an owner that they have an account; False if there were too many mails.

    A mail holds all that was asked for with its address: whoever uses up the mails of an hour with somebody
    else's address brings them their own link.
    """
    if not within(LETTERS, "joining letter", joining.email):
        return False
    wishes = [(wish.handle, _new_link(wish)) for wish in _waiting_from(joining.email)]
    send_letter(_letter_for(joining), joining.email, wishes=wishes, handle=joining.handle)
    return True


def _letter_for(joining: Joining) -> str:
    if joining.is_known:
        return "already_here"
    return "not_from_there" if joining.is_stopped else "joining"


def _new_link(joining: Joining) -> str:
    """The token of a new link: of the older one only the hash was kept."""
    token = new_token()
    joining.token_hash = hashed(token)
    return token


def _waiting_from(email: str) -> Sequence[Joining]:
    """All that waits for the mailbox of an address, the latest first."""
    query = select(Joining).where(
        Joining.email == email,
        Joining.expires_at > now(),
        Joining.used_at.is_(None),
        Joining.is_stopped.is_(False),
    )
    return db.session.scalars(query.order_by(Joining.id.desc())).all()


def joining_of(token: str) -> Joining | None:
    """What a link from a mail is about, while it lasts."""
    query = select(Joining).where(
        Joining.token_hash == hashed(token),
        Joining.expires_at > now(),
        Joining.is_known.is_(False),
        Joining.is_stopped.is_(False),
    )
    return db.session.scalar(query)


def living_joining(number: int) -> Joining | None:
    """A joining that waits for its mail to be answered."""
    query = select(Joining).where(Joining.id == number, Joining.expires_at > now(), Joining.used_at.is_(None))
    return db.session.scalar(query)


def confirm_joining(joining: Joining, handle: str) -> Member | None:
    """Make a member of somebody who proved their address; None when that happened before."""
    if not _use(joining) or account_of(joining.email):
        return None
    handle = check_handle(handle)
    check_provider(joining.email)
    if is_handle_taken(handle, but_by=joining.email):
        raise Refused(HANDLE_TAKEN, field="handle")
    member = take_in(joining.email, handle, joining.password_hash)
    member.role_keys = frozenset(joining.roles.split(","))
    give_consent(member, "rules", joining.asked_at)
    owe_changes_since(member, joining.asked_at)
    if joining.keeps_health:
        give_consent(member, "health", joining.asked_at)
    _use_all_of(joining.email)
    return member


def _use(joining: Joining) -> bool:
    """Mark a joining as done; only one of two clicks can."""
    mine = update(Joining).where(Joining.id == joining.id, Joining.used_at.is_(None)).values(used_at=now())
    return db.session.scalar(mine.returning(Joining.id)) is not None


def _use_all_of(email: str) -> None:
    """Whoever came in has no use for their other wishes, and the names in them are free again."""
    theirs = update(Joining).where(Joining.email == email, Joining.used_at.is_(None))
    db.session.execute(theirs.values(used_at=now()))


def sweep_joinings() -> None:
    db.session.execute(delete(Joining).where(Joining.expires_at <= now()))
