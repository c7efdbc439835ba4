import random
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures import OBLIGATED, UnsafeSumError, add, assert_addable
from loaders.tables import TABLES

EMPTY = TABLES["transactions"].empty()
ROW = {"stage_code": "OBLIGATED", "qualifier_code": "EXACT", "is_total": False, "series_id": "L"}
cents = st.integers(-10_000_000, 10_000_000_000)


def rows_of(amounts: list[int | None]) -> pd.DataFrame:
    """Return addable amounts of one series, given in cents, None where not stated."""
    rows = [
        {
            **ROW,
            "transaction_id": f"T-{n}",
            "amount_usd": None if amount is None else amount / 100,
            "part_of_id": "ELSEWHERE" if n % 3 else None,
        }
        for n, amount in enumerate(amounts)
    ]
    return pd.DataFrame(rows, columns=EMPTY.columns).astype(EMPTY.dtypes.to_dict())


addable = st.lists(st.none() | cents, min_size=2, max_size=12).map(rows_of)


@given(st.lists(cents, max_size=40))
def test_a_sum_is_exact_to_the_cent(amounts: list[int]) -> None:
    assert Decimal(repr(add(rows_of(list(amounts)), OBLIGATED).value)) == Decimal(sum(amounts)) / 100


@given(addable, st.randoms(use_true_random=False))
def test_any_part_of_addable_rows_is_addable(rows: pd.DataFrame, chance: random.Random) -> None:
    chosen = chance.sample(range(len(rows)), chance.randint(0, len(rows)))
    found = add(rows.iloc[chosen], OBLIGATED)
    assert found.rows == len(chosen)


@given(addable, st.integers(1, 11))
def test_a_sum_split_in_two_adds_up(rows: pd.DataFrame, cut: int) -> None:
    parts = [add(part, OBLIGATED) for part in (rows.iloc[:cut], rows.iloc[cut:])]
    whole = add(rows, OBLIGATED)
    known = [part.value for part in parts if part.value is not None]
    assert sum(part.unknown for part in parts) == whole.unknown
    assert whole.value is None or whole.value == pytest.approx(sum(known), abs=0.005)


@given(addable)
def test_unknown_never_passes_for_exact(rows: pd.DataFrame) -> None:
    found = add(rows, OBLIGATED)
    missing = int(rows["amount_usd"].isna().sum())
    assert found.unknown == missing
    assert (found.value is None) == (missing == len(rows))
    assert found.qualifier == ("AT_LEAST" if 0 < missing < len(rows) else "EXACT")


def _total(rows: pd.DataFrame, at: int) -> pd.DataFrame:
    rows.loc[at, "is_total"] = True
    return rows


def _part(rows: pd.DataFrame, at: int) -> pd.DataFrame:
    rows.loc[at, "part_of_id"] = rows["transaction_id"].iloc[at - 1]
    return rows


def _stage(rows: pd.DataFrame, at: int) -> pd.DataFrame:
    rows.loc[at, "stage_code"] = "DISBURSED"
    return rows


def _series(rows: pd.DataFrame, at: int) -> pd.DataFrame:
    rows.loc[at, "series_id"] = "ANOTHER"
    return rows


def _no_series(rows: pd.DataFrame, at: int) -> pd.DataFrame:
    rows.loc[at, "series_id"] = None
    return rows


def _no_stage(rows: pd.DataFrame, at: int) -> pd.DataFrame:
    rows.loc[at, "stage_code"] = None
    return rows


@settings(max_examples=300)
@given(addable, st.integers(0, 11), st.sampled_from([_total, _part, _stage, _series, _no_series, _no_stage]))
def test_one_row_that_overlaps_is_always_refused(rows: pd.DataFrame, at: int, plant: object) -> None:
    assert_addable(rows, OBLIGATED)
    with pytest.raises(UnsafeSumError):
        add(plant(rows.copy(), at % len(rows)), OBLIGATED)


@given(addable, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(rows: pd.DataFrame, chance: random.Random) -> None:
    order = chance.sample(range(len(rows)), len(rows))
    assert add(rows.iloc[order], OBLIGATED) == add(rows, OBLIGATED)
