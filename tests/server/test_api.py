"""The shared figures over HTTP: the same numbers as on the pages, the same access, and problems that can be mended."""

import hashlib
import io
import json
import re
from decimal import Decimal
from urllib.parse import quote

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lib.figures.progress import children
from lib.figures.reading import by_child, figures
from lib.kept import current, store
from lib.kept.changes import Change
from lib.kept.models import AttachedTo
from lib.ledger.access import engineer
from lib.ledger.accounts import end
from lib.review import reviewing, spot_checks
from lib.review.attachments import Owner, attach
from lib.review.submissions import ReportKey, Standing, Status, standings
from lib.server import api, gate
from lib.server.api import server
from lib.server.api.openapi import description
from lib.server.api.resources import RESOURCES
from lib.server.api.values import SHARE_DIGITS
from lib.server.gate.throttle import RATE_SECONDS, Rate
from lib.words import settings
from lib.words.half_months import HalfMonth
from lib.words.wording import rounded
from tests.conftest import VILLAGES, record, sign_in
from tests.hostile import HIDDEN

JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")


@pytest.fixture
def app(small, monkeypatch, decide):
    """The shared figures of the small store behind the gate."""
    monkeypatch.setattr(store, "engine", lambda: small.engine)
    monkeypatch.setattr(server, "rate", Rate(lambda: 0.0))
    decide(sharing={"per_minute": 100_000})
    guard = Middleware(gate.Guard, pages={"progress"}, programs={api.ROOT: api.refused})
    return Starlette(routes=api.routes(), middleware=[Middleware(gate.Headers), guard])


@pytest.fixture
def client(app):
    """A program that reads, with nobody signed in."""
    with TestClient(app, base_url="http://banyue.test", follow_redirects=False) as client:
        yield client


def get(client, address: str, **headers: str):
    """The document at an address below /api/v1, with its decimals exact."""
    answer = client.get(f"{api.ROOT}/{address}", headers=headers)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=Decimal)


def by_code(document) -> dict:
    """Rows of values by unit and indicator."""
    return {(row["unit"], row["indicator"]): row for row in document["rows"]}


# The figures ----------------------------------------------------------------------------------------------------


def test_values_are_those_of_the_boards(client, small):
    shown = by_code(get(client, "values?half_month=2023-06-2&level=county"))
    with store.reading(small.engine) as connection:
        codes = list(small.reference.indicators)
        [top] = small.reference.children[None]
        below = by_child(connection, small.reference, top, JUNE, codes)
        known = {(child.unit.code, code): row for child in below for code, row in child.rows.items()}
        whole = {one.code: one for one in figures(connection, small.reference, top, JUNE, codes)}
    assert shown.keys() == known.keys() and len(shown) == 2 * 8
    for key, row in known.items():
        found = shown[key]
        assert (found["value"], found["change"], found["reported"]) == (row.value, row.change, row.n), key
        assert (found["part"], found["whole"]) == (row.part, row.whole), key
    top_rows = by_code(get(client, "values?half_month=2023-06-2&unit=5223"))
    for code, figure in whole.items():
        found = top_rows["5223", code]
        assert (found["value"], found["light"], found["reported"]) == (figure.value, figure.light, figure.n), code
        assert found["indicator_name"] == figure.name and found["unit_of_measure"] == figure.unit
    assert top_rows["5223", "mechanisms_cut_pct"]["value"] == 40
    assert (top_rows["5223", "boards_removed"]["percent"], top_rows["5223", "boards_removed"]["light_word"]) == (
        50,
        "正常",
    )


@pytest.mark.parametrize("address", ["measures", "forecasts", "forecasts?level=prefecture", "values?level=prefecture"])
def test_schedule_and_goal_of_today_are_none_of_a_closed_half_month(client, small, address):
    """A board says of it what was so when it was closed, and so do these."""
    before = get(client, address)["rows"]
    assert before and {row["half_month"] for row in before} == {"2023-06-2"}
    moved = [("start", "2023-06-1", "2023-05-1"), ("due", "2023-07-2", "2023-09-2")]
    changes = [Change("task", ("01",), of, *(HalfMonth.parse(at).ordinal for at in at)) for of, *at in moved]
    goal = Change("indicator", ("mechanisms_cut_pct",), "goal", Decimal(50), None)
    small.save(*changes, goal, kind="edit")
    assert get(client, address)["rows"] == before


