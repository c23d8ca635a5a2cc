"""Write units.csv, the targets and demo/: `python data/make_demo.py [--to FOLDER]`, the same bytes in every run.

Totals in 2023-06-2 equal the published figures; everything below the prefecture is made up (see README.md).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(
    1, str(Path(__file__).parent.parent)
)  # the villages of the spot check are drawn by the program's own rule

from make import (  # noqa: E402
    admissions,
    burden,
    checks,
    cleanup,
    county,
    files,
    forms,
    inspections,
    meetings,
    places,
    progress,
    reviews,
    submissions,
    support,
    units,
    verification,
)
from make.forms import FormData, Place
from make.places import County, Village

VILLAGE_TARGETS = [
    "boards_removed",
    "wall_posters_removed",
    "certificates_standardised",
    "one_table_done",
    "apps_and_groups_cleared",
    "village_policy_done",
    "reports_cleared",
    "indicators_cleared",
    "secretaries_in_training_scope",
    "running_cost",
]


def main(to: Path) -> None:
    """Make everything into the folder, laid out as data/ is."""
    all_units = units.write(to)
    counties, villages = places.counties(all_units), places.villages(all_units)
    cleaned = village_level(to, counties, villages)
    county_level(to, counties, villages)
    prefecture = [Place(unit.code, unit.name, county="") for unit in all_units if unit.level == "prefecture"]
    office = county.prefecture_office()
    forms.write(to / "demo", "prefecture_office", office, prefecture, absent={})
    reviews.write(to / "demo", [values[0] for values in office.values["units_self_reviewed"]])
    meetings.write(to / "demo")
    admissions.write(to / "demo")
    burden.write(to / "demo", villages, inspections.write(to / "demo"))
    progress.write(to / "demo", all_units, submissions.missing_counties(counties))
    submissions.write(to / "demo", counties)
    verification.write(to / "demo", counties, villages, cleaned)
    checks.write(to / "demo", villages)


def village_level(to: Path, counties: Sequence[County], villages: Sequence[Village]) -> FormData:
    """The three forms of villages, and their targets; what they report of the clean-up."""
    pilots = [village for village in villages if village.unit.report_pilot]
    reports = {
        "village_cleanup": (villages, cleanup.village_cleanup(villages)),
        "pilot_reports": (pilots, cleanup.pilot_reports(pilots)),
        "village_support": (villages, support.village_support(villages)),
    }
    targets: dict[str, dict[str, int]] = {}
    for form, (reporting, data) in reports.items():
        at = [Place(village.unit.code, village.unit.name, village.county.code) for village in reporting]
        forms.write(to / "demo", form, data, at, submissions.absent(form, at, counties))
        targets |= {code: forms.by_code(at, values) for code, values in data.targets.items()}
    everywhere = [Place(village.unit.code, village.unit.name, village.county.code) for village in villages]
    forms.write_targets(to / "targets_village.csv", everywhere, {code: targets[code] for code in VILLAGE_TARGETS})
    return reports["village_cleanup"][1]


def county_level(to: Path, counties: Sequence[County], villages: Sequence[Village]) -> None:
    """The two forms of counties and their targets."""
    at = [Place(each.code, each.name, each.code) for each in counties]
    reports: dict[str, FormData] = {
        "county_empowerment": county.county_empowerment(counties, villages),
        "county_inspections": county.county_inspections(counties, villages),
    }
    for form, data in reports.items():
        forms.write(to / "demo", form, data, at, submissions.absent(form, at, counties))
    targets = reports["county_empowerment"].targets
    by_code = {code: forms.by_code(at, values) for code, values in targets.items()}
    forms.write_targets(to / "targets_county.csv", at, by_code)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=files.DATA, help="folder to write to instead of data/")
    main(parser.parse_args().to)
