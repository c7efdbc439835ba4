"""The map of one country: safe text, outlines of the day, no script but its own, the same bytes every time."""

import base64
import hashlib
import re

import pandas as pd
import pytest

from dashboard import countrymap
from dashboard.maplabels import Frame, placed, radius_of
from dashboard.queries import stations
from loaders.release import Release
from tests.conftest import Nowhere

EXERCISE = "ex-2011-09-15"


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "${alert(1)}", "`", "\\u003cscript", "&lt;", "é'\""])
def test_encoded_text_holds_nothing_that_a_page_could_run(text: str) -> None:
    safe = countrymap.encoded(text)
    assert not set(safe) & set("<>\"'`$\\{}/= ")
    assert re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), safe) == text


def test_colours_come_from_the_style_sheet_and_differ_by_theme() -> None:
    light, dark = countrymap.colours(is_dark=False), countrymap.colours(is_dark=True)
    assert set(light) == set(dark)
    assert light["paper"] != dark["paper"]
    assert re.fullmatch("#[0-9A-F]{6}", light["status-COMPLEX"])


def test_a_tint_is_the_share_of_one_colour_over_another() -> None:
    assert countrymap.mixed("#FF0000", "#000000", 0.34) == "#570000"
    assert round(0.34 * 255) == 0x57


