from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from loaders.formats.amountcolumns import Amounts, amount_text, read_amounts


def read(*texts: str) -> Amounts:
    """Read amounts that stand between tags."""
    piece, starts = b"<iati-activity>", []
    for text in texts:
        starts.append(len(piece) + 1)
        piece += f">{text}<".encode()
    ends = [start + len(text.encode()) for start, text in zip(starts, texts, strict=True)]
    return read_amounts(np.frombuffer(piece + bytes(8), dtype=np.uint8), np.array(starts, int), np.array(ends, int))


def test_amounts_are_cents_and_keep_their_decimals() -> None:
    found = read("5", "12.5", "12.05", "-0.10", "007", ".5", "9999999999.99")
    assert found.cents.tolist() == [500, 1250, 1205, -10, 700, 50, 999_999_999_999]
    assert found.decimals.tolist() == [0, 1, 2, 2, 0, 1, 2]
    assert found.is_plain.all()


def test_what_is_no_plain_amount_is_told() -> None:
    texts = ("", "-", ".", "1.", "1.005", "1..5", "--5", "+5", " 5", "1e3", "१", "5\r", "1,000", "12345678901234")
    assert not read(*texts).is_plain.any()


def test_no_amount_is_none() -> None:
    assert len(read().cents) == 0


@given(cents=some.integers(-(10**11), 10**11), decimals=some.integers(0, 2))
def test_an_amount_is_written_as_a_decimal_is(cents: int, decimals: int) -> None:
    unit = 10 ** (2 - decimals)
    amount = Decimal(cents).scaleb(-decimals)
    text = amount_text(cents * unit, decimals)
    # A sum begins at nothing, and nothing less nothing is not less than nothing.
    assert text == f"{Decimal(0) + amount:f}"
    assert read(text).cents.tolist() == [cents * unit]
