"""A doubt in words: the numbers that are doubted, in one sentence."""

from collections.abc import Sequence

from lib.intake.column_rules import Broken, in_full
from lib.intake.preview import note_word
from lib.kept.reference import Reference
from lib.review.doubts.doubt import Doubt, DoubtedValue
from lib.review.doubts.rules import AGAIN, ALIKE, BROKEN, DIGITS, DUE, OUTLIERS
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import MISSING, percent

MOST_NAMED = 3  # numbers of one doubt that a sentence names; the rest are counted


def in_words(reference: Reference, doubt: Doubt) -> str:
    """What is doubted, with its numbers: 清理机构牌子 2 → 12，目标 12."""
    if doubt.cells:
        return _some([_cell(reference, doubt.rule, cell) for cell in doubt.cells], _("; "))
    usual = percent(round(100 * doubt.usual, 1))
    return _of_many(doubt).format(
        count=doubt.count,
        of=doubt.of,
        usual=usual,
        indicators=_indicators(reference, doubt),
        form=_form(reference, doubt),
    )


def _of_many(doubt: Doubt) -> str:
    """The sentence of a doubt about many values."""
    if doubt.rule == AGAIN and not doubt.villages:
        return _("{form}: {count} numbers that move elsewhere stayed as they were")
    return {
        ALIKE: _("{count} of {of} villages have the same numbers: {indicators}"),
        DUE: _("{indicators}: all {count} that were short arrived, elsewhere {usual}"),
        DIGITS: _("{indicators}: {count} of {of} numbers end in 0 or 5, elsewhere {usual}"),
        AGAIN: _("{form}: {count} villages, none changed anything; elsewhere {usual} did"),
    }[doubt.rule]


def _cell(reference: Reference, rule: str, cell: DoubtedValue) -> str:
    indicator = reference.indicator_by_id[cell.indicator]
    if rule == BROKEN and cell.other is not None and cell.beside is not None:
        return str(Broken(indicator, reference.indicator_by_id[cell.other], cell.value, cell.beside))
    before = MISSING if cell.before is None else in_full(cell.before, indicator)
    name, value = named(indicator.name, indicator.name_en), in_full(cell.value, indicator)
    if rule == OUTLIERS:
        return _("{name} {before} → {value}, {note}").format(
            name=name, before=before, value=value, note=note_word(cell.note)
        )
    target = MISSING if cell.beside is None else in_full(cell.beside, indicator)
    return _("{name} {before} → {value}, target {target}").format(name=name, before=before, value=value, target=target)


def _some(parts: Sequence[str], mark: str) -> str:
    """The first of the parts, and how many they are."""
    shown = mark.join(parts[:MOST_NAMED])
    if len(parts) <= MOST_NAMED:
        return shown
    return _("{names} and others, {count} in all").format(names=shown, count=len(parts))


def _indicators(reference: Reference, doubt: Doubt) -> str:
    indicators = (reference.indicator_by_id[number] for number in doubt.indicators)
    return _some([named(each.name, each.name_en) for each in indicators], _(", "))


def _form(reference: Reference, doubt: Doubt) -> str:
    form = reference.forms.get(reference.indicator_by_id[doubt.indicators[0]].form or "")
    return named(form.name, form.name_en) if form else ""
