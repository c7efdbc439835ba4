import datetime

import pytest
from onecell import one, read, rules, setting, words

FIRST_OF_MARCH = datetime.date(2010, 3, 1)


@pytest.mark.parametrize(
    "cell",
    ["2010-03-01", "20100301", "2010-W09-1", "2010-060", "2010/03/01", "2010-3-1", "1 March 2010", "1st Mar 2010",
     "01-Mar-2010", "March 1, 2010", "2010-Mar-01", "Monday, 1 March 2010", "1 mars 2010", "1 de marzo de 2010",
     "2010-03-01 00:00:00.000", "2010-03-01T23:30:00-05:00", "2010-03-01T00:30:00Z", "2010-03-01Z", "2010-03-01+03:00",
     "2010-03-01 2:30 PM"],
)  # fmt: skip
def test_the_written_calendar_day_is_read(cell: str) -> None:
    assert one("day", cell) == (FIRST_OF_MARCH, [])


@pytest.mark.parametrize("cell", ["25/12/2010", "12/25/2010", "25.12.2010", "12-25-2010"])
def test_day_and_month_need_no_order_where_one_reading_exists(cell: str) -> None:
    assert one("day", cell) == (datetime.date(2010, 12, 25), [])
    assert one("day", "5/5/2010") == (datetime.date(2010, 5, 5), [])


@pytest.mark.parametrize("cell", ["03/04/2010", "3.4.2010", "03-04-2010"])
def test_a_day_with_two_readings_names_both(cell: str) -> None:
    assert one("day", cell) == (None, ["error ambiguous-date"])
    assert words(read("day", cell), "ambiguous-date") == ["is 2010-03-04 or 2010-04-03"]


@pytest.mark.parametrize("cell", ["01-Mar-10", "1/2/10", "25/12/10", "Mar-10", "March 1, '10"])
def test_a_year_of_two_digits_is_not_guessed(cell: str) -> None:
    assert one("day", cell) == (None, ["error two-digit-year"])


@pytest.mark.parametrize(
    "cell",
    ["2010-02-30", "2010-13-01", "2009-02-29", "30 Feb 2010", "2010-00-00", "2010-W54-1", "2010-366", "31/04/2010",
     "Tue 1 March 2010", "2010-03-01T25:00", "2010-03-01 to 2010-04-01", "2010-03-01/2010-04-01", "Q1 2010", "FY2010",
     "Spring 2010", "c. 2010", "10-Mar", "1267401600", "soon", "0000"],
)  # fmt: skip
def test_what_is_no_day_is_set_aside(cell: str) -> None:
    assert one("day", cell) == (None, ["error bad-date"])


def test_29_february_of_a_leap_year_is_a_day() -> None:
    assert one("day", "2008-02-29") == (datetime.date(2008, 2, 29), [])


@pytest.mark.parametrize("cell", ["2910-03-01", "0010-03-01", "1944-12-31", "2027-01-01"])
def test_days_outside_the_limits_are_set_aside(cell: str) -> None:
    assert one("day", cell) == (None, ["error date-out-of-range"])
    assert one("day", "1945-01-01") == (datetime.date(1945, 1, 1), [])
    assert one("day", "2026-12-31") == (datetime.date(2026, 12, 31), [])


@pytest.mark.parametrize(
    ("cell", "first", "last", "precision"),
    [
        ("2010", "2010-01-01", "2010-12-31", "YEAR"),
        ("2010-02", "2010-02-01", "2010-02-28", "MONTH"),
        ("Feb 2010", "2010-02-01", "2010-02-28", "MONTH"),
        ("02/2010", "2010-02-01", "2010-02-28", "MONTH"),
        ("2010-W09", "2010-03-01", "2010-03-07", "WEEK"),
    ],
)
def test_a_period_keeps_its_precision_and_ends_on_its_last_day(
    cell: str, first: str, last: str, precision: str
) -> None:
    for kind, day in (("day", first), ("end", last)):
        column = read(kind, cell)
        assert column.values[0].as_py().isoformat() == day
        assert column.extra["precision"].to_pylist() == [precision]
        assert one(kind, cell)[1] == ["warning date-precision"]


def test_a_plain_day_is_known_to_the_day_and_a_bad_one_has_no_precision() -> None:
    assert read("day", "2010-03-01", "1 March 2010", "soon").extra["precision"].to_pylist() == ["DAY", "DAY", None]


