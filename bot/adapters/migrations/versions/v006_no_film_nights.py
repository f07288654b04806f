"""Without the setting for who may start a film night: there are no film nights, and nobody could set it."""

from __future__ import annotations

from alembic import op

revision = "v006"
down_revision = "v005"


def upgrade() -> None:
    """Drop the column, by a copy of its table: SQLite drops none itself before its version 3.35."""
    with op.batch_alter_table("server_settings") as table:
        table.drop_column("night_starters")
