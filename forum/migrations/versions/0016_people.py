"""People: no health without consent, names told apart by their looks, mailed links that know of their use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.accounts.handles import handle_from_name, handle_key
from forum.accounts.lookalikes import name_key
from forum.core.db import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _forget_health_without_consent()
    _tell_handles_apart()
    _key_names()
    with op.batch_alter_table("mail_tokens") as batch:
        batch.add_column(sa.Column("used_at", Moment(), nullable=True))


def _forget_health_without_consent() -> None:
    """Until now "living with it" was kept whatever its owner had said; it stands first among roles."""
    members = sa.table("members", sa.column("id"), sa.column("roles", sa.String))
    joinings = sa.table("joinings", sa.column("roles", sa.String), sa.column("keeps_health", sa.Boolean))
    consents = sa.table("consents", *map(sa.column, ("member_id", "purpose", "withdrawn_at")))
    agreed = sa.select(consents.c.member_id).where(
        consents.c.purpose == "health", consents.c.withdrawn_at.is_(None)
    )
    for table, has_agreed in (
        (members, members.c.id.in_(agreed)),
        (joinings, joinings.c.keeps_health),
    ):
        others = sa.case((table.c.roles == "patient", ""), else_=sa.func.substr(table.c.roles, 9))
        is_patient = sa.or_(table.c.roles == "patient", table.c.roles.like("patient,%"))
        op.execute(sa.update(table).where(is_patient, sa.not_(has_agreed)).values(roles=others))


def _tell_handles_apart() -> None:
    """Handles that look alike share their key from now on; of two members, the later gets a number."""
    columns = ("id", "handle", "handle_key")
    members = sa.table("members", *map(sa.column, columns))
    joinings = sa.table("joinings", *map(sa.column, columns))
    connection = op.get_bind()
    renamed: list[tuple[int, str]] = []
    taken: set[str] = set()
    for number, handle, key in connection.execute(sa.select(*members.c).order_by(members.c.id)).all():
        is_taken = handle_key(handle) in taken
        name = handle_from_name(handle, lambda one: handle_key(one) in taken) if is_taken else handle
        taken.add(handle_key(name))
        if (name, handle_key(name)) != (handle, key):
            renamed.append((number, name))
    # First out of each other's way: the new key of one may be the old key of another.
    for number, _name in renamed:
        connection.execute(sa.update(members).where(members.c.id == number).values(handle_key=f"#{number}"))
    for number, name in renamed:
        named = {"handle": name, "handle_key": handle_key(name)}
        connection.execute(sa.update(members).where(members.c.id == number).values(**named))
    for number, handle, _key in connection.execute(sa.select(*joinings.c)).all():
        change = sa.update(joinings).where(joinings.c.id == number)
        connection.execute(change.values(handle_key=handle_key(handle)))


def _key_names() -> None:
    with op.batch_alter_table("members") as batch:
        batch.add_column(sa.Column("name_key", sa.String(length=160), nullable=False, server_default=""))
        batch.create_index(op.f("ix_members_name_key"), ["name_key"])
    members = sa.table("members", *map(sa.column, ("id", "name", "name_key")))
    connection = op.get_bind()
    for number, name in connection.execute(sa.select(members.c.id, members.c.name)).all():
        change = sa.update(members).where(members.c.id == number)
        connection.execute(change.values(name_key=name_key(name)))