def test_digits_are_exact_and_of_ratios_four(client, small):
    small.save(small.change("522301", "labour_pay", 12_345_678_901_234_567))
    small.save(small.change(VILLAGES[0], "mechanisms_last_year", 7), small.change(VILLAGES[0], "mechanisms_now", 2))
    text = client.get("/api/v1/values?half_month=2023-07-1&level=county&indicator=labour_pay").text
    assert '"value":123456789012345.67,' in text
    row = get(client, f"values?half_month=2023-07-1&unit={VILLAGES[0]}&indicator=mechanisms_cut_pct")["rows"][0]
    assert row["value"] == rounded(Decimal(500) / 7, SHARE_DIGITS) and (row["part"], row["whole"]) == (5, 7)


def test_missing_is_null_and_every_total_says_of_how_many(client, small):
    small.save(small.change(VILLAGES[0], "boards_removed", 0), small.change(VILLAGES[1], "boards_removed", 4))
    found = by_code(get(client, "values?half_month=2023-07-1&level=county&indicator=boards_removed,labour_pay"))
    have = {key: (row["value"], row["reported"], row["asked"]) for key, row in found.items()}
    assert have == {
        ("522301", "boards_removed"): (4, 2, 2),
        ("522326", "boards_removed"): (None, 0, 4),
        ("522301", "labour_pay"): (None, 0, 1),
        ("522326", "labour_pay"): (None, 0, 1),
    }
    villages = by_code(get(client, "values?half_month=2023-07-1&parent=522301001&indicator=boards_removed"))
    assert [row["value"] for row in villages.values()] == [0, 4]


def test_values_carried_forward_are_marked(client, small):
    small.save(*(small.change(code, "boards_outside", 5) for code in VILLAGES[:2]))
    carry = [ReportKey("village_cleanup", "522326")]
    reviewing.close_half_month(small.engine, JULY, engineer("联席办"), "望谟县断网", carry)
    found = by_code(get(client, "values?half_month=2023-07-1&level=county"))
    assert (found["522326", "boards_outside"]["carried"], found["522326", "boards_outside"]["reported"]) == (4, 4)
    assert found["522326", "boards_standard_villages"]["carried"] == 4
    assert found["522301", "boards_outside"]["carried"] == 0


def test_doubts_are_counted_and_name_no_village(client, small):
    small.save(*(small.change(unit, "boards_removed", 2) for unit in VILLAGES[-2:]))
    answer = client.get("/api/v1/doubts?half_month=2023-07-1")
    assert answer.json()["rows"] == [
        {
            "half_month": "2023-07-1", "unit": "522326", "unit_name": "望谟县", "rule": "outliers",
            "rule_name": "回落或突变", "doubts": 2, "villages": 2,
        }
    ]  # fmt: skip
    assert not any(code in answer.text for code in VILLAGES)
    assert get(client, "doubts?half_month=2023-07-1&unit=522301")["rows"] == []


def test_measure_is_read_with_what_its_department_told(client, small):
    given = {"half_month": JULY.ordinal, "task_code": "03", "unit_code": "5223", "percent": Decimal("62.5")}
    small.save(record("task_progress", **given, done="已印发", problem="两县未张贴"), loads=True)
    [one] = [row for row in get(client, "measures?half_month=2023-07-1")["rows"] if row["measure"] == "03"]
    assert (one["measure_name"], one["percent"], one["due"]) == ("三张清单印发", 62.5, "2023-06-2")
    assert (one["done"], one["problem"], one["next_step"], one["overdue"]) == ("已印发", "两县未张贴", "", True)


