"""Every screen over the invented world, without a browser: what each panel is given, for every kind of choice."""

import json
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from dashboard import frame, main
from dashboard.scope import Scope, encode
from tests.conftest import Nowhere
from tests.stage import Screen, Stage

FILTERS: tuple[dict[str, object], ...] = (
    {"region": ("LO",)},
    {"tax": "COMMAND", "region": ("XSOUTH",)},
    {"country": ("XAA",)},
    {"country": ("XAA", "XAC")},
    {"agency": ("USAID",)},
    {"component": ("ACTIVE",)},
    {"tool": ("ECONOMIC",)},
    {"status": ("FAILED", "COMPLEX")},
    {"period": 2010},
    {"asof": date(2011, 1, 31)},
    {"region": ("FAR",)},
    {"country": ("XAE",), "status": ("COMPLEX",)},
)
COUNTRIES = {"Ardova", "Bélonia", "Corvia", "Dunmar", "Estria"}
RAW = {"nan", "NaN", "None", "NaT", "<NA>", "inf"}
"""How Python writes what is missing; no reader should ever see it."""
RELEASES = ("2010-12-31", "2011-09-30", "whole", "ex-2011-09-01", "ex-2011-09-15", "world-2011-09-30")
screens = pytest.mark.parametrize("screen", main.SCREENS, ids=lambda screen: screen.PATH or "situation")


def texts(value: Any) -> list[str]:
    """Return every text in a panel's data."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def links_in(value: Any) -> list[str]:
    """Return every address a reader may follow in a panel's data."""
    if isinstance(value, dict):
        own = [item for key, item in value.items() if key in ("href", "open", "none", "home", "here", "clear") and item]
        return [*own, *(link for item in value.values() for link in links_in(item))]
    return [link for item in value for link in links_in(item)] if isinstance(value, list) else []


def sound(shown: Screen, scope: Scope) -> None:
    """Check what holds of every screen, whatever is chosen."""
    assert shown.errors == []
    assert shown.notices == []
    is_country = shown.frame["here"].startswith("/countries") and len(scope.country) == 1
    assert shown.h1 in COUNTRIES if is_country else shown.h1.endswith((".", "?"))
    assert len([panel for panel in shown.panels if shown.blocks(panel, "answer")]) == 1
    assert shown.frame["here"].endswith(encode(scope))
    assert "Check code" in shown.text
    for name, panel in shown.panels.items():
        assert [
            text for text in texts(panel) if set(text.replace("<b>", " ").replace("</b>", " ").split()) & RAW
        ] == [], name
        if panel.get("title"):
            assert panel["title"].endswith("?") or panel["level"] == 3, name
            absences = [*shown.blocks(name, "absence"), *shown.blocks(name, "nothing")]
            assert "mark" not in panel or panel["sentence"] or absences, name
        figure = panel.get("figure")
        if figure:
            assert figure["data"], name
            assert "#" not in json.dumps([trace.get("marker") for trace in figure["data"]]), name


@screens
@pytest.mark.parametrize("release_id", RELEASES)
def test_a_screen_answers_for_every_release(
    nowhere: Nowhere, stage: Stage, screen: ModuleType, release_id: str
) -> None:
    scope = nowhere.scope(release_id)
    shown = stage.open(screen.PATH, scope)
    sound(shown, scope)
    assert shown.frame["marking"]["text"] == "UNCLASSIFIED"
    assert (shown.frame["marking"]["left"] == "EXERCISE, invented data") is release_id.startswith("ex-")
    assert [page["text"] for page in shown.frame["pages"] if page["on"]] == [screen.TITLE]


@screens
@pytest.mark.parametrize("release_id", ["2011-09-30", "ex-2011-09-15", "world-2011-09-30"])
@pytest.mark.parametrize(
    "choices", FILTERS, ids=lambda choices: "&".join(f"{name}={value}" for name, value in choices.items())
)
def test_a_screen_answers_for_every_filter(
    nowhere: Nowhere, stage: Stage, screen: ModuleType, release_id: str, choices: dict[str, object]
) -> None:
    scope = nowhere.scope(release_id, **choices)
    shown = stage.open(screen.PATH, scope)
    sound(shown, scope)
    clear = [filter_["none"] for filter_ in shown.frame["filters"] if filter_["name"] in choices and filter_["none"]]
    for name in set(choices) & {"country", "agency", "region"}:
        assert all(f"&{name}=" not in link or len(choices) > 1 for link in clear)


