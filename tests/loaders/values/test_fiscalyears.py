import pytest
from onecell import one


@pytest.mark.parametrize(
    "cell",
    ["2010", "FY10", "FY2010", "FY 2010", "fy-2010", "FY'10", "Fiscal Year 2010", "2009/10", "2009-10", "2009/2010",
     "2009-2010", "FY2009/10", "FY09/10", "FY 2009-2010", "2010.0"],
)  # fmt: skip
def test_every_spelling_of_the_year_that_began_in_october_2009_is_2010(cell: str) -> None:
    assert one("fiscal_year", cell) == (2010, [])


def test_two_digits_stand_for_the_century_within_the_limits() -> None:
    assert one("fiscal_year", "FY99") == (1999, [])
    assert one("fiscal_year", "1999/00") == (2000, [])
    assert one("fiscal_year", "FY26") == (2026, [])
    assert one("fiscal_year", "FY27") == (None, ["error bad-fiscal-year"])


@pytest.mark.parametrize(
    "cell", ["2010-2012", "FY210", "10", "Q1 2010", "CY2010", "FY2010-FY2012", "2910", "1900", "FY09/11", "last year"]
)
def test_what_is_no_single_fiscal_year_is_set_aside(cell: str) -> None:
    assert one("fiscal_year", cell) == (None, ["error bad-fiscal-year"])


def test_a_span_that_is_also_a_month_of_another_fiscal_year_is_set_aside() -> None:
    # October 2009 lies in fiscal year 2010 and so does 2009-10; September 2008 lies in 2008, and 2008-09 is 2009.
    assert one("fiscal_year", "2008-09") == (None, ["error bad-fiscal-year"])
    assert one("fiscal_year", "2008/09") == (2009, [])


def test_a_year_not_given_or_in_other_digits() -> None:
    assert one("fiscal_year", "", is_required=True) == (None, ["error missing-value"])
    assert one("fiscal_year", "٢٠١٠") == (2010, ["warning other-digits"])
