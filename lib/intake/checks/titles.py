"""What a title says: the role of a column, or an indicator with its unit of measure and whatever else stands there."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from lib.intake.checks.cells import plain, without_notes
from lib.intake.checks.formulas import original
from lib.intake.checks.indicators import ReportedIndicator, reported
from lib.intake.checks.measures import factor
from lib.kept.reference import Reference

_SPELLINGS = {
    "half_month": "半月|半月份|期次|填报半月|填报期|half_month|Half month",
    "unit_code": (
        "单位代码|代码|区划代码|行政区划代码|村代码|村(社区)代码|乡镇代码|县代码|编码|单位编码|"
        "村编码|行政村代码|unit_code|code|Unit code"
    ),
    "unit_name": (
        "单位名称|单位|名称|村(社区)|村|村名|村名称|村(社区)名称|村居|行政村|村居名称|行政村名称|"
        "行政村名|建制村|建制村名称|村(居)|村(居)名称|村(居)委会|村居委会|村(社区)名|村社区|"
        "村社区名称|村、社区|社区|社区名称|村委会|村委会名称|村级组织|村级组织名称|"
        "单位全称|unit_name|name|Unit name|Village"
    ),
    "township": (
        "乡镇|乡(镇、街道)|乡镇(街道)|镇|所属乡镇|乡镇街道|乡镇名称|镇名称|乡名称|镇名|乡镇名|街道|"
        "街道名称|镇街|镇街名称|镇(街道)|镇(街道)名称|乡(镇)|乡(镇)名称|乡(镇)街道|乡(镇)(街道)|"
        "乡镇(街道)名称|乡镇街道名称|乡、镇、街道|乡镇/街道|所在乡镇|所属镇|所属街道|township|"
        "Township"
    ),
    "county": (
        "县(市、新区)|县|县市|县(市)|县(市、区)|所属县|县名|县名称|区(县)|县(区)|区县|县区|县市区|"
        "县(市)区|县(区、市)|市(县)|市县|区县名称|县区名称|县市区名称|区(县)名称|县(区)名称|"
        "县(市)名称|县(市、区)名称|县(市、新区)名称|所在县|所属区县|所属县区|区|区名称|county|"
        "County"
    ),
    "indicator": "指标|指标名称|指标代码|indicator",
    "value": "值|数值|填报值|数据|value",
    "measure": "计量单位|指标单位|数据单位|unit of measure",
    "ignored": "序号|编号|no|no.",
}
ROLE_HEADERS = {role: tuple(spelled.split("|")) for role, spelled in _SPELLINGS.items()}

MARKS = "*※★●▲#:：.。 "
"""What stands around a title or a 合计 and is none of it: *必填, ※, a colon."""

_QUOTES = re.compile("[“”‘’\"'「」『』]")  # survey tools and input methods exchange one kind for another
_BRACKET = re.compile(r"[(\[【<《]([^()\[\]【】]*)[)\]】>》]$")
_SINCE = "累计"
_OF_NOW = "本期|本半月|本月|本次|当期|当月|新增|本季度"
_ANOTHER = (
    f"{_OF_NOW}|上年|去年|往年|同期|同比|环比|上期|上半月|上月|"
    "目标|计划|任务数|应完成|增减|占比|比例|比重|排名|人均|户均|村均"
)
_QUALIFIER = re.compile(f"{_ANOTHER}|{_SINCE}")
_AROUND = re.compile(
    f"^(?P<first>({_ANOTHER}|{_SINCE})+(数|值)?)(?P<rest>.+)$|^(?P<name>.+?)(?P<last>({_ANOTHER}|{_SINCE})+(数|值)?)$"
)
_WHOLE = ("合计", "小计", "总计", "总数", "数量", "总量", "个数", "合计数", "total")
LONGEST_GROUP = 12
LONGEST_TITLE = 100
"""Characters: looking for brackets in a longer text, which is no title, takes the square of its length."""

_PROGRESS = re.compile(r"(目标|计划|任务)+完成")  # says what a group is about, not that its values are goals
_GOAL = re.compile(r"(目标|任务|计划|应完成)+(数|值)?")
_HINT = re.compile(
    r"(必填|选填|可空|填报|填|请|只|整数|数字|数|值|保留|[一两二三0-9]位?小数|"
    r"(标准|上限|限额)?:?(≤|≦|<=?|不得?超过|不得?多于|不高于|最多|至多)\d+[块个项条处]?|标准:?\d+[块个项条处]|"
    r"是|否|有|无|=|或|为|则|以|[01]|[、,/;，；:： ])+"
)

_HOW = "格式|如|例|年|月|日|上旬|下旬|半月|[上下](?=[上下/、]*半)|半|[-/.:：ymd0-9]"
# with the words of _HINT, taken out of its (…)+
_OF_ROLE = re.compile(
    rf"({_HOW}|{_HINT.pattern[1:-2]}|全称|全名|规范|标准|名称|名|编码|代码|区划|行政|统计|国标|民政|第?[一二三四五六七八九十]+|位|文本|格式|型|"
    "级|县|市|区|新|乡|镇|街道|街|村|社区|居|委会|自动|生成|下拉|选择|不可|不得|不要|不用|勿|修改|改|动|按|照|与|同|用|模板|一致|"
    "对应|系统|导出|含|包括|和|及|digits?|full|name|code|text|required|optional|[()])+"
)


def header_key(text: str) -> str:
    """A header to compare by: half-width, lower case, without marks, quotation marks, blanks and line breaks."""
    # a longer text is a remark, which does not come again: it would only push titles out of the cache
    return _key(text) if len(text) <= LONGEST_TITLE else _key.__wrapped__(text)


@lru_cache(4096)  # some two hundred titles, asked for again and again in each file
def _key(text: str) -> str:
    return _QUOTES.sub("", exact_key(without_notes(text))).strip(MARKS)


def exact_key(text: str) -> str:
    """A header as a remembered layout has it: the same with its quotation marks."""
    return re.sub(r"\s+", "", original(plain(text))).strip(MARKS).lower()


def brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """The key of a title without the brackets at its end, and what stands in them: 清理牌子（累计）（块）."""
    bare, said = header_key(text), list[str]()
    if len(bare) > LONGEST_TITLE:
        return bare, ()
    while (found := _BRACKET.search(bare)) and found.start() > 0:
        said.insert(0, found[1])
        bare = bare[: found.start()].strip(MARKS)
    return bare, tuple(said)


def says_nothing(said: str) -> bool:
    """Whether what stands in a bracket only tells how to fill in the column: 必填, 是/否, 保留两位小数."""
    return not said or bool(_HINT.fullmatch(said))


def header_keys(text: str) -> tuple[str, ...]:
    """The keys to try for a header, the full one first, then without brackets at its end: 清理机构牌子（块）."""
    full, (bare, said) = header_key(text), brackets(text)
    if any(map(qualifiers, said)):
        return (full,)  # 百分比（目标） is no percent that was reached
    return (full, bare) if bare and bare != full else (full,)


def tells_how(said: str) -> bool:
    """Whether what stands in a bracket only tells how a day or a half month is written."""
    return bool(re.fullmatch(f"({_HOW})+", said))


ROLES = {header_key(title): role for role, titles in ROLE_HEADERS.items() for title in titles}


def qualifiers(text: str) -> tuple[str, ...]:
    """What the title of a group says of the values below, if it does: 本期, 上年同期, 目标, 累计; its brackets too.

    A line above a table (2023年目标任务完成情况表) is the title of no group.
    """
    bare, said = brackets(text)
    if len(bare) > LONGEST_GROUP or bare.endswith("表") or ":" in bare:
        return ()
    return *dict.fromkeys(_QUALIFIER.findall(_PROGRESS.sub("", bare))), *said


@dataclass(frozen=True)
class Role:
    """What a column is: half_month, unit_code, … `other` is what a bracket says besides: 单位代码（旧）."""

    name: str
    other: str = ""


@dataclass(frozen=True)
class Named:
    """An indicator that a title names. `factor` makes its numbers the indicator's own, where `measure` is another.

    `other` is what else the title says of them (上年同期), `since` whether it says 累计, `now` whether 本期.
    """

    indicator: ReportedIndicator
    factor: Decimal = Decimal(1)
    measure: str = ""
    other: str = ""
    since: bool = False
    now: bool = False


class Titles:
    """Recognises headers and indicator names, in both languages, by name or code, with or without the unit."""

    def __init__(self, reference: Reference, form: str | None, *, goals: bool = False) -> None:
        # all other roll-ups are derived: nobody reports them
        asked = [reported(indicator) for indicator in reference.indicators.values() if indicator.rollup == "sum"]
        # where two forms share a name, the form that is asked for has the last word
        asked.sort(key=lambda ref: ref.form == form)
        self._by_key = {
            header_key(spelling): ref for ref in asked for spelling in (ref.name_en, ref.name, ref.code) if spelling
        }
        self._goals = goals
        self._named = dict[tuple[str, str], Named | None]()
        self._known = dict[tuple[str, str], object | None]()

    def named(self, title: str, group: str = "") -> Named | None:
        """The indicator that a title names, alone or together with the title of its `group`."""
        if (title, group) not in self._named:
            self._named[title, group] = self._read(title, group)
        return self._named[title, group]

    def indicator(self, title: str) -> ReportedIndicator | None:
        """The reported indicator that is called so, where the title says nothing else of it."""
        found = self.named(title)
        return found.indicator if found and not found.other else None

    def meant(self, code: str, title: str, group: str = "") -> Named | None:
        """The indicator of this code, as a column of another title holds it: in the measure that its brackets name."""
        found = self._by_key.get(header_key(code))
        if found is None:
            return None
        named = self._with(Named(found), brackets(title)[1])
        return self._with(named, _of_group(named, group))

    def role(self, title: str) -> Role | None:
        """The role of this title, if it names one."""
        full = header_key(title)
        if full in ROLES:
            return Role(ROLES[full])
        bare, said = brackets(title)
        if bare not in ROLES:
            return None
        # what stands behind a value is a unit of measure, and read as such
        heard = () if ROLES[bare] in ("value", "ignored") else said
        return Role(ROLES[bare], "、".join(each for each in heard if each and not _OF_ROLE.fullmatch(each)))

    def known(self, title: str, group: str = "") -> object | None:
        """Whatever the title stands for; None for an unknown one."""
        if not group and title.isdigit() and title.isascii() and title not in self._by_key:
            return None  # most of what is looked at for a header
        if (title, group) not in self._known:
            found = self.role(title) or self.named(title, group) or (None if title else self.role(group))
            self._known[title, group] = found
        return self._known[title, group]

    def _read(self, title: str, group: str) -> Named | None:
        if not title:
            return self._alone(group)
        found = self._alone(title)
        if found is not None:
            return self._with(found, () if header_key(group) in self._by_key else _of_group(found, group))
        if not group:
            return None
        for both in (title + group, group + title):
            if (found := self._alone(both)) is not None:
                return found
        above = self._alone(group)
        # of 村委会, 其他 and 合计 below one indicator the last is meant
        return above if above is None or header_key(title) in _WHOLE else self._with(above, (header_key(title),))

    def _alone(self, title: str) -> Named | None:
        full = header_key(title)
        if full in self._by_key:
            return Named(self._by_key[full])
        bare, said = brackets(title)
        if bare in self._by_key:
            return self._with(Named(self._by_key[bare]), said)
        if len(bare) <= LONGEST_TITLE and (around := _AROUND.match(bare)):
            name, word = around["rest"] or around["name"], around["first"] or around["last"]
            if name in self._by_key:
                return self._with(Named(self._by_key[name]), (word, *said))
        return None

    def _with(self, named: Named, said: tuple[str, ...]) -> Named:
        """The indicator with what its title says besides."""
        by, measure, others = named.factor, named.measure, [named.other] if named.other else []
        since, now = named.since, named.now
        for each in said:
            since, now = since or _SINCE in each, now or bool(re.search(_OF_NOW, each))
            if self._says_nothing_else(named.indicator, each):
                continue
            if (found := _measured(named, each)) is None:
                others.append(each)
            else:
                by, measure = found, each
        return Named(named.indicator, by, measure, "、".join(others), since, now)

    def _says_nothing_else(self, indicator: ReportedIndicator, said: str) -> bool:
        if indicator.cumulative and re.fullmatch(f"{_SINCE}(数|值)?", said):
            return True
        return says_nothing(said) or bool(self._goals and _GOAL.fullmatch(said))


def _of_group(named: Named, group: str) -> tuple[str, ...]:
    """What the title of a group says of the values of an indicator below it."""
    said = qualifiers(group) if group else ()
    return tuple(each for each in said if _QUALIFIER.search(each) or _measured(named, each))


def _measured(named: Named, text: str) -> Decimal | None:
    return factor(text, named.indicator.unit, named.indicator.unit_en)
