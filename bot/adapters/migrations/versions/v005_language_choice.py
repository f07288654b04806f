"""The language that somebody has chosen for themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v005"
down_revision = "v004"


def upgrade() -> None:
    """Add the table; nobody has chosen yet."""
    op.create_table(
        "language_choice",
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("language", sa.String, nullable=False),
    )