def test_the_same_choices_give_the_same_bytes(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAA",))
    first = countrymap.country_map(exercise, scope, is_dark=False)
    countrymap.country_map.cache_clear()
    assert countrymap.country_map(exercise, scope, is_dark=False) == first
    assert countrymap.country_map(exercise, scope, is_dark=True) != first


def test_the_page_asks_for_leaflet_of_this_host_and_for_nothing_else(nowhere: Nowhere, exercise: Release) -> None:
    page = countrymap.country_map(exercise, nowhere.scope(EXERCISE, country=("XAA",)), is_dark=False)
    asked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(asked) == 2
    assert all(address.startswith("../app/static/vendor/leaflet-") for address in asked)
    assert "http://" not in page
    assert "https://" not in page


def test_the_letters_are_those_of_the_page_and_come_from_this_host(nowhere: Nowhere, exercise: Release) -> None:
    page = countrymap.country_map(exercise, nowhere.scope(EXERCISE, country=("XAA",)), is_dark=False)
    faces = re.findall(r'url\("([^"]+woff2)"\)', page)
    assert len(faces) == 2
    assert all(address.startswith("../app/static/vendor/source-sans-3-") for address in faces)


def test_every_inline_script_is_allowed_by_its_own_hash(nowhere: Nowhere, exercise: Release) -> None:
    page = countrymap.country_map(exercise, nowhere.scope(EXERCISE, country=("XAA",)), is_dark=False)
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = countrymap.script_hashes(page).split()
    assert len(scripts) == len(hashes) == page.count("<script>")
    last = base64.b64encode(hashlib.sha256(scripts[-1].encode()).digest()).decode()
    assert hashes[-1] == f"'sha256-{last}'"


def test_the_page_draws_itself_only_when_the_page_around_it_asks(nowhere: Nowhere, exercise: Release) -> None:
    page = countrymap.country_map(exercise, nowhere.scope(EXERCISE, country=("XAA",)), is_dark=False)
    assert page.count('addEventListener("message"') == 1
    assert 'event.data !== "picture" || event.source !== window.parent' in page


def test_only_outlines_valid_on_the_day_are_drawn(nowhere: Nowhere, exercise: Release) -> None:
    after = countrymap.country_map(exercise, nowhere.scope(EXERCISE, country=("XAA",)), is_dark=False)
    early = nowhere.scope(EXERCISE, country=("XAA",), asof=exercise.as_of.replace(month=7, day=8))
    before = countrymap.country_map(exercise, early, is_dark=False)
    assert countrymap.encoded("Bélonia") in after.replace("\\u0026", "&")
    assert countrymap.encoded("Bélonia") not in before.replace("\\u0026", "&")
    assert '"dashArray": "3 2.6"' in after
    assert '"dashArray": "3 2.6"' not in before


def test_a_country_without_an_outline_on_the_day_says_so(nowhere: Nowhere, exercise: Release) -> None:
    early = nowhere.scope(EXERCISE, country=("XAB",), asof=exercise.as_of.replace(month=7, day=8))
    notes = stations.country_map(exercise, early).notes
    assert "No outline of Bélonia is valid on 8 Jul 2011. Its boundaries count from 9 Jul 2011." in notes
    assert "<!DOCTYPE html>" in countrymap.country_map(exercise, early, is_dark=False)


def test_stations_add_up_the_people_of_their_tours(nowhere: Nowhere, exercise: Release) -> None:
    frame = stations.frame(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    assert [(row.place_name, row.people_count, row.lat, row.lon) for row in frame.itertuples()] == [
        ("Port Ardo", 3.0, 10.125, 20.5)
    ]


def test_people_without_a_station_are_told_beneath_the_map(nowhere: Nowhere, exercise: Release) -> None:
    early = nowhere.scope(EXERCISE, country=("XAC",), asof=exercise.as_of.replace(day=14))
    notes = stations.country_map(exercise, early).notes
    assert "2 civilians have no duty station recorded and are not on the map." in notes


def test_the_record_places_what_sources_state_with_its_sign(nowhere: Nowhere, record: Release) -> None:
    frame = stations.frame(record, nowhere.scope("2011-09-30", country=("XAA",)))
    assert [(row.place_name, row.people, row.stated) for row in frame.itertuples()] == [
        ("Embassy in Port Ardo", "≈ 5", "31 Mar 2010")
    ]


def test_the_area_of_a_station_grows_with_its_people_and_a_number_always_fits() -> None:
    assert radius_of(1) == 9.0
    assert radius_of(36) == 4.2 * 6
    assert radius_of(float("nan")) < radius_of(1)


def test_no_label_touches_another() -> None:
    frame = Frame((20.0, 0.0, 30.0, 8.0))
    rows = [("Juba", 4.0, 25.0, 27.0), ("Near Juba", 4.05, 25.1, 3.0), ("Bor", 6.0, 25.0, 3.0)]
    places = pd.DataFrame(rows, columns=["place_name", "lat", "lon", "people_count"])
    labels = placed(frame, places, [("Neighbour", 4.0, 25.0), ("Other", 1.0, 28.0)], [("A line", 7.5, 25.0)])
    boxes = []
    for label in labels:
        x, y = frame.at(label.lat, label.lon)
        left, top = x - label.anchor[0], y - label.anchor[1]
        boxes.append((left, top, left + label.size[0], top + label.size[1]))
    assert len(boxes) >= 4
    for at, first in enumerate(boxes):
        for other in boxes[at + 1 :]:
            is_apart = first[2] <= other[0] + 1 or other[2] <= first[0] + 1
            assert is_apart or first[3] <= other[1] + 1 or other[3] <= first[1] + 1


def test_no_name_stands_under_the_zoom_buttons_or_the_scale() -> None:
    frame = Frame((20.0, 0.0, 30.0, 8.9))
    none = pd.DataFrame(columns=["place_name", "lat", "lon", "people_count"])
    under_the_buttons, under_the_scale, free = ("Libya", 8.2, 20.9), ("Gabon", 0.3, 21.5), ("Chad", 4.4, 25.0)
    labels = placed(frame, none, [under_the_buttons, under_the_scale, free], [])
    assert "Chad" in [label.text for label in labels]
    for label in labels:
        x, y = frame.at(label.lat, label.lon)
        left, top = x - label.anchor[0], y - label.anchor[1]
        assert left >= 48 or top >= 82 - 1
        assert left >= 96 or top + label.size[1] <= frame.size[1] - 32 + 1


def test_a_label_too_wide_for_the_map_is_left_out() -> None:
    frame = Frame((20.0, 0.0, 30.0, 8.0))
    none = pd.DataFrame(columns=["place_name", "lat", "lon", "people_count"])
    assert placed(frame, none, [("x" * 80, 4.0, 25.0)], []) == []
