"""汇集 as it is run: three databases, two servers, and the command of the province, while one of the servers dies.

A fast test of the same, without servers, is tests/review/test_collecting.py.
"""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack

import pytest

from lib.figures.reading import by_child
from lib.kept.store import reading
from lib.review import seed
from lib.words.settings import ROOT
from tests.conftest import Small, opened, record, reference_of
from tests.reliability.test_two_servers import serving
from tests.review.test_collecting import JULY, province

pytestmark = [pytest.mark.long, pytest.mark.sqlite]


def prefecture(file, code: str, boards: int) -> None:
    """An office's own database with the mechanism's catalogues: one county, township and village, and its boards."""
    units = (
        (code, "prefecture", "自治州"), (f"{code}01", "county", "县"), (f"{code}01001", "township", "镇"),
        (f"{code}01001001", "village", "村"),
    )  # fmt: skip
    with opened(file) as engine:
        seed.begin_own(engine)
        above = [None, *(one[0] for one in units)]
        changes = [
            record("unit", code=one, name=one, level=level, kind=kind, parent_code=parent)
            for (one, level, kind), parent in zip(units, above, strict=False)
        ]
        changes.append(record("half_month", half_month=JULY.ordinal, state="open"))
        Small(engine, reference_of(engine)).save(*changes, kind="load", loads=True)
        report(engine, f"{code}01001001", boards)


def report(engine, village: str, boards: int, before: int | None = None) -> None:
    small = Small(engine, reference_of(engine))
    small.save(small.change(village, "boards_removed", boards, before))


def collected(database, *addresses: str, expect: int) -> str:
    """What the command says in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "lib", "collect", *addresses, "--as", "省联席办"],
        cwd=ROOT, env=os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{database}"}, capture_output=True, timeout=120,
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8-sig")
    assert done.returncode == expect and "Traceback" not in said, said
    return said


def test_province_reads_two_prefectures_and_keeps_what_it_had_of_one_that_died(empty_file, tmp_path, on):
    files = [tmp_path / name for name in ("one.db", "two.db", "province.db")]
    for file in files:
        shutil.copyfile(empty_file, file)
    prefecture(files[0], "5223", 4)
    prefecture(files[1], "5299", 7)
    with opened(files[2]) as engine:
        province(engine)
    with ExitStack() as open_:
        servers = [
            open_.enter_context(serving(f"sqlite:///{file}", tmp_path / f"{file.stem}.log")) for file in files[:2]
        ]
        addresses = [f"http://127.0.0.1:{server.port}" for server in servers]
        said = collected(files[2], *addresses, expect=0)
        assert "黔西南州：1 个数有变化" in said and "邻州：1 个数有变化" in said
        assert boards(files[2]) == {"黔西南州": 4, "邻州": 7}
        assert collected(files[2], *addresses, expect=0).count("没有新数据") == 2
        with opened(files[1]) as engine:
            report(engine, "529901001001", 9, before=7)
        servers[0].kill()
        said = collected(files[2], *addresses, expect=1)
        assert "没有回答" in said and "保留 2023-07-17 取到的数据" in said and "邻州：1 个数有变化" in said
        assert boards(files[2]) == {"黔西南州": 4, "邻州": 9}


def boards(file) -> dict[str, int]:
    """What the province's boards show of its counties."""
    with opened(file) as engine, reading(engine) as connection:
        reference = reference_of(engine)
        rows = by_child(connection, reference, reference.top, JULY, ["boards_removed"])
        return {row.unit.name: int(row.value("boards_removed")) for row in rows}
