from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from onecell import one, read, setting, words

UNKNOWN = ["warning missing-value"]


@pytest.mark.parametrize(
    ("cell", "people"),
    [("10", 10), (" 7 ", 7), ("007", 7), ("12.0", 12), ("+5", 5), ("0", 0), ("500000", 500_000)],
)
def test_whole_numbers_are_read(cell: str, people: int) -> None:
    assert one("count", cell) == (people, [])


@pytest.mark.parametrize("cell", ["1,200", "1 200", "1'200", "1’200", "1\u00a0200", "1\u202f200", "1\u2009200"])
def test_thousands_may_be_parted_in_every_usual_way(cell: str) -> None:
    assert one("count", cell) == (1200, [])


def test_indian_groups_have_one_reading() -> None:
    assert one("tally", "12,34,567") == (1_234_567, [])


@pytest.mark.parametrize("cell", [None, "", " ", "n/a", "NA", "TBD", "unknown", "-", "–", "..", "null"])
def test_a_number_not_given_is_unknown_and_not_zero(cell: str | None) -> None:
    for kind in ("count", "tally", "money", "number"):
        assert one(kind, cell) == (None, UNKNOWN)
    assert one("count", cell, is_required=True) == (None, ["error missing-value"])


@pytest.mark.parametrize("cell", ["<5", "< 5", "*", "c", "[x]", "suppressed", "fewer than 10"])
def test_a_withheld_number_is_unknown(cell: str) -> None:
    assert one("count", cell) == (None, ["warning suppressed-value"])
    assert one("money", "up to $500") == one("money", "<$5") == (None, ["warning suppressed-value"])


@pytest.mark.parametrize(
    "cell", ["oops", "NaN", "inf", "-Infinity", "TRUE", "no", "0x1F", "5²", "ten", "1,2,3", "1 2", "½"]
)
def test_what_is_no_number_is_set_aside(cell: str) -> None:
    assert one("count", cell) == (None, ["error not-a-number"])


@pytest.mark.parametrize(
    "cell",
    ["1.2k", "3k", "2 million", "45%", "45 percent", "~50", "about 50", "50+", ">50", "10-15", "10 to 15", "1e3",
     "1.200", "12.000", "none"],
)  # fmt: skip
def test_a_count_with_several_readings_is_set_aside(cell: str) -> None:
    assert one("count", cell) == (None, ["error ambiguous-number"])


def test_both_readings_are_named() -> None:
    assert words(read("count", "1.200"), "ambiguous-number") == ["is 1200 or 1.200"]


@pytest.mark.parametrize("cell", ["-5", "−5", "(5)", "5-"])
def test_fewer_than_nobody_is_set_aside(cell: str) -> None:
    assert one("count", cell) == (None, ["error negative-headcount"])
    assert one("tally", cell) == (None, ["error negative-count"])


def test_a_fraction_of_a_person_is_set_aside() -> None:
    assert one("count", "12.5") == (None, ["error not-integer"])


@pytest.mark.parametrize("cell", ["500001", "1000000000", "1e9", "12,000,000", "9" * 40])
def test_more_people_than_a_row_may_hold_are_set_aside(cell: str) -> None:
    assert one("count", cell) == (None, ["error headcount-implausible"])


def test_a_tally_has_no_limit_but_its_digits() -> None:
    assert one("tally", "1000000000") == (10**9, [])
    assert one("tally", "9" * 16) == (None, ["error not-a-number"])


@pytest.mark.parametrize("cell", ["١٢٠", "۱۲۰", "१२०", "１２０"])
def test_digits_of_other_scripts_are_read_with_a_remark(cell: str) -> None:
    assert one("count", cell) == (120, ["warning other-digits"])


def test_an_invisible_character_in_a_number_is_remarked_on() -> None:
    assert one("count", "7\u200b") == (7, ["warning invisible-char"])


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#DIV/0!", "Err:502"])
def test_the_error_of_a_formula_is_no_value(cell: str) -> None:
    assert one("money", cell) == (None, ["error cell-error"])


