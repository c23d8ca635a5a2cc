"""config.toml: what it may say, and how a mistake in it is named."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from lib.words.errors import SettingsError
from lib.words.settings import CONFIG, ROOT, Settings, read

LEAST = '[overview]\nfigures = ["boards_removed"]\n'


@pytest.fixture
def config(tmp_path):
    """config(text) reads a file with this text."""

    def written(text: str, encoding: str = "utf-8") -> Settings:
        (tmp_path / "config.toml").write_text(text, encoding=encoding)
        return read(tmp_path / "config.toml")

    return written


def test_every_key_but_the_figures_has_a_default(config):
    settings = config(LEAST)
    assert (settings.title, settings.language, settings.lights.behind) == ("半月调度台", "zh", 10)
    assert settings.calendar.due_days == 3
    assert (settings.calendar.holidays, settings.calendar.workdays) == ((), ())


def test_own_file_names_every_key():
    """Who opens config.toml sees all that can be decided."""
    text = CONFIG.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        keys = getattr(field.annotation, "model_fields", None)
        for key in keys or [name]:
            assert re.search(rf"^{key} = ", text, re.MULTILINE), key


def test_own_file_is_read():
    assert read().calendar.today == date(2023, 7, 17)
    assert len(read().overview.figures) == 6


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param('titel = "x"\n' + LEAST, ["titel", "title", "language"], id="unknown key"),
        pytest.param(LEAST + "[lights]\nbehnd = 5", ["lights.behnd", "behind"], id="unknown key in a section"),
        pytest.param(LEAST + "[light]\nbehind = 5", ["light", "lights"], id="unknown section"),
        pytest.param(LEAST + "[lights]\nbehind = 0", ["lights.behind", "0", "1"], id="too small"),
        pytest.param(LEAST + "[lights]\nbehind = 101", ["lights.behind", "101", "100"], id="too large"),
        pytest.param(LEAST + "[lights]\ncoverage = 101", ["lights.coverage", "101", "100"], id="more than all cells"),
        pytest.param(LEAST + '[lights]\nbehind = "10"', ["lights.behind", "10"], id="text for a number"),
        pytest.param(LEAST + "[calendar]\ndue_days = 1.5", ["calendar.due_days", "1.5"], id="not whole"),
        pytest.param(LEAST + '[calendar]\ntoday = "yesterday"', ["calendar.today", "yesterday"], id="no date"),
        pytest.param(LEAST + '[calendar]\nholidays = ["May Day"]', ["calendar.holidays", "May Day"], id="no holiday"),
        pytest.param(
            LEAST + "[calendar]\nholidays = [2027-02-05, 2027-02-06]\nworkdays = [2027-02-06]",
            ["calendar.workdays", "2027-02-06", "calendar.holidays", "请从其中一项里去掉"],
            id="worked and off",
        ),
        pytest.param(
            LEAST + '[calendar]\ntimezone = "Beijing"', ["calendar.timezone", "Beijing", "Asia/Shanghai"], id="no zone"
        ),
        pytest.param('language = "fr"\n' + LEAST, ["language", "fr", "zh", "en"], id="unknown language"),
        pytest.param(LEAST + '[database]\nurl = "mysql://x"', ["database.url", "mysql"], id="unknown database"),
        pytest.param("[overview]\nfigures = []", ["overview.figures"], id="no figures"),
        pytest.param(f"[overview]\nfigures = {['x'] * 7}", ["overview.figures", "6"], id="seven figures"),
        pytest.param(LEAST + "[screen]\nseconds = 1", ["screen.seconds", "1", "3"], id="slide too short"),
        pytest.param(LEAST + '[screen]\nslides = ["map"]', ["screen.slides", "map", "ranking"], id="unknown slide"),
        pytest.param(
            LEAST + "[screen]\nslides = ['title', 'title']", ["screen.slides", "每个只写一次"], id="slide twice"
        ),
        pytest.param('title = "半月调度台"', ["overview"], id="section missing"),
        pytest.param("title =", ["config.toml", "TOML"], id="broken TOML"),
        pytest.param('title = "a"\ntitle = "b"\n' + LEAST, ["config.toml", "TOML"], id="key twice"),
    ],
)
def test_mistake_is_named_with_file_and_what_is_allowed(config, text, said):
    with pytest.raises(SettingsError) as refused:
        config(text)
    for part in ["config.toml", *said]:
        assert part in str(refused.value)


def test_every_mistake_is_named_at_once(config):
    with pytest.raises(SettingsError) as refused:
        config('titel = "x"\n' + LEAST + "[lights]\nbehind = 0\n[upload]\nmax_rows = 1")
    assert len(str(refused.value).splitlines()) == 3


def test_file_in_another_encoding_is_refused(config):
    with pytest.raises(SettingsError, match="TOML"):
        config('title = "半月调度台"\n' + LEAST, encoding="gb18030")


def test_missing_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match="config.toml"):
        read(tmp_path / "config.toml")


def test_settings_cannot_be_changed_after_the_start(config):
    with pytest.raises(ValueError, match="frozen"):
        config(LEAST).title = "x"


# The day, the clock, the database -------------------------------------------------------------------------------


def test_today_is_the_day_that_was_set(config):
    assert config(LEAST + "[calendar]\ntoday = 2023-07-17").today == date(2023, 7, 17)


def test_today_is_the_offices_day_when_none_was_set(config):
    before, today, after = datetime.now(ZoneInfo("Asia/Shanghai")), config(LEAST).today, datetime.now(UTC)
    assert before.date() <= today <= after.astimezone(ZoneInfo("Asia/Shanghai")).date()


def test_moments_are_shown_on_the_offices_clock(config):
    assert config(LEAST).clock(datetime(2023, 7, 17, 16, 30)) == "2023-07-18 00:30"
    assert config(LEAST).moment(datetime(2023, 7, 17, 16, 30)) == "2023-07-18 00:30 UTC+08:00"
    assert config(LEAST).zone == "UTC+08:00"


@pytest.mark.parametrize(
    "given, url",
    [
        pytest.param("sqlite:///data/banyue.db", f"sqlite:///{ROOT / 'data' / 'banyue.db'}", id="within the project"),
        pytest.param("sqlite:////var/lib/banyue.db", "sqlite:////var/lib/banyue.db", id="absolute"),
        pytest.param("postgresql+psycopg://db/banyue", "postgresql+psycopg://db/banyue", id="PostgreSQL"),
    ],
)
def test_database_url(config, monkeypatch, given, url):
    monkeypatch.delenv("BANYUE_DATABASE_URL", raising=False)
    assert config(f'{LEAST}[database]\nurl = "{given}"').database_url == url
    monkeypatch.setenv("BANYUE_DATABASE_URL", given)
    assert config(LEAST).database_url == url
