"""A server's settings, the films that people have seen, and lists of films."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v003"
down_revision = "v002"


def upgrade() -> None:
    """Add the tables of what is kept on purpose."""
    op.create_table(
        "seen",
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("film_id", sa.String, primary_key=True),
        sa.Column("added_at", sa.Float, nullable=False),
    )
    op.create_table(
        "choice",
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("leaves_seen_out", sa.Boolean, nullable=False),
    )
    _add_lists()
    op.create_table(
        "server_settings",
        sa.Column("server", sa.String, primary_key=True),
        sa.Column("language", sa.String),
        sa.Column("spoilers", sa.String, nullable=False),
        sa.Column("ceiling", sa.Integer),
        sa.Column("free_chat", sa.String, nullable=False),
        sa.Column("night_starters", sa.String, nullable=False),
        sa.Column("idle_minutes", sa.Integer),
        sa.Column("themes", sa.String, nullable=False),
    )


def _add_lists() -> None:
    op.create_table(
        "film_list",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("server", sa.String),
        sa.Column("person", sa.String),
        sa.Column("name", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_film_list_server", "film_list", ["server"])
    op.create_index("ix_film_list_person", "film_list", ["person"])
    op.create_table(
        "listed",
        sa.Column("list_id", sa.Integer, sa.ForeignKey("film_list.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("film_id", sa.String, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
    )
