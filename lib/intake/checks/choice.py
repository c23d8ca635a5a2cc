"""Which sheets of a workbook are read: those whose header fits what is asked, never simply the largest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lib.intake.checks.header import Header, Known, find_header
from lib.intake.checks.layout import Layout, read_layout
from lib.intake.checks.named_months import months_of
from lib.intake.checks.own_titles import header_of
from lib.intake.checks.problems import Problem, column_letters
from lib.intake.checks.titles import Titles
from lib.intake.checks.wanted import Reported, WantedValues
from lib.intake.sheets import SHEET_ROWS, Sheet
from lib.kept.models import Openness
from lib.kept.reference import Reference
from lib.words.language import gettext as _

NOT_READ = ("本页只供对照，不读入", "This sheet only helps; it is not read")
"""What stands in the first cell of a sheet of a template that only helps."""


@dataclass(frozen=True)
class Part:
    """A table that is read: its sheet, and what its columns are."""

    sheet: Sheet
    layout: Layout


def every(file: Sheet) -> Iterator[Sheet]:
    """The sheets of a file that are looked at, in their order: those of a template that only help are passed over."""
    sheets = [replace(file, others=(), unread={}) if file.others else file, *file.others]
    # where all of them only help they are read after all, so that something can be said of the file
    yield from [sheet for sheet in sheets if not _only_helps(sheet)] or sheets


def _only_helps(sheet: Sheet) -> bool:
    return any(cell in NOT_READ for row in sheet.rows[:1] for cell in row.cells[:1])


def chosen(
    file: Sheet, titles: Titles, reference: Reference, wanted: WantedValues
) -> list[Part] | tuple[Sheet, Problem]:
    """The sheets of values that are read, all of one form; or the best one, with the problem why none is."""
    headed = [(sheet, header_of(sheet, titles, wanted)) for sheet in every(file)]
    # where none can be read, what is said is about the likeliest: most titles that are known, else most rows
    headed.sort(key=lambda pair: (-pair[1].score, 0) if pair[1] else (0, -len(pair[0].rows)))
    read = [(sheet, read_layout(sheet, header, titles, reference, wanted)) for sheet, header in headed]
    fitting = [Part(sheet, layout) for sheet, layout in read if isinstance(layout, Layout)]
    if not fitting:
        best, problem = read[0]
        assert isinstance(problem, Problem)
        return best, unreadable(file) or problem
    parts = _alike(fitting)
    if isinstance(wanted, Reported) and len(parts) > 1:
        of_time = _of_the_half_month(parts, reference, wanted)
        if isinstance(of_time, Problem):
            return parts[0].sheet, of_time
        parts = of_time
    order = [sheet.name for sheet in every(file)]
    return _numbered(sorted(parts, key=lambda part: order.index(part.sheet.name)))


def _alike(fitting: list[Part]) -> list[Part]:
    """The complete tables of the form of the best one; without any, the best."""
    first = min(fitting, key=lambda part: len(part.layout.problems))
    # a sheet with half of the columns or fewer is a list of something else: what it lacks would refuse the whole file
    same = [part for part in fitting if part.layout.form == first.layout.form and part.layout.long == first.layout.long]
    most = max(len(part.layout.indicators) for part in same)
    return [part for part in same if 2 * len(part.layout.indicators) > most or part.layout.long] or [first]


def _of_the_half_month(parts: list[Part], reference: Reference, wanted: Reported) -> list[Part] | Problem:
    """Of sheets of several half months those of the one that is chosen; without a choice, several are asked about."""
    months = [months_of(part.sheet, part.layout, reference, wanted) for part in parts]
    if wanted.half_month is not None:
        kept = [part for part, of in zip(parts, months, strict=True) if not of or wanted.half_month in of]
        return kept or parts
    every_one = sorted(set().union(*months))
    closed = [month for month in every_one if reference.states.get(month.ordinal) != Openness.OPEN]
    undated = any("half_month" not in part.layout.roles for part in parts)
    if len(every_one) < 2 or wanted.any_state or not (closed or undated):
        return parts
    mend = _("The sheets are of several half months: {half_months}; choose the one that is reported")
    labels = _(", ").join(month.label for month in every_one)
    return Problem(mend=mend.format(half_months=labels), kind="several_half_months")


def _numbered(parts: list[Part]) -> list[Part]:
    """Where several sheets are read, each with its name in every problem and rows that count on from the one above."""
    if len(parts) < 2:
        return parts
    numbered = []
    for place, part in enumerate(parts):
        sheet = part.sheet.numbered_from(place * SHEET_ROWS)
        number = part.layout.header.number + place * SHEET_ROWS
        header = replace(part.layout.header, number=number, sheet=sheet.name)
        numbered.append(Part(sheet, _named(replace(part.layout, header=header), sheet.name)))
    return numbered


def _named(layout: Layout, sheet: str) -> Layout:
    layout.problems = [replace(problem, sheet=sheet) for problem in layout.problems]
    return layout


def best(file: Sheet, known: Known) -> tuple[Sheet, Header | None]:
    """The sheet whose header names the most columns, and that header; the first sheet where none has one."""
    headed = [(sheet, find_header(sheet, known)) for sheet in every(file)]
    return max(headed, key=lambda pair: pair[1].score if pair[1] else 0)


def indicator_columns(sheets: Sequence[Sheet], reference: Reference, form: str | None) -> dict[tuple[int, str], str]:
    """The letter of the column in which the values of an indicator stand, by the place of the sheet and its code."""
    titles, letters = Titles(reference, form, goals=True), dict[tuple[int, str], str]()
    for place, sheet in enumerate(sheets):
        header = find_header(sheet, titles.known)
        for at, title in enumerate(header.titles if header else ()):
            role, named = titles.role(title), titles.named(title, header.group(at) if header else "")
            if role and role.name == "value":
                letters |= {(place, code): column_letters(at) for code in reference.indicators}
            elif role is None and named is not None:
                letters[place, named.indicator.code] = column_letters(at)
    return letters


def left_out(file: Sheet, read: Sequence[Sheet]) -> list[str]:
    """What to tell about a workbook that holds more than what is read, or of which several sheets are."""
    taken = [sheet.name for sheet in read]
    rest = [sheet.name for sheet in every(file) if sheet.name not in taken]
    others = [*rest, *file.unread]
    found = []
    if len(taken) > 1:
        found.append(_("Read together are the sheets {names}").format(names=_(", ").join(taken)))
    if others and len(taken) == 1:
        notice = _("Read is the sheet “{name}”; left out: {others}")
        found.append(notice.format(name=taken[0], others=_(", ").join(others)))
    elif others:
        found.append(_("Sheets left out: {others}").format(others=_(", ").join(others)))
    return found


def unreadable(file: Sheet) -> Problem | None:
    """Why a sheet cannot be read, where no other one has what is asked."""
    why = next((reason for reason in file.unread.values() if reason), "")
    return Problem(mend=why, kind="unreadable_sheet") if why else None
