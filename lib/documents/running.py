"""监测点、准入、一村一策、部门自查: how the campaign's mechanisms ran in the half month, from their registers.

Each is counted by its days, as it stood at the end of the half month; what nobody recorded is said to be missing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from lib.documents.facts import Facts
from lib.documents.numbers import count, moved
from lib.documents.paper import Block, Ref, Run, Runs, Said, joined
from lib.documents.parts import indicator_sentences, listed, run_in
from lib.documents.running_sections import Admitted, Monitoring, Reviews
from lib.documents.template import fill
from lib.documents.texts import Texts
from lib.kept.models import Admission, AdmissionState, BurdenKind
from lib.kept.reference import Reference
from lib.review.admissions import applications
from lib.review.burden import Cover, SourceRow, counts, covers, over_limit, sources
from lib.review.dispatch import SelfReview, self_reviews
from lib.words.half_months import HalfMonth

MOST = 3  # departments that are named as a source
NAMED = 10  # matters and villages that are named; how many there are is said before


@dataclass(frozen=True)
class Registers:
    """What the registers say: events at the monitoring `points` by kind, now and `before` (None: nothing recorded)."""

    points: int
    events: Counter[BurdenKind]
    before: Counter[BurdenKind] | None
    outside: int
    sources: Sequence[SourceRow]
    over: Sequence[str]
    applications: Sequence[Admission]
    reviews: Sequence[SelfReview]


def registers(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Registers:
    """Read what stood in the registers at the end of the half month."""
    last_day, at = half_month.last_day, half_month.ordinal
    return Registers(
        # a mark without an end outlives its village
        points=sum(unit.carries("monitoring_point", at) and unit.exists_in(at) for unit in reference.units.values()),
        events=_by_kind(connection, half_month),
        # nothing recorded is no zero: a half month without records is compared with nothing
        before=_by_kind(connection, half_month.next(-1)) or None,
        outside=covers(connection, half_month)[Cover.OUTSIDE],
        sources=sources(connection, half_month),
        over=[visits.unit_code for visits in over_limit(connection, half_month)],
        applications=[
            admission
            for admission in applications(connection)
            if admission.applied_on and admission.applied_on <= last_day
        ],
        reviews=self_reviews(connection),
    )


def _by_kind(connection: sa.Connection, half_month: HalfMonth) -> Counter[BurdenKind]:
    by_kind: Counter[BurdenKind] = Counter()
    for counted in counts(connection, half_month):
        by_kind[counted.kind] += counted.count
    return by_kind


def running(facts: Facts, texts: Texts, recorded: Registers) -> list[Block]:
    """A paragraph each, （一） to （四）; the one of villages' plans as far as the office has a sentence for it."""
    words = texts.notice.running
    parts = (
        (words.monitoring.heading, _monitoring(facts, texts, recorded)),
        (words.admission.heading, _admission(facts, texts, recorded.applications)),
        (words.plans.heading, indicator_sentences(facts, texts, words.plans.sentences)),
        (words.reviews.heading, _reviews(facts, texts, recorded.reviews)),
    )
    told = ((heading, runs) for heading, runs in parts if runs)
    return [run_in(at, heading, *runs) for at, (heading, runs) in enumerate(told, start=1)]


def _nothing(texts: Texts, name: str) -> list[Runs]:
    return [fill(texts.words.no_data, names=name)]


# Monitoring points ------------------------------------------------------------------------------------------------


def _monitoring(facts: Facts, texts: Texts, recorded: Registers) -> list[Runs]:
    words: Monitoring = texts.notice.running.monitoring
    every = recorded.events.total()
    if not every:
        return _nothing(texts, words.name)
    kinds = joined(
        fill(words.kind, kind=kind.word, count=count(number, "events", kind.value))
        for kind in BurdenKind
        if (number := recorded.events[kind])
    )
    text = fill(
        words.events,
        points=count(recorded.points, "events", "points"),
        events=count(every, "events", "all"),
        kinds=kinds,
        change=_more_or_less(texts, every, recorded.before),
    )
    outside = fill(words.outside, count=count(recorded.outside, "events", "outside"))
    return [text, outside if recorded.outside else fill(words.none_outside), *_from(facts, words, recorded),
            _over(facts, texts, recorded.over)]  # fmt: skip


def _more_or_less(texts: Texts, now: int, before: Counter[BurdenKind] | None) -> Runs:
    change = None if before is None else Decimal(now - before.total())
    amount = Run(f"{abs(change or 0)}{texts.notice.running.monitoring.unit}", Ref("count", "events", "change"))
    return moved(texts, change, amount, is_percent=False, decimals=0)


