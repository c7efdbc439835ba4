from pathlib import Path

import pandas as pd
import pytest

from loaders.cells import counts, days, fiscal_years, flags, money, numbers, read_cells
from loaders.contract import ContractError

NAMED = {"Country": "country_code", "People": "people_count"}


def texts(*cells: str | None) -> "pd.Series[str]":
    return pd.Series(list(cells), dtype="str")


def file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "return.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_day(text: str, *, last: bool) -> tuple[str | None, str | None]:
    read = days(texts(text), last=last)
    day, precision = read.values[0], read.precisions[0]
    assert bool(read.misread[0]) == pd.isna(day)
    return (None, None) if pd.isna(day) else (day.date().isoformat(), precision)


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


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2011-06-21", "2011-06-21", "2011-06-21", "DAY"),
        ("2012-02", "2012-02-01", "2012-02-29", "MONTH"),
        ("2011", "2011-01-01", "2011-12-31", "YEAR"),
        ("2010-fall", "2010-09-01", "2010-11-30", "SEASON"),
        ("2010-Winter", "2010-12-01", "2011-02-28", "SEASON"),
        ("FY2012", "2011-10-01", "2012-09-30", "FISCAL_YEAR"),
    ],
)
def test_a_period_stands_for_its_first_or_its_last_day(text: str, first: str, last: str, precision: str) -> None:
    assert read_day(text, last=False) == (first, precision)
    assert read_day(text, last=True) == (last, precision)


@pytest.mark.parametrize(
    "text", ["2011-02-29", "2011-13", "2011-00", "2011-06-00", "21/06/2011", "0011", "FY0001", "2011-autumn", "soon"]
)
def test_what_is_no_day_is_misread_and_left_missing(text: str) -> None:
    assert read_day(text, last=False) == (None, None)
    assert read_day(text, last=True) == (None, None)


def test_an_empty_cell_is_not_misread() -> None:
    assert not days(texts(None), last=True).misread[0]
    for read in (counts, numbers, money, flags):
        values, misread = read(texts(None))
        assert pd.isna(values[0])
        assert not misread[0]
    assert not fiscal_years(texts(None)).misread[0]


def test_days_are_kept_in_microseconds() -> None:
    assert str(days(texts("2011-06-21", None), last=False).values.dtype) == "datetime64[us]"


def test_whole_numbers_may_carry_thousands_commas_and_a_spreadsheet_s_empty_decimals() -> None:
    values, misread = counts(texts("1,234", "12.0", "-5", "0", "1,23", "3.5", "many"))
    assert values.tolist()[:4] == [1234, 12, -5, 0]
    assert misread.tolist() == [False, False, False, False, True, True, True]
    assert str(values.dtype) == "Int64"


def test_numbers_are_plain_decimals() -> None:
    values, misread = numbers(texts("-3.25", "1,000.5", "1e3", "nan"))
    assert values.tolist()[:2] == [-3.25, 1000.5]
    assert misread.tolist() == [False, False, True, True]


def test_money_goes_to_the_cent_and_a_third_decimal_is_misread() -> None:
    values, misread = money(texts("$1,234.56", "29647007", "1.234", "USD 5"))
    assert values.tolist()[:2] == [1234.56, 29_647_007.0]
    assert misread.tolist() == [False, False, True, True]


def test_flags_are_yes_and_no() -> None:
    values, misread = flags(texts("Yes", "no", "x"))
    assert values.tolist()[:2] == [True, False]
    assert misread.tolist() == [False, False, True]


def test_fiscal_years_are_single_or_a_span_with_both_ends() -> None:
    read = fiscal_years(texts("FY2011", "2011", "2008-2010", "FY2008 - FY2010", "2010-2008", "FY11"))
    assert read.starts.tolist()[:4] == [2011, 2011, 2008, 2008]
    assert read.ends.tolist()[:4] == [2011, 2011, 2010, 2010]
    assert read.misread.tolist() == [False, False, False, False, True, True]