@screens
@pytest.mark.parametrize("release_id", ["2011-09-30", "ex-2011-09-15"])
def test_a_screen_compares_and_says_what_changed(
    nowhere: Nowhere, stage: Stage, screen: ModuleType, release_id: str
) -> None:
    earlier = {"2011-09-30": "2010-12-31", "ex-2011-09-15": "ex-2011-09-01"}[release_id]
    scope = nowhere.scope(release_id, cmp=nowhere.names[earlier])
    sound(stage.open(screen.PATH, scope), scope)


@screens
def test_every_link_of_a_screen_leads_to_an_address_that_can_be_shown(
    nowhere: Nowhere, stage: Stage, screen: ModuleType
) -> None:
    from dashboard.catalogue import FIGURES, VIEWS
    from dashboard.links import read

    views = frozenset(VIEWS) | frozenset(FIGURES)
    paths = {path for path, _ in frame.SCREENS}
    for release_id in ("2011-09-30", "ex-2011-09-15", "world-2011-09-30"):
        shown = stage.open(screen.PATH, nowhere.scope(release_id, country=("XAA",)))
        found = {link for link in links_in([shown.frame, *shown.panels.values()]) if link.startswith("/")}
        assert len(found) > len(paths)
        for link in found:
            path, _, query = link.partition("?")
            assert path.strip("/") in paths, link
            pairs = [tuple(pair.split("=", 1)) for pair in query.replace("%3A", ":").replace("%20", " ").split("&")]
            assert not read(pairs, views).notices, link


@screens
def test_every_view_of_a_screen_can_be_shown_as_a_table(nowhere: Nowhere, stage: Stage, screen: ModuleType) -> None:
    for release_id in ("2011-09-30", "ex-2011-09-15", "world-2011-09-30"):
        scope = nowhere.scope(release_id)
        drawn = stage.open(screen.PATH, scope)
        views = tuple(name for name, panel in drawn.panels.items() if panel.get("twin"))
        shown = stage.open(screen.PATH, scope.but(table=views))
        assert shown.errors == []
        for name in views:
            (table,) = shown.blocks(name, "table")
            assert len(table["rows"]) >= 1, name
            assert all(
                len(row.get("cells", row) if isinstance(row, dict) else row) == len(table["columns"])
                for row in table["rows"]
            )
            assert "figure" not in shown.panels[name]
            assert shown.panels[name]["title"] == drawn.panels[name]["title"]


@screens
def test_turning_the_picture_changes_no_figure(nowhere: Nowhere, stage: Stage, screen: ModuleType) -> None:
    scope = nowhere.scope("ex-2011-09-15")
    plain = stage.open(screen.PATH, scope)
    turned = stage.open(screen.PATH, scope.but(split="agency", group="agency", money="tool"))
    assert {name: figure["text"] for name, figure in plain.figures.items()} == {
        name: figure["text"] for name, figure in turned.figures.items()
    }


@screens
def test_every_figure_of_a_screen_opens_the_drawer_with_its_rule_and_rows(
    nowhere: Nowhere, stage: Stage, screen: ModuleType
) -> None:
    for release_id in ("2011-09-30", "ex-2011-09-15", "world-2011-09-30"):
        scope = nowhere.scope(release_id)
        for name, figure in stage.open(screen.PATH, scope).figures.items():
            shown = stage.open(screen.PATH, scope.but(open=name))
            assert shown.errors == [], name
            lines = [line for block in shown.blocks("drawer", "lines") for line in block]
            assert any(figure["text"] in line.get("strong", "") for line in lines), name
            assert any(
                line.get("strong", "").rstrip(":") in ("Reported", "Computed", "Estimate or bound") for line in lines
            ), name
            assert release_id in json.dumps(shown.panels["drawer"]), name
            assert len(shown.blocks("drawer", "marking")) == 2, name


@screens
def test_filters_a_screen_does_not_apply_say_why(nowhere: Nowhere, stage: Stage, screen: ModuleType) -> None:
    shown = stage.open(screen.PATH, nowhere.scope("ex-2011-09-15"))
    why = {filter_["name"]: filter_["why"] for filter_ in shown.frame["filters"] if filter_["why"]}
    assert why == {
        name: reason for name, reason in screen.IGNORES.items() if name in {f["name"] for f in shown.frame["filters"]}
    }
    assert all(reason.endswith(".") for reason in why.values())


