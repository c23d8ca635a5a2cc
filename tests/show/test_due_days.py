"""Due days as a calendar file, read back as RFC 5545 says."""

import re
from datetime import UTC, date, datetime, timedelta

from lib.show.boards.due_days import calendar_file, due_days, escaped, folded
from lib.show.boards.words import day
from lib.words import language
from lib.words.half_months import HalfMonth

AT = datetime(2023, 7, 1, 8, tzinfo=UTC)
JULY = HalfMonth.parse("2023-07-1")


def read(content: bytes) -> list[dict[str, str]]:
    """The events of a file: RFC 5545, 3.1 unfolds, 3.3.11 takes the escapes away."""
    lines = re.sub(r"\r\n[ \t]", "", content.decode()).removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert all(re.fullmatch(r"[A-Z-]+(;[A-Z]+=[A-Z]+)?:.+", line) for line in lines)
    events = "\n".join(lines).split("BEGIN:VEVENT\n")[1:]
    pairs = [[line.partition(":")[::2] for line in each.split("\nEND:VEVENT")[0].split("\n")] for each in events]
    return [{name: re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value) for name, value in each}
            for each in pairs]  # fmt: skip


def test_each_due_day_is_a_whole_day_with_a_mark_that_stays(decide):
    first, second = read(calendar_file([JULY, JULY.next()], AT))
    assert first["DTSTART;VALUE=DATE"] == "20230719" and first["DTEND;VALUE=DATE"] == "20230720"
    assert first["SUMMARY"] == "2023年7月上半月报表截止" and second["DTSTART;VALUE=DATE"] == "20230803"
    decide(calendar={"due_days": 5})
    (moved,) = read(calendar_file([JULY], AT + timedelta(days=1)))
    assert moved["UID"] == first["UID"] != second["UID"] and moved["DTSTART;VALUE=DATE"] == "20230721"
    assert moved["DTSTAMP"] == "20230702T080000Z"


def test_texts_are_escaped_and_lines_cut_by_octets():
    hostile = "半月,调度;台\\ 第一行\n" + "望谟县" * 40
    lines = list(folded(f"SUMMARY:{escaped(hostile)}"))
    assert max(len(line.encode()) for line in lines) <= 75 and all(line.startswith(" ") for line in lines[1:])
    whole = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()
    assert read(whole) == [{"SUMMARY": hostile}]


def test_only_days_that_are_known_are_told(decide):
    assert due_days(None, None, JULY)[-1] == JULY.next(24)
    late = HalfMonth.parse("2026-11-2")
    assert due_days(None, None, late) == (late, late.next())  # of 2027 nobody knows yet
    decide(calendar={"holidays": (date(2027, 1, 1),)})
    assert len(due_days(None, None, late)) == 25


def test_day_of_another_year_has_its_year_on_boards(decide):
    decide(calendar={"today": date(2024, 1, 2)})
    assert [day(date(2024, 1, 4)), day(date(2023, 12, 20))] == ["1月4日", "2023年12月20日"]
    language.use("en")
    assert [day(date(2024, 1, 4)), day(date(2023, 12, 20))] == ["4 Jan", "20 Dec 2023"]
