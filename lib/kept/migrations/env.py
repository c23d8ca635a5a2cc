"""Alembic's entry: runs the revisions on the connection, and within the transaction, that `store.migrate` gives."""

from alembic import context

from lib.kept.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
