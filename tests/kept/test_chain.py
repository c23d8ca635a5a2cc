"""The history is a chain of hashes: whatever is changed past the program, in it or beside it, is named.

The seals are made again here from the rows as raw SQL gives them, without the program's own code.
"""

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st

from lib.kept import backup, store
from lib.kept.changes import Change
from lib.kept.history_check import check_history, last_check
from lib.kept.present import keep_as_found
from lib.kept.printed import code_of_paper, printed
from lib.kept.reference import read_reference
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import VILLAGES, Small, one_file, opened, record, reference_of, sql

CELL = "half_month = 48564 AND unit_id = (SELECT id FROM unit WHERE code = '522326101001')"


def oracle(small: Small) -> list[str]:
    """The seals as they must be, in the order of the chain."""
    found, before = [], ""
    heads = small.all(
        "SELECT link, id, at, actor, kind, note, token, file_name, sha256, undoes FROM batch ORDER BY link"
    )
    for number, (link, batch, at, *rest) in enumerate(heads, start=1):
        assert link == number
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
        columns = [list(column) for column in zip(*small.history(batch), strict=True)]
        records = small.all(
            'SELECT "table", key, field, before, after FROM record_change WHERE batch_id = ? ORDER BY id', batch
        )
        whole = {"batch": [batch, moment.strftime("%Y-%m-%dT%H:%M:%S"), *rest], "values": columns, "records": records}
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + before
        before = hashlib.sha256(text.encode()).hexdigest()
        found.append(before)
    return found


def seals(small: Small) -> list[str]:
    return [seal for (seal,) in small.all("SELECT seal FROM batch ORDER BY link")]


def outside(small: Small, *statements: str) -> None:
    """Past the program, as somebody with the file would: no keys of other tables are looked at."""
    if small.engine.dialect.name == "sqlite":
        with backup.opened(backup.database_file(small.engine), "mode=rw") as file:
            for statement in statements:
                file.execute(statement)
            file.commit()
        return
    with store.writing(small.engine) as connection:
        for statement in ("SET LOCAL session_replication_role = replica", *statements):
            sql(connection, statement)


def found(small: Small) -> list[str]:
    return check_history(small.engine)[1]


@pytest.fixture(scope="module")
def saved_file(small_file):
    """Values, a target, a record, a file and an undo, after what the small store was made of."""
    file = small_file.with_name("saved.db")
    shutil.copyfile(small_file, file)
    with opened(file) as engine:
        small = Small(engine, reference_of(engine))
        files = {"content": b"a file", "file_name": "a.csv"}
        small.save(*(small.change(unit, "boards_removed", 4) for unit in reversed(VILLAGES)), **files)
        small.save(
            small.change(VILLAGES[2], "boards_removed", 5, before=4), small.target(VILLAGES[0], "boards_removed", 9, 6)
        )
        small.save(Change("unit", (VILLAGES[-1],), "name", "边饶镇第2村", "边饶镇红星村"), kind="edit")
        undo(engine, small.one("SELECT MAX(id) FROM batch"), engineer("李四"))
        one_file(engine, file.with_name("saved_whole.db"))
    return file.with_name("saved_whole.db")


@pytest.fixture
def saved(given, saved_file, small_reference):
    """A copy of it for one test."""
    with given("saved", saved_file) as engine:
        yield Small(engine, small_reference)


def test_every_batch_is_sealed_over_its_own_rows_and_the_seal_before_it(saved):
    saved.save(saved.change(VILLAGES[2], "boards_removed", 6, before=5), content=b"more", file_name="b.csv")
    saved.save(Change("unit", (VILLAGES[-1],), "name", "边饶镇第2村", "边饶镇红星村"), kind="edit")
    undo(saved.engine, saved.one("SELECT MAX(id) FROM batch"), engineer("李四"))
    assert seals(saved) == oracle(saved) and len(seals(saved)) >= 8
    assert saved.all("SELECT links, seal FROM revision") == [(len(seals(saved)), seals(saved)[-1])]
    assert found(saved) == []


cells = st.dictionaries(st.sampled_from(VILLAGES), st.one_of(st.none(), st.integers(0, 10**12)), min_size=1)


