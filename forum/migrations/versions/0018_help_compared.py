"""Where else to find help: when an entry of the starter shelf was compared with published pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("help_entries", sa.Column("compared_on", sa.Date(), nullable=True))
