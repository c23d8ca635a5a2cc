"""What the columns of a file of values are: who, when, and which indicators; wide or long."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lib.intake.checks import own_titles
from lib.intake.checks.cells import plain
from lib.intake.checks.header import Header
from lib.intake.checks.indicators import ReportedIndicator
from lib.intake.checks.measures import factor, measures
from lib.intake.checks.problems import Offer, Problem
from lib.intake.checks.titles import Named, Role, Titles, brackets, header_key, says_nothing
from lib.intake.checks.wanted import Reported, WantedValues
from lib.intake.sheets import Row, Sheet
from lib.kept.models import Indicator
from lib.kept.reference import FormRef, Reference
from lib.words.language import gettext as _

PLACE_CODES = dict.fromkeys(("乡镇代码", "镇代码", "街道代码"), "township_code") | {"县代码": "county_code"}


@dataclass
class Layout:
    """The columns of a table: `roles` by name, `indicators` by column index; `problems` concern it as a whole.

    `factors` are by what the numbers of a column are multiplied, where it is in another unit of measure, `measure` is
    the one that the title 值 names. `first` is the place of the first row below the header.
    """

    header: Header
    roles: dict[str, int] = field(default_factory=dict)
    indicators: dict[int, ReportedIndicator] = field(default_factory=dict)
    factors: dict[int, Decimal] = field(default_factory=dict)
    measure: str = ""
    form: FormRef | None = None
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    first: int = 0

    @property
    def long(self) -> bool:
        """Whether each row holds one value and names its indicator."""
        return "indicator" in self.roles and "value" in self.roles


def read_layout(
    sheet: Sheet, header: Header | None, titles: Titles, reference: Reference, wanted: WantedValues
) -> Layout | Problem:
    """The columns of `sheet` by its header; a Problem when it has none or is another table."""
    if header is None:
        return Problem(kind="no_header", mend=_("There is no header row; take the header from the template"))
    layout = Layout(header, first=header.index + 1)
    own = own_titles.meanings(header, wanted)
    named, unknown = _assign(layout, titles, own)
    if not {"unit_code", "unit_name"} & layout.roles.keys():
        _name_by_place(layout)
    if "unit_code" not in layout.roles and "unit_name" not in layout.roles:
        no_unit = Problem(kind="another_table", mend=_("No column names the unit; add 单位代码 as in the template"))
        return next((problem for problem in layout.problems if problem.kind == "other_meaning"), no_unit)
    if not layout.long and not named:
        return Problem(kind="another_table", mend=_("No column is an indicator; this is another table"))
    if isinstance(wanted, Reported):
        found = _long_indicators(layout, sheet, titles) if layout.long else [each.indicator for each in named.values()]
        if problem := _settle_form(layout, reference, found, wanted.form):
            return problem
    told = set[str]()
    if not layout.long:
        told = _settle_indicators(layout, _of_form(layout, named), unknown)
        _settle_measures(layout, sheet)
    if unknown:
        layout.notices.append(_("Left out, since unknown: {columns}").format(columns=_(", ").join(unknown)))
    if own and (said := own_titles.own_of(wanted)):
        layout.notices.append(own_titles.told(header, said, reference))
    if layout.form and not layout.long:
        present = told | {indicator.code for indicator in layout.indicators.values()}
        layout.problems += [
            _missing(indicator) for indicator in layout.form.indicators if indicator.code not in present
        ]
    layout.problems = header.beside(layout.problems)
    return layout


def _assign(layout: Layout, titles: Titles, own: Mapping[int, str]) -> tuple[dict[int, Named], list[str]]:
    """Give every column its role; returns the indicators that columns name, and the titles that are neither."""
    named, unknown, asked = dict[int, Named](), list[str](), dict[int, Role]()
    for index, title in enumerate(layout.header.titles):
        role, found = own_titles.read_as(titles, own.get(index), title, layout.header.group(index))
        if role is not None and role.other:
            asked[index] = role
        elif role is not None:
            _give(layout, role.name, index)
        elif found is not None:
            named[index] = found
        else:
            unknown += [title] if title else []
    for index, role in asked.items():
        if role.name in layout.roles:
            unknown.append(layout.header.titles[index])
        else:
            column = brackets(layout.header.titles[index])[0]
            layout.problems.append(layout.header.other_meaning(index, role.other, column))
    if layout.long:
        _measure_of_values(layout)
    return named, unknown


def _give(layout: Layout, role: str, index: int) -> None:
    """Give a column its role; of two titles of units one may be the unit of measure, or the code of the township."""
    roles, titles = layout.roles, layout.header.titles
    if role not in roles or role == "ignored":
        roles.setdefault(role, index)
        return
    pair = (roles[role], index)
    other = next((at for at in pair if header_key(titles[at]) == "单位"), None) if role == "unit_name" else None
    if other is not None and "measure" not in roles:
        roles["measure"], roles[role] = other, sum(pair) - other
        return
    other = next((at for at in pair if header_key(titles[at]) in PLACE_CODES), None) if role == "unit_code" else None
    if other is not None and (place := PLACE_CODES[header_key(titles[other])]) not in roles:
        roles[place], roles[role] = other, sum(pair) - other
        return
    layout.problems.append(layout.header.doubled(*pair))


def _measure_of_values(layout: Layout) -> None:
    """What stands in the brackets of 值（万元）; anything that is no measure of an indicator refuses its rows."""
    _bare, said = brackets(layout.header.titles[layout.roles["value"]])
    layout.measure = "".join(each for each in said if not says_nothing(each))


def _name_by_place(layout: Layout) -> None:
    """A file of townships or counties may name them in the column that otherwise only says where a village lies."""
    for place in ("township", "county"):
        if place in layout.roles:
            layout.roles["unit_name"] = layout.roles.pop(place)
            return


def _settle_form(
    layout: Layout, reference: Reference, found: Iterable[ReportedIndicator], form: str | None
) -> Problem | None:
    """The form of the file: the one that is asked for, else that of most indicators. A Problem where it is another."""
    # each indicator once: in a long table it stands in every row
    counted = Counter(indicator.form for indicator in dict.fromkeys(found) if indicator.form in reference.forms)
    likely = counted.most_common(1)[0][0] if counted else None
    code = form or likely
    if code is None or code not in reference.forms:
        return Problem(kind="another_table", mend=_("No column is an indicator; this is another table"))
    layout.form = reference.forms[code]
    # with half of what is asked it is that form, whatever else it holds: a summary may have more of another one
    if likely and likely != code and 2 * counted[code] < len(layout.form.indicators):
        return another_form(reference, likely, layout.form.name)
    return None


def another_form(reference: Reference, likely: str, asked: str) -> Problem:
    """The one sentence about a file that is another form than the one that was chosen."""
    name = reference.forms[likely].name if likely in reference.forms else likely
    mend = _("This looks like {found}, here {form} is reported; report it as {found}, or choose another file")
    return Problem(mend=mend.format(found=name, form=asked), kind="other_form", offer=Offer(form=likely))


def _long_indicators(layout: Layout, sheet: Sheet, titles: Titles) -> list[ReportedIndicator]:
    index = layout.roles["indicator"]
    spelled = Counter(row.cells[index] for row in sheet.rows[layout.first :] if index < len(row.cells))
    found = (titles.indicator(cell) for cell in spelled if isinstance(cell, str))
    return [indicator for indicator in found if indicator is not None]


def _of_form(layout: Layout, named: dict[int, Named]) -> dict[int, Named]:
    """Without the indicators of other forms, which are told."""
    if layout.form is None:
        return named
    own = {index: each for index, each in named.items() if each.indicator.form == layout.form.code}
    if other := [layout.header.titles[index] for index in named if index not in own]:
        notice = _("Left out, since they belong to another form: {columns}")
        layout.notices.append(notice.format(columns=_(", ").join(other)))
    return own


def _settle_indicators(layout: Layout, named: dict[int, Named], unknown: list[str]) -> set[str]:
    """Take one column for each indicator; returns the codes of those of which a problem is told instead.

    A column that says another thing of an indicator (上年同期, 目标) is left out beside the one that is meant, and
    asked about where there is no other.
    """
    columns, told = dict[ReportedIndicator, list[int]](), set[str]()
    for index, each in named.items():
        columns.setdefault(each.indicator, []).append(index)
    for indicator, indices in columns.items():
        plainly = [index for index in indices if not named[index].other]
        problem = _two_periods(layout, named, indices) if len(indices) > 1 else None
        if problem is None and len(plainly) > 1:
            problem = layout.header.doubled(*plainly[:2])
        elif problem is None and not plainly:
            problem = _other_meaning(layout, indices[0], named[indices[0]])
        if problem:
            layout.problems.append(problem)
            told.add(indicator.code)
            continue
        unknown += [_whole(layout, index) for index in indices if index not in plainly]
        _take(layout, plainly[0], named[plainly[0]])
    layout.indicators = dict(sorted(layout.indicators.items()))
    return told


def _take(layout: Layout, index: int, named: Named) -> None:
    layout.indicators[index] = named.indicator
    if named.measure:
        _convert(layout, index, named.measure, named.factor)


def _whole(layout: Layout, index: int) -> str:
    """A title with that of its group, where they say something together."""
    group, title = layout.header.group(index), layout.header.titles[index]
    return f"{group} {title}" if group else title


def _two_periods(layout: Layout, named: dict[int, Named], indices: list[int]) -> Problem | None:
    """本期 and 累计 of one indicator: which of them is meant only people know."""
    since = next((index for index in indices if named[index].since), None)
    now = next((index for index in indices if named[index].now), None)
    if since is None or now is None:
        return None
    name = named[since].indicator.name
    mend = _(
        "Columns {first} and {second} are of the half month and since the beginning, both of “{indicator}”; delete the "
        "one that is not meant by its definition, and call the other “{indicator}”"
    )
    mend = mend.format(first=layout.header.column(now), second=layout.header.column(since), indicator=name)
    return layout.header.of_column(now, "two_periods", mend, text="")


def _other_meaning(layout: Layout, index: int, named: Named) -> Problem:
    mend = _(
        "The title says “{other}” of “{indicator}”, which is counted in {unit}; if its values are meant, leave that "
        "out of the title, else add the column that is meant"
    )
    mend = mend.format(other=named.other, indicator=named.indicator.name, unit=named.indicator.unit)
    return layout.header.of_column(index, "other_meaning", mend, title=_whole(layout, index))


def _settle_measures(layout: Layout, sheet: Sheet) -> None:
    """Units of measure that stand above the header (单位：万元) or in a row of their own below it."""
    below = sheet.rows[layout.first] if layout.first < len(sheet.rows) else None
    if below is not None and _is_of_measures(layout, below):
        _take_measures(layout, below)
    above = [cell for row in sheet.rows[: layout.header.first] for cell in row.cells if isinstance(cell, str)]
    said = [each for text in above for each in measures(plain(text))]
    # not where the title of the column or the row below says it: that is nearer
    for index in layout.indicators.keys() - layout.factors.keys():
        found = {each: by for each in said if (by := _factor(layout, index, each)) is not None}
        # of 单位：万元、个 one fits an indicator of money; of 元、万元 both do, so that neither is taken
        if len(found) == 1 and found != {(each := next(iter(found))): 1}:
            _convert(layout, index, each, found[each])


def _is_of_measures(layout: Layout, row: Row) -> bool:
    """Whether a row below the header holds no values but the unit of measure of each column."""
    filled = {index: cell for index, cell in enumerate(row.cells) if cell is not None}
    of_values = [index for index in layout.indicators if index in filled]
    texts = all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in filled.values())
    who = {layout.roles.get(role) for role in ("unit_code", "half_month")}
    named = any(_factor(layout, index, str(filled[index])) is not None for index in of_values)
    return texts and named and not who & filled.keys()


def _take_measures(layout: Layout, row: Row) -> None:
    layout.first += 1
    layout.notices.append(_("Row {row} is left out: it names the units of measure").format(row=row.number))
    for index, indicator in layout.indicators.items():
        said = str(row.cells[index] or "") if index < len(row.cells) else ""
        by = _factor(layout, index, said)
        if said and by is None:
            mend = _("“{indicator}” is counted in {unit}; write its values so, and that as its unit of measure")
            mend = mend.format(indicator=indicator.name, unit=indicator.unit)
            layout.problems.append(layout.header.of_column(index, "other_measure", mend, text=said))
        elif by is not None and (by != 1 or index not in layout.factors):
            _convert(layout, index, said, by)


def _factor(layout: Layout, index: int, said: str) -> Decimal | None:
    return factor(said, layout.indicators[index].unit, layout.indicators[index].unit_en)


def _convert(layout: Layout, index: int, measure: str, by: Decimal) -> None:
    layout.factors[index] = by
    if by == 1:
        return
    notice = _("{column} is given in {measure}: every value is multiplied by {factor}, to be in {unit}")
    column, unit = layout.header.column(index), layout.indicators[index].unit
    layout.notices.append(notice.format(column=column, measure=measure, factor=f"{by:f}", unit=unit))


def _missing(indicator: Indicator) -> Problem:
    mend = _("This column is missing; add it as in the template, blank where nothing is reported")
    return Problem(title=indicator.name, mend=mend, kind="missing_column")