def _from(facts: Facts, words: Monitoring, recorded: Registers) -> list[Runs]:
    """The departments that most came from; whoever was not told is none of them."""
    known = [(row.department_code, row.count) for row in recorded.sources if row.department_code]
    named = [
        fill(words.source, department=facts.department(code), count=count(number, "events", "source", code))
        for code, number in known[:MOST]
    ]
    return [fill(words.sources, departments=joined(named))] if named else []


def _over(facts: Facts, texts: Texts, codes: Sequence[str]) -> Runs:
    if not codes:
        return ()
    names: list[Said] = [facts.reference.units[code].name for code in codes]
    number = count(len(codes), "events", "over")
    return fill(texts.notice.running.monitoring.over_limit, count=number, villages=listed(texts, names, NAMED))


# Admission --------------------------------------------------------------------------------------------------------


def _admission(facts: Facts, texts: Texts, admissions: Sequence[Admission]) -> list[Runs]:
    words: Admitted = texts.notice.running.admission
    if not admissions:
        return _nothing(texts, words.name)
    by_state = _by_state(facts.half_month, admissions)
    numbers = {name: count(len(those), "admissions", name) for name, those in by_state.items() if name != "past_exit"}
    sentences = [fill(words.counts, **numbers)]
    for name, template in (("approved", words.approved), ("refused", words.refused), ("waiting", words.waiting)):
        if by_state[name]:
            sentences.append(fill(template, matters=_matters(facts, texts, by_state[name])))
    if late := by_state["past_exit"]:
        number = count(len(late), "admissions", "past_exit")
        sentences.append(fill(words.past_exit, count=number, matters=_matters(facts, texts, late)))
    return sentences


def _by_state(half_month: HalfMonth, admissions: Sequence[Admission]) -> dict[str, list[Admission]]:
    """What happened to applications within the half month, and what waited or was past its exit at its end."""
    last = half_month.last_day
    decided = [admission for admission in admissions if _within(half_month, admission.decided_on)]
    return {
        "applied": [admission for admission in admissions if _within(half_month, admission.applied_on)],
        # whatever became of it since: in force, or ended
        "approved": [admission for admission in decided if admission.state is not AdmissionState.REFUSED],
        "refused": [admission for admission in decided if admission.state is AdmissionState.REFUSED],
        "exited": [admission for admission in admissions if _within(half_month, admission.exited_on)],
        "waiting": [
            admission
            for admission in admissions
            if _after(last, admission.decided_on) and admission.state is not AdmissionState.DRAFT
        ],
        "past_exit": [
            admission
            for admission in admissions
            if admission.state in (AdmissionState.IN_FORCE, AdmissionState.EXITED)
            and admission.exit_on
            and admission.exit_on < last
            and _after(last, admission.exited_on)
        ],
    }


def _within(half_month: HalfMonth, day: date | None) -> bool:
    return day is not None and half_month.first_day <= day <= half_month.last_day


def _after(last: date, day: date | None) -> bool:
    """Whether it had not come by the `last` day."""
    return day is None or day > last


def _matters(facts: Facts, texts: Texts, those: Sequence[Admission]) -> Runs:
    template = texts.notice.running.admission.matter
    named = [
        fill(template, matter=admission.matter, department=facts.department(admission.department_code))
        for admission in those
    ]
    return listed(texts, named, NAMED)


# Self-reviews -----------------------------------------------------------------------------------------------------

COUNTED = ("mechanisms", "boards", "inspections")


def _reviews(facts: Facts, texts: Texts, reviews: Sequence[SelfReview]) -> list[Runs]:
    words: Reviews = texts.notice.running.reviews
    done = [review for review in reviews if review.reviewed_on and review.reviewed_on <= facts.half_month.last_day]
    if not done:
        return _nothing(texts, words.name)
    new = sum(_within(facts.half_month, review.reviewed_on) for review in done)
    numbers = {"done": len(done), "every": len(reviews), "new": new}
    sums = {name: sum(getattr(review, name) or 0 for review in done) for name in COUNTED}
    untold = sum(any(getattr(review, name) is None for name in COUNTED) for review in done)
    missing = [review.name for review in reviews if review not in done]
    return [
        fill(words.done, **_counted(numbers)),
        # sums over those who told; where nobody did, 0 would be a finding
        fill(words.found, **_counted(sums)) if untold < len(done) else (),
        fill(words.untold, count=count(untold, "reviews", "untold")) if untold else (),
        fill(words.missing, departments=listed(texts, missing, NAMED)) if missing else (),
    ]


def _counted(numbers: dict[str, int]) -> dict[str, Run]:
    return {name: count(number, "reviews", name) for name, number in numbers.items()}
