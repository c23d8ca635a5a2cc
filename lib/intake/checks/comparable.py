"""Whether one indicator can be more than another: both reported, in one form, of one level and one unit of measure."""

from lib.intake.checks.problems import Mistake
from lib.kept.models import Indicator
from lib.kept.reference import level_word
from lib.words.language import gettext as _
from lib.words.language import named


def not_comparable(smaller: Indicator, larger: Indicator) -> tuple[Mistake, Indicator] | None:
    """Why a rule cannot hold between the two, and in which of them it is to be mended; None when it can."""
    if smaller.code == larger.code:
        return Mistake("itself", _("An indicator is never more than itself; name the other one")), larger
    for one in (smaller, larger):
        if one.form is None:
            mend = _("“{indicator}” is derived, nobody reports it; name one that a form asks")
            return Mistake("derived", mend.format(indicator=_name(one))), one
    if said := _apart(smaller, larger):
        return Mistake("not_comparable", said), larger
    return None


def _apart(smaller: Indicator, larger: Indicator) -> str:
    names = {"smaller": _name(smaller), "larger": _name(larger)}
    if smaller.form != larger.form:
        mend = _("“{smaller}” stands in form {one}, “{larger}” in form {other}; name two of one form")
        return mend.format(one=smaller.form, other=larger.form, **names)
    if smaller.level != larger.level:
        mend = _("“{smaller}” is of the level {one}, “{larger}” of the level {other}; name two of one level")
        return mend.format(one=level_word(smaller.level), other=level_word(larger.level), **names)
    if smaller.unit != larger.unit:
        mend = _("“{smaller}” is counted in {one}, “{larger}” in {other}; name two of one unit of measure")
        return mend.format(one=_unit(smaller), other=_unit(larger), **names)
    return ""


def _name(indicator: Indicator) -> str:
    return named(indicator.name, indicator.name_en)


def _unit(indicator: Indicator) -> str:
    return named(indicator.unit, indicator.unit_en)
