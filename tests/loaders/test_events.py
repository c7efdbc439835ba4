from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import events
from loaders.contract import Loaded

ROW = {
    "Row": "E1",
    "Date": "2010-fall",
    "Event": "An election",
    "Country": "XAA",
    "Category": "conflict",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in events.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(events.load_events, tmp_path / "events.csv", events.NAMED, row)


def test_an_event_stands_on_the_first_day_of_its_period(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert cell(loaded, "event_date") == pd.Timestamp(2010, 9, 1)
    assert cell(loaded, "event_precision") == "SEASON"


def test_an_event_without_a_title_is_set_aside(tmp_path: Path) -> None:
    assert [issue.column for issue in read(tmp_path, Event="").issues] == ["Event"]
