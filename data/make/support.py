"""village_support: the people and the money that villages get."""

from collections.abc import Sequence

from . import doubts, published
from .forms import FormData
from .growth import Series, at_once, grown, steady
from .periods import REVIEWED, parse
from .places import Village, varied
from .shares import spread

YUAN = 100  # village money is whole hundreds
SAVINGS_OVER = published.value("savings_threshold") // YUAN
INCOME_OVER = published.value("income_threshold") // YUAN
RUNNING_COST = published.value("village_running_cost_floor") // YUAN
FUND_STEP = 100_000  # yuan; funds for collectives come in such steps


def village_support(villages: Sequence[Village]) -> FormData:
    """The eight indicators of village_support."""
    wealth = _wealth(villages)
    values = {
        **_people(villages),
        "collective_fund": _collective_fund(villages),
        "collective_savings": _collective_savings(wealth),
        "operating_income": _operating_income(wealth),
        "running_cost": _running_cost(villages),
    }
    doubts.in_support(values, villages)
    targets = {
        "secretaries_in_training_scope": [int(not village.is_community) for village in villages],
        "running_cost": [RUNNING_COST * YUAN] * len(villages),
    }
    return FormData(values, targets)


def _people(villages: Sequence[Village]) -> dict[str, Series]:
    """Four head counts; villages get more of the resident cadres, communities have more households."""
    n = len(villages)
    factors = {
        "resident_cadres": [0.6 if village.is_community else 1.0 for village in villages],
        "grid_household_leads": [1.4 if village.is_community else 1.0 for village in villages],
        "secretaries_in_training_scope": [0.0 if village.is_community else 1.0 for village in villages],
        "backbone_in_training_scope": [1.0] * n,
    }
    bases = dict(zip(factors, [0.55, 0.92, 0.7, 0.6], strict=True))  # shares in post or in scope in January
    return {
        code: grown(code, _heads(code, kinds), steady(since=1, base=bases[code])) for code, kinds in factors.items()
    }


def _heads(code: str, factors: Sequence[float]) -> list[int]:
    """The published total over the villages; one secretary a village."""
    weights = [factor * weight for factor, weight in zip(factors, varied(code, len(factors), 0.6, 1.4), strict=True)]
    caps = [1] * len(factors) if code == "secretaries_in_training_scope" else None
    return spread(published.value(code), weights, caps)


def _wealth(villages: Sequence[Village]) -> list[float]:
    """How well off a village's collective is, 0–1: poorer where the county lags, communities below all villages."""
    luck = varied("wealth", len(villages), 0, 1)
    return [
        weight * 0.1 if village.is_community else 0.1 + 0.9 * weight * (1 - 0.03 * village.county.backlog)
        for village, weight in zip(villages, luck, strict=True)
    ]


def _collective_fund(villages: Sequence[Village]) -> Series:
    """The central money, in the published number of villages, each allotted at once between March and June."""
    n, total = published.value("collective_fund_villages"), published.value("collective_fund")
    luck = varied("collective_fund", len(villages), 0, 1)
    chances = [0.0 if village.is_community else weight for village, weight in zip(villages, luck, strict=True)]
    chosen = _first(n, chances)
    amounts = varied("collective_fund amounts", len(villages), 0.8, 1.2)
    steps = spread(total // FUND_STEP, [amount * (i in chosen) for i, amount in enumerate(amounts)])
    moments = [int(moment) for moment in varied("collective_fund moments", len(villages), 5, REVIEWED.number + 1)]
    return _times(FUND_STEP, grown("collective_fund", steps, at_once(moments)))


def _collective_savings(wealth: Sequence[float]) -> Series:
    """Balances that grow slowly; over the threshold in exactly the published number of villages."""
    richest = _first(published.value("villages_savings_over_200k"), wealth)
    luck = varied("collective_savings", len(wealth), 0, 1)
    finals = [
        SAVINGS_OVER + 50 + int(7_000 * weight**2) if i in richest else int(SAVINGS_OVER * (0.2 + 0.79 * weight))
        for i, weight in enumerate(luck)
    ]
    after = [int(final * 1.005) for final in finals]
    return _times(YUAN, grown("collective_savings", finals, steady(since=1, base=0.86), after))


def _operating_income(wealth: Sequence[float]) -> Series:
    """Income since January; over the threshold in exactly the published number of villages."""
    luck = varied("operating_income", len(wealth), 0, 1)
    earning = [rich * (0.7 + 0.6 * weight) for rich, weight in zip(wealth, luck, strict=True)]
    best = _first(published.value("villages_income_over_100k"), earning)
    finals = [
        INCOME_OVER + 20 + int(2_500 * weight**2) if i in best else int(INCOME_OVER * (0.05 + 0.9 * weight**1.5))
        for i, weight in enumerate(luck)
    ]
    after = [int(final * (REVIEWED.number + 1) / REVIEWED.number) for final in finals]
    return _times(YUAN, grown("operating_income", finals, steady(), after))


def _running_cost(villages: Sequence[Village]) -> Series:
    """Secured in stages; at or above the floor everywhere in 2023-06-2, as published."""
    finals = [RUNNING_COST + int(extra) for extra in varied("running_cost", len(villages), 0, 500)]
    return _times(YUAN, grown("running_cost", finals, steady(since=parse("2023-01-1").number, base=0.7)))


def _first(n: int, scores: Sequence[float]) -> set[int]:
    """Positions of the n highest scores."""
    return set(sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:n])


def _times(step: int, series: Series) -> Series:
    return [[value * step for value in values] for values in series]
