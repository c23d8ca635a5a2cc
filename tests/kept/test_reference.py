"""The reference data as the checks see them."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from lib.kept.models import Base, Form, HalfMonthState, Indicator, Unit
from lib.kept.reference import Reference, read_reference
from lib.words.half_months import HalfMonth

JULY = HalfMonth.of(2023, 7, 1).ordinal

UNITS = [
    {"code": "52", "level": "prefecture", "kind": "自治州", "parent_code": None},
    {"code": "5201", "level": "county", "kind": "县", "parent_code": "52"},
    {"code": "5202", "level": "county", "kind": "市", "parent_code": "52"},
    {"code": "5201001", "level": "township", "kind": "镇", "parent_code": "5201"},
    {"code": "5201001001", "level": "village", "kind": "村", "parent_code": "5201001", "report_pilot": True},
    {"code": "5201001002", "level": "village", "kind": "社区", "parent_code": "5201001", "valid_to": JULY - 1},
]
INDICATORS = [
    {"code": "share", "position": 2, "form": "cleanup", "rollup": "sum", "decimals": 1, "maximum": Decimal(100)},
    {"code": "boards", "position": 1, "form": "cleanup", "rollup": "sum", "decimals": 0, "minimum": Decimal(0)},
    {"code": "reports", "position": 3, "form": "pilots", "rollup": "sum", "decimals": 0},
    {"code": "boards_ok", "position": 4, "form": None, "rollup": "count", "decimals": 0},
]


@pytest.fixture
def reference() -> Reference:
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for unit in UNITS:
            connection.execute(sa.insert(Unit), {"name": unit["code"], **unit})
        for form, units in (("cleanup", "all"), ("pilots", "report_pilot")):
            connection.execute(sa.insert(Form), {"code": form, "name": form, "level": "village", "units": units})
        for indicator in INDICATORS:
            rest = {"name": indicator["code"], "unit": "块", "level": "village", "direction": "up"}
            connection.execute(sa.insert(Indicator), rest | indicator)
        connection.execute(sa.insert(HalfMonthState), {"half_month": JULY, "state": "open"})
        read = read_reference(connection)
    engine.dispose()
    return read


def test_a_unit_knows_the_township_and_county_it_belongs_to(reference):
    village, county = reference.units["5201001001"], reference.units["5201"]
    assert (village.township_code, village.county_code) == ("5201001", "5201")
    assert (county.township_code, county.county_code) == (None, "5201")


def test_a_form_has_its_reported_indicators_by_position_with_limits(reference):
    boards, share = reference.forms["cleanup"].indicators
    assert (boards.code, boards.minimum, boards.maximum) == ("boards", 0, None)
    assert (share.code, share.maximum) == ("share", 100)


def test_the_units_of_a_form_are_those_of_its_level_and_flag(reference):
    assert [unit.code for unit in reference.form_units("cleanup")] == ["5201001001", "5201001002"]
    assert [unit.code for unit in reference.form_units("pilots")] == ["5201001001"]


def test_the_units_of_a_form_may_be_narrowed_to_those_below_one_and_those_that_exist(reference):
    assert reference.form_units("cleanup", "5202") == []
    assert [unit.code for unit in reference.form_units("cleanup", "5201", JULY)] == ["5201001001"]


def test_a_unit_that_is_not_there_has_none_below(reference):
    assert reference.codes_below("99") == frozenset()


def test_states_are_by_half_month(reference):
    assert reference.states == {JULY: "open"}
