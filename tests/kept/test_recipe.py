"""README's recipe “A table”, done in a copy of the project: a class and a revision, and everything else follows."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lib.words.settings import ROOT

CLASS = '''

class Loan(Base, table=True):
    """Something that a department lent to a village."""

    __tablename__ = "loan"
    __described__ = Described("Loans", removable=True, rule=Rule(department="department_code"))
    code: str = fields.code("Loan code", "代码")
    department_code: str = fields.reference("Department code", "department", "部门代码")
    thing: str = fields.column("Thing")
    state: Openness = fields.choice("State", Openness, default=Openness.OPEN)
    pieces: int | None = fields.optional("Pieces", at_least=1, at_most=9)
    lent_on: date | None = fields.optional("Lent on")
'''

REVISION = '''"""What departments lent to villages."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{last}"


def upgrade() -> None:
    op.create_table(
        "loan",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("department_code", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("lent_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
        sa.ForeignKeyConstraint(["department_code"], ["department.code"]),
    )
'''

# What a newcomer would look at, in a process of its own that knows the table.
LOOK = r"""
import json, sys
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from lib.intake import exports
from lib.kept import store
from lib.kept.models import Base
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.ledger.access import RULES, Actor, engineer, may_write
from lib.review.grid.sources import Source, open_grid, sources, title
from lib.review.uploads import Records, save_upload, take
from lib.server.commands.importing import TABLES_TAKEN
from lib.words.half_months import HalfMonth

table, engine = TABLES["loan"], store.connect("sqlite:///loans.db")
store.migrate(engine)


def saved(name, text):
    upload = take(engine, text.encode(), "file.csv", Records(TABLES[name]))
    problems = [(problem.row, problem.mend) for problem in upload.checked.problems]
    return problems or save_upload(engine, upload, engineer("newcomer")).changes


saved("department", "code,name\nD1,教育局\n")
found = {
    "refused": saved("loan", "Loan code,部门代码,Thing,State,Pieces\nL1,D1,tent,开放,10\n"),
    "saved": saved("loan", "Loan code,部门代码,Thing,State,Pieces,Lent on\nL1,D1,tent,关闭,3,2023-06-01\n"),
}
with reading(engine) as connection:
    reference = read_reference(connection)
    found["schema"] = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    source = Source("records", "loan")
    found["grid"] = source in sources(reference, Actor("c", "viewer")) and title(reference, source)
    grid = open_grid(connection, reference, source, HalfMonth.parse("2023-06-2"))
    found["columns"] = [column.name for column in grid.columns]
    found["template"] = list(exports.empty(table).header)
    found["export"] = exports.as_csv(exports.records(connection, table)).decode("utf-8-sig").splitlines()[1]
    found["history"] = connection.exec_driver_sql("SELECT key, after FROM record_change WHERE \"table\" = 'loan'").all()
found["history"] = [(key, json.loads(after)["state"]) for key, after in found["history"]]
found["command"] = "loan" in TABLES_TAKEN
found["access"] = {
    "its department": may_write(Actor("a", "reporter", department_code="D1"), "loan"),
    "a county": may_write(Actor("b", "reporter", unit_code="522301"), "loan"),
    "a viewer": may_write(Actor("c", "viewer"), "loan"),
}
print(json.dumps(found, ensure_ascii=False))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What the copy says of the new table, after steps 1 and 2 of the recipe and nothing else."""
    copy = tmp_path_factory.mktemp("recipe")
    shutil.copytree(ROOT / "lib", copy / "lib")  # with what is compiled of it: to compile it anew takes seconds
    shutil.copy(ROOT / "config.toml", copy)
    with (copy / "lib/kept/models/registers.py").open("a", encoding="utf-8") as registers:
        registers.write(CLASS)
    versions = copy / "lib/kept/migrations/versions"
    last = max(re.findall(r'^revision = "(\w+)"', "\n".join(map(Path.read_text, versions.glob("*.py"))), re.MULTILINE))
    (versions / "next.py").write_text(REVISION.format(last=last), encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", LOOK], cwd=copy, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_revision_of_a_new_table_agrees_with_its_class(found):
    assert found["schema"] == []


def test_new_table_has_its_grid_and_template(found):
    assert found["grid"] == "Loans"
    assert found["columns"] == ["code", "department_code", "thing", "state", "pieces", "lent_on"]
    assert [header for header in found["template"] if header in ("Loan code", "Thing")] == ["Loan code", "Thing"]


def test_upload_of_a_new_table_is_held_to_the_limits_of_its_fields(found):
    [(row, problem)] = found["refused"]
    assert (row, "9" in problem) == (2, True)


def test_new_table_is_saved_with_history_and_comes_back_as_it_was_written(found):
    assert found["saved"] == 1
    assert found["history"] == [['["L1"]', "closed"]]
    assert found["export"] == "L1,D1,tent,关闭,3,2023-06-01"


def test_new_table_is_known_to_the_command_line(found):
    assert found["command"]


def test_new_table_is_written_by_whom_its_rule_names(found):
    assert found["access"] == {"its department": True, "a county": False, "a viewer": False}


def test_recipe_names_what_was_touched():
    recipe = (ROOT / "README.md").read_text(encoding="utf-8").partition("**A table**")[2].partition("**A page**")[0]
    assert "lib/kept/models/registers.py" in recipe and "lib/kept/migrations/versions/" in recipe
    assert len(re.findall(r"^\d\. ", recipe, re.MULTILINE)) == 3