@pytest.mark.on_one
@settings(max_examples=15)
@whatever(saves=st.lists(cells, min_size=1, max_size=4))
def test_chain_holds_whatever_is_saved_and_undone(small_file, given, saves):
    with given("small") as engine:
        with store.reading(engine) as connection:
            small = Small(engine, read_reference(connection))
        for number, values in enumerate(saves):
            changes = [
                small.change(unit, "boards_removed", new, small.value(unit, "boards_removed"))
                for unit, new in values.items()
            ]
            receipt = small.save(*(one for one in changes if one.before != one.after), note=f"第{number}次 “’\n")
            assert receipt.seal == seals(small)[-1]
        undo(engine, receipt.batch, engineer("李四"))
        assert seals(small) == oracle(small)
        assert found(small) == []


# {0} is the number of the newest batch (the undo), {1} of the edit before it, {2} of the cell, {3} of the file
TAMPERED = {
    "a change's value": (
        ["UPDATE value_change SET cells = REPLACE(cells, ',4]', ',3]') WHERE batch_id = {3} AND {cell}"],
        ["第{3}号", "内容与校验码不符"],
    ),
    "a change's cells": (
        ["UPDATE value_change SET cells = '[[1,' WHERE batch_id = {2} AND {cell}"],
        ["第{2}号", "内容与校验码不符", "2023年7月上半月 平洞街道第1村 清理机构牌子：现为 5，历史记载为 4"],
    ),
    "a change's count": (
        ["UPDATE value_change SET n = 2 WHERE batch_id = {2} AND {cell}"],
        ["第{2}号", "内容与校验码不符"],
    ),
    "a change's record": (
        ["UPDATE record_change SET after = '\"别村\"' WHERE batch_id = {1}"],
        ["第{1}号", "内容与校验码不符"],
    ),
    "who did it": (
        ["UPDATE batch SET actor = '别人' WHERE id = {2}"],
        ["第{2}号", "别人", "内容与校验码不符"],
    ),
    "an observation": (
        ["UPDATE observation SET value = 99 WHERE {cell}"],
        ["2023年7月上半月 平洞街道第1村 清理机构牌子：现为 99，历史记载为 5"],
    ),
    "an observation is gone": (
        ["DELETE FROM observation WHERE {cell}"],
        ["2023年7月上半月 平洞街道第1村 清理机构牌子：现为 空，历史记载为 5"],
    ),
    "an observation of nobody": (
        ["INSERT INTO observation (half_month, unit_id, indicator_id, value, carried) SELECT 48564, u.id, i.id, 7,"
         " {false} FROM unit u, indicator i WHERE u.code = '522326101001' AND i.code = 'boards_outside'"],
        ["2023年7月上半月 平洞街道第1村 现有外部标牌：现为 7，历史记载为 空"],
    ),
    "a target": (
        ["UPDATE target SET value = 1 WHERE value = 9"],
        ["目标 黄草街道第1村 清理机构牌子：现为 1，历史记载为 9"],
    ),
    "a record": (
        ["UPDATE unit SET name = '假村' WHERE code = '522301001002'"],
        ["现为 假村，历史记载为 黄草街道第2村"],
    ),
    "a record is gone": (["DELETE FROM task WHERE code = 'V1'"], ["任务 V1：已不存在，而历史中有"]),
    "a record of nobody": (
        ["INSERT INTO department (code, name, name_en, lead, note) VALUES ('77', '假局', '', {false}, '')"],
        ["部门 77：现有此条，而历史中没有"],
    ),
    "a batch in between": (
        ["DELETE FROM value_change WHERE batch_id = {2}", "DELETE FROM batch WHERE id = {2}"],
        ["第{3}号与第{1}号之间缺少 1 个批次"],
    ),
    "the last batch": (
        ["DELETE FROM record_change WHERE batch_id = {0}", "DELETE FROM batch WHERE id = {0}"],
        ["第{1}号之后缺少 1 个批次"],
    ),
    "a batch without its changes": (
        ["DELETE FROM batch WHERE id = {3}"],
        ["第{3}号批次已被删除，其变更仍在"],
    ),
    "two are swapped": (
        ["UPDATE batch SET link = -1 WHERE id = {2}", "UPDATE batch SET link = link - 1 WHERE id = {1}",
         "UPDATE batch SET link = (SELECT link + 1 FROM batch WHERE id = {1}) WHERE id = {2}"],
        ["第{2}号", "第{1}号", "内容与校验码不符"],
    ),
    "a batch of its own": (
        ["INSERT INTO batch (id, at, actor, kind, note, token) VALUES (900, '2023-07-17', '别人', 'edit', '', 'x')"],
        ["第900号", "绕过本系统写入，不在校验链中"],
    ),
    "another end": (["UPDATE revision SET seal = 'abc'"], ["第{0}号", "链尾"]),
    "a file": (["UPDATE stored_file SET content = {bytes}"], ["第{3}号", "a.csv"]),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_changed_outside_is_named(saved, what):
    statements, said = TAMPERED[what]
    numbers = [number for (number,) in saved.all("SELECT id FROM batch ORDER BY id DESC LIMIT 4")]
    words = {"cell": CELL, "false": "false", "bytes": "'\\x00'::bytea"}
    if saved.engine.dialect.name == "sqlite":
        words |= {"false": "0", "bytes": "x'00'"}
    outside(saved, *(statement.format(*numbers, **words) for statement in statements))
    told = "\n".join(found(saved))
    for text in said:
        assert text.format(*numbers) in told, told


def test_note_says_when_how_much_and_what_was_found(saved):
    outside(saved, f"UPDATE observation SET value = 99 WHERE {CELL}")
    check, _sentences = check_history(saved.engine)
    with store.reading(saved.engine) as connection:
        noted = last_check(connection)
    assert noted == check and noted.looked == noted.batches == len(seals(saved)) and noted.whole
    assert noted.count == 1 and "现为 99" in noted.found
    check, _sentences = check_history(saved.engine, 0)  # who waits no longer has seen the newest
    assert (check.looked, check.whole) == (1, False)
    assert check.count == 1 and "现为 99" in check.found  # what is known is not forgotten by who looked at less


def test_code_from_paper_holds_the_history_up_to_it(saved):
    third, last = (seals(saved)[at][:12] for at in (2, -1))
    held = printed(saved.engine, f" 数据校验码：{third[:6].upper()} {third[6:]} ")
    assert held.act is not None and (held.act.link, held.acts, held.looked, held.found) == (3, 3, 3, ())
    assert printed(saved.engine, last, 0).looked == 1  # who waits no longer has seen the newest
    assert printed(saved.engine, "0" * 12).act is None
    outside(saved, "UPDATE batch SET actor = '别人' WHERE link = 4")
    assert printed(saved.engine, third).found == ()
    [said] = printed(saved.engine, last).found
    assert "别人" in said and "内容与校验码不符" in said
    outside(saved, "UPDATE batch SET link = NULL WHERE link = 2")
    assert any("缺少 1 个批次" in said for said in printed(saved.engine, third).found)


@pytest.mark.parametrize(
    "typed, said",
    [
        pytest.param("0a1b2c3d4e5", "12 个字符，这里是 11 个", id="too short"),
        pytest.param("0a1b2c3d4e5f6", "12 个字符，这里是 13 个", id="too long"),
        pytest.param("", "12 个字符，这里是 0 个", id="nothing"),
        pytest.param("Oa1b2c3d4e5l", "没有“l o”", id="letters that look like digits"),
        pytest.param("第三号", "没有“三 号 第”", id="words"),
    ],
)
def test_what_is_no_code_is_said_with_the_characters_or_how_many(typed, said):
    with pytest.raises(Refusal, match=said):
        code_of_paper(typed)


def test_writers_at_the_same_moment_do_not_fork_the_chain(small):
    def write(unit: str, at: str) -> None:
        for number in range(5):
            small.save(small.change(unit, "boards_removed", number + 1, number or None, at=at))

    reopen(small)
    places = [(VILLAGES[0], "2023-07-1"), (VILLAGES[1], "2023-07-1"), (VILLAGES[2], "2023-09-1")]
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda place: write(*place), places))
    assert seals(small) == oracle(small)
    assert found(small) == []


def reopen(small: Small) -> None:
    """September is open beside July: on PostgreSQL its writers do not wait for those of July."""
    months = [record("half_month", half_month=HalfMonth.parse("2023-09-1").ordinal, state="open")]
    small.save(*months, kind="state")


def test_what_an_upgrade_changes_is_written_into_the_history(saved):
    outside(saved, f"UPDATE observation SET value = 99 WHERE {CELL}", "UPDATE unit SET name = 'x' WHERE code = '5223'",
            "DELETE FROM task WHERE code = 'V1'")  # fmt: skip
    for _twice in range(2):  # the second time nothing differs any more
        with store.writing(saved.engine) as connection:
            keep_as_found(connection)
    assert found(saved) == [] and seals(saved) == oracle(saved)
    [(batch,)] = saved.all("SELECT id FROM batch WHERE kind = 'upgrade'")
    assert saved.history(batch) == [(*saved.key("2023-07-1", VILLAGES[2], "boards_removed"), 5, 99, False)]
    with pytest.raises(Refusal):
        undo(saved.engine, batch, engineer("李四"))
