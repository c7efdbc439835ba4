import datetime

import pytest

from loaders.values.periods import read_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2011-spring", (2011, 3, 1), (2011, 5, 31)),
        ("2011-SUMMER", (2011, 6, 1), (2011, 8, 31)),
        ("2011-fall", (2011, 9, 1), (2011, 11, 30)),
        ("2011-winter", (2011, 12, 1), (2012, 2, 29)),
        ("2010-winter", (2010, 12, 1), (2011, 2, 28)),
    ],
)
def test_a_season_is_three_months_and_a_winter_ends_in_the_next_year(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    read = read_period(text)
    assert read is not None
    assert (read.first, read.last) == (datetime.date(*first), datetime.date(*last))
    assert (read.precision, read.year) == ("SEASON", int(text[:4]))


def test_a_fiscal_year_ends_with_september_of_the_year_it_is_named_by() -> None:
    read = read_period("FY 2012")
    assert read is not None
    assert (read.first, read.last) == (datetime.date(2011, 10, 1), datetime.date(2012, 9, 30))
    assert (read.precision, read.year) == ("FISCAL_YEAR", 2012)


@pytest.mark.parametrize("text", ["2011", "2011-06", "FY12", "fall 2011", "2011-autumn", "FY0001", "0000-fall"])
def test_any_other_text_is_no_period(text: str) -> None:
    assert read_period(text) is None
