from datetime import date

import pandas as pd

from dashboard import index, selection
from loaders.release import Release
from tests.conftest import Nowhere


def test_a_country_belongs_to_its_region_of_the_day(record: Release) -> None:
    assert selection.region_of(record, "COMMAND", date(2010, 9, 30))["XAE"] == "XNORTH"
    assert selection.region_of(record, "COMMAND", date(2010, 10, 1))["XAE"] == "XSOUTH"
    assert "XAB" not in selection.region_of(record, "BUREAU", date(2011, 7, 8))
    assert selection.region_of(record, "BUREAU", date(2011, 7, 9))["XAB"] == "UP"


def test_the_newest_status_on_a_day_stands_and_an_undated_one_stands_always(record: Release) -> None:
    def on(day: date) -> dict[str, str]:
        rows = selection.status_on(record, day)
        return dict(zip(rows["country_code"], rows["status_code"], strict=True))

    assert on(date(2009, 12, 31)) == {"XAA": "FAILING", "XAC": "FAILED", "XAD": "DESCRIBED"}
    assert on(date(2010, 3, 1))["XAA"] == "COMPLEX"
    assert on(date(2011, 9, 30)) == {
        "XAA": "COMPLEX",
        "XAB": "POST",
        "XAC": "FAILED",
        "XAD": "DESCRIBED",
        "XAE": "NONE",
    }


def test_filters_on_countries_are_joined_by_and(nowhere: Nowhere, record: Release) -> None:
    def left(**choices: object) -> frozenset[str] | None:
        return selection.countries_in(record, nowhere.scope("2011-09-30", **choices))

    assert left() is None
    assert left(agency=("STATE",)) is None
    assert left(region=("LO",)) == {"XAC", "XAD", "XAE"}
    assert left(region=("LO",), status=("FAILED",)) == {"XAC"}
    assert left(region=("UP",), country=("XAC",)) == frozenset()
    assert left(tax="COMMAND", region=("XSOUTH",)) == {"XAD", "XAE"}


def test_a_joint_row_is_found_under_each_of_its_agencies(nowhere: Nowhere, record: Release) -> None:
    rows = pd.DataFrame(
        {"country_code": ["XAA", "XAA"], "agency_code": ["SEVERAL", "STATE"], "agency_codes": ["USAID;USDA", None]}
    )
    found = selection.rows_chosen(rows, record, nowhere.scope("2011-09-30", agency=("USDA",)))
    assert found.index.tolist() == [0]


def test_a_filter_that_leaves_nothing_leaves_no_row(nowhere: Nowhere, exercise: Release) -> None:
    tours = index.tours(exercise)
    scope = nowhere.scope("ex-2011-09-15", region=("FAR",))
    assert not selection.chosen(tours.by, exercise, scope, tours.size).any()
