"""Each answer's state, so that a reply can go on from an older one; and answers on their way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v004"
down_revision = "v003"


def upgrade() -> None:
    """Add the tables; messages of before belong to the newest answer of their conversation."""
    op.add_column("link", sa.Column("answer", sa.Integer))
    op.create_table(
        "answer",
        sa.Column("conversation_id", sa.String, sa.ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("sent_at", sa.Float, nullable=False),
        sa.Column("erase_at", sa.Float, nullable=False),
        sa.Column("conversation_id", sa.String),
        sa.Column("answer", sa.Integer),
        sa.Column("person", sa.String),
        sa.Column("server", sa.String),
    )
    for column in ("conversation_id", "person", "server"):
        op.create_index(f"ix_outbox_{column}", "outbox", [column])
