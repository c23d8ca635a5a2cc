"""Whatever a page hands out is made at the click, in a thread that knows nothing of the visitor's session."""

import csv
import io
from collections.abc import Callable
from threading import Thread
from zipfile import ZipFile, is_zipfile

import openpyxl
import pytest

from lib.ui import downloads

OFFICE = {"name": "联席办 李四", "role": "office"}
CLERK = {"name": "望谟县 张三", "role": "reporter", "unit": "522326"}
DEPARTMENT = {"name": "州级部门14 王五", "role": "reporter", "department": "D14"}


@pytest.fixture
def handed_out(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What each download button of the pages opened since would make."""
    made: dict[str, Callable[[], bytes]] = {}
    whole = downloads.st.download_button

    def button(label: str, content: Callable[[], bytes], name: str, *args: object, **how: object) -> bool:
        assert name not in made, "two files of one name"
        made[name] = content
        return whole(label, content, name, *args, **how)

    monkeypatch.setattr(downloads.st, "download_button", button)
    return made


def elsewhere(make: Callable[[], bytes]) -> bytes:
    """The file as the server makes it once the run has ended: in another thread."""
    found: list[bytes] = []
    thread = Thread(target=lambda: found.append(make()))
    thread.start()
    thread.join()
    assert found, "the download failed"
    return found[0]


@pytest.mark.parametrize(("who", "name", "query", "count"), [
    (CLERK, "upload", {}, 2),
    (CLERK, "upload", {"form": "task_progress"}, 2),
    (DEPARTMENT, "upload", {}, 2),
    (OFFICE, "upload", {"form": "county_empowerment"}, 2),
    (OFFICE, "tables", {"table": "indicator"}, 3),
    (CLERK, "tables", {"table": "village_cleanup"}, 3),
    (OFFICE, "admin", {"look": "522326.village_cleanup"}, 1),
    (OFFICE, "monitoring", {"view": "record"}, 1),
])  # fmt: skip
def test_tables_of_a_page_are_files_that_open(visit, demo, handed_out, who, name, query, count):
    visit(demo, name, who=who, **query)
    files = {file: elsewhere(make) for file, make in handed_out.items() if file.endswith((".csv", ".xlsx"))}
    assert len(files) == count
    for file, content in files.items():
        if file.endswith(".csv"):
            assert len(next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) > 1
        else:
            assert is_zipfile(io.BytesIO(content)) and ZipFile(io.BytesIO(content)).testzip() is None
            assert openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames


def test_table_that_was_handed_out_stands_in_the_log(visit, small, handed_out, caplog):
    caplog.set_level("INFO", "banyue")
    visit(small.engine, "tables", who=OFFICE, table="indicator")
    name, make = next((name, make) for name, make in handed_out.items() if name.endswith(".csv"))
    assert "exported" not in caplog.text  # nobody has clicked
    elsewhere(make)
    assert f"exported by page: {name}; 8 rows, login=" in caplog.text
