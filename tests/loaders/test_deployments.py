from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import deployments
from loaders.contract import Loaded

ROW = {
    "Row": "D1",
    "Scope": "COUNTRY",
    "Measure": "DEPLOYMENTS",
    "Stage": "ACTUAL",
    "Country": "XAA",
    "Agency": "STATE",
    "Component": "ACTIVE",
    "Function": "JUSTICE",
    "Team": "Courts",
    "From": "FY2012",
    "To": "FY2012",
    "People": "38",
    "Person-days": "5470",
    "Series": "S1 FY2012",
    "Total": "no",
    "Part of": "D9",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in deployments.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(deployments.load_deployments, tmp_path / "deployments.csv", deployments.NAMED, row)


def test_a_fiscal_year_window_runs_from_october_to_september(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert cell(loaded, "start_date") == pd.Timestamp(2011, 10, 1)
    assert cell(loaded, "end_date") == pd.Timestamp(2012, 9, 30)
    assert cell(loaded, "end_precision") == "FISCAL_YEAR"


def test_deployments_and_person_days_are_two_numbers(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert (cell(loaded, "people_count"), cell(loaded, "person_days")) == (38, 5470)


def test_an_open_end_stays_empty(tmp_path: Path) -> None:
    assert cell(read(tmp_path, To=""), "end_date") is None


def test_coordinates_are_never_read_from_the_file(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert (cell(loaded, "lat"), cell(loaded, "lon")) == (None, None)
