from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboard import measures
from dashboard.index import OPEN
from dashboard.measures import Total, UnsafeSumError, add, person_days
from loaders.tables import TABLES

TOURS = {"measure_code": "TOUR", "stage_code": "ACTUAL", "is_total": False, "series_id": "S", "qualifier_code": "EXACT"}
MONEY = {"stage_code": "OBLIGATED", "is_total": False, "series_id": "L", "qualifier_code": "EXACT"}


def rows_of(table: str, *rows: dict[str, object]) -> pd.DataFrame:
    empty = TABLES[table].empty()
    return pd.DataFrame(list(rows), columns=empty.columns).astype(empty.dtypes.to_dict())


def tours(*rows: dict[str, object]) -> pd.DataFrame:
    return rows_of("deployments", *({"deployment_id": f"D-{n}", **TOURS, **row} for n, row in enumerate(rows)))


def amounts(*rows: dict[str, object]) -> pd.DataFrame:
    return rows_of("transactions", *({"transaction_id": f"T-{n}", **MONEY, **row} for n, row in enumerate(rows)))


def test_rows_of_one_series_add_up() -> None:
    assert add(tours({"people_count": 4}, {"people_count": 3}), measures.SERVING) == Total(4 + 3, "EXACT", 2, 0, 0)


def test_cents_add_up_without_a_tail() -> None:
    assert add(amounts({"amount_usd": 0.1}, {"amount_usd": 0.2}), measures.OBLIGATED).value == 0.3


def test_no_row_is_0() -> None:
    assert add(tours(), measures.SERVING) == Total(0.0, "EXACT", 0, 0, 0)


def test_a_row_of_0_people_is_0() -> None:
    assert add(tours({"people_count": 0}), measures.SERVING) == Total(0.0, "EXACT", 1, 0, 0)


def test_unknown_is_not_0_but_makes_the_sum_a_lower_bound() -> None:
    assert add(tours({"people_count": 4}, {"people_count": None}), measures.SERVING) == Total(4.0, "AT_LEAST", 2, 1, 0)


def test_all_unknown_is_unknown() -> None:
    found = add(tours({"people_count": None}, {"people_count": None}), measures.SERVING)
    assert (found.value, found.unknown) == (None, 2)


def test_a_lower_bound_makes_the_sum_a_lower_bound() -> None:
    found = add(amounts({"amount_usd": 5, "qualifier_code": "AT_LEAST"}, {"amount_usd": 7}), measures.OBLIGATED)
    assert found == Total(5 + 7, "AT_LEAST", 2, 0, 1)


@pytest.mark.parametrize("qualifier", ["ABOUT", "NEARLY", "UP_TO", "RANGE"])
def test_a_number_not_exact_makes_the_sum_about(qualifier: str) -> None:
    assert (
        add(amounts({"amount_usd": 5, "qualifier_code": qualifier}, {"amount_usd": 7}), measures.OBLIGATED).qualifier
        == "ABOUT"
    )


def test_a_bound_outweighs_about() -> None:
    rows = amounts({"amount_usd": 5, "qualifier_code": "ABOUT"}, {"amount_usd": 7, "qualifier_code": "AT_LEAST"})
    assert add(rows, measures.OBLIGATED).qualifier == "AT_LEAST"


def test_the_qualifier_of_an_unknown_number_says_nothing() -> None:
    found = measures.summed(pd.Series([None, None], dtype="Int64"), pd.Series(["ABOUT", "AT_LEAST"]))
    assert (found.value, found.qualifier) == (None, "EXACT")


def test_mixed_stages_are_refused() -> None:
    with pytest.raises(UnsafeSumError, match="stage_code OBLIGATED, not DISBURSED"):
        add(amounts({"amount_usd": 5}, {"amount_usd": 4, "stage_code": "DISBURSED"}), measures.OBLIGATED)
    with pytest.raises(UnsafeSumError, match="stage_code ACTUAL, not PLANNED"):
        add(tours({"people_count": 5}, {"people_count": 4, "stage_code": "PLANNED"}), measures.SERVING)


def test_mixed_measures_are_refused() -> None:
    with pytest.raises(UnsafeSumError, match="measure_code TOUR, not PEOPLE_IN_COUNTRY"):
        add(tours({"people_count": 5}, {"people_count": 4, "measure_code": "PEOPLE_IN_COUNTRY"}), measures.SERVING)


def test_a_single_row_of_another_measure_is_refused_too() -> None:
    with pytest.raises(UnsafeSumError):
        add(tours({"people_count": 5, "measure_code": "DEPLOYMENTS"}), measures.SERVING)


def test_a_total_beside_its_parts_is_refused() -> None:
    rows = tours(
        {"people_count": 2, "part_of_id": "D-2"},
        {"people_count": 3, "part_of_id": "D-2"},
        {"people_count": 5, "is_total": True},
    )
    with pytest.raises(UnsafeSumError, match="never adds a total to other rows: D-2"):
        add(rows, measures.SERVING)
    assert add(rows.iloc[:2], measures.SERVING).value == 2 + 3
    assert add(rows.iloc[2:], measures.SERVING).value == 5


