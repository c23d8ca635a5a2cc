"""README's recipe “An indicator”: a row of data/indicators.csv is enough for template, upload, figures, workbook."""

import csv
import io

import openpyxl
import pytest

from lib.figures.reading import figures
from lib.intake.checks import Reported
from lib.intake.exports import as_csv
from lib.intake.templates import template
from lib.kept import store
from lib.kept.reference import read_reference
from lib.kept.tables import TABLES
from lib.ledger.access import engineer
from lib.review.uploads import Records, save_upload, take
from lib.show.workbook import workbook
from lib.words.half_months import HalfMonth
from lib.words.settings import ROOT

JULY = HalfMonth.parse("2023-07-1")


def row_as_the_recipe_says() -> bytes:
    """The header of data/indicators.csv, and below it a row like that of an indicator that is there."""
    with (ROOT / "data" / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        [like] = [row for row in csv.DictReader(file) if row["code"] == "boards_removed"]
    own = like | {"code": "screens_removed", "position": "999", "name": "清理电子屏", "name_en": "Screens removed"}
    text = io.StringIO()
    writer = csv.DictWriter(text, own.keys())
    writer.writeheader()
    writer.writerow(own)
    return text.getvalue().encode()


@pytest.fixture
def with_it(demo_copy):
    """The demo's database after `python -m lib import indicators.csv --table indicator`."""
    upload = take(demo_copy, row_as_the_recipe_says(), "indicators.csv", Records(TABLES["indicator"]))
    assert upload.checked.problems == ()
    save_upload(demo_copy, upload, engineer("make"))
    return demo_copy


@pytest.mark.on_one
def test_template_asks_it_and_what_is_reported_reaches_figures_and_workbook(with_it):
    with store.reading(with_it) as connection:
        form = as_csv(template(connection, read_reference(connection), "village_cleanup", JULY)).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(form))
    at, filled = header.index("清理电子屏（块）"), io.StringIO()
    csv.writer(filled).writerows(
        [header, *([*row[:at], str(number), *row[at + 1 :]] for number, row in enumerate(rows[:2], start=4))]
    )
    upload = take(with_it, filled.getvalue().encode(), "电子屏.csv", Reported("village_cleanup", JULY))
    assert upload.checked.problems == ()
    save_upload(with_it, upload, engineer("make"))
    with store.reading(with_it) as connection:
        reference = read_reference(connection)
        (figure,) = figures(connection, reference, reference.top, JULY, ["screens_removed"])
        book = openpyxl.load_workbook(io.BytesIO(workbook(connection, reference, JULY, "")), read_only=True)
    assert (figure.name, figure.value, figure.n) == ("清理电子屏", 4 + 5, 2)
    heads = {str(cell) for sheet in book for row in sheet.iter_rows(max_row=8, values_only=True) for cell in row}
    assert any("清理电子屏" in head for head in heads)
