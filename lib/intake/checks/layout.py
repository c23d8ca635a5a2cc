"""What the columns of a file of values are: who, when, and which indicators; wide or long."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lib.intake.checks.header import Header, header_key, header_keys
from lib.intake.checks.indicators import ReportedIndicator, reported
from lib.intake.checks.problems import Problem
from lib.intake.checks.wanted import Reported, WantedValues
from lib.intake.sheets import Sheet
from lib.kept.models import Indicator
from lib.kept.reference import FormRef, Reference
from lib.words.language import gettext as _

ROLE_HEADERS = {
    "half_month": ("半月", "半月份", "期次", "填报半月", "half_month", "Half month"),
    "unit_code": ("单位代码", "代码", "区划代码", "行政区划代码", "村代码", "村(社区)代码", "乡镇代码", "县代码",
                  "编码", "单位编码", "unit_code", "code", "Unit code"),
    "unit_name": ("单位名称", "单位", "名称", "村(社区)", "村", "村名", "村名称", "村(社区)名称", "村居", "行政村",
                  "unit_name", "name", "Unit name", "Village"),
    "township": ("乡镇", "乡(镇、街道)", "乡镇(街道)", "镇", "所属乡镇", "乡镇街道", "乡镇名称", "township"),
    "county": ("县(市、新区)", "县", "县市", "县(市)", "县(市、区)", "所属县", "县名", "县名称", "county"),
    "indicator": ("指标", "指标名称", "指标代码", "indicator"),
    "value": ("值", "数值", "填报值", "数据", "value"),
    "ignored": ("序号", "编号", "no", "no."),
}  # fmt: skip
ROLES = {header_key(title): role for role, titles in ROLE_HEADERS.items() for title in titles}


@dataclass
class Layout:
    """The columns of a file: `roles` by name, `indicators` by column index; `problems` concern the file as a whole."""

    header: Header
    roles: dict[str, int] = field(default_factory=dict)
    indicators: dict[int, ReportedIndicator] = field(default_factory=dict)
    form: FormRef | None = None
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def long(self) -> bool:
        """Whether each row holds one value and names its indicator."""
        return "indicator" in self.roles and "value" in self.roles


class Titles:
    """Recognises headers and indicator names, in both languages, by name or code, with or without the unit."""

    def __init__(self, reference: Reference, form: str | None) -> None:
        asked = [reported(indicator) for indicator in reference.indicators.values() if indicator.rollup == "sum"]
        # where two forms share a name, the form that is asked for has the last word
        asked.sort(key=lambda ref: ref.form == form)
        self._by_key = {
            header_key(spelling): ref for ref in asked for spelling in (ref.name_en, ref.name, ref.code) if spelling
        }

    def indicator(self, title: str) -> ReportedIndicator | None:
        """The reported indicator of this title."""
        return next((self._by_key[key] for key in header_keys(title) if key in self._by_key), None)

    def role(self, title: str) -> str | None:
        """The role of this title: half_month, unit_code, …"""
        return next((ROLES[key] for key in header_keys(title) if key in ROLES), None)

    def known(self, title: str) -> object | None:
        """Whatever the title stands for; None for an unknown one."""
        return self.indicator(title) or self.role(title)


def read_layout(
    sheet: Sheet, header: Header | None, titles: Titles, reference: Reference, wanted: WantedValues
) -> Layout | Problem:
    """The columns of `sheet` by its header; a Problem when it has none or is another table."""
    if header is None:
        return _file_problem("no_header", _("There is no header row; take the header from the template"))
    layout = Layout(header)
    unknown = _assign(layout, titles)
    if not {"unit_code", "unit_name"} & layout.roles.keys():
        _name_by_place(layout)
    if "unit_code" not in layout.roles and "unit_name" not in layout.roles:
        return _file_problem("another_table", _("No column names the unit; add 单位代码 as in the template"))
    if not layout.long and not layout.indicators:
        return _file_problem("another_table", _("No column is an indicator; this is another table"))
    if unknown:
        layout.notices.append(_("Left out, since unknown: {columns}").format(columns=_listed(unknown)))
    if isinstance(wanted, Reported):
        _settle_form(layout, sheet, reference, titles, wanted.form)
    return layout


def _assign(layout: Layout, titles: Titles) -> list[str]:
    """Give every column its role or indicator; returns the titles that are neither."""
    unknown, seen = [], dict[object, int]()
    for index, title in enumerate(layout.header.titles):
        meaning = titles.role(title) or titles.indicator(title)
        if meaning is None:
            unknown += [title] if title else []
        elif meaning in seen and meaning != "ignored":
            layout.problems.append(layout.header.doubled(seen[meaning], index))
        elif isinstance(meaning, ReportedIndicator):
            layout.indicators[index] = meaning
        else:
            layout.roles[str(meaning)] = index
        if meaning is not None:
            seen[meaning] = index
    return unknown


def _name_by_place(layout: Layout) -> None:
    """A file of townships or counties may name them in the column that otherwise only says where a village lies."""
    for place in ("township", "county"):
        if place in layout.roles:
            layout.roles["unit_name"] = layout.roles.pop(place)
            return


def _settle_form(layout: Layout, sheet: Sheet, reference: Reference, titles: Titles, form: str | None) -> None:
    found = _long_indicators(layout, sheet, titles) if layout.long else layout.indicators.values()
    code = form or _commonest_form(found)
    if code is None or code not in reference.forms:
        layout.problems.append(_file_problem("another_table", _("No column is an indicator; this is another table")))
        return
    layout.form = reference.forms[code]
    if not layout.long:
        _keep_only(layout, layout.form)


def _long_indicators(layout: Layout, sheet: Sheet, titles: Titles) -> list[ReportedIndicator]:
    index = layout.roles["indicator"]
    below = sheet.rows[layout.header.index + 1 :]
    spelled = Counter(row.cells[index] for row in below if index < len(row.cells))
    found = (titles.indicator(cell) for cell in spelled if isinstance(cell, str))
    return [indicator for indicator in found if indicator is not None]


def _commonest_form(indicators: Iterable[ReportedIndicator]) -> str | None:
    forms = Counter(indicator.form for indicator in indicators if indicator.form)
    return forms.most_common(1)[0][0] if forms else None


def _keep_only(layout: Layout, form: FormRef) -> None:
    """Leave out the indicators of other forms, and ask for the columns that are missing."""
    other = {index: ref for index, ref in layout.indicators.items() if ref.form != form.code}
    for index in other:
        del layout.indicators[index]
    if other:
        names = _listed([layout.header.titles[index] for index in other])
        layout.notices.append(_("Left out, since they belong to another form: {columns}").format(columns=names))
    present = {indicator.code for indicator in layout.indicators.values()}
    layout.problems += [_missing(indicator) for indicator in form.indicators if indicator.code not in present]


def _missing(indicator: Indicator) -> Problem:
    mend = _("This column is missing; add it as in the template, blank where nothing is reported")
    return Problem(title=indicator.name, mend=mend, kind="missing_column")


def _file_problem(kind: str, mend: str) -> Problem:
    return Problem(mend=mend, kind=kind)


def _listed(titles: list[str]) -> str:
    return _(", ").join(titles)
