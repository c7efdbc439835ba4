from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import statuses
from loaders.contract import Loaded

ROW = {
    "Row": "ST1",
    "Country": "Ardova",
    "Status": "POST",
    "Basis": "MAPPED",
    "Status as stated": "recovering",
    "Reason": "after a war",
    "From": "2010-06",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in statuses.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(statuses.load_country_status, tmp_path / "country_status.csv", statuses.NAMED, row)


def test_a_status_starts_on_the_first_day_of_its_period_and_keeps_the_source_s_word(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert cell(loaded, "start_date") == pd.Timestamp(2010, 6, 1)
    assert cell(loaded, "start_precision") == "MONTH"
    shown = ("country_code", "status_code", "status_text")
    assert [cell(loaded, name) for name in shown] == ["XAA", "POST", "recovering"]


def test_a_status_of_no_country_or_no_class_is_set_aside(tmp_path: Path) -> None:
    assert [issue.column for issue in read(tmp_path, Country="").issues] == ["Country"]
    assert [issue.message for issue in read(tmp_path, Status="at risk").issues] == [
        "country_status.csv line 2, column 'Status': 'at risk' is not one of "
        "COMPLEX, FAILED, FAILING, POST, DESCRIBED, NONE"
    ]
