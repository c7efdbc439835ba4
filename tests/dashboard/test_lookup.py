"""Rows found in their sealed file: by words, by columns, a page at a time, equal to what a plain loop finds."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard import export
from dashboard.figures import registers
from dashboard.queries import lookup, rows
from loaders.release import Release
from tests.conftest import Nowhere


def test_each_word_must_stand_somewhere_and_capitals_do_not_matter(exercise: Release) -> None:
    every = exercise.table("deployments")
    texts = every.astype("string").fillna("").agg(" ".join, axis=1).str.lower()
    by_hand = texts.str.contains("xaa") & texts.str.contains("state")
    assert 0 < lookup.count(exercise, "deployments", "Xaa STATE") == int(by_hand.sum()) < len(every)


def test_a_column_narrows_by_a_value_a_bound_or_a_day(exercise: Release) -> None:
    every = exercise.table("deployments")
    assert lookup.count(exercise, "deployments", "country_code:xaa") == int((every["country_code"] == "XAA").sum())
    more = lookup.count(exercise, "deployments", "people_count>5")
    assert more == int((every["people_count"] > 5).sum()) > 0
    year = str(every["start_date"].dropna().iloc[0].year)
    begun = int((every["start_date"].dt.year == int(year)).sum())
    assert lookup.count(exercise, "deployments", f"start_date:{year}") == begun
    later = int((every["start_date"] >= f"{year}-01-01").sum())
    assert lookup.count(exercise, "deployments", f"start_date>={year}") == later


def test_a_key_finds_its_one_row_and_no_row_where_it_is_unknown(exercise: Release) -> None:
    every = exercise.table("deployments")
    for key in (every["deployment_id"].iloc[0], every["deployment_id"].iloc[-1], "no such key"):
        found = lookup.by_key(exercise, "deployments", key)
        pd.testing.assert_frame_equal(found, every[every["deployment_id"] == key].reset_index(drop=True))


def test_a_flag_narrows_by_yes_and_no(exercise: Release) -> None:
    every = exercise.table("deployments")
    for word, is_total in (("yes", True), ("no", False)):
        assert lookup.count(exercise, "deployments", f"is_total:{word}") == int((every["is_total"] == is_total).sum())


def test_a_colon_behind_what_is_no_column_is_a_word_like_any_other(exercise: Release) -> None:
    assert lookup.count(exercise, "deployments", "nosuchcolumn:XAA") == 0


@pytest.mark.parametrize(
    ("word", "why"),
    [("people_count:many", "people_count is a number"), ("start_date:soon", "start_date is a day; write it as")],
)
def test_a_value_of_the_wrong_kind_is_said(nowhere: Nowhere, exercise: Release, word: str, why: str) -> None:
    with pytest.raises(lookup.NarrowingError, match=why):
        lookup.count(exercise, "deployments", word)
    scope = nowhere.scope("ex-2011-09-15", q=word)
    assert why in rows.explorer(exercise, scope).absence
    assert why in rows.headline(exercise, scope)


def test_pages_follow_each_other_by_key_and_hold_every_row_once(exercise: Release) -> None:
    every = exercise.table("deployments")
    found = [key for first in range(0, len(every), 2)
             for key in lookup.page(exercise, "deployments", "", first, 2)["deployment_id"]]  # fmt: skip
    assert found == list(every["deployment_id"])


def test_a_page_has_the_types_of_the_canonical_table(exercise: Release) -> None:
    every = exercise.table("deployments")
    assert lookup.page(exercise, "deployments", "", 0, 3).dtypes.to_dict() == every.dtypes.to_dict()


def test_what_is_searched_for_is_never_run_as_a_query(exercise: Release) -> None:
    for word in ("');DROP", "%", "_", "' OR '1'='1", "country_code:'x'"):
        assert lookup.count(exercise, "deployments", word) == 0


def test_a_page_beyond_the_last_is_the_last(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope("ex-2011-09-15", rows="deployments", page=99)
    view = rows.explorer(exercise, scope)
    assert len(view.frame) == len(exercise.table("deployments")) == view.facts["held"]
    assert registers.draw_rows(view)["blocks"]


def test_an_export_that_is_cut_says_so(nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "EXPORTED", 2)
    total = len(exercise.table("deployments"))
    body = export.to_csv(exercise, nowhere.scope("ex-2011-09-15", rows="deployments"), "rows").decode("utf-8-sig")
    assert f"the first 2 of {total}; narrow the search for the others" in body
    assert len(body.splitlines()) == 9 + 1 + 2


class _Older:
    """A release sealed before rows had a column of their own beside their line."""

    def __init__(self, release: Release, folder: Path) -> None:
        """Write the release's deployments without that column."""
        self.manifest = release.manifest
        self._file = folder / "deployments.parquet"
        pq.write_table(pq.read_table(release.path("deployments")).drop_columns(["raw_column"]), self._file)

    def path(self, table: str) -> Path:
        """Return the file without the column."""
        return self._file


def test_rows_of_a_release_older_than_a_column_are_found_without_it(exercise: Release, tmp_path: Path) -> None:
    older = _Older(exercise, tmp_path)
    for searched in ("", "xaa", "raw_line>1", "country_code:xaa"):
        expected = lookup.count(exercise, "deployments", searched)
        assert lookup.count(older, "deployments", searched) == expected > 0  # type: ignore[arg-type]
    found = lookup.page(older, "deployments", "xaa", 0, 3)  # type: ignore[arg-type]
    assert " line " in rows.places(found)[0]
    assert lookup.count(older, "deployments", "raw_column:People") == 0  # type: ignore[arg-type]
