from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import personnel
from loaders.contract import Loaded

ROW = {
    "Row": "P1",
    "Kind": "STOCK",
    "Stage": "ACTUAL",
    "Country": "XAA",
    "Further countries": "XAB;Old Corvia",
    "Agency": "DOJ",
    "As of": "2010-06",
    "At least": "75",
    "At most": "100",
    "How exact": "RANGE",
    "Total": "no",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in personnel.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(personnel.load_personnel, tmp_path / "personnel.csv", personnel.NAMED, row)


def test_a_range_has_two_ends_and_no_midpoint(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert [cell(loaded, name) for name in ("people_low", "people_high", "people_count")] == [75, 100, None]


def test_a_count_stands_on_the_last_day_of_its_period(tmp_path: Path) -> None:
    assert cell(read(tmp_path), "as_of_date") == pd.Timestamp(2010, 6, 30)


def test_further_countries_become_codes(tmp_path: Path) -> None:
    assert cell(read(tmp_path), "country_codes") == "XAB;XAC"


def test_stock_and_flow_are_the_only_kinds(tmp_path: Path) -> None:
    assert [issue.message for issue in read(tmp_path, Kind="total").issues] == [
        "personnel.csv line 2, column 'Kind': 'total' is not one of STOCK, FLOW"
    ]
