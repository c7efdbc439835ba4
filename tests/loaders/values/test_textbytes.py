import datetime

import numpy as np
import pyarrow as pa
import pytest

from loaders.values.textbytes import alike, are_decimals, bytes_of, hashes_of


def test_the_bytes_of_a_part_of_a_column_begin_with_its_first_text() -> None:
    codes, ends = bytes_of(pa.array(["never", "ab", None, "cde"])[1:])
    assert (bytes(codes), ends.tolist()) == (b"abcde", [0, 2, 2, 5])
    codes, ends = bytes_of(pa.nulls(2, pa.string()))
    assert (bytes(codes), ends.tolist()) == (b"", [0, 0, 0])


def test_texts_of_one_length_are_rows_of_bytes() -> None:
    rows = alike(pa.array(["xx", "ab", "cd"])[1:])
    assert rows is not None
    assert [bytes(row) for row in rows] == [b"ab", b"cd"]


@pytest.mark.parametrize("texts", [[], ["ab", "c"], ["ab", None], [""], ["ab", "c", "abc"]])
def test_other_texts_are_not_alike(texts: list[str | None]) -> None:
    assert alike(pa.array(texts, pa.string())) is None


@pytest.mark.parametrize("texts", [["1", "-1.5", None, "0.25", "179.999999"], ["1.2.3", "1-2"], ["0" * 20]])
def test_texts_that_may_be_decimals(texts: list[str | None]) -> None:
    assert are_decimals(pa.array(texts, pa.string()))


@pytest.mark.parametrize("text", ["", "-", ".5", "-.5", "1.", "1-", "+1", "1e5", "1,5", " 1", "nan", "١", "0" * 21])
def test_texts_that_are_no_plain_decimals(text: str) -> None:
    assert not are_decimals(pa.array(["1", text]))
    assert not are_decimals(pa.array([text]))


def test_no_text_may_be_a_decimal_where_there_is_none() -> None:
    assert not are_decimals(pa.array([], pa.string()))
    assert not are_decimals(pa.nulls(3, pa.string()))


def test_the_same_text_has_the_same_number_wherever_it_stands_and_another_has_another() -> None:
    texts = [*(str(number) for number in range(3_000)), *("é" * length for length in range(40)),
             *("a" * length for length in range(1, 40)), "a\x00", "\x00"]  # fmt: skip
    first = hashes_of(pa.array(texts))
    assert len(np.unique(first)) == len(texts)
    again = hashes_of(pa.array(["before", *reversed(texts)])[1:])
    assert again.tolist() == first.tolist()[::-1]
    assert hashes_of(pa.array([None, ""], pa.string())).tolist() == [first[3_000]] * 2


def test_numbers_and_days_have_numbers_of_their_own() -> None:
    numbers = hashes_of(pa.array([1, -1, None, 0, 2**40], pa.int64()))
    assert len(np.unique(numbers)) == 4
    assert numbers[2] == numbers[3]
    days = hashes_of(pa.array([datetime.date(2010, 3, 1), datetime.date(2010, 3, 2)], pa.date32()))
    assert len(np.unique(days)) == 2


def test_a_column_of_nothing_has_no_numbers() -> None:
    assert hashes_of(pa.array([], pa.string())).tolist() == []
