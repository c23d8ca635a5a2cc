"""The percent of a task that follows an indicator stands with the indicator's figure, no longer in a row of its own.

A closed half month keeps what it showed: its percents are moved, and its closing learns which tasks followed what.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

LEVELS = "CASE {level} WHEN 'prefecture' THEN 0 WHEN 'county' THEN 1 WHEN 'township' THEN 2 ELSE 3 END"
# the task's own level and below: what stands above is a sum, and stays
OWN = (
    "SELECT p.level, p.half_month, i.id AS indicator_id, p.unit_id, MAX(p.percent) AS percent,"
    " MAX(CASE WHEN p.compared = 1 THEN p.change END) AS moved FROM task_rollup p JOIN task t ON t.id = p.task_id"
    f" JOIN indicator i ON i.code = t.indicator WHERE p.level >= {LEVELS.format(level='t.level')}"
    " GROUP BY p.level, p.half_month, i.id, p.unit_id"
)


def upgrade() -> None:
    op.add_column("rollup", sa.Column("percent", sa.Integer(), nullable=True))
    op.add_column("rollup", sa.Column("moved", sa.Integer(), nullable=True))
    op.execute(
        f"UPDATE rollup SET percent = o.percent, moved = o.moved FROM ({OWN}) o WHERE o.level = rollup.level"
        " AND o.half_month = rollup.half_month AND o.indicator_id = rollup.indicator_id AND o.unit_id = rollup.unit_id"
    )
    op.execute(
        "DELETE FROM task_rollup WHERE task_id IN (SELECT id FROM task WHERE indicator IS NOT NULL)"
        f" AND level >= (SELECT {LEVELS.format(level='t.level')} FROM task t WHERE t.id = task_rollup.task_id)"
    )
    _tell_closings(op.get_bind())


def _tell_closings(connection: sa.Connection) -> None:
    rows = connection.exec_driver_sql("SELECT code, level, indicator FROM task").all()
    followed = {code: [level, indicator] for code, level, indicator in rows}
    for half_month, judged in connection.exec_driver_sql("SELECT half_month, judged FROM closing").all():
        told = json.dumps(json.loads(judged) | {"followed": followed}, sort_keys=True)
        connection.execute(
            sa.text("UPDATE closing SET judged = :told WHERE half_month = :h"), {"told": told, "h": half_month}
        )