@pytest.mark.parametrize(
    "cell", ["1250.5", "$1,250.50", "USD 1250.50", "US$ 1,250.50", "1250.50 USD", "$ 1 250.50", "1,250.50 US dollars"]
)
def test_dollars_are_read_to_the_cent(cell: str) -> None:
    assert one("money", cell) == (Decimal("1250.50"), [])


@pytest.mark.parametrize(
    "cell",
    [
        "€500",
        "£2m",
        "UGX 1,000,000",
        "500 euros",
        "C$5",
        "A$ 7",
        "KSh 500",
        "Rs. 500",
        "₹1,00,000",
        "100 CAD",
        "EUR",
        "eur 5",
        "gbp5",
        "7 xaf",
        "DEM 5",
    ],
)
def test_other_money_is_set_aside(cell: str) -> None:
    rule = "currency-not-usd" if any(char.isdigit() for char in cell) else "not-a-number"
    assert one("money", cell) == (None, [f"error {rule}"])


@pytest.mark.parametrize(
    "cell", ["(1,250.00)", "($1,250.00)", "$(1,250.00)", "-$1,250", "-1250", "−1250.00", "1,250.00-"]
)
def test_money_taken_back_is_read_with_a_warning(cell: str) -> None:
    assert one("money", cell) == (Decimal("-1250.00"), ["warning negative-obligation"])


@pytest.mark.parametrize(
    "cell",
    [
        "$1.2M",
        "2 million USD",
        "1.250",
        "12.345",
        "12.3456",
        "1e6",
        "USD 3bn",
        "1,2345",
        "~$500",
        "$500 (est)",
        "$100-200",
        "about USD 500",
    ],
)
def test_money_with_several_readings_is_set_aside(cell: str) -> None:
    assert one("money", cell) == (None, ["error ambiguous-number"])


def test_the_noise_of_binary_fractions_is_no_fraction_of_a_cent() -> None:
    assert one("money", "1250.4999999999998") == (Decimal("1250.50"), [])


@pytest.mark.parametrize(
    ("cell", "value"), [("1.250,50", "1250.50"), ("250,50", "250.50"), ("12,00", "12.00"), ("0,500", "0.50")]
)
def test_a_comma_is_a_decimal_point_where_no_other_reading_exists(cell: str, value: str) -> None:
    for delimiter in (";", ","):
        expected = (Decimal(value), ["warning decimal-comma"])
        assert one("money", cell, setting(delimiter)) == expected


@pytest.mark.parametrize("cell", ["1,250", "1.250"])
def test_after_semicolons_a_group_of_three_has_two_readings(cell: str) -> None:
    for kind in ("money", "number", "count"):
        assert one(kind, cell, setting(";")) == (None, ["error ambiguous-number"])
    assert one("money", "1,250,000", setting(";")) == (Decimal(1_250_000), [])


def test_sums_are_exact_to_the_cent() -> None:
    amounts = read("money", *["0.10"] * 3, "$1,000,000,000,000.01").values
    assert amounts.type == pa.decimal128(20, 2)
    assert pc.sum(amounts).as_py() == Decimal("1000000000000.31")


@pytest.mark.parametrize(
    ("cell", "value"), [("45", 45), ("1.234", 1.234), ("-2.5", -2.5), ("1.5e-3", 0.0015), ("1,234", 1234)]
)
def test_values_of_indicators_are_read(cell: str, value: float) -> None:
    assert one("number", cell) == (value, [])


def test_a_value_beyond_any_indicator_is_set_aside() -> None:
    assert one("number", "1e999") == (None, ["error not-a-number"])


def test_a_percentage_is_not_guessed() -> None:
    assert one("number", "45%") == (None, ["error ambiguous-number"])
    assert words(read("number", "45%"), "ambiguous-number") == ["is 45 or a hundredth of it"]
