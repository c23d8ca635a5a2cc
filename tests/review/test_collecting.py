"""汇集: a province reads its prefectures from /api/v1; what is answered wrongly is left as it last was.

Real servers and databases read each other in tests/reliability/test_collecting.py, in the long run.
"""

import json
import logging
import shutil

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.kept import store
from lib.kept.models import Collected
from lib.kept.store import reading
from lib.ledger.access import GUEST, engineer
from lib.ledger.door import undo
from lib.review.collecting import Dashboard, collect, forget, sources
from lib.review.collecting.asking import Answer, normal
from lib.server import api
from lib.server.api import server
from lib.server.gate.throttle import Rate
from lib.show.boards.collected import collected_board
from lib.show.boards.status import data_status
from lib.words.errors import Forbidden, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import VILLAGES, Small, opened, record, reference_of

JULY = HalfMonth.parse("2023-07-1")
PROVINCE = engineer("省联席办")
THERE = Dashboard("http://10.0.0.1:8501")
SAID = {"position": 1, "direction": "up", "level": "county", "rollup": "sum"}


UNITS = (("52", "某省", "prefecture", None), ("5223", "黔西南州", "county", "52"), ("5299", "邻州", "county", "52"))
INDICATORS = (("boards_removed", "块", 0), ("labour_pay", "元", 2), ("of_the_province", "个", 0))


def province(engine) -> Small:
    """A province whose counties are two prefectures; it asks them for boards, pay, and what only it knows."""
    units = [dict(zip(("code", "name", "level", "parent_code"), row, strict=True)) for row in UNITS]
    asked = [dict(zip(("code", "unit", "decimals"), row, strict=True)) for row in INDICATORS]
    changes = [record("unit", kind="县", **unit) for unit in units]
    changes += [record("form", code="province", name="省级表", level="county", units="all")]
    changes += [record("indicator", name=one["code"], form="province", **one, **SAID) for one in asked]
    changes += [record("half_month", half_month=JULY.ordinal, state="open")]
    Small(engine, reference_of(engine)).save(*changes, kind="load", loads=True)
    return Small(engine, reference_of(engine))


@pytest.fixture
def above(empty_file, tmp_path):
    """The province's store."""
    file = tmp_path / "province.db"
    shutil.copyfile(empty_file, file)
    with opened(file) as engine:
        yield province(engine)


@pytest.fixture
def below(small, monkeypatch, decide):
    """A prefecture's store with values of July, and how it is asked: by the real API, its answers kept in `asked`."""
    monkeypatch.setattr(store, "engine", lambda: small.engine)
    monkeypatch.setattr(server, "rate", Rate(lambda: 0.0))
    decide(sharing={"per_minute": 100_000})
    small.save(
        *(small.change(unit, "boards_removed", 4) for unit in VILLAGES), small.change("522301", "labour_pay", 250)
    )
    return small


class Prefecture:
    """Answers as its server would; `twisted` changes the body of one path first."""

    def __init__(self) -> None:
        self.client = TestClient(Starlette(routes=api.routes()))
        self.asked: list[str] = []
        self.twisted = {}

    def __call__(self, whom: Dashboard, path: str, etag: str = "") -> Answer:
        self.asked.append(path.partition("?")[0])
        answer = self.client.get(f"/api/v1{path}", headers={"If-None-Match": etag} if etag else {})
        assert answer.status_code in (200, 304), answer.text
        body = None if answer.status_code == 304 else answer.content
        twist = self.twisted.get(self.asked[-1])
        return Answer(twist(body) if twist else body, answer.headers.get("etag", ""))


def kept(small) -> list[Collected]:
    with reading(small.engine) as connection:
        return sources(connection)


def test_totals_become_values_of_a_county_marked_with_source_and_day(above, below):
    outcome = collect(above.engine, THERE, PROVINCE, Prefecture())
    assert outcome.changes == 2 and outcome.said.startswith("黔西南州：2 个数有变化，2023-07-1 已报")
    assert (above.value("5223", "boards_removed"), above.value("5223", "labour_pay")) == (24, 250)
    assert above.value("5223", "of_the_province") is None and above.value("5299", "boards_removed") is None
    [one] = kept(above)
    assert (one.unit_code, one.address, one.half_months, one.fault) == ("5223", THERE.address, "2023-07-1", "")
    kind, note, file = above.all("SELECT kind, note, file_name FROM batch ORDER BY id DESC LIMIT 1")[0]
    assert (kind, file) == ("collect", "5223.json") and note.startswith("http://10.0.0.1:8501 2023-07-1")
    with reading(above.engine) as connection:
        assert "1 个汇集自下级平台（7月17日）" in data_status(connection, above.reference).notes[JULY]
        board = str(collected_board(connection, above.reference).below).replace("<wbr>", "")
    assert "黔西南州" in board and THERE.address in board


def test_only_what_changed_is_asked_and_saved_again(above, below):
    ask = Prefecture()
    collect(above.engine, THERE, PROVINCE, ask)
    before, ask.asked = above.one("SELECT MAX(id) FROM batch"), []
    assert collect(above.engine, THERE, PROVINCE, ask).said == "没有新数据"
    assert ask.asked == ["/half-months"] and above.one("SELECT MAX(id) FROM batch") == before
    below.save(below.change(VILLAGES[0], "boards_removed", 9, before=4))
    assert collect(above.engine, THERE, PROVINCE, ask).changes == 1
    assert above.value("5223", "boards_removed") == 29
    undo(above.engine, above.one("SELECT MAX(id) FROM batch"), PROVINCE)
    assert above.value("5223", "boards_removed") == 24
    assert collect(above.engine, THERE, PROVINCE, ask).changes == 1  # it stands there, so it comes again


