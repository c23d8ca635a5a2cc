"""Several files at once, archives and workbooks of several forms: recognised, shown and saved one by one."""

import struct
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from xlsxwriter import Workbook

from lib.intake.checks import Reported
from lib.intake.sheets import packed
from lib.ledger.access import Actor, engineer
from lib.review.several import Drop, File, save_all, take_files
from lib.review.uploads import Upload, save_upload
from lib.words import settings
from lib.words.errors import FileRefused
from lib.words.half_months import HalfMonth
from tests.conftest import record

JULY = HalfMonth.parse("2023-07-1")
CLEANUP = "单位代码,单位名称,清理机构牌子,现有外部标牌,现有规范标识,上年工作机制,现有工作机制"
PAY = "单位代码,单位名称,发放劳务报酬"
PERCENTS = "半月,任务代码,单位代码,百分比"
XINGYI = "522301001001,黄草街道第1村,7,,,,"
WANGMO = "522326101001,平洞街道第1村,4,4,,,"
LIMITS = settings.UploadLimits()


def csv(header: str, *rows: str, encoding: str = "utf-8") -> bytes:
    return "\n".join([header, *rows]).encode(encoding)


def archive(*files: tuple[str, bytes], raw: str = "") -> bytes:
    """A ZIP; with names of the encoding `raw`, which its directory does not tell, as Windows packs them."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as written:
        for name, content in files:
            written.writestr(Raw(name, raw) if raw else name, content, ZIP_DEFLATED)
    return made.getvalue()


class Raw(ZipInfo):
    """A member whose name is written in an encoding that nothing tells."""

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self._raw = name.encode(encoding)

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's name
        return self._raw, self.flag_bits & ~0x800


def workbook(**sheets: bytes) -> bytes:
    made = BytesIO()
    with Workbook(made) as book:
        for name, content in sheets.items():
            page = book.add_worksheet(name)
            for at, line in enumerate(content.decode().splitlines()):
                page.write_row(
                    at, 0, [int(cell) if cell.isdigit() and len(cell) < 5 else cell for cell in line.split(",")]
                )
    return made.getvalue()


def taken(small, *files: tuple[str, bytes], actor: Actor | None = None, form: str = "village_cleanup") -> Drop | Upload:
    wanted = Reported(form, JULY)
    return take_files(small.engine, [File(*file) for file in files], wanted, JULY, actor or engineer("联席办"))


def told(drop: Drop) -> list[tuple]:
    return [
        (item.name, item.form, item.counties, len(item.upload.preview.changes) if item.upload else item.refused)
        for item in drop.items
    ]


def test_each_file_of_an_archive_is_recognised_by_its_header_and_units(small):
    files = [
        ("兴义市.csv", csv(CLEANUP, XINGYI, encoding="gb18030")),
        ("望谟县/村级清理表.csv", csv(CLEANUP, WANGMO)),
        ("望谟县/县级.csv", csv(PAY, "522326,望谟县,100.50")),
        ("进度.csv", csv(PERCENTS, "2023年7月上半月,V1,522326101001,50")),
    ]
    drop = taken(small, ("全州.zip", archive(*files, raw="gb18030")))
    assert told(drop) == [
        ("全州.zip/兴义市.csv", "village_cleanup", ("522301",), 1),
        ("全州.zip/望谟县/村级清理表.csv", "village_cleanup", ("522326",), 2),
        ("全州.zip/望谟县/县级.csv", "county_empowerment", ("522326",), 1),
        ("全州.zip/进度.csv", "task_progress", ("522326",), 1),
    ]
    assert {item.half_months for item in drop.items} == {(JULY,)}
    outcomes = list(save_all(small.engine, drop, engineer("联席办")))
    assert len({outcome.receipt.batch for outcome in outcomes}) == 4
    assert (small.value("522301001001", "boards_removed"), small.value("522326", "labour_pay")) == (7, 10_050)
    assert small.one("SELECT file_name FROM batch WHERE id = ?", outcomes[1].receipt.batch) == drop.items[1].name


def test_blank_cells_of_several_files_empty_nothing(small):
    """So saving all of them needs no yes: a blank value is none, and a percent must be there."""
    small.save(record("task_progress", half_month=JULY.ordinal, task_code="V1", unit_code="522326101001", percent=40))
    small.save(small.change("522301001001", "boards_removed", 7))
    blanks = csv(CLEANUP, "522301001001,黄草街道第1村,,,,,"), csv(PERCENTS, "2023年7月上半月,V1,522326101001,")
    drop = taken(small, *zip(("a.csv", "b.csv"), blanks, strict=True))
    assert drop.savable == () and [one.upload.preview.changes for one in drop.items] == [(), ()]


def test_a_workbook_of_several_forms_is_split_and_one_of_a_single_form_is_not(small):
    five = workbook(清理=csv(CLEANUP, WANGMO), 县=csv(PAY, "522326,望谟县,5"), 说明=csv("说明", "填好后报送"))
    drop = taken(small, ("望谟.xlsx", five))
    assert [(item.name, item.form, len(item.upload.preview.changes)) for item in drop.items] == [
        ("望谟.xlsx · 清理", "village_cleanup", 2), ("望谟.xlsx · 县", "county_empowerment", 1),
    ]  # fmt: skip
    assert all("说明" in " ".join(item.upload.checked.notices) for item in drop.items)
    one = workbook(清理=csv(CLEANUP, WANGMO), 代码=csv("单位代码,清理机构牌子", "522326,1"))
    assert isinstance(taken(small, ("望谟.xlsx", one)), Upload)


def test_what_is_not_recognised_or_not_read_stands_with_its_reason(small):
    nested = archive(("a.csv", csv(CLEANUP, WANGMO)))
    files = [("名单.csv", csv("姓名,电话", "甲,1")), ("a.pdf", b"%PDF-1.7"), ("内.zip", nested), ("空.csv", b"")]
    junk = [("__MACOSX/._a.csv", b"\0"), ("~$望谟.xlsx", b"\0"), ("县/.DS_Store", b"\0"), ("县/", b"")]
    drop = taken(small, ("x.zip", archive(*files, *junk)))
    assert [item.form for item in drop.items] == [""] * 4 and not drop.savable
    assert drop.items[0].upload.checked.problems[0].kind == "no_header"
    assert [("PDF" in drop.items[1].refused), "压缩包" in drop.items[2].refused, "空" in drop.items[3].refused] == [
        True
    ] * 3
    assert drop.left_out == ("__MACOSX/._a.csv", "~$望谟.xlsx", "县/.DS_Store")


def test_an_archive_that_holds_nothing_or_was_cut_off_says_so(small):
    one = workbook(清理=csv(CLEANUP, WANGMO))
    with ZipFile(made := BytesIO(), "w") as stored:  # stored as they are, as workbooks are packed already
        for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
            stored.writestr(name, one)
    empty, junk = archive(), archive(("__MACOSX/._a.csv", b"\0"))
    drop = taken(small, ("空.zip", empty), ("杂.zip", junk), ("断.zip", made.getvalue()[: 2 * len(one) + 200]))
    assert ["没有文件" in item.refused for item in drop.items] == [True, True, False]
    assert "已损坏" in drop.items[2].refused  # not the first of three, whose directory is the last that is whole
    assert isinstance(alone := taken(small, ("空.zip", empty)), Drop) and alone.items[0].refused


def test_a_half_month_that_the_file_names_and_that_is_open_is_its_own(small):
    small.save(record("half_month", half_month=HalfMonth.parse("2023-07-2").ordinal, state="open"))
    drop = taken(small, ("7月下.csv", csv(CLEANUP, WANGMO)), ("6月下.csv", csv(CLEANUP, XINGYI)))
    assert [item.half_months for item in drop.items] == [(HalfMonth.parse("2023-07-2"),), (JULY,)]
    assert [item.savable for item in drop.items] == [True, False]  # June is closed: the reason stands in its row


def test_two_files_that_dispute_a_cell_are_not_saved_and_a_copy_waits_for_the_first(small):
    other = WANGMO.replace(",4,4,", ",9,4,")
    same = ("望谟.csv", csv(CLEANUP, WANGMO)), ("副本.csv", csv(CLEANUP, WANGMO))
    drop = taken(small, *same)
    assert [(item.savable, item.after) for item in drop.items] == [(True, ()), (False, ("望谟.csv",))]
    drop = taken(small, *same, ("改.csv", csv(CLEANUP, other)), ("兴义.csv", csv(CLEANUP, XINGYI)))
    assert [item.savable for item in drop.items] == [False, False, False, True]
    assert drop.items[0].disputes == ("改.csv",) and drop.items[2].disputes == ("望谟.csv", "副本.csv")


def test_one_that_is_refused_at_the_save_loses_none_of_the_others(small):
    drop = taken(small, ("望谟.csv", csv(CLEANUP, WANGMO)), ("兴义.csv", csv(CLEANUP, XINGYI)))
    save_upload(small.engine, taken(small, ("x.csv", csv(CLEANUP, WANGMO.replace(",4,4,", ",5,4,")))), engineer("王五"))
    first, second = save_all(small.engine, drop, engineer("联席办"))
    assert first.receipt is None and "王五" in first.refused
    assert second.receipt and small.value("522301001001", "boards_removed") == 7


def test_an_account_saves_its_own_units_alone_whatever_it_brings(small):
    clerk = Actor("兴义 李四", "reporter", "522301")
    files = ("望谟.csv", csv(CLEANUP, WANGMO)), ("兴义.csv", csv(CLEANUP, XINGYI))
    drop = taken(small, *files, actor=clerk)
    assert [item.savable for item in drop.items] == [False, True]
    assert "不在您负责的范围内" in drop.items[0].upload.checked.problems[0].mend


def test_a_county_account_of_the_wrong_kind_forces_nothing_through_the_door(small):
    """What an account may write the door asks itself: a drop that was read by another changes nothing for it."""
    drop = taken(small, ("望谟.csv", csv(CLEANUP, WANGMO)), ("兴义.csv", csv(CLEANUP, XINGYI)))
    outcomes = list(save_all(small.engine, drop, Actor("看一看", "viewer")))
    assert [outcome.receipt for outcome in outcomes] == [None, None] and all(outcome.refused for outcome in outcomes)


def oversize() -> bytes:
    return archive(("0.csv", bytes(51_000_000)))


def lying() -> bytes:
    """A member that unpacks to more than its directory says."""
    made = bytearray(archive(("a.csv", b"a" * 100_000)))
    at = made.rindex(b"PK\x01\x02") + 24
    made[at : at + 4] = struct.pack("<I", 10)
    return bytes(made)


def many() -> bytes:
    return archive(*((f"{number}.csv", b"a") for number in range(packed.MOST_FILES + 1)))


def locked() -> bytes:
    made = bytearray(archive(("a.csv", b"a")))
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


@pytest.mark.parametrize(
    ("make", "said"),
    [(oversize, "MB"), (lying, "损坏"), (many, "201"), (locked, "密码")],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_an_archive_that_is_too_much_or_damaged_is_refused_before_it_is_unpacked(make: Callable[[], bytes], said: str):
    with pytest.raises(FileRefused, match=said):
        packed.unpack(make(), LIMITS)


def test_workbooks_that_unpack_to_too_much_together_are_refused_one_by_one(small, monkeypatch):
    small_limits = settings.UploadLimits(max_unpacked_megabytes=10)
    monkeypatch.setattr("lib.review.several.settings", lambda: SimpleNamespace(upload=small_limits))
    large = archive(("xl/workbook.xml", bytes(6_000_000)), ("[Content_Types].xml", b""))
    drop = taken(small, ("a.xlsx", large), ("b.xlsx", large), ("c.csv", csv(CLEANUP, WANGMO)))
    assert "12 MB" in drop.items[1].refused and drop.items[2].savable


@pytest.mark.parametrize("raw", ["gb18030", "utf-8"])
def test_names_are_read_as_they_were_given(raw: str):
    name = "兴义市/村级清理表（6月）.csv"
    assert [file.name for file in packed.unpack(archive((name, b"a"), raw=raw), LIMITS).files] == [name]
