"""The history becomes a chain of hashes, and it is noted when it was last held to itself."""

import sqlalchemy as sa
from alembic import op

from lib.kept.chain import HistoryRow, entry_of, seal_behind
from lib.kept.store import all_rows

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("batch", sa.Column("link", sa.Integer(), nullable=True))
    op.add_column("batch", _seal())
    op.create_index("batch_link", "batch", ["link"], unique=True)
    op.add_column("revision", sa.Column("links", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("revision", _seal())
    op.create_table(
        "history_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("batches", sa.Integer(), nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    connection = op.get_bind()
    for batch in connection.exec_driver_sql("SELECT id FROM batch ORDER BY id").scalars().all():
        seal_behind(connection, [entry_of(connection, batch, _values)])


def _values(connection: sa.Connection, batch: int) -> list[HistoryRow]:
    """The values of a batch as the history held them then: a row each."""
    columns = "half_month, unit_id, indicator_id, before, after, carried"
    cells = all_rows(connection, f"SELECT {columns} FROM value_change WHERE batch_id = {batch}")
    return [(*cell, bool(carried)) for *cell, carried in cells]


def _seal() -> sa.Column[str]:
    return sa.Column("seal", sa.String(), nullable=False, server_default=sa.text("''"))
