"""核实·抽查方法: the card that tells how villages were drawn and limits are reckoned, by the figures in force."""

from lib.kept.models import DrawKind
from lib.kept.reference import Reference
from lib.review.sampling.factors import COUNTING, ENOUGH_CHECKS, ENOUGH_FAULTS, INTERVAL_FROM
from lib.review.sampling.limits import DRAWS, GRID, LEAST_GAIN, PRIOR
from lib.review.spot_checks import KeptFrame, Plan, Result
from lib.show.blocks import Card
from lib.show.boards.words import indicator_name
from lib.words.language import gettext as _
from lib.words.wording import percent


def method(reference: Reference, plan: Plan, result: Result, *, repeats: bool) -> Card:
    """口径: how the villages were drawn and how the limits are reckoned; for who `repeats` the draw also its seed.

    With what villages reported, which everybody reads, the seed names the villages that were drawn.
    """
    frame = KeptFrame.of_text(plan.frame)
    counts = _("{drawn} of {frame} villages; {visited} left out as visited up to the limit, {unreported} not reported")
    drawn = sum(county.drawn + county.drawn_zero for county in frame.counties)
    by_size = plan.draw is DrawKind.BY_SIZE
    ratio = _("Combined ratio, linearised; only from {count} faults on (Cochran)")
    safe = _("Stringer's bound, in more than 95 of 100 draws; so are limits of a county, and below {count} checks")
    agrees = _("Up to {percent} apart: two people who count differ by so much")
    few = _("Below {count} checks only counts with exact limits (Clopper–Pearson), never a factor")
    lines = [
        (_("Verification factor"), _("Found ÷ reported, as WHO's Data Quality Review (module 3) words it")),
        (_("Agrees"), agrees.format(percent=percent(float(100 * COUNTING)))),
        (_("Draw"), _drawn_how(reference, plan)),
        (
            _("Frame"),
            counts.format(drawn=drawn, frame=frame.villages, visited=frame.visited, unreported=frame.unreported),
        ),
        (_("Limits"), _dirichlet() if by_size else ratio.format(count=ENOUGH_FAULTS)),
        (_("Safe side"), safe.format(count=INTERVAL_FROM)),
        (_("Counties"), few.format(count=ENOUGH_CHECKS)),
        (_("Seed and frame"), _seed(plan, repeats=repeats)),
    ]
    return Card(_("Spot check of {name}").format(name=indicator_name(reference, result.indicator)), tuple(lines))


def _seed(plan: Plan, *, repeats: bool) -> str:
    if not repeats:
        return _("Kept with the plan; the office and the checking group repeat the draw by them")
    return _("{seed}, SHA-256 {hash}").format(seed=plan.seed, hash=plan.frame_hash)


def _dirichlet() -> str:
    text = _("Dirichlet limits: prior {prior} spread over {grid} shares from 0 to 1, {draws} draws with a fixed seed")
    gain = _("; variance as the counties and the part drawn have it, {least} of the whole at least")
    return text.format(prior=f"{PRIOR:g}", grid=GRID, draws=f"{DRAWS:,}") + gain.format(least=LEAST_GAIN)


def _drawn_how(reference: Reference, plan: Plan) -> str:
    words = plan.draw.word
    if plan.draw is DrawKind.BY_SIZE:
        words = _("{how} of {indicator}").format(how=words, indicator=indicator_name(reference, plan.indicators[0]))
    words += _(", counties apart; villages that reported 0 are drawn by themselves")
    return words + (_("; doubtful villages oftener") if plan.by_doubts else "")
