from pathlib import Path

from rawfiles import cell, load

from loaders import missions
from loaders.contract import Loaded

ROW = {
    "Row": "M1",
    "Mission": "MIX",
    "Name": "A mission",
    "Kind": "UN peacekeeping",
    "Country": "XAA",
    "Lead": "UN",
    "Indicator": "Lead nation",
    "Unit": "nation",
    "Value as word": "Bélonia",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in missions.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(missions.load_missions, tmp_path / "missions.csv", missions.NAMED, row)


def test_a_figure_may_be_a_word(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert (cell(loaded, "value"), cell(loaded, "value_text")) == (None, "Bélonia")


def test_a_figure_of_no_mission_is_set_aside(tmp_path: Path) -> None:
    assert [issue.column for issue in read(tmp_path, Name="", Kind="").issues] == ["Name", "Kind"]
