"""核实情况: what a spot check found of the reported figures, who reports high and is felt low, and doubts."""

from collections.abc import Callable, Iterable

from lib.documents.facts import Facts
from lib.documents.numbers import count
from lib.documents.paper import Annex, Block, Column, Ref, Run, Runs, Said, joined, plain, table
from lib.documents.parts import SEMICOLON, body
from lib.documents.template import fill
from lib.documents.texts import Texts
from lib.documents.verified_sections import FeedbackVerification, VerificationTexts
from lib.figures.verified import Verified
from lib.kept.reference import UnitRef
from lib.review.sampling import LimitsKind, Verification
from lib.review.sampling.factors import COUNTING
from lib.review.spot_checks import Result
from lib.words.wording import MISSING, official_percent


def verification(facts: Facts, texts: Texts) -> list[Block]:
    """The paragraphs of the notice; none where nothing was verified and nothing is doubtful."""
    words = texts.notice.verification
    checked = facts.verified
    blocks: list[Block] = []
    if checked:
        blocks += body(_plan(words, checked), *(_result(facts, words, result) for result in checked.results))
        blocks += body(_recheck(facts, words, checked.recheck))
    return blocks + body(_felt(facts, words), _doubts(words, facts.doubts.total()))


def _plan(words: VerificationTexts, checked: Verified) -> Runs:
    villages = {stop.unit_code for result in checked.results for stop in result.found}
    number = Run(str(len(villages)), Ref("check", "", "villages"))
    return fill(words.plan, half_month=checked.plan.half_month.label, villages=number)


def _result(facts: Facts, words: VerificationTexts, result: Result) -> Runs:
    """核实率 with its limits as far as they may be said, and how many villages agree."""
    whole, code = result.whole, result.indicator
    values: dict[str, Said] = {"indicator": facts.figures[code].name, **_counts(whole, code)}
    if whole.factor is not None and whole.limits is not None:
        ends = {"low": whole.limits.low, "high": whole.limits.high}
        values |= {name: _share(value, name, code) for name, value in ends.items()}
        text = words.factor_safe if whole.limits.kind is LimitsKind.SAFE else words.factor
        return fill(text, factor=_share(whole.factor, "factor", code), **values)
    if whole.factor is not None:
        return fill(words.factor_alone, factor=_share(whole.factor, "factor", code), **values)
    if whole.faulty:
        return fill(words.counted, most=_share(whole.faulty.high, "most", code), **values)
    return ()


_COUNTS = ("checks", "agree", "over", "under")


def _counts(verification: Verification, code: str, unit: str = "") -> dict[str, Run]:
    return {aspect: Run(str(getattr(verification, aspect)), Ref("check", code, aspect, unit)) for aspect in _COUNTS}


def _share(value: float, aspect: str, code: str) -> Run:
    """0.939 as 93.9%."""
    return Run(official_percent(100 * value), Ref("check", code, aspect))


def _recheck(facts: Facts, words: VerificationTexts, codes: Iterable[str]) -> Runs:
    named = joined(facts.county_name(code) for code in codes)
    return fill(words.recheck, counties=named) if named else ()


def _felt(facts: Facts, words: VerificationTexts) -> Runs:
    named = joined(dict.fromkeys(felt.unit.name for felt in facts.felt_low))
    return fill(words.felt, counties=named) if named else ()


def _doubts(words: VerificationTexts, number: int) -> Runs:
    return fill(words.doubts, count=count(number, "doubts")) if number else ()


_Row = tuple[str, str, str, Verification]  # an indicator's name and code, a county's code, what was found there


# The annex --------------------------------------------------------------------------------------------------------


def verified_annex(facts: Facts, texts: Texts) -> list[Annex]:
    """The counties of the last check, indicator by indicator; no annex where there was none."""
    checked = facts.verified
    if checked is None:
        return []
    words, of = texts.notice.annexes, texts.headers
    rows = [
        (facts.figures[result.indicator].name, result.indicator, code, counted)
        for result in checked.results
        for code, counted in result.counties.items()
    ]
    columns: list[Column[_Row]] = [
        Column(of.indicator, 24, lambda row: row[0], left=True),
        Column(of.county, 18, lambda row: facts.county_name(row[2])),
        *(Column(getattr(of, name), 12, _counter(name)) for name in _COUNTS),
        Column(of.state, 14, lambda row: Run(words.recheck, face="hei") if row[3].recheck else Run(MISSING)),
    ]
    tolerance = official_percent(float(100 * COUNTING))
    note = fill(words.checks_note, tolerance=tolerance)
    return [Annex(words.checks, (table(rows, columns, note=plain(note)),))]


def _counter(aspect: str) -> Callable[[_Row], Run]:
    return lambda row: _counts(row[3], row[1], row[2])[aspect]


# A county's sheet -------------------------------------------------------------------------------------------------


def of_county(facts: Facts, texts: Texts, unit: UnitRef, you: str) -> list[Block]:
    """What was checked in one county, and how many of its figures are to be looked at again."""
    words, checked = texts.feedback.verification, facts.verified
    sentences: list[Runs] = [_of_checks(facts, words, checked, unit, you)] if checked else []
    if checked and unit.code in checked.recheck:
        sentences.append(fill(words.recheck, you=you))
    if number := facts.doubts[unit.code]:
        sentences.append(fill(words.doubts, you=you, count=count(number, "doubts", "", unit.code)))
    return body(*sentences)


def _of_checks(facts: Facts, words: FeedbackVerification, checked: Verified, unit: UnitRef, you: str) -> Runs:
    by_indicator = {one.indicator: one.counties[unit.code] for one in checked.results if unit.code in one.counties}
    if not any(one.checks for one in by_indicator.values()):
        return ()
    counts = {code: _counts(one, code, unit.code) for code, one in by_indicator.items()}
    several = (fill(words.result, indicator=facts.figures[code].name, **one) for code, one in counts.items())
    results = joined(several, SEMICOLON)
    checks = next(iter(counts.values()))["checks"]
    return fill(words.text, you=you, half_month=checked.plan.half_month.label, checks=checks, results=results)
