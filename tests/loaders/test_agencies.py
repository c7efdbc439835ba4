from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import agencies
from loaders.contract import Loaded

ROW = {
    "Agency": "DOT",
    "Name": "Department of Transportation",
    "Short name": "Transportation",
    "Order": "9",
    "Partner": "yes",
    "Joined": "2011-02-11",
    "Role": "Ninth",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in agencies.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(agencies.load_agencies, tmp_path / "agencies.csv", (*agencies.NAMED, *agencies.UNUSED), row)


def test_an_agency_keeps_its_order_and_the_day_it_joined(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert cell(loaded, "member_since_date") == pd.Timestamp(2011, 2, 11)
    assert cell(loaded, "display_order") == 9
    assert loaded.rows["is_partner"].all()


def test_an_agency_outside_the_closed_list_is_set_aside(tmp_path: Path) -> None:
    assert [issue.rule for issue in read(tmp_path, Agency="Marines").issues] == ["allowed"]