def test_spot_check_is_read_once_it_has_ended_and_names_no_village(client, small):
    small.save(*(small.change(unit, "boards_removed", 5) for unit in VILLAGES))
    office, plan = engineer("联席办"), "2023-07-1-01"
    typed = {"indicators": ["boards_removed"], "draw": "simple", "villages": "6"}
    spot_checks.make(small.engine, JULY, typed, office)
    spot_checks.draw(small.engine, plan, office, seed=7)
    with store.reading(small.engine) as connection:
        stops = spot_checks.route(connection, small.reference, spot_checks.plan_of(connection, plan))
    for stop in stops:
        spot_checks.record(small.engine, plan, stop, {"found:boards_removed": "5"}, office)
    assert get(client, "spot-checks?half_month=2023-07-1")["rows"] == []
    spot_checks.end(small.engine, plan, office)
    answer = client.get("/api/v1/spot-checks?half_month=2023-07-1")
    rows = answer.json()["rows"]
    assert [(row["unit"], row["checks"], row["agree"]) for row in rows] == [
        ("5223", 6, 6), ("522301", 2, 2), ("522326", 4, 4),
    ]  # fmt: skip
    assert (rows[0]["factor"], rows[0]["wrong_low"], rows[0]["reported"]) == (None, 0, 30)
    assert not any(code in answer.text for code in VILLAGES) and not {"seed", "frame"} & rows[0].keys()


def test_survey_has_its_share_with_exact_limits(client, small):
    said = {"respondents": "villagers", "held_by": "统计局", "source": "民调"}
    for code, answered in (("V1", 188), ("V2", 0)):
        counts = {"asked": 240, "answered": answered, "satisfied": min(115, answered)}
        small.save(record("survey", code=code, half_month=JULY.ordinal, county_code="522326", **counts, **said))
    one, none = get(client, "surveys?half_month=2023-07-1")["rows"]
    # scipy's binomtest(115, 188).proportion_ci() says 0.53806 to 0.68176
    assert (one["unit"], one["respondents_word"], one["satisfied_percent"]) == ("522326", "村民", Decimal("61.17"))
    assert (one["low"], one["high"]) == (Decimal("53.81"), Decimal("68.18")) and none["satisfied_percent"] is None
    assert get(client, "surveys?half_month=2023-07-1&unit=522301")["rows"] == []


def test_attachments_are_listed_without_content_and_none_of_a_draft(client, small):
    blank = {"department_code": "D1", "urgency": "general", "matter": "防汛", "decided_as": ""}
    several = [
        record("admission", code=code, state=state, **blank) for code, state in (("A1", "draft"), ("A2", "applied"))
    ]
    small.save(record("department", code="D1", name="林业局"), *several, loads=True)
    for code in ("A1", "A2"):
        attach(small.engine, Owner(AttachedTo.ADMISSION, code), "条例", "a.pdf", b"%PDF-", engineer("联席办"))
    [row] = get(client, "attachments")["rows"]
    assert (row["belongs_to"], row["key"], row["title"], row["file_name"]) == ("admission", "A2", "条例", "a.pdf")
    assert (
        row["sha256"] == hashlib.sha256(b"%PDF-").hexdigest() and "%PDF" not in client.get("/api/v1/attachments").text
    )


def test_forecasts_are_those_of_the_board_and_honest_where_the_series_is_short(client, small):
    rows = get(client, "forecasts?half_month=2023-06-2&level=prefecture")["rows"]
    boards = next(row for row in rows if row["indicator"] == "boards_removed")
    assert (boards["percent"], boards["pace"], boards["needed"]) == (50, None, 25)
    assert (boards["reached"], boards["due"], boards["outlook"]) == (None, "2023-07-2", "short")
    assert boards["outlook_word"] == "期数太少"
    one = get(client, "forecasts?half_month=2023-06-2&parent=522326&level=village&indicator=boards_removed")["rows"]
    assert {row["unit"][:6] for row in one} == {"522326"}


