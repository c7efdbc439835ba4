from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import posts
from loaders.contract import Loaded

ROW = {
    "Row": "R1",
    "Country": "XAA",
    "Function": "HEALTH",
    "Posts": "12",
    "From": "2011-09-01",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in posts.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(posts.load_posts_requested, tmp_path / "posts_requested.csv", posts.NAMED, row)


def test_a_request_counts_posts_of_one_function_from_a_day(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert cell(loaded, "posts_count") == 12
    assert cell(loaded, "function_code") == "HEALTH"
    assert cell(loaded, "requested_date") == pd.Timestamp(2011, 9, 1)


def test_a_request_without_a_number_of_posts_is_set_aside(tmp_path: Path) -> None:
    assert [issue.column for issue in read(tmp_path, Posts="").issues] == ["Posts"]
    assert [issue.rule for issue in read(tmp_path, Posts="-1").issues] == ["minimum"]
