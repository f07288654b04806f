"""Movie nights, and the setting for who may start one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v007"
down_revision = "v006"


def upgrade() -> None:
    """Add the tables; everybody may start a night until a server says otherwise."""
    op.add_column("server_settings", sa.Column("night_starters", sa.String, nullable=False, server_default="everyone"))
    op.create_table(
        "night",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("server", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("person", sa.String),
        sa.Column("started_at", sa.Float, nullable=False),
        sa.Column("voters", sa.Integer),
        sa.Column("card", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "nomination",
        sa.Column("night_id", sa.Integer, sa.ForeignKey("night.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("film_id", sa.String, primary_key=True),
        sa.Column("person", sa.String),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("approvals", sa.Integer),
    )
    op.create_table(
        "ballot",
        sa.Column("night_id", sa.Integer, sa.ForeignKey("night.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("approved", sa.String, nullable=False),
    )
    for table, column in (("night", "server"), ("night", "person"), ("nomination", "person"), ("ballot", "person")):
        op.create_index(f"ix_{table}_{column}", table, [column])
