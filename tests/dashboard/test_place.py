from dataclasses import replace

from dashboard.place import MARKINGS, Place
from loaders import codes
from loaders.release import Release
from tests.conftest import Nowhere


def test_every_marking_has_its_colours() -> None:
    assert set(MARKINGS) == set(codes.MARKING)


def place(nowhere: Nowhere, release_id: str, **choices: object) -> Place:
    return Place(nowhere.release(release_id), nowhere.scope(release_id, **choices), "")


def test_an_exercise_says_so_beside_its_marking(nowhere: Nowhere) -> None:
    marking = place(nowhere, "ex-2011-09-15").marking
    assert (marking["text"], marking["left"]) == ("UNCLASSIFIED", "EXERCISE, invented data")
    assert marking["full"] == "UNCLASSIFIED · EXERCISE, invented data"


def test_the_record_carries_its_marking_alone(nowhere: Nowhere) -> None:
    assert place(nowhere, "2011-09-30").marking["full"] == "UNCLASSIFIED"


def test_a_release_without_marking_says_that_it_is_not_set(nowhere: Nowhere, record: Release) -> None:
    unmarked = replace(record, manifest={**record.manifest, "marking": ""})
    marking = Place(unmarked, nowhere.scope("2011-09-30"), "").marking
    assert (marking["code"], marking["full"]) == ("", "MARKING NOT SET")


def test_the_check_code_is_equal_where_everything_shown_is_equal(nowhere: Nowhere) -> None:
    here = place(nowhere, "2011-09-30")
    first, second, third = (replace(here, shown=["a", last]) for last in ("b", "b", "c"))
    assert first.check_code == second.check_code != third.check_code


def test_the_check_code_tells_releases_and_filters_apart(nowhere: Nowhere) -> None:
    found = {
        place(nowhere, "2011-09-30").check_code,
        place(nowhere, "whole").check_code,
        place(nowhere, "2011-09-30", country=("XAA",)).check_code,
    }
    assert len(found) == 3


def test_links_keep_every_choice_but_the_one_they_change(nowhere: Nowhere) -> None:
    here = place(nowhere, "2011-09-30", country=("XAA",), period=2010)
    assert "country=XAA" in here.to(period=None)
    assert "period" not in here.to(period=None)
    assert here.to("sources").startswith("/sources?v=1&rel=2011-09-30~")
