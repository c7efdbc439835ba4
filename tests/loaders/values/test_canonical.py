import pandas as pd
import pytest

from loaders.values.canonical import counts, days, fiscal_years, flags, latitudes, longitudes, money, numbers


def texts(*cells: str | None) -> "pd.Series[str]":
    return pd.Series(list(cells), dtype="str")


def read_day(text: str, *, last: bool) -> tuple[str | None, str | None]:
    read = days(texts(text), last=last)
    day, precision = read.values[0], read.precisions[0]
    assert bool(read.misread[0]) == pd.isna(day)
    return (None, None) if pd.isna(day) else (day.date().isoformat(), precision)


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
    "text",
    [
        "2011-02-29",
        "2011-13",
        "2011-00",
        "2011-06-00",
        "21/06/2011",
        "0011",
        "FY0001",
        "2011-autumn",
        "soon",
        "1899",
        "2200-01-01",
        "20110621",
        "2011-6-1",
    ],
)
def test_what_is_no_day_is_misread_and_left_missing(text: str) -> None:
    assert read_day(text, last=False) == (None, None)
    assert read_day(text, last=True) == (None, None)


def test_an_empty_cell_is_not_misread() -> None:
    assert not days(texts(None), last=True).misread[0]
    for read in (counts, numbers, money, latitudes, longitudes, flags):
        values, misread = read(texts(None))
        assert pd.isna(values[0])
        assert not misread[0]
    assert not fiscal_years(texts(None)).misread[0]


def test_days_are_kept_in_microseconds() -> None:
    assert str(days(texts("2011-06-21", None), last=False).values.dtype) == "datetime64[us]"


def test_whole_numbers_may_carry_thousands_commas_and_a_spreadsheet_s_empty_decimals() -> None:
    values, misread = counts(texts("1,234", "12.000", "-5", "0", "1,23", "3.5", "many"))
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


def test_a_comma_after_nothing_but_zero_is_no_thousands_comma() -> None:
    for read in (counts, numbers, money):
        values, misread = read(texts("0,123", "001,234", "100,234"))
        assert misread.tolist() == [True, True, False]
        assert values[2] == 100_234


def test_cents_are_kept_to_the_nearest_float() -> None:
    # Divided as a decimal, 9457329 hundredths become 94573.29000000001.
    assert money(texts("94573.29", "-$1,234.56"))[0].tolist() == [94573.29, -1234.56]


def test_coordinates_are_plain_degrees_within_the_globe() -> None:
    values, misread = latitudes(texts("34.5", "-90", "90.01", "34.5 N"))
    assert values.tolist()[:2] == [34.5, -90.0]
    assert misread.tolist() == [False, False, True, True]
    values, misread = longitudes(texts("-180", "179.999", "180.5"))
    assert values.tolist()[:2] == [-180.0, 179.999]
    assert misread.tolist() == [False, False, True]


def test_values_keep_the_index_of_their_texts() -> None:
    cells = texts("1", "x").set_axis([7, 3])
    for read in (counts, numbers, money, latitudes, longitudes, flags, fiscal_years):
        assert [list(column.index) for column in read(cells)] == [[7, 3]] * len(read(cells))
    assert list(days(cells, last=True).values.index) == [7, 3]


def test_flags_are_yes_and_no() -> None:
    values, misread = flags(texts("Yes", "no", "x"))
    assert values.tolist()[:2] == [True, False]
    assert misread.tolist() == [False, False, True]


def test_fiscal_years_are_single_or_a_span_with_both_ends() -> None:
    read = fiscal_years(texts("FY2011", "2011", "2008-2010", "FY2008 - FY2010", "2010-2008", "FY11", "2009/10"))
    assert read.starts.tolist()[:4] == [2011, 2011, 2008, 2008]
    assert read.ends.tolist()[:4] == [2011, 2011, 2010, 2010]
    assert read.misread.tolist() == [False, False, False, False, True, True, True]