def test_progress_and_submissions_are_those_of_the_boards(client, small):
    with store.reading(small.engine) as connection:
        [top] = small.reference.children[None]
        lights = {one.unit.code: one.light for one in children(connection, small.reference, top, JUNE)}
        kept: list[Standing] = standings(connection, JUNE)
    assert {row["unit"]: row["light"] for row in get(client, "progress?half_month=2023-06-2")["rows"]} == lights
    rows = get(client, "submissions?half_month=2023-06-2")["rows"]
    assert [(row["unit"], row["form"], row["status"]) for row in rows] == [
        (one.county_code, one.form, one.status) for one in kept
    ]
    assert len(rows) == 4


def test_submission_says_whether_it_was_on_time(client, small):
    small.save(*(small.change(unit, "labour_pay", 1) for unit in ("522301", "522326")))
    with store.writing(small.engine) as connection:
        late = sa.text("UPDATE submission SET reported_on = '2023-07-20' WHERE county_code = '522326'")
        connection.execute(late)
        connection.execute(sa.text("UPDATE submission SET reported_on = '2023-07-19' WHERE county_code = '522301'"))
    rows = get(client, "submissions?half_month=2023-07-1&form=county_empowerment&lang=en")["rows"]
    assert [(row["unit"], row["on_time"], row["due_date"]) for row in rows] == [
        ("522301", True, "2023-07-19"),
        ("522326", False, "2023-07-19"),
    ]
    assert rows[1]["status"] == Status.LATE and rows[1]["status_word"] == "Late"
    unfinished = get(client, "submissions?half_month=2023-07-1&form=village_cleanup&unit=522326")["rows"]
    assert [(row["on_time"], row["filled"]) for row in unfinished] == [(None, 0)]


def test_body_says_how_complete_the_half_month_is_and_whether_it_is_the_demo(client, small):
    small.save(small.change("522301", "labour_pay", 1))
    document = get(client, "values?half_month=2023-07-1&level=prefecture")
    assert document["demo"] is False and document["note"].startswith("已报 0／2 县，合计仅含已填")
    assert document["half_months"][0] | {"note": ""} == {
        "half_month": "2023-07-1", "label": "2023年7月上半月", "state": "open", "first_day": "2023-07-01",
        "last_day": "2023-07-15", "due_date": "2023-07-19", "counties_complete": 0, "counties_carried": 0,
        "counties_returned": 0, "counties_asked": 2, "note": "",
    }  # fmt: skip
    with store.writing(small.engine) as connection:  # what the loading of the demo leaves
        connection.exec_driver_sql("UPDATE batch SET kind = 'load', file_name = 'submissions.csv' WHERE id = 2")
    document = get(client, "values?half_month=2023-07-1&lang=en")
    assert document["demo"] is True and "Demo: only prefecture totals are real" in document["note"]
    csv = client.get("/api/v1/values?half_month=2023-07-1&format=csv")
    file = quote("values_指标数值_2023-07-1_演示数据.csv")
    assert csv.headers["content-disposition"].endswith(f"filename*=UTF-8''{file}")
    assert pd.read_csv(io.BytesIO(csv.content))["demo"].all()


def test_units_indicators_and_forms_are_told_with_their_codes(client):
    [wangmo] = get(client, "units?unit=522326")["rows"]
    assert (wangmo["name"], wangmo["level"], wangmo["kind"], wangmo["parent"]) == ("望谟县", "county", "县", "5223")
    below = get(client, "units?parent=522326&level=village")["rows"]
    assert [row["code"] for row in below] == [code for code in VILLAGES if code.startswith("522326")]
    [cut] = [row for row in get(client, "indicators")["rows"] if row["code"] == "mechanisms_cut_pct"]
    assert (cut["rollup"], cut["numerator"], cut["denominator"], cut["goal"], cut["form"]) == (
        "fall", "mechanisms_now", "mechanisms_last_year", 50, None,
    )  # fmt: skip
    forms = {row["code"]: row["indicators"] for row in get(client, "forms")["rows"]}
    assert forms["county_empowerment"] == ["labour_pay"]
    assert [row["half_month"] for row in get(client, "half-months?state=open")["rows"]] == ["2023-07-1"]


