"""Posts whose authors do not want their medical words linked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("posts", "drafts"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("no_terms", sa.Boolean(), nullable=False, server_default=sa.false()))
