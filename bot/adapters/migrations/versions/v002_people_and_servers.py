"""Who takes part in a conversation and in which server it is held, so that either can have it erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v002"
down_revision = "v001"

# Of the names of conversations only `discord:<channel>:<user>` tells who is in them. The others of that time have no
# participants until their next turn, and are gone when they expire.
_NAMED = """
    INSERT INTO participant (conversation_id, person)
    SELECT id, 'discord:' || substr(substr(id, 9), instr(substr(id, 9), ':') + 1)
    FROM conversation WHERE id GLOB 'discord:[0-9]*:[0-9]*'
"""


def upgrade() -> None:
    """Add the people and the servers."""
    op.add_column("conversation", sa.Column("server", sa.String))
    op.create_index("ix_conversation_server", "conversation", ["server"])
    op.create_table(
        "participant",
        sa.Column("conversation_id", sa.String, sa.ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
    )
    op.create_index("ix_participant_person", "participant", ["person"])
    op.create_table(
        "departure",
        sa.Column("server", sa.String, primary_key=True),
        sa.Column("purge_at", sa.Float, nullable=False),
    )
    op.execute(_NAMED)
