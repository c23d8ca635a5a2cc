"""口径 of the numbers in a document: of each reference what it is, of which unit, how it is counted, and from where."""

from lib.documents.paper import Ref, Run
from lib.kept.models import ItemState
from lib.kept.reference import Reference, level_word
from lib.review.submissions import Status
from lib.show.boards.words import department_name, form_name, indicator_name, unit_name
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.lights import Light


class Explain:
    """What the numbers of one document are, in the language of the page."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference

    def line(self, ref: Ref) -> str:
        """All in one line, for a number on which one points."""
        what, where, definition, source = self.of(ref)
        return "\n".join(part for part in (f"{what} · {where}" if where else what, definition, source) if part)

    def row(self, run: Run) -> tuple[str, ...]:
        """A row of the table: the number as it stands in the text, and what it is."""
        assert run.ref is not None
        return (run.text, *self.of(run.ref))

    def of(self, ref: Ref) -> tuple[str, str, str, str]:
        """What it is, of which unit, its definition, its source."""
        kinds = {
            "indicator": self._indicator,
            "level": self._level,
            "progress": self._progress,
            "village": self._progress,
            "measure": self._task,
            "task": self._task,
            "item": self._item,
            "count": self._count,
            "coverage": self._coverage,
            "check": self._check,
        }
        return kinds[ref.kind](ref)

    def _unit(self, code: str) -> str:
        return unit_name(self._reference.units[code]) if code in self._reference.units else ""

    def _indicator(self, ref: Ref) -> tuple[str, str, str, str]:
        indicator = self._reference.indicators[ref.code]
        name = indicator_name(self._reference, ref.code)
        side = _side(ref.aspect)
        form = self._reference.forms.get(indicator.form or "")
        source = named(form.name, form.name_en) if form else _("derived from reported indicators")
        section = _("article, section {section}").format(section=indicator.section)
        return (
            f"{name} · {side}" if side else name,
            self._unit(ref.unit),
            _joined(named(indicator.definition, indicator.definition_en), _how(ref.aspect, indicator.rollup)),
            f"{source} · {section}",
        )

    def _level(self, ref: Ref) -> tuple[str, str, str, str]:
        definition = _("Over every pair of a task and a unit of its level, the mean of the percents")
        return (
            _joined(level_word(ref.code), _side(ref.aspect)),
            "",
            _joined(definition, _how(ref.aspect)),
            _("tasks and their progress"),
        )

    def _progress(self, ref: Ref) -> tuple[str, str, str, str]:
        definition = _(
            "Mean of a unit's own level and the levels below it, each level the mean over its tasks and units;"
            " measures of the levels above are not counted"
        )
        what = _joined(_("Overall progress"), _side(ref.aspect))
        # a distance lies between two units: 兴义市 − 望谟县
        where = " − ".join(filter(None, (self._unit(ref.code), self._unit(ref.unit))))
        return what, where, _joined(definition, _how(ref.aspect)), _("tasks and their progress")

    def _task(self, ref: Ref) -> tuple[str, str, str, str]:
        task = self._reference.tasks[ref.code]
        name = f"{task.code} {named(task.name, task.name_en)}"
        code = task.department_code
        source = department_name(self._reference, code) if code else _("reported percent")
        if task.indicator:
            source = _("follows {indicator}").format(indicator=indicator_name(self._reference, task.indicator))
        definition = _joined(named(task.detail, task.detail_en), _how(ref.aspect))
        return _joined(name, _side(ref.aspect)), self._unit(ref.unit), definition, source

    def _item(self, ref: Ref) -> tuple[str, str, str, str]:
        return _("Days overdue"), "", _("From the due day to the day of the document"), _("items of meetings")

    def _coverage(self, ref: Ref) -> tuple[str, str, str, str]:
        what = {
            "complete": _("Complete villages"),
            "units": _("Villages asked"),
            "filled": _("Cells filled"),
            "asked": _("Cells asked"),
        }[ref.aspect]
        return what, self._unit(ref.code), _("What the progress rests on"), _("reports of the half month")

    def _check(self, ref: Ref) -> tuple[str, str, str, str]:
        what = {
            "factor": _("Verification factor"),
            "low": _("Lower limit at 95%"),
            "high": _("Upper limit at 95%"),
            "most": _("At most so much differs"),
            "villages": _("Villages checked"),
            "checks": _("Villages checked"),
            "agree": _("agreeing"),
            "over": _("reported too much"),
            "under": _("reported too little"),
        }[ref.aspect]
        name = indicator_name(self._reference, ref.code) if ref.code else ""
        definition = _("Found over reported, from villages drawn at random; the interval as the page Verification says")
        return " · ".join(filter(None, (name, what))), self._unit(ref.unit), definition, _("spot check")

    def _count(self, ref: Ref) -> tuple[str, str, str, str]:
        what, definition, source = _counts(self._reference, ref.code)
        return _joined(what, _state(ref.aspect)), self._unit(ref.unit), definition, source


def _joined(first: str, second: str) -> str:
    return f"{first} · {second}" if second else first


def _side(aspect: str) -> str:
    """Which side of it the number is."""
    return {
        "percent": _("Progress"),
        "expected": _("Expected"),
        "change": _("Since last half month"),
        "target": _("Target"),
        "left": _("Left to the target"),
        "gap": _("Gap"),
        "spread": _("Distance"),
        "rank": _("Rank"),
        "far": _("Half months far behind"),
        "reported": _("Counties reported"),
        "counties": _("Counties asked"),
    }.get(aspect, "")


def _how(aspect: str, rollup: str = "") -> str:
    """How that side is made; a count of villages is told as their share."""
    if aspect == "percent" and rollup == "count":
        return _("Over the villages that reported")
    return {
        "expected": _("Elapsed half months ÷ half months from start to due, the same mean"),
        "change": _("Over the units that reported in both half months"),
        "percent": _("Against the target, over the units that have both") if rollup else "",
        "gap": _("The difference of the printed percents"),
        "spread": _("The difference of the printed percents"),
        "rank": _("Equal progress shares a place"),
    }.get(aspect, "")


def _state(aspect: str) -> str:
    words = {light.value: light.word for light in Light} | {status.value: status.word for status in Status}
    words |= {state.value: state.word for state in ItemState}
    words |= {
        "all": "",
        "new": _("new this half month"),
        "missing": _("no data"),
        "on_time": _("on time"),
        "asked": _("asked"),
        "filled": _("complete"),
        "lacking": _("villages lacking"),
        "ranked": _("with progress"),
        "behind": Light.BEHIND.word,
        "decided": _("decided anew"),
        "points": _("monitoring points"),
        "change": _("Since last half month"),
        "outside": _("outside plan, lists and admission"),
        "source": _("from one department"),
        "over": _("villages over the limit of a week"),
        "applied": _("applied for"),
        "approved": _("approved"),
        "refused": _("refused"),
        "exited": _("ended"),
        "waiting": _("waiting at the end"),
        "past_exit": _("past the exit day at the end"),
        "every": _("all of them"),
        "untold": _("without all counts"),
        "mechanisms": _("mechanisms found"),
        "boards": _("boards found"),
        "inspections": _("inspections found"),
    }
    return words.get(aspect, "")


def _counts(reference: Reference, code: str) -> tuple[str, str, str]:
    """What is counted, how, and from where; the code is a form's or an indicator's where villages are counted."""
    if code in reference.forms:
        form = form_name(reference, code)
        return form, _("Villages without a value for each required indicator"), _("reports of the half month")
    tasks, reports, items = _("tasks and their progress"), _("reports of the half month"), _("items of meetings")
    return {
        "measures": (_("Number of measures"), _("The prefecture's own measures by their light"), tasks),
        "counties": (_("Number of counties"), _("By light, or by the state of their reports"), reports),
        "reports": (_("Number of reports"), _("Each county with each form that asks it"), reports),
        "forms": (_("Number of the county's forms"), _("The county's forms by their state"), reports),
        "items": (_("Number of meeting items"), _("As they stand today, also carried over"), items),
        "meetings": (_("Number of the meeting"), _("Counted from the first one on"), items),
        "events": (_("Events at monitoring points"), _("By the day on which they happened"), _("burden events")),
        "admissions": (_("Applications for admission"), _("By the days in the register"), _("register of admissions")),
        "reviews": (_("Self-reviews of departments"), _("By the day of the review"), _("table of self-reviews")),
        "lights": (_("Number of lights"), _("Indicators with a target and own tasks by their light"), tasks),
        "villages": (_("Number of villages"), _("Below what is expected, the furthest first"), tasks),
        "doubts": (_("Doubtful figures"), _("By the rules of doubts; please verify"), _("values of villages")),
        "rebounds": (
            _("Number of rebounds"),
            _("What should fall and rose since the last half month"),
            _("values of villages"),
        ),
    }[code]
