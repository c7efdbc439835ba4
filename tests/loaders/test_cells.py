from pathlib import Path

import pandas as pd
import pytest

from loaders.cells import read_cells
from loaders.csvfiles import ContractError

NAMED = {"Country": "country_code", "People": "people_count"}


def file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "return.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_cells_are_text_under_their_canonical_names_and_empty_cells_are_missing(tmp_path: Path) -> None:
    cells = read_cells(file(tmp_path, "People,Country\n 4 ,NA\n,XAA\n"), NAMED)
    assert list(cells.columns) == ["country_code", "people_count", "raw_line", "row_text", "row_misfit"]
    assert cells["country_code"].tolist() == ["NA", "XAA"]
    assert cells["people_count"][0] == "4"
    assert pd.isna(cells["people_count"][1])


def test_a_line_is_the_physical_line_on_which_the_record_starts(tmp_path: Path) -> None:
    content = '\ufeffCountry,People\n"one\nin two",1\n\n,,\nXAB,2\n'
    cells = read_cells(file(tmp_path, content), NAMED)
    assert cells["raw_line"].tolist() == [2, 6]
    assert cells["row_text"].tolist() == ['"one\nin two",1', "XAB,2"]


def test_a_record_longer_or_shorter_than_its_heading_is_marked_unless_the_surplus_is_empty(tmp_path: Path) -> None:
    cells = read_cells(file(tmp_path, "Country,People\nXAA,1,234\nXAA\nXAA,1,\n"), NAMED)
    assert cells["row_misfit"].tolist()[:2] == [
        "has 3 cells where the heading has 2",
        "has 1 cells where the heading has 2",
    ]
    assert pd.isna(cells["row_misfit"][2])
    assert pd.isna(cells["people_count"][1])


def test_headings_missing_unknown_and_repeated_are_all_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ContractError) as raised:
        read_cells(file(tmp_path, "Country,Country,Persons\nXAA,XAA,1\n"), NAMED, ("Remarks",))
    assert str(raised.value) == (
        "return.csv line 1: heading 'People' is missing; heading 'Persons' is unknown; "
        "heading 'Country' stands more than once; the headings are Country, People, Remarks"
    )


def test_an_empty_file_lacks_its_headings(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="heading 'Country' is missing"):
        read_cells(file(tmp_path, ""), NAMED)


def test_a_heading_left_alone_is_not_read(tmp_path: Path) -> None:
    cells = read_cells(file(tmp_path, "Country,People,Remarks\nXAA,1,late\n"), NAMED, ("Remarks",))
    assert "late" not in cells[["country_code", "people_count"]].to_numpy()
    assert cells["row_text"][0] == "XAA,1,late"


def test_bytes_that_are_not_utf_8_stop_the_file(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="byte 15 is not UTF-8; save the file as UTF-8"):
        read_cells(file(tmp_path, b"Country,People\n\xff,1\n"), NAMED)


def test_a_quote_left_open_stops_the_file(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="line 2: not a CSV record"):
        read_cells(file(tmp_path, 'Country,People\n"XAA,1\n'), NAMED)
