"""核实情况: limits are called what they are, in the notice, on the board, on the slide and in the workbook alike."""

from types import SimpleNamespace

import pytest

from lib.documents.paper import plain
from lib.documents.texts import office_texts
from lib.documents.verified import verification
from lib.review.sampling import Limits, LimitsKind, Of, Verification
from lib.review.spot_checks import Result
from lib.show.boards.spot_checks import _numbers, verified_title
from lib.show.screens.verification import _limits
from lib.show.workbook.spot_checks import _numbers as cells

INDICATOR = SimpleNamespace(code="x", name="清理机构牌子", name_en="Boards", unit="块", unit_en="boards", decimals=0)


def result(kind: LimitsKind) -> Result:
    limits = Limits(0.746, 0.976, kind)
    whole = Verification(40, 36, 3, 1, None, Of.REPORTED, 1000, factor=0.9, limits=limits, safe=0.771)
    return Result("x", whole, {}, (), 0, 0)


@pytest.mark.parametrize(
    ("kind", "name", "other"),
    [(LimitsKind.SAFE, "稳妥界限", "置信区间"), (LimitsKind.INTERVAL, "置信区间", "稳妥界限")],
)
def test_limits_have_one_name_everywhere(kind, name, other):
    found = result(kind)
    checked = SimpleNamespace(plan=SimpleNamespace(half_month=SimpleNamespace(label="")), results=(found,), recheck=())
    facts = SimpleNamespace(verified=checked, figures={"x": INDICATOR}, felt_low=(), doubts=SimpleNamespace(total=int))
    notice = "".join(plain(block.runs) for block in verification(facts, office_texts()))
    reference = SimpleNamespace(indicators={"x": INDICATOR})
    board = "".join(map(str, _numbers(INDICATOR, found)))
    for said in (notice, verified_title(reference, found), board, str(cells(found.whole))):
        assert name in said and other not in said
    assert ("稳妥下限" in board) == (kind is LimitsKind.INTERVAL)  # never two lower limits on the safe side
    assert ("稳妥界限" in _limits(found)) == (kind is LimitsKind.SAFE)
