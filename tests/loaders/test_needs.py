from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import needs
from loaders.contract import Loaded

ROW = {
    "Row": "N1",
    "Country": "XAA",
    "Indicator": "People displaced",
    "Unit": "people",
    "Value": "482349",
    "How exact": "EXACT",
    "As of": "2010",
    "Made by": "A body",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in needs.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(needs.load_needs, tmp_path / "needs.csv", needs.NAMED, row)


def test_a_need_has_a_value_a_unit_and_the_body_that_made_it(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert [cell(loaded, name) for name in ("value", "unit_code", "origin_name")] == [482_349, "people", "A body"]
    assert cell(loaded, "as_of_date") == pd.Timestamp(2010, 12, 31)


def test_a_value_that_is_no_number_is_set_aside(tmp_path: Path) -> None:
    assert [issue.message for issue in read(tmp_path, Value="many").issues] == [
        "needs.csv line 2, column 'Value': 'many' is not a number"
    ]
