"""What Alembic runs around the steps: they go over the connection, and in the transaction, that the store opened."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
