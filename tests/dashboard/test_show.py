"""Showing a view: where not all of its rows are shown, a link leads to them, and another one back."""

import pytest

from dashboard import show
from tests.conftest import Nowhere
from tests.stage import Stage

EXERCISE = "ex-2011-09-15"


def test_a_list_that_is_cut_says_how_many_there_are(
    stage: Stage, nowhere: Nowhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show, "cut", lambda release, scope, name: 9)
    more = stage.open("", nowhere.scope(EXERCISE)).panels["changes"]["more"]
    assert more["t"] == "All 9"
    assert "all=changes" in more["href"]


def test_a_list_shown_in_full_leads_back_and_a_short_one_nowhere(stage: Stage, nowhere: Nowhere) -> None:
    shown = stage.open("", nowhere.scope(EXERCISE, all="changes")).panels
    assert shown["changes"]["more"]["t"] == "Show the first only"
    assert "all=" not in shown["changes"]["more"]["href"]
    assert "more" not in shown["posts_by_country"]
