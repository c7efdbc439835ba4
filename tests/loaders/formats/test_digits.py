import pytest
from hypothesis import given
from hypothesis import strategies as some

from loaders.formats.digits import exact_text, float_text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("12", "12"), ("12.0", "12"), ("12.50", "12.5"), ("1E3", "1000"), ("-0.0", "0"), ("0.1", "0.1"),
        ("1e-7", "0.0000001"), ("9007199254740993", "9007199254740993"), ("NaN", "NaN"), ("oops", "oops"), ("", ""),
        ("1e999999999", "1e999999999"), ("0.10000000000000001", "0.10000000000000001"),
    ],
)  # fmt: skip
def test_a_numeral_is_written_out_in_plain_digits(raw: str, text: str) -> None:
    assert exact_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("0.10000000000000001", "0.1"), ("9007199254740993", "9007199254740993"), ("-12", "-12"), ("-012", "-12"),
        ("1.0000000000000002", "1.0000000000000002"), ("12.0", "12"), ("oops", "oops"), ("-1.25", "-1.25"),
    ],
)  # fmt: skip
def test_digits_beyond_a_floats_own_go(raw: str, text: str) -> None:
    assert float_text(raw) == text


@given(some.floats(-1e15, 1e15))
def test_a_float_is_the_same_after_its_text(number: float) -> None:
    assert float(float_text(repr(number))) == number
