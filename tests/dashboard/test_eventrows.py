"""Events asked in their sealed file: the same as a plain look at all of them."""

import datetime

import pandas as pd
import pytest

from dashboard.queries import dated, eventrows, happenings
from loaders.release import Release
from tests.conftest import Nowhere

EXERCISE = "ex-2011-09-15"
DAY = datetime.date(2011, 6, 30)


def _known(release: Release, day: datetime.date) -> pd.DataFrame:
    rows = release.table("events")
    return rows[rows["event_date"].isna() | (rows["event_date"] <= pd.Timestamp(day))]


def test_events_of_each_country_are_counted_to_the_day_asked_for(exercise: Release) -> None:
    by_hand = _known(exercise, DAY)["country_code"].value_counts()
    assert by_hand.sum() < len(exercise.table("events"))
    assert dated.counts(exercise, "events", DAY) == by_hand.to_dict()


def test_the_newest_day_of_each_country_is_not_after_the_day_asked_for(exercise: Release) -> None:
    newest = _known(exercise, DAY).groupby("country_code")["event_date"].max()
    found = eventrows.by_country(exercise, DAY).set_index("country_code")["event_date"]
    assert found.to_dict() == newest.to_dict()


@pytest.mark.parametrize("country", ["XAA", "XAB"])
def test_events_of_a_country_come_newest_first_and_are_new_where_the_earlier_release_lacks_them(
    exercise: Release, before: Release, nowhere: Nowhere, country: str
) -> None:
    rows = exercise.table("events")
    here = rows[(rows["country_code"] == country) & rows["event_date"].notna()]
    here = here.sort_values(["event_date", "event_id"], ascending=[False, True])
    found = happenings.events(exercise, nowhere.scope(EXERCISE, country=(country,), cmp=before.name))
    assert list(found["event_id"]) == list(here["event_id"])
    earlier = set(before.table("events")["event_id"])
    assert list(found["is_changed"]) == [key not in earlier for key in here["event_id"]]


def test_the_rows_behind_the_events_are_the_canonical_ones(exercise: Release, nowhere: Nowhere) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAA",))
    behind = happenings.happened(exercise, scope).citation.rows()
    rows = exercise.table("events")
    expected = rows[(rows["country_code"] == "XAA") & rows["event_date"].notna()].reset_index(drop=True)
    pd.testing.assert_frame_equal(behind.sort_values("event_id", ignore_index=True), expected)
