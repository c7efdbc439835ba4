from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import corps
from loaders.contract import Loaded

ROW = {
    "Row": "C1",
    "Component": "STANDBY",
    "Component as stated": "CRC-Standby",
    "Agency": "ALL",
    "Stage": "TARGET",
    "As of": "FY2010",
    "People": "2,000",
    "How exact": "UP_TO",
    "How exact as stated": "up to",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in corps.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(corps.load_corps_strength, tmp_path / "corps_strength.csv", corps.NAMED, row)


def test_a_target_is_kept_apart_from_people_in_place(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    shown = ("component_code", "stage_code", "people_count", "qualifier_code")
    assert [cell(loaded, name) for name in shown] == ["STANDBY", "TARGET", 2000, "UP_TO"]


def test_a_count_known_to_the_fiscal_year_stands_on_its_last_day(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert cell(loaded, "as_of_date") == pd.Timestamp(2010, 9, 30)
    assert cell(loaded, "as_of_precision") == "FISCAL_YEAR"


def test_a_component_that_is_none_is_set_aside(tmp_path: Path) -> None:
    assert [issue.column for issue in read(tmp_path, Component="Navy").issues] == ["Component"]