def test_one_impossible_day_does_not_cost_its_column() -> None:
    column = read("day", "2010-02-28", "2010-02-30", "2010-03-01")
    assert [day and day.isoformat() for day in column.values.to_pylist()] == ["2010-02-28", None, "2010-03-01"]


@pytest.mark.parametrize("cell", ["ongoing", "Present", "TBD", "n/a", "-", "Until further notice"])
def test_words_for_no_end_are_an_open_end(cell: str) -> None:
    assert one("end", cell) == (None, ["warning open-end"])


def test_an_empty_end_is_open_without_a_word() -> None:
    assert one("end", None) == one("end", "") == (None, [])
    assert one("end", "", is_required=True) == (None, ["error missing-value"])


@pytest.mark.parametrize(
    "cell", ["9999-12-31", "31/12/9999", "9999-12-31T00:00:00", "9999", "2999-12-31", "0000-00-00"]
)
def test_a_sentinel_is_an_open_end(cell: str) -> None:
    assert one("end", cell) == (None, ["warning open-end-sentinel"])


def test_other_far_ends_and_sentinels_of_a_start_are_set_aside() -> None:
    assert one("end", "2110-01-01") == (None, ["error date-out-of-range"])
    assert one("day", "9999-12-31") == (None, ["error date-out-of-range"])


def test_a_start_not_given_is_unknown() -> None:
    assert one("day", "TBD") == (None, ["warning missing-value"])
    assert one("day", None, is_required=True) == (None, ["error missing-value"])


def test_days_in_other_digits_are_read_with_a_remark() -> None:
    assert one("day", "٢٠١٠-٠٣-٠١") == (FIRST_OF_MARCH, ["warning other-digits"])


def test_a_workbook_counts_days_from_its_epoch() -> None:
    # 40,238 days after 30 December 1899, and 1,462 fewer after 1 January 1904.
    assert one("day", "40238", setting(epoch=1900)) == (FIRST_OF_MARCH, ["warning excel-serial-date"])
    assert one("day", "40238.75", setting(epoch=1900)) == (FIRST_OF_MARCH, ["warning excel-serial-date"])
    assert one("day", str(40238 - 1462), setting(epoch=1904)) == (FIRST_OF_MARCH, ["warning excel-serial-date"])
    assert one("day", "60", setting(epoch=1900)) == (None, ["error bad-date"])
    assert one("day", "2010", setting(epoch=1900)) == (datetime.date(2010, 1, 1), ["warning date-precision"])


def test_outside_a_workbook_a_number_of_days_has_two_readings() -> None:
    assert one("day", "40238") == (None, ["error excel-serial-date"])
    assert "2010-03-01 or, counted from 1904, 2014-03-02" in words(read("day", "40238"), "excel-serial-date")[0]


@pytest.mark.parametrize(
    "cell", ["20 März 2010", "20. Maerz 2010", "20 marzo 2010", "20 mars 2010", "20 de março de 2010"]
)
def test_months_are_known_in_the_languages_agencies_write(cell: str) -> None:
    assert one("day", cell)[0] == datetime.date(2010, 3, 20)


@pytest.mark.parametrize(
    "cells",
    [
        ["2010-02-28", "2012-02-29", "2010-12-31", "2010-01-01"],
        ["2010-02-28 00:00:00.000", "2012-02-29 00:00:00.000"],
        ["2010-02-28", "2010-02-29", "2010-04-31", "2010-03-01"],
        ["2010-00-10", "2010-13-10", "2010-10-00", "2010-10-32"],
        ["2010-02-28", "0000-02-28", "9999-12-31", "1799-01-01", "2200-01-01"],
        ["2010-02-28", "28.02.2010", "2010/02/28", "20100228  ", "2010-02-2x", "١٩٩٩ــ"],
        ["2010-02-28 00:00:00", "2010-02-28 12:30:00", "2010-02-28T00:00:00"],
        ["x010-02-28", "2010-02-28"],
    ],
)
def test_days_written_alike_are_read_as_each_of_them_is(cells: list[str]) -> None:
    column, alone = read("day", *cells), [read("day", cell) for cell in cells]
    assert column.values.to_pylist() == [each.values[0].as_py() for each in alone]
    assert column.extra["precision"].to_pylist() == [each.extra["precision"][0].as_py() for each in alone]
    for place, each in enumerate(alone):
        assert sorted(rules(column, place)) == sorted(rules(each)), cells[place]
