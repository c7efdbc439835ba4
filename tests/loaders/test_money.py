from pathlib import Path

import pandas as pd
from rawfiles import cell, load

from loaders import money
from loaders.contract import Loaded

ROW = {
    "Row": "T1",
    "Program": "P1",
    "Country": "XAA",
    "Agency": "USAID",
    "Implementing agency": "Foreign Ministry",
    "Account": "A fund",
    "Fiscal year": "2010",
    "Stage": "PROVIDED",
    "Stage as stated": "given",
    "Amount": "5,000,043",
    "How exact": "EXACT",
    "As of": "2010-06",
    "Series": "S1 sheet",
    "Total": "no",
    "Part of": "T9",
    "Running total": "yes",
    "Running series": "XAA aid",
    "Source": "S1",
}


def read(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_").replace("-", "_"): heading for heading in money.NAMED}
    row = ROW | {named[key]: value for key, value in cells.items()}
    return load(money.load_transactions, tmp_path / "transactions.csv", money.NAMED, row)


def test_an_amount_says_at_which_stage_it_stood_and_what_includes_it(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    shown = ("amount_usd", "stage_code", "stage_text", "series_id", "part_of_id", "running_id")
    assert [cell(loaded, name) for name in shown] == [5_000_043, "PROVIDED", "given", "S1 sheet", "T9", "XAA aid"]
    assert loaded.rows["is_running_total"].all()
    assert not loaded.rows["is_total"].any()
    assert cell(loaded, "as_of_date") == pd.Timestamp(2010, 6, 30)


def test_who_funds_and_who_carries_out_are_kept_apart(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert (cell(loaded, "agency_code"), cell(loaded, "implementing_code")) == ("USAID", "STATE")


def test_an_amount_without_a_stage_is_set_aside(tmp_path: Path) -> None:
    assert [issue.column for issue in read(tmp_path, Stage="").issues] == ["Stage"]
