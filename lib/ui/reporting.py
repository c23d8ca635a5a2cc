"""数据报送: which form is reported and for whom, what is asked of them, and what is handed in again as it is."""

from functools import partial

from lib.kept import store
from lib.kept.models.values import TASK_FORM
from lib.ledger.access import Actor, covers
from lib.review.reviewing import hand_in_again
from lib.review.submissions import Standing, Status
from lib.show.boards.reports import my_reports as reports_board
from lib.show.boards.words import form_name, unit_name
from lib.ui.choices import select
from lib.ui.drawing import html
from lib.ui.forms import Form
from lib.ui.labels import plain
from lib.ui.reading import cached, reference
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

FIRST_FORM = "village_cleanup"  # where there is such a form


def choose_report(half_month: HalfMonth, actor: Actor) -> tuple[str, str | None]:
    """The form, and the county whose units it is about (None: all)."""
    known = reference()
    forms, places = forms_of(actor), _units_of(half_month, actor)
    first = forms.index(FIRST_FORM) if FIRST_FORM in forms else 0
    form = select(_("Form"), forms, "form", partial(form_name, known), first=first)
    of_township = any(known.units[code].level == "township" for code in places)
    county = select(
        _("Unit") if of_township else _("County"), places, "county", lambda code: unit_name(known.units[code]),
        first=0 if len(places) == 1 else None, placeholder=_("All counties"),
    )  # fmt: skip
    assert form is not None  # it cannot be emptied
    return form, county or actor.unit_code


def forms_of(actor: Actor) -> list[str]:
    """The codes of the forms that are reported here: a department has the percents of its measures alone."""
    if actor.department_code and TASK_FORM in reference().forms:
        return [TASK_FORM]
    return [code for code, form in reference().forms.items() if form.indicators or code == TASK_FORM]


def _units_of(half_month: HalfMonth, actor: Actor) -> list[str]:
    """The codes of the units that one can choose: a reporter's own, for a whole prefecture its counties."""
    if actor.department_code:
        return []
    known = reference()
    own = known.units.get(actor.unit_code or "")
    if own is not None and own.level != "prefecture":
        return [own.code]
    return [unit.code for unit in known.of_level.get("county", ()) if unit.exists_in(half_month.ordinal)]


def my_reports(who: str | None, half_month: HalfMonth, actor: Actor) -> None:
    """What is asked of `who`, what is sent back and why; what is right as it is can be handed in again."""
    shown, reports = cached(reports_board, half_month, who, reference().top.code if actor.checks else actor.unit_code)
    html(shown)
    for report in reports:
        if report.status is Status.RETURNED and _hands_in(report, actor):
            _hand_in_form(report, half_month, actor)


def _hands_in(report: Standing, actor: Actor) -> bool:
    """Whether the actor may hand this report in again: its own county, or the office for it."""
    known = reference()
    own = known.units.get(actor.unit_code or "")
    # a township sees its own part of a report; it is the county's, or a department's for the prefecture, to hand in
    whole = report.county_code in {unit.code for unit in (*known.of_level.get("county", ()), known.top)}
    return whole and (actor.decides or bool(own and covers(actor, known, report.county_code)))


def _hand_in_form(report: Standing, half_month: HalfMonth, actor: Actor) -> None:
    """A remark, and the button that hands the report in again as it is."""
    form = Form(f"hand_in {half_month} {report.county_code} {report.form}")
    name = plain(form_name(reference(), report.form))
    remark = form.text("remark", _("{form}: checked and right as it is; what was checked").format(form=name), limit=200)
    form.button(
        _("Hand in “{form}” again").format(form=name),
        lambda typed: hand_in_again(
            store.engine(), half_month, report.form, report.county_code, actor, typed["remark"]
        ),
        disabled=not remark.strip(),
    )
