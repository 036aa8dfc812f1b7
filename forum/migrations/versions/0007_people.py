"""People: no health information without consent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _forget_health_without_consent()


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
