"""The four empowerments and the figures of each, in the order of the article (section 二(四))."""

from lib.words.language import gettext as _

SUPPORT: dict[str, tuple[str, ...]] = {
    "cadres": (
        "resident_cadres", "grid_household_leads", "community_workers", "secretaries_in_training_scope",
        "backbone_in_training_scope", "cadres_degree_upgrade", "cadres_to_guangdong", "prefecture_trained_secretaries",
        "township_trained_backbone",
    ),
    "funding": (
        "employment_subsidy", "geohazard_fund", "collective_fund", "collective_fund_villages",
        "villages_savings_over_200k", "villages_income_over_100k",
    ),
    "projects": (
        "east_west_fund", "aid_projects_started", "provincial_demo_sites", "prefecture_demo_sites",
        "demo_site_projects", "work_relief_projects", "workers_employed", "labour_pay",
    ),
    "policy": (
        "villages_running_cost_met", "running_cost", "one_shoulder_monthly_pay", "cadres_deputy_section_pay",
        "pension_coverage_pct", "village_service_centres", "community_service_centres",
    ),
}  # fmt: skip
QUADRANT = "quadrant"

# 负担事项: what was found in villages, and what of it is still there; each has both in every village.
FOUND = ("mechanisms_last_year", "boards_found", "wall_posters_found")
REMOVED = ("boards_removed", "wall_posters_removed")
LEFT = "mechanisms_now"
# 支持资金: the money of the four empowerments that reaches villages or is spent for them. Labour pay is left out: it is
# paid from projects that are counted already.
MONEY = ("employment_subsidy", "geohazard_fund", "collective_fund", "east_west_fund", "running_cost")


def support_words() -> dict[str, str]:
    """The tabs in their order: 干部下沉, 经费下投, 项目下放, 政策下倾, 减负与支持."""
    return {
        "cadres": _("Cadres"),
        "funding": _("Funding"),
        "projects": _("Projects"),
        "policy": _("Policy and pay"),
        QUADRANT: _("Burden and support"),
    }


def support_of(code: str) -> str | None:
    """The tab on which a figure is shown; None when it is none of the four empowerments'."""
    return next((support for support, codes in SUPPORT.items() if code in codes), None)