def test_index_names_every_resource_with_its_parameters(client):
    answer = client.get("/api/v1")
    assert [row["address"] for row in answer.json()["rows"]] == [one.address for one in RESOURCES.values() if one.name]
    assert answer.json()["rows"][0]["title"] == "行政单元：州、县、乡、村"
    for row in answer.json()["rows"]:
        assert client.get(row["address"]).status_code == 200, row["address"]


def test_what_went_to_another_program_stands_in_the_log(client, caplog):
    caplog.set_level("INFO", "banyue")
    client.get("/api/v1/values?half_month=2023-06-2&level=village&limit=3")
    [line] = [one for one in caplog.messages if "exported by API" in one]
    assert "/api/v1/values?half_month=2023-06-2&level=village&limit=3 as json; 3 rows, login=nobody address=" in line
    caplog.clear()
    answer = client.get("/api/v1/units?format=csv")
    assert "as csv; 12 rows" in caplog.text
    caplog.clear()
    client.head("/api/v1/units")
    client.get("/api/v1/units?format=csv", headers={"if-none-match": answer.headers["etag"]})
    assert "exported" not in caplog.text  # nothing went out


# Pages of rows, formats and languages -----------------------------------------------------------------------------


def test_next_leads_through_all_rows_in_one_order(client):
    every = get(client, "values?half_month=2023-06-1,2023-06-2&level=village")
    address, rows = "/api/v1/values?half_month=2023-06-1,2023-06-2&level=village&limit=17", []
    while address:
        answer = client.get(address)
        assert ('rel="next"' in answer.headers["link"]) == bool(answer.json()["next"])
        address, rows = answer.json()["next"], rows + answer.json()["rows"]
    assert rows == json.loads(json.dumps(every["rows"], default=float)) and len(rows) == every["total"] == 2 * 6 * 7
    assert get(client, "values?offset=1000")["rows"] == []
    keys = [(row["half_month"], row["unit"]) for row in rows]
    assert keys == sorted(keys)


