"""What the office sets in the place of config.toml: through the ledger, at once, for all processes, and checked."""

from datetime import date

import pytest
import sqlalchemy as sa

from lib.kept import decided, store
from lib.kept.reference import read_reference
from lib.ledger.access import engineer
from lib.ledger.door import undo
from lib.ledger.door.settings import MAY_BE_SET
from lib.review import office_settings
from lib.review.office_settings import decide, give_back, mend_of, of_file
from lib.review.submissions import due_date
from lib.ui.office_settings import read_typed
from lib.words import settings
from lib.words.errors import Mistakes, Refusal
from lib.words.half_months import HalfMonth
from tests.conftest import Small

OFFICE = engineer("联席办 李四")
JUNE, JULY = HalfMonth.parse("2023-06-2"), HalfMonth.parse("2023-07-1")


pytestmark = pytest.mark.usefixtures("nothing_stays_set")


def holds(engine: sa.Engine) -> settings.Settings:
    """What this process goes by once it has looked."""
    with store.reading(engine) as connection:
        decided.follow(connection)
    return settings.settings()


def test_file_says_something_of_each_setting_of_the_page():
    assert all(of_file(key) is not None for key in MAY_BE_SET)


def test_what_is_set_holds_at_once_and_undo_and_the_file_take_it_back(small: Small):
    receipt = decide(small.engine, OFFICE, "lights.behind", 20)
    assert holds(small.engine).lights.behind == 20
    with store.reading(small.engine) as connection:
        assert read_reference(connection).behind == 20
    undo(small.engine, receipt.batch, OFFICE)
    assert holds(small.engine).lights.behind == 10
    decide(small.engine, OFFICE, "title", "某州调度台")
    assert holds(small.engine).title == "某州调度台"
    give_back(small.engine, OFFICE, "title")
    decide(small.engine, OFFICE, "screen.seconds", 15)  # what the file says is no setting
    assert small.all("SELECT * FROM setting") == [] and holds(small.engine) == settings.read()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        pytest.param("lights.behind", 0, "lights.behind：0 太小，至少 1", id="too-small"),
        pytest.param("screen.seconds", 4_000, "screen.seconds：4000 太大，至多 3600", id="too-large"),
        pytest.param("overview.figures", [], "至少选一项", id="no-tile"),
        pytest.param("overview.figures", ["no_such"], "没有指标 no_such", id="no-such-indicator"),
        pytest.param("screen.slides", ["map"], "screen.slides：没有 map 这一页；可用 title, ", id="no-such-slide"),
        pytest.param("screen.slides", ["title", "title"], "每个只写一次", id="slide-twice"),
        pytest.param("database.url", "sqlite:///x", "只能在 config.toml 里设", id="the-database"),
        pytest.param("access.view", "open", "只能在 config.toml 里设", id="who-may-look"),
        pytest.param("calendar.due_days_from", {"2023-06-1": 9}, "2023年6月上半月已关闭，截止日是", id="closed"),
        pytest.param("calendar.holidays", ["2023-07-03"], "2023年6月下半月已关闭", id="day-of-a-closed-half-month"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(small: Small, key, value, said):
    with pytest.raises(Refusal, match=said):
        decide(small.engine, OFFICE, key, value) if key in MAY_BE_SET else small.save(
            decide_anything(key, value), kind="edit"
        )
    assert small.all("SELECT * FROM setting") == []


def decide_anything(key: str, value: object):
    from tests.conftest import record

    return record("setting", code=key, value=decided.as_text(value))


def test_due_days_hold_from_what_is_open_on(small: Small):
    before = due_date(JUNE), due_date(JULY)
    decide(small.engine, OFFICE, "calendar.due_days_from", {"2023-07-1": 5})
    holds(small.engine)
    assert due_date(JUNE) == before[0] and due_date(JULY) == date(2023, 7, 21) > before[1]
    decide(small.engine, OFFICE, "calendar.holidays", ["2023-07-18"])
    assert (holds(small.engine).calendar.holidays, due_date(JULY)) == ((date(2023, 7, 18),), date(2023, 7, 24))


def test_what_no_longer_agrees_with_the_file_is_passed_over_and_said(small: Small, caplog):
    decide(small.engine, OFFICE, "screen.seconds", 20)
    with store.writing(small.engine) as connection:
        connection.exec_driver_sql("INSERT INTO setting (code, value) VALUES ('lights.behind', '0')")
    assert holds(small.engine).screen.seconds == 20 and settings.settings().lights.behind == 10
    assert "the setting lights.behind is passed over" in caplog.text


def test_day_of_the_file_moves_from_one_list_to_the_other(small: Small, monkeypatch):
    day = date(2027, 2, 7)
    calendar = settings.read().calendar.model_copy(update={"workdays": (day,)})
    file = settings.read().model_copy(update={"calendar": calendar})
    for module in (settings, office_settings):
        monkeypatch.setattr(module, "read", lambda: file)
    decide(small.engine, OFFICE, "calendar.workdays", [])
    holds(small.engine)
    decide(small.engine, OFFICE, "calendar.holidays", [str(day)])
    now = holds(small.engine).calendar
    assert (now.holidays, now.workdays) == ((day,), ())


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        pytest.param("title", "  ", "写点内容", id="blank-title"),
        pytest.param("lights.behind", "", "写点内容", id="blank-number"),
        pytest.param("campaign.end", " ", "写点内容", id="blank-half-month"),
        pytest.param("lights.behind", "０", "低于应达多少个百分点以内为预警：0 太小，至少 1", id="title-not-key"),
        pytest.param("doubts.jump", "101", "一个半月完成目标的百分之几算疑点：101 太大", id="too-large"),
        pytest.param("calendar.holidays", "5月1日", "5月1日", id="no-year"),
        pytest.param("calendar.holidays", "0001-01-01", "不是日期", id="before-all-half-months"),
    ],
)
def test_typed_setting_is_refused_at_its_field_by_its_title(key, typed, said):
    with pytest.raises(Mistakes, match=said) as refused:
        value = read_typed(MAY_BE_SET[key], typed)
        if mend := mend_of(MAY_BE_SET[key], value):
            raise Mistakes({"value": mend})
    assert key not in str(refused.value)


def test_days_are_read_as_officials_write_them():
    typed = "2027年2月5日、２０２７-02-06 2027/2/7，2027-02-05"
    assert read_typed(MAY_BE_SET["calendar.holidays"], typed) == ["2027-02-05", "2027-02-06", "2027-02-07"]


def test_day_cannot_be_off_and_worked_and_the_campaign_has_its_order(small: Small):
    decide(small.engine, OFFICE, "calendar.holidays", ["2027-02-05"])
    holds(small.engine)
    assert "也列在另外放假的日子" in mend_of(MAY_BE_SET["calendar.workdays"], ["2027-02-05"])
    with pytest.raises(Refusal, match="先后颠倒"):
        decide(small.engine, OFFICE, "campaign.end", "2023-04-1")