@screens
def test_a_filter_a_screen_ignores_changes_none_of_its_figures(
    nowhere: Nowhere, stage: Stage, screen: ModuleType
) -> None:
    values = {
        "tool": ("ECONOMIC",),
        "component": ("ACTIVE",),
        "period": 2010,
        "agency": ("USAID",),
        "status": ("FAILED",),
        "country": ("XAA",),
        "region": ("LO",),
        "asof": date(2011, 9, 1),
    }
    plain = stage.open(screen.PATH, nowhere.scope("ex-2011-09-15"))
    for name in screen.IGNORES:
        shown = stage.open(screen.PATH, nowhere.scope("ex-2011-09-15", **{name: values[name]}))
        assert {key: figure["text"] for key, figure in shown.figures.items()} == {
            key: figure["text"] for key, figure in plain.figures.items()
        }, name


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [
        ("regoin=UP", "regoin", "UP"),
        ("region=Atlantis", "region", "Atlantis"),
        ("rel=R999999", "rel", "R999999"),
        ("rel=../../../etc/passwd", "rel", "../../../etc/passwd"),
        ("agency=USAID,NOPE", "agency", "USAID,NOPE"),
        ("v=999", "v", "999"),
        ("asof=9999-99-99", "asof", "9999-99-99"),
        ("country=XAA&country=XAB", "country", "XAB"),
        ("region=<img src=x onerror=alert(1)>", "region", "<img src=x onerror=alert(1)>"),
    ],
)
@screens
def test_an_address_that_cannot_be_shown_is_named_and_no_figure_is_shown(
    nowhere: Nowhere, stage: Stage, screen: ModuleType, query: str, parameter: str, value: str
) -> None:
    shown = stage.open(screen.PATH, query)
    assert shown.errors == []
    assert [notice.startswith(f"{parameter}={value} ") for notice in shown.notices] == [True]
    assert shown.frame["asked"] is None
    assert shown.figures == {}
    assert not [name for name, panel in shown.panels.items() if panel.get("figure") or panel.get("title")]


def test_the_way_out_of_a_broken_address_leads_somewhere(nowhere: Nowhere, stage: Stage) -> None:
    shown = stage.open("", "rel=R999999&country=XAA")
    (choices,) = shown.blocks("refusal", "choices")
    for choice in choices:
        opened = stage.open("", choice["href"].partition("?")[2])
        assert opened.notices == [], choice
        assert opened.figures, choice


def test_the_same_address_gives_the_same_check_code_and_another_another(nowhere: Nowhere, stage: Stage) -> None:
    scope = nowhere.scope("ex-2011-09-15")
    first, second = stage.open("", scope), stage.open("", scope)
    assert first.check_code == second.check_code
    assert stage.open("", scope.but(country=("XAA",))).check_code != first.check_code
    assert Stage().open("", scope).check_code == first.check_code


def test_situation_counts_the_invented_exercise_as_by_hand(nowhere: Nowhere, stage: Stage) -> None:
    figures = stage.open("", nowhere.scope("ex-2011-09-15")).figures
    assert figures["countries_at_risk"]["text"] == "4"
    assert figures["complex_emergencies"]["text"] == "1"
    # Ardova lacks 5 planners and 1 of 4 health workers, Corvia 3 farmers; Bélonia has one more judge than it asked for.
    assert (figures["empty_posts"]["text"], figures["empty_posts"]["suffix"]) == (str(5 + 1 + 3), f"of {5 + 4 + 5 + 3}")
    # 1,000,000.10 and at least 2,000,000.20 are known, one amount is not.
    assert figures["obligated"]["text"] == "≥ $3 m"


def test_people_of_whom_some_are_not_stated_are_at_least_so_many(nowhere: Nowhere, stage: Stage) -> None:
    figures = stage.open("", nowhere.scope("ex-2011-09-15")).figures
    assert figures["deployed"]["text"] == f"≥ {3 + 6}"


def test_situation_counts_the_invented_record_as_by_hand(nowhere: Nowhere, stage: Stage) -> None:
    figures = stage.open("", nowhere.scope("2011-09-30")).figures
    assert figures["deployed"]["text"] == str(3 + 2 + 1)
    assert figures["person_days"]["text"] == str(300 + 100 + 40)
    assert figures["active_members"]["text"] == "30"
    assert figures["countries_at_risk"]["text"] == "4"


def test_what_no_source_lists_is_x_and_never_0(nowhere: Nowhere, stage: Stage) -> None:
    figures = stage.open("", nowhere.scope("2010-12-31", asof=date(2010, 6, 30))).figures
    assert (figures["deployed"]["text"], figures["deployed"]["state"]) == ("[x]", "not reported")


def test_a_decoded_address_is_what_the_screen_writes_back(nowhere: Nowhere, stage: Stage) -> None:
    shown = stage.open("", f"rel={nowhere.names['2011-09-30']}")
    here = shown.frame["here"].partition("?")[2]
    assert here == encode(nowhere.scope("2011-09-30", cmp=nowhere.names["2010-12-31"]))
    assert shown.frame["asked"] == [["rel", nowhere.names["2011-09-30"]]]
