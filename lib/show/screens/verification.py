"""核实: how far the reported figures hold, and in which counties they are to be checked again."""

from lib.figures.verified import Verified, last_verified
from lib.review.sampling import LimitsKind, Verification
from lib.review.spot_checks import Result
from lib.show import blocks
from lib.show.blocks import Finding, Markup, Slide
from lib.show.boards.spot_checks import verified_title
from lib.show.boards.words import indicator_name, unit_header, unit_name
from lib.show.screens.view import View, few, title_of
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import MISSING, percent


def verification_slide(view: View) -> Slide:
    """The last check that has ended: the factor of each indicator, and the counties; of a county its own checks."""
    verified = last_verified(view.connection, view.reference, view.half_month)
    if verified is None:
        said = _("No spot check has ended yet")
        return Slide(Finding(said), blocks.slide_empty(said, _("The office plans it on the page Verification")))
    again = few([unit_name(view.reference.units[code]) for code in verified.recheck])
    more = _("{names} to be checked again").format(names=again) if again else ""
    second = _("{half_month}: {count} villages drawn and visited; left: found of what was reported, with limits at 95%")
    villages = {check.unit_code for result in verified.results for check in result.found}
    second = second.format(half_month=verified.plan.half_month.label, count=len(villages))
    title = title_of(verified_title(view.reference, verified.results[0]), more)
    return Slide(
        Finding(title, second), blocks.columns(_factors(view, verified), _counties(view, verified), "9fr 11fr")
    )


def _factors(view: View, verified: Verified) -> Markup:
    heads = (_("Indicator"), _("Verification factor"), _("Limits at 95%"))
    rows = [
        (indicator_name(view.reference, result.indicator), blocks.bold(_factor(result)), _limits(result))
        for result in verified.results
    ]
    return blocks.slide_table(heads, rows, {1, 2}, room=9)


def _factor(result: Result) -> str:
    return MISSING if result.whole.factor is None else percent(100 * result.whole.factor, 1)


def _limits(result: Result) -> str:
    limits = result.whole.limits
    if limits is None:
        return MISSING
    said = f"{percent(100 * limits.low, 1)}–{percent(100 * limits.high, 1)}"
    return _("{limits} (safe side)").format(limits=said) if limits.kind is LimitsKind.SAFE else said


def _counties(view: View, verified: Verified) -> Markup:
    """Villages checked and those that differ in any figure, by county."""
    first = verified.results[0].counties
    mine = [code for code in first if not view.is_county or code == view.unit.code]
    rows = [_county(view, code, first[code], verified) for code in mine]
    heads = (unit_header("county"), _("Villages checked"), _("Of them differ"), "")
    return blocks.slide_table(heads, rows, {1, 2}, room=8)


def _county(view: View, code: str, of: Verification, verified: Verified) -> tuple[object, ...]:
    differ = {check.unit_code for result in verified.results for check in result.differing if check.county_code == code}
    mark = blocks.element("span", f"by-pill by-{Light.BEHIND}", _("Check again")) if code in verified.recheck else ""
    return unit_name(view.reference.units[code]), str(of.checks), blocks.bold(str(len(differ))), mark
