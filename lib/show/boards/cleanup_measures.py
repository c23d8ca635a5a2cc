"""The five actions of the clean-up and what each is measured by; rules are data (article, section 二(三))."""

from lib.show.boards.context import Measure
from lib.words.language import gettext as _

ACTIONS: dict[str, tuple[Measure, ...]] = {
    "mechanisms": (Measure("mechanisms_cut_pct", new="mechanisms_now", back="mechanisms_now"),),
    "boards": (
        Measure("boards_removed", back="boards_outside"),
        Measure("wall_posters_removed"),
        Measure("boards_standard_villages"),
    ),
    "certificates": (Measure("certificates_standardised"),),
    "reports": (
        Measure("reports_cleared"),
        Measure("indicators_cleared"),
        Measure("apps_and_groups_cleared"),
        Measure("one_table_main_form_pct", new="one_table_done", left="one_table_done", back="one_table_done"),
    ),
    "inspections": (
        Measure("inspections_cut_pct", new="inspections_this_year", back="inspections_outside_plan"),
    ),
}  # fmt: skip
MEASURES = {measure.code: measure for measures in ACTIONS.values() for measure in measures}


def action_words() -> dict[str, str]:
    """The tabs in their order: 工作机制, 牌子制度, 证明事项, 报表与APP, 督查检查."""
    return {
        "mechanisms": _("Village mechanisms"),
        "boards": _("Boards and wall rules"),
        "certificates": _("Certificate matters"),
        "reports": _("Reports and apps"),
        "inspections": _("Inspections of villages"),
    }


def action_of(code: str) -> str | None:
    """The tab on which an indicator is shown; None when it is none of the clean-up's."""
    return next((action for action, measures in ACTIONS.items() if code in {one.code for one in measures}), None)
