"""What holds from when: successors, times of marks and targets, what a closing judged, what was handed out."""

import sqlalchemy as sa
from alembic import op

from lib.kept.yardstick import yardstick_now

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for column in ("monitored_from", "monitored_to", "pilot_from", "pilot_to"):
        op.add_column("unit", sa.Column(column, sa.Integer(), nullable=True))
    op.add_column("unit", sa.Column("successor_code", sa.String(), nullable=True))
    op.add_column("indicator", sa.Column("yearly", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("task_progress", sa.Column("carried", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("submission", sa.Column("carried", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("submission", sa.Column("remark", sa.String(), nullable=True))
    _count_carried()
    op.add_column("task_rollup", sa.Column("compared", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("task_rollup", sa.Column("change", sa.BigInteger(), nullable=True))
    op.add_column("unit_rollup", sa.Column("change", sa.Integer(), nullable=True))
    _ask_for_percents()
    _date_targets()
    op.create_table(
        "closing",
        sa.Column("half_month", sa.Integer(), nullable=False),
        sa.Column("judged", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("half_month"),
    )
    _keep_closings()
    op.create_table(
        "column_rule",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("smaller", sa.String(), nullable=False),
        sa.Column("larger", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "issued",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("half_month", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("difference", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "half_month", "unit_code", "version"),
    )


def _keep_closings() -> None:
    """What was closed before reads on as it did: judged by what stands in settings and catalogues now."""
    connection = op.get_bind()
    judged = yardstick_now(connection).as_json()
    closed = connection.exec_driver_sql("SELECT half_month FROM half_month WHERE state = 'closed'").scalars()
    for half_month in closed.all():
        connection.execute(
            sa.text("INSERT INTO closing (half_month, judged) VALUES (:h, :judged)"),
            {"h": half_month, "judged": judged},
        )


def _date_targets() -> None:
    """A target of the program before this holds from the beginning: since 0."""
    op.rename_table("target", "target_before")
    op.create_table(
        "target",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="target_batch"),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="target_indicator"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="target_unit"),
        sa.PrimaryKeyConstraint("unit_id", "indicator_id", "since", name="target_key"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO target (unit_id, indicator_id, since, value, batch_id)"
        " SELECT unit_id, indicator_id, 0, value, batch_id FROM target_before"
    )
    op.drop_table("target_before")


def _count_carried() -> None:
    """How many cells of a report are carried forward; on that day it was not reported."""
    op.execute(
        "UPDATE submission SET carried = (SELECT COUNT(*) FROM observation o"
        " JOIN indicator i ON i.id = o.indicator_id AND i.form = submission.form"
        " JOIN ancestry y ON y.unit_id = o.unit_id JOIN unit c ON c.id = y.ancestor_id"
        " WHERE o.half_month = submission.half_month AND o.carried AND c.code = submission.county_code)"
        " WHERE decision = 'carried'"
    )
    op.execute("UPDATE submission SET reported_on = NULL WHERE carried > 0")


def _ask_for_percents() -> None:
    """Percents of tasks are a report in what is open: in a closed half month nobody was asked for them."""
    op.execute(
        "INSERT INTO form (code, name, name_en, level, units)"
        " SELECT 'task_progress', '任务进展表', 'Task progress', 'county', 'all' WHERE EXISTS (SELECT 1 FROM form)"
    )
    owner = (
        " JOIN ancestry y ON y.unit_id = u.id JOIN unit c ON c.id = y.ancestor_id"
        " AND c.level = CASE WHEN t.level = 'prefecture' THEN 'prefecture' ELSE 'county' END"
    )
    there = (
        " COALESCE(u.valid_from, 0) <= h.half_month AND COALESCE(u.valid_to, 1000000) >= h.half_month"
        " AND t.indicator IS NULL AND h.state = 'open'"
    )
    op.execute(
        "INSERT INTO submission (half_month, form, county_code, asked, filled, decision, reason)"
        " SELECT h.half_month, f.code, c.code, COUNT(*), COUNT(p.percent), '', '' FROM form f CROSS JOIN half_month h"
        f" CROSS JOIN task t JOIN unit u ON u.level = t.level{owner} LEFT JOIN task_progress p"
        " ON p.half_month = h.half_month AND p.task_code = t.code AND p.unit_code = u.code"
        f" WHERE f.code = 'task_progress' AND{there} GROUP BY h.half_month, f.code, c.code"
    )
