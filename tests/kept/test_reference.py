"""The reference data as the checks see them."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from lib.kept import store
from lib.kept.current import current_reference
from lib.kept.models import Base, Form, HalfMonthState, Indicator, Unit
from lib.kept.reference import Reference, read_reference
from lib.words.errors import StoreError
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


def merged(reference: Reference, *ended: tuple[str, str, int]) -> Reference:
    """The same with villages A, B and C, of which `ended` (code, successor, valid to) were taken over."""
    one = reference.units["5201001001"]
    units = {code: replace(one, id=100 + place, code=code) for place, code in enumerate(("A", "B", "C"))}
    for code, successor, last in ended:
        units[code] = replace(units[code], valid_to=last, successor_code=successor)
    return replace(reference, units=dict(reference.units) | units)


def codes(reference: Reference, unit: str, then: int, now: int) -> set[str]:
    return {one.code for one in reference.standing_for(reference.units[unit], then, now)}


def test_a_unit_is_compared_with_all_that_it_took_over_in_a_chain(reference):
    known = merged(reference, ("A", "B", JULY - 3), ("B", "C", JULY - 1))
    assert codes(known, "C", JULY - 1, JULY) == {"B", "C"}  # A had ended before: B held it already
    assert codes(known, "C", JULY - 3, JULY) == {"A", "B", "C"}
    assert codes(known, "B", JULY - 3, JULY - 2) == {"A", "B"}
    assert codes(known, "C", JULY - 3, JULY - 2) == {"C"}  # nothing was taken over yet


def test_what_counts_within_the_year_begins_anew_with_its_first_half_month(reference):
    pay = replace_indicator(reference, "boards", yearly=True)
    december, january = HalfMonth.of(2023, 12, 2).ordinal, HalfMonth.of(2024, 1, 1).ordinal
    boards = pay.indicators["boards"]
    assert [pay.begins_anew(boards, each) for each in (december, january, january + 1)] == [False, True, False]
    assert not pay.begins_anew(pay.indicators["share"], january)
    derived = replace_indicator(pay, "boards_ok", rollup="count", condition="boards<=4")
    assert derived.begins_anew(derived.indicators["boards_ok"], january)


def replace_indicator(reference: Reference, code: str, **values: object) -> Reference:
    changed = Indicator(**reference.indicators[code].model_dump() | values)
    return replace(reference, indicators=dict(reference.indicators) | {code: changed})


def test_reading_them_takes_no_second_connection(small, monkeypatch):
    """All visitors after a save each held one and waited for another: with as many of them as connections, for ever."""
    alone = sa.create_engine(small.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.5)
    monkeypatch.setattr(store, "engine", lambda: alone)
    with store.reading(alone) as connection:
        assert current_reference(connection).units.keys() == small.reference.units.keys()
        assert current_reference(connection) is current_reference(connection)
    alone.dispose()


def test_a_store_whose_connections_are_all_taken_is_said_to_be_busy(small):
    alone = sa.create_engine(small.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    with alone.connect(), pytest.raises(StoreError, match="忙"), store.reading(alone):
        pass
    alone.dispose()
