"""Every row of the table of numbers, dates and money, and the edges between its rows."""

from datetime import date

import pytest

from dashboard import words


@pytest.mark.parametrize(
    ("number", "text"),
    [(1624, "1,624"), (0, "0"), (999, "999"), (1_234_567, "1,234,567"), (-17, "−17"), (-1624, "−1,624")],
)
def test_counts_have_separators_and_a_true_minus(number: float, text: str) -> None:
    assert words.count(number) == text


@pytest.mark.parametrize(("number", "text"), [(7, "+7"), (-17, "−17"), (0, "0"), (1200, "+1,200")])
def test_changes_have_a_sign_and_no_change_is_0(number: float, text: str) -> None:
    assert words.signed(number) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (1_620_000_000, "$1.62 bn"),
        (1_624_900_000, "$1.62 bn"),
        (148_000_000, "$148 m"),
        (14_840_000, "$14.8 m"),
        (9_400, "$9,400"),
        (0, "$0"),
        (999_499, "$999,499"),
        (999_600, "$1 m"),
        (9_996_000, "$10 m"),
        (99_960_000, "$100 m"),
        (999_600_000, "$1 bn"),
        (1_500_000, "$1.5 m"),
        (12_345_000_000, "$12.3 bn"),
        (-2_500_000, "−$2.5 m"),
    ],
)
def test_money_in_headlines_has_three_significant_digits(usd: float, text: str) -> None:
    assert words.money(usd) == text


def test_money_about_and_at_least_carry_their_signs() -> None:
    assert words.money(148e6, "ABOUT") == "≈ $148 m"
    assert words.money(148e6, "NEARLY") == "≈ $148 m"
    assert words.money(1.62e9, "AT_LEAST") == "≥ $1.62 bn"
    assert words.money(5e6, "UP_TO") == "≤ $5 m"
    assert words.money(-5e6, "AT_LEAST") == "≥ −$5 m"


def test_every_qualifier_a_source_may_use_has_a_sign() -> None:
    assert set(words.SIGNS) == {"EXACT", "ABOUT", "NEARLY", "AT_LEAST", "UP_TO", "RANGE"}
    assert words.SIGNS["EXACT"] == ""


@pytest.mark.parametrize(
    ("usd", "text"),
    [(148e6, "148.0"), (1_624_000_000, "1,624.0"), (0, "0.0"), (-2.5e6, "−2.5"), (None, "[x]"), (float("nan"), "[x]")],
)
def test_money_in_tables_is_millions_with_one_decimal_and_unknown_is_not_zero(usd: float | None, text: str) -> None:
    assert words.millions(usd) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(128, 330, "39%"), (1, 2, "50%"), (0, 5, "0%"), (5, 5, "100%"), (1, 250, "0.4%"), (1, 100, "1%")],
)
def test_shares_are_whole_percentages_with_a_decimal_only_under_one(part: float, whole: float, text: str) -> None:
    assert words.share(part, whole) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (18, 22, "one in five"),
        (23, 27, "a quarter"),
        (28, 31, "three in ten"),
        (32, 35, "a third"),
        (36, 43, "four in ten"),
        (44, 48, "nearly half"),
        (49, 51, "half"),
        (64, 69, "two in three"),
    ],
)
def test_shares_in_headlines_come_from_the_fixed_table(first: int, last: int, text: str) -> None:
    assert [words.share_words(percent, 100) for percent in range(first, last + 1)] == [text] * (last - first + 1)


@pytest.mark.parametrize("percent", [1, 17, 52, 63, 70, 99])
def test_shares_the_table_does_not_hold_are_percentages(percent: int) -> None:
    assert words.share_words(percent, 100) == f"{percent}%"


def test_days_are_written_out() -> None:
    assert words.day(date(2011, 9, 15)) == "15 Sep 2011"
    assert words.day(date(2011, 9, 1)) == "1 Sep 2011"
    assert words.short_day(date(2011, 9, 1)) == "1 Sep"


def test_a_day_is_written_no_more_exactly_than_it_is_known() -> None:
    day = date(2011, 9, 15)
    assert words.day_at(day, "DAY") == "15 Sep 2011"
    assert words.day_at(day, "MONTH") == "Sep 2011"
    assert words.day_at(day, "SEASON") == "2011"
    assert words.day_at(day, "YEAR") == "2011"


def test_fiscal_years_start_in_october_and_are_named_by_their_end() -> None:
    assert words.fiscal_year_of(date(2010, 9, 30)) == 2010
    assert words.fiscal_year_of(date(2010, 10, 1)) == 2011
    assert words.fiscal_year_span(2011) == (date(2010, 10, 1), date(2011, 9, 30))
    assert words.fiscal_year(2011) == "FY2011"
    assert words.fiscal_years(2011, 2011) == "FY2011"
    assert words.fiscal_years(2009, 2012) == "FY2009–12"
    assert words.fiscal_years(1999, 2001) == "FY1999–01"


def test_nouns_agree_with_their_number() -> None:
    assert words.plural(1, "country", "countries") == "1 country"
    assert words.plural(26, "country", "countries") == "26 countries"
    assert words.plural(0, "row") == "0 rows"
    assert words.plural(1200, "row") == "1,200 rows"


def test_small_numbers_are_words_and_others_figures() -> None:
    assert [words.number_word(number) for number in (0, 1, 10, 11, 1624)] == ["no", "one", "ten", "11", "1,624"]


def test_lists_end_in_and() -> None:
    assert words.listed([]) == ""
    assert words.listed(["Ardova"]) == "Ardova"
    assert words.listed(["Ardova", "Bélonia"]) == "Ardova and Bélonia"
    assert words.listed(["Ardova", "Bélonia", "Corvia"]) == "Ardova, Bélonia and Corvia"


def test_only_the_first_letter_is_raised() -> None:
    assert words.capital("three in USAID") == "Three in USAID"
    assert words.capital("") == ""