def test_a_part_beside_its_whole_is_refused_though_neither_is_marked_a_total() -> None:
    with pytest.raises(UnsafeSumError, match="D-1 is part of D-0"):
        add(tours({"people_count": 5}, {"people_count": 2, "part_of_id": "D-0"}), measures.SERVING)


def test_a_part_of_something_not_present_may_be_added() -> None:
    rows = tours({"people_count": 5, "part_of_id": "elsewhere"}, {"people_count": 2, "part_of_id": "elsewhere"})
    assert add(rows, measures.SERVING).value == 5 + 2


def test_two_series_are_refused() -> None:
    with pytest.raises(UnsafeSumError, match="may overlap: R, S"):
        add(tours({"people_count": 5}, {"people_count": 4, "series_id": "R"}), measures.SERVING)


def test_rows_without_a_series_are_refused_unless_alone() -> None:
    with pytest.raises(UnsafeSumError, match="may overlap"):
        add(tours({"people_count": 5}, {"people_count": 4, "series_id": None}), measures.SERVING)
    assert add(tours({"people_count": 5, "series_id": None}), measures.SERVING).value == 5


def test_tours_that_two_agencies_return_are_added_and_two_returns_of_one_agency_are_not() -> None:
    usaid = {"people_count": 5, "agency_code": "USAID", "series_id": "SR0001"}
    state = {"people_count": 4, "agency_code": "STATE", "series_id": "SR0002"}
    assert add(tours(usaid, state), measures.SERVING).value == 5 + 4
    with pytest.raises(UnsafeSumError, match="may overlap: SR0001, SR0003"):
        add(tours(usaid, state, usaid | {"series_id": "SR0003"}), measures.SERVING)
    with pytest.raises(UnsafeSumError, match="may overlap"):
        add(tours(usaid, state | {"agency_code": None}), measures.SERVING)


def test_posts_of_two_series_are_refused() -> None:
    posts = [{"post_id": f"P-{n}", "posts_count": 2, "series_id": series} for n, series in enumerate("AB")]
    with pytest.raises(UnsafeSumError):
        add(rows_of("posts_requested", *posts), measures.POSTS)


def test_requests_and_obligations_are_told_apart() -> None:
    requested = amounts({"amount_usd": 9, "stage_code": "REQUESTED"})
    assert add(requested, measures.REQUESTED).value == 9
    with pytest.raises(UnsafeSumError):
        add(requested, measures.OBLIGATED)


def test_no_measure_adds_two_stages_or_two_measures() -> None:
    for measure in measures.MEASURES.values():
        assert all(len(codes) == 1 for codes in measure.allowed.values()), measure.name


def test_every_measure_says_how_it_is_counted() -> None:
    for name, measure in measures.MEASURES.items():
        assert measure.name == name
        assert measure.rule.endswith(".")
        assert measure.unit


def served(start: date, end: date | None, people: float, period: tuple[date, date]) -> float:
    last = measures.day_number(end) if end else OPEN
    return person_days(np.array([measures.day_number(start)]), np.array([last]), np.array([people]), period)


YEAR = (date(2010, 10, 1), date(2011, 9, 30))


def test_first_and_last_day_are_served() -> None:
    assert served(date(2011, 3, 1), date(2011, 8, 31), 4, YEAR) == 4 * (31 + 30 + 31 + 30 + 31 + 31)
    assert served(date(2011, 3, 1), date(2011, 3, 1), 4, YEAR) == 4


def test_only_days_within_the_period_count() -> None:
    assert served(date(2010, 9, 1), date(2010, 10, 2), 5, YEAR) == 5 * 2
    assert served(date(2011, 9, 29), date(2012, 1, 31), 5, YEAR) == 5 * 2
    assert served(date(2009, 1, 1), date(2012, 1, 1), 1, YEAR) == 365


def test_a_tour_outside_the_period_serves_nothing_and_never_less() -> None:
    assert served(date(2010, 1, 1), date(2010, 9, 30), 5, YEAR) == 0
    assert served(date(2011, 10, 1), date(2012, 9, 30), 5, YEAR) == 0


def test_an_open_tour_serves_to_the_end_of_the_period() -> None:
    assert served(date(2011, 9, 15), None, 3, YEAR) == 3 * 16


def test_a_leap_year_has_366_days() -> None:
    assert served(date(2000, 1, 1), None, 1, (date(2011, 10, 1), date(2012, 9, 30))) == 366


def test_tours_of_a_fiscal_year_serve_at_least_one_of_its_days() -> None:
    start = np.array(
        [measures.day_number(day) for day in (date(2010, 9, 1), date(2010, 9, 1), date(2011, 9, 30), date(2011, 10, 1))]
    )
    end = np.array(
        [measures.day_number(day) for day in (date(2010, 9, 30), date(2010, 10, 1), date(2012, 1, 1), date(2012, 1, 1))]
    )
    assert list(measures.in_fiscal_year(start, end, 2011)) == [False, True, True, False]


def test_day_numbers_grow_by_one_a_day() -> None:
    first = date(2011, 12, 25)
    numbers = [measures.day_number(first + timedelta(days=n)) for n in range(90)]
    assert np.diff(numbers).tolist() == [1] * 89