def test_csv_opens_in_pandas_in_one_line(client, small):
    answer = client.get("/api/v1/values?level=village&half_month=2023-06-2", headers={"accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8" and answer.content.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(io.BytesIO(answer.content), dtype={"unit": str})
    rows = get(client, "values?level=village&half_month=2023-06-2")["rows"]
    assert list(frame.columns) == [field.name for field in RESOURCES["values"].fields] + ["demo"]
    assert frame["unit"].tolist() == [row["unit"] for row in rows]
    assert frame["value"].tolist() == [float(row["value"]) for row in rows] and not frame["demo"].any()


def test_line_of_the_readme_opens_the_figures_in_pandas(client, small, monkeypatch):
    readme = (settings.ROOT / "README.md").read_text(encoding="utf-8")
    [line] = re.findall(r"^pd\.read_csv\(.*\)$", readme, re.MULTILINE)

    def answered(request):
        return client.get(request.full_url.removeprefix("http://localhost:8501"))

    monkeypatch.setattr(pd.io.common, "urlopen", lambda request, **_more: Opened(answered(request)))
    frame = eval(line, {"pd": pd})  # noqa: S307  # the README's own words
    assert sorted(frame["unit"]) == sorted(VILLAGES)


class Opened(io.BytesIO):
    """An answer as urllib gives it."""

    def __init__(self, answer):
        assert answer.status_code == 200, answer.text
        super().__init__(answer.content)
        self.headers = answer.headers


def test_csv_is_whole_or_refused(client, decide):
    decide(sharing={"max_rows": 20, "per_minute": 100_000})
    answer = client.get("/api/v1/values?level=village&half_month=2023-06-2&format=csv")
    assert answer.status_code == 400 and "共 42 行，超过一次最多的 20 行" in answer.json()["detail"]
    assert client.get("/api/v1/values?level=village&half_month=2023-06-2&format=csv&limit=20").status_code == 200
    assert client.get("/api/v1/values?level=county&half_month=2023-06-2&format=csv").text.count("\r\n") == 17


def test_hostile_names_are_texts_in_both_formats(client, small):
    hostile = '=HYPERLINK("http://evil.example")\n,x'
    with store.writing(small.engine) as connection:
        rename = sa.text("UPDATE unit SET name = :name WHERE code = :code")
        connection.execute(rename, {"name": hostile, "code": "522301"})
        connection.execute(rename, {"name": HIDDEN[0], "code": "522326"})
        connection.execute(sa.text("UPDATE form SET name = '\"; x=\r\ny' WHERE code = 'village_cleanup'"))
    current._known.clear()  # written past the door, which would have told
    csv = client.get("/api/v1/submissions?half_month=2023-06-2&format=csv")
    frame = pd.read_csv(io.BytesIO(csv.content), dtype=str)
    assert set(frame["unit_name"]) == {f"'{hostile}", "evil 12"} and frame.shape == (4, 16)
    assert {row["name"] for row in get(client, "units?level=county")["rows"]} == {hostile, "evil 12"}
    assert re.fullmatch(r"attachment; filename=\"[\x20-\x7e]+\.csv\"; filename\*=UTF-8''[\w%.-]+",
                        csv.headers["content-disposition"])  # fmt: skip


@pytest.mark.parametrize("query, accept, said", [
    pytest.param("", {}, "兴义市", id="the office's"),
    pytest.param("", {"accept-language": "en-GB,en;q=0.9,zh;q=0.1"}, "Xingyi", id="preferred"),
    pytest.param("", {"accept-language": "fr, x;q=nan, zh;q=0.5"}, "兴义市", id="known"),
    pytest.param("&lang=en", {"accept-language": "zh"}, "Xingyi", id="asked for"),
])  # fmt: skip
def test_names_are_in_the_readers_language(client, query, accept, said):
    assert get(client, f"progress?unit=522301{query}", **accept)["rows"][0]["unit_name"] == said


# What cannot be answered ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query, named, mend", [
    pytest.param("values?foo=1", "foo", "可用的参数有：half_month, level", id="unknown parameter"),
    pytest.param("units?level=town", "level", "可取的值有：prefecture, county, township, village", id="choice"),
    pytest.param("values?half_month=2023-06-30", "half_month", "请写成 2023-06-2 的样子", id="a date"),
    pytest.param("values?half_month=2023年6月下", "half_month", "请写成 2023-06-2 的样子", id="spelled as on pages"),
    pytest.param("values?half_month=", "half_month", "请写成 2023-06-2 的样子", id="empty"),
    pytest.param("units?limit=0", "limit", "应为 1 到 10000 的整数", id="no rows"),
    pytest.param("units?limit=1e3", "limit", "应为 1 到 10000 的整数", id="no integer"),
    pytest.param("units?offset=-1", "offset", "应为 0 到 10000000 的整数", id="negative"),
    pytest.param("units?level=county&level=village", "level", "只能写一次", id="twice"),
    pytest.param("units?unit=", "unit", "请按单元、指标或报表清单中的代码填写", id="no code"),
    pytest.param("values?indicator=" + ",".join(map(str, range(40))), "indicator", "一次最多 30 个", id="too many"),
    pytest.param("openapi.json?format=csv", "format", "可用的参数有：lang", id="description"),
])  # fmt: skip
def test_bad_parameter_is_named_with_its_mend(client, query, named, mend):
    answer = client.get(f"/api/v1/{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    [fault] = answer.json()["parameters"]
    assert fault["parameter"] == named and mend in fault["mend"] and mend in answer.json()["detail"]


def test_all_mistakes_are_told_at_once_in_the_readers_language(client):
    answer = client.get("/api/v1/values?level=x&foo=1", headers={"accept-language": "en"})
    assert [fault["detail"] for fault in answer.json()["parameters"]] == [
        "level=x cannot be taken.",
        "foo is no parameter of this address.",
    ]


@pytest.mark.parametrize("query, mend", [
    pytest.param("values?unit=999", "全部行政单元见 /api/v1/units", id="unit"),
    pytest.param("units?parent=999", "全部行政单元见 /api/v1/units", id="parent"),
    pytest.param("progress?half_month=2023-08-1", "已开放的半月见 /api/v1/half-months", id="half month"),
    pytest.param("values?indicator=x", "全部指标见 /api/v1/indicators", id="indicator"),
    pytest.param("submissions?form=x", "全部报表见 /api/v1/forms", id="form"),
    pytest.param("nowhere", "可读取的内容见 /api/v1", id="address"),
    pytest.param("", "可读取的内容见 /api/v1", id="slash"),
])  # fmt: skip
def test_what_does_not_exist_is_404_with_the_way_to_what_does(client, query, mend):
    answer = client.get(f"/api/v1/{query}", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert mend in answer.json()["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_written(client, small, method):
    answer = client.request(method, "/api/v1/values", headers={"origin": "http://evil.example"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.sqlite  # about the file
def test_database_in_trouble_is_told_as_a_problem(client, small, monkeypatch):
    (path,) = [small.engine.url.database]
    small.engine.dispose()
    with open(path, "r+b") as file:  # noqa: PTH123
        file.write(b"\xff" * 4096)
    answer = client.get("/api/v1/values")
    assert answer.status_code == 503 and "已损坏" in answer.json()["detail"]


def test_mistake_of_the_program_is_told_with_its_number_and_stands_in_the_log(client, monkeypatch, caplog):
    monkeypatch.setattr(server, "current_reference", lambda _connection: 1 / 0)
    answer = client.get("/api/v1/units")
    number = re.search(r"编号 (\w+)", answer.json()["detail"]).group(1)
    assert answer.status_code == 500 and f"fault {number}" in caplog.text and "ZeroDivisionError" not in answer.text


def test_empty_database_answers_without_rows(client, empty, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda: empty)
    for one in RESOURCES.values():
        document = client.get(one.address).json()
        assert document["note"] and (document["rows"] == [] or not one.name), one.name


# Who may --------------------------------------------------------------------------------------------------------


def test_in_signed_in_mode_a_session_opens_and_its_end_shuts(client, small, decide):
    decide(access={"view": "signed-in"})
    shut = client.get("/api/v1/values", headers={"accept": "text/html"})
    assert (shut.status_code, shut.headers["content-type"]) == (401, "application/problem+json")
    assert "location" not in shut.headers and shut.headers["www-authenticate"] and "请先登录" in shut.json()["title"]
    token = sign_in(small.engine, "望谟县 王五", "viewer")
    session = {"cookie": f"by_session={token}"}
    answer = client.get("/api/v1/values", headers=session)
    assert answer.status_code == 200 and answer.json()["rows"]
    end(small.engine, token)
    for more in ({}, {"if-none-match": answer.headers["etag"]}):
        assert client.get("/api/v1/values", headers=session | more).status_code == 401
    for address in ("", "/nowhere", "/openapi.json"):
        assert client.get(f"/api/v1{address}").status_code == 401


def test_requests_of_one_address_are_bounded_in_a_minute(client, monkeypatch, decide):
    class Clock:
        now = 0.0

        def __call__(self) -> float:
            return self.now

    clock = Clock()
    decide(sharing={"per_minute": 3})
    monkeypatch.setattr(server, "rate", Rate(clock))
    assert [client.get("/api/v1").status_code for _each in range(4)] == [200, 200, 200, 429]
    clock.now = 20.5
    answer = client.get("/api/v1", headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "40")
    assert answer.json()["detail"] == "Ask again in 40 seconds."
    assert server.rate.seconds_to_wait("192.0.2.9", 3) == 0  # another address
    clock.now = RATE_SECONDS + 0.1
    assert client.get("/api/v1").status_code == 200


# Asked again ------------------------------------------------------------------------------------------------------


def test_unchanged_figures_are_not_read_again(client, small):
    first = client.get("/api/v1/values")
    assert first.headers["cache-control"] == "private, no-cache" and "Cookie" in first.headers["vary"]
    asked: list[str] = []
    sa.event.listen(small.engine, "before_cursor_execute", lambda _c, _u, statement, *_more: asked.append(statement))
    for known in (first.headers["etag"], f'"x", {first.headers["etag"].removeprefix("W/")}'):
        again = client.get("/api/v1/values", headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"") and again.headers["etag"] == first.headers["etag"]
    assert set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(asked))) <= {
        "revision", "batch", "record_change",  # the last tells whether the office's settings changed
    }  # fmt: skip
    assert client.get("/api/v1/values", headers={"if-none-match": '"x"'}).status_code == 200


def test_etag_changes_with_the_data_the_question_and_the_settings(client, small, decide):
    def etag(query: str = "", **headers: str) -> str:
        return client.get(f"/api/v1/values{query}", headers=headers).headers["etag"]

    found = [etag(), etag("?lang=en"), etag("?format=csv"), etag("?level=village"), etag("?limit=5")]
    assert etag(accept="text/csv") == found[2] and etag(**{"accept-language": "en"}) != found[0]
    small.save(small.change(VILLAGES[0], "boards_removed", 4))
    found.append(etag())
    decide(lights={"behind": 20})
    found.append(etag())
    assert len(set(found)) == len(found)


def test_head_has_the_headers_of_the_whole_answer_and_no_body(client):
    whole, head = client.get("/api/v1/values"), client.head("/api/v1/values")
    assert head.content == b"" and dict(head.headers) == dict(whole.headers)
    assert int(head.headers["content-length"]) == len(whole.content)


# The description --------------------------------------------------------------------------------------------------


def test_description_is_in_the_readers_language_and_names_what_is_answered(client):
    document = client.get("/api/v1/openapi.json?lang=zh").json()
    assert document["openapi"] == "3.1.0" and document["info"]["title"] == "半月调度台：数据共享接口"
    assert document["components"]["schemas"]["values"]["properties"]["carried"]["description"].startswith("其中多少个")
    assert set(document["paths"]) == {one.address for one in RESOURCES.values()} | {"/api/v1/openapi.json"}
    assert "http" not in json.dumps(document)  # no outside host


def test_page_about_sharing_names_every_address_with_its_parameters():
    page = (settings.ROOT / "docs" / "sharing.md").read_text(encoding="utf-8")
    everywhere = {"limit", "offset", "format", "lang"}
    documented = {
        address: re.findall(r"`(\w+)`", parameters)
        for address, parameters in re.findall(r"^\| `(/api[^`]*)` \|[^|]*\|([^|]*)\|$", page, re.MULTILINE)
    }
    del documented["/api/v1/openapi.json"]
    assert documented == {
        each.address: [parameter.name for parameter in each.parameters if parameter.name not in everywhere]
        for each in RESOURCES.values()
    }


def test_description_names_the_cookie_where_a_session_is_needed(client, decide):
    assert description()["security"] == []
    decide(access={"view": "signed-in"})
    assert description()["security"] == [{"__Host-by_session": []}, {"by_session": []}]


@pytest.mark.long
@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize("address", [*(one.address for one in RESOURCES.values()), "/api/v1/openapi.json"])
def test_answers_keep_to_the_description(app, address, mode):
    """What it allows is answered as it says, what it does not allow is refused: with made-up questions."""
    import schemathesis  # here alone: it costs every other run of tests a second

    config = schemathesis.Config.from_dict({"seed": 20230717})
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)
    operation = described[address]["GET"]
    answers = [operation.Case().call_and_validate()]  # every row that there is

    @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode[mode]))
    @examples(max_examples=10, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def ask(case):
        answers.append(case.call_and_validate())

    ask()
    assert len(answers) > 1