def twist(**changed):
    """The body with these members changed."""
    return lambda body: json.dumps(json.loads(body) | changed).encode()


def rows(**changed):
    """The body with these fields of every row changed."""
    return lambda body: json.dumps(
        (whole := json.loads(body)) | {"rows": [row | changed for row in whole["rows"]]}
    ).encode()


WRONG = {
    "bad JSON": ("/values", lambda body: body[:-1], "不是 JSON"),
    "a page of another program": ("/half-months", lambda _body: b"<html>", "不是 JSON"),
    "other schema": ("/values", rows(value="many"), "不是 /api/v1 的格式"),
    "a field that lacks": ("/units", lambda _body: b'{"rows": [{}], "revision": 1}', "不是 /api/v1 的格式"),
    "two units at the top": ("/units", lambda body: twist(rows=json.loads(body)["rows"] * 2)(body), "不止一个"),
    "another unit": ("/units", rows(code="5250"), "5250 不是本平台的县级单位"),
    "other indicators": ("/indicators", rows(code="x"), "没有本平台县级填报的指标"),
    "another measure": ("/indicators", rows(unit_of_measure="万元"), "口径不同"),
    "more decimals": ("/values", rows(value=0.125), "口径不同"),
    "saved meanwhile": ("/values", twist(revision=9999), "正在保存"),
    "the demo": ("/half-months", twist(demo=True), "演示数据"),
    "no half month of ours": ("/half-months", twist(rows=[]), "没有本平台开放的半月"),
    "no number": ("/values", rows(value="Infinity"), "超出本平台允许的范围"),
    "a number without end": ("/values", rows(value="1e999999"), "超出本平台允许的范围"),
    "more than a value holds": ("/values", rows(value=10**18), "超出本平台允许的范围"),
    "no half month": ("/values", rows(half_month="x"), "有没有请求的行"),
    "another half month": ("/values", rows(half_month="2020-01-1"), "有没有请求的行"),
    "pages that lead elsewhere": ("/values", twist(next="http://x/"), "格式"),
}  # fmt: skip


def test_source_that_answers_wrongly_is_left_as_it_last_was_with_its_day(above, below):
    ask = Prefecture()
    assert "还没有取到过数据" in collect(above.engine, THERE, PROVINCE, lambda *_asked: Answer(b"", "")).said
    assert kept(above) == []
    collect(above.engine, THERE, PROVINCE, ask)
    below.save(below.change(VILLAGES[0], "boards_removed", 9, before=4))
    for name, (path, change, said) in WRONG.items():
        ask.twisted = {path: change}
        outcome = collect(above.engine, THERE, PROVINCE, ask)
        assert outcome.changes is None and said in outcome.said, (name, outcome)
        assert outcome.said.endswith("保留 2023-07-17 取到的数据"), name
        assert above.value("5223", "boards_removed") == 24, name
        assert said in kept(above)[0].fault, name
    with reading(above.engine) as connection:
        assert "1 个上次没有取到" in collected_board(connection, above.reference).finding.title
    ask.twisted = {}
    assert collect(above.engine, THERE, PROVINCE, ask).changes == 1 and kept(above)[0].fault == ""


def test_unit_is_read_from_one_source_until_that_is_forgotten(above, below):
    ask, other = Prefecture(), Dashboard("http://10.0.0.2:8501")
    collect(above.engine, THERE, PROVINCE, ask)
    assert "已从 http://10.0.0.1:8501 取数" in collect(above.engine, other, PROVINCE, ask).said
    forget(above.engine, THERE.address, PROVINCE)
    assert collect(above.engine, other, PROVINCE, ask).changes == 0 and kept(above)[0].address == other.address
    with pytest.raises(Refusal, match="不是汇集来源"):
        forget(above.engine, THERE.address, PROVINCE)
    with pytest.raises(Forbidden):
        collect(above.engine, THERE, GUEST, ask)


@pytest.mark.parametrize(("given", "address"), [
    ("http://10.1.2.3:8501/", "http://10.1.2.3:8501"),
    ("https://dispatch.qxn/api/v1/", "https://dispatch.qxn"),
    ("file:///etc/passwd", None),
    ("10.1.2.3:8501", None),
    ("http://user:secret@10.1.2.3", None),
    ("http://10.1.2.3/?token=secret", None),
    ("http://user:secret@[10.1.2.3", None),
    ("http://10.1.2.3:99999", None),
    ("http://10.1.2.3/路径", None),
    ("http://a b/", None),
])  # fmt: skip
def test_address_is_that_of_a_dashboard(given, address):
    if address:
        assert normal(given) == address
        return
    with pytest.raises(Refusal, match="不是平台地址") as refused:
        normal(given)
    assert "secret" not in str(refused.value)


def test_secret_in_an_address_stands_neither_on_the_screen_nor_in_the_log(above, caplog):
    caplog.set_level(logging.INFO)
    outcome = collect(above.engine, Dashboard("http://user:secret@10.1.2.3"), PROVINCE)
    assert "不是平台地址" in outcome.said and "secret" not in f"{outcome}{caplog.text}"
    odd = collect(above.engine, Dashboard("http://127.0.0.1:1", "令牌secret"), PROVINCE)
    assert "令牌写错了" in odd.said and "secret" not in f"{odd}{caplog.text}"


def test_words_of_a_source_are_cut_and_hold_nothing_unseen(above, below):
    ask = Prefecture()
    ask.twisted = {"/half-months": rows(note="\u202e长" * 100_000)}
    assert collect(above.engine, THERE, PROVINCE, ask).changes == 2
    assert len(kept(above)[0].as_of) < 300 and "\u202e" not in kept(above)[0].as_of
