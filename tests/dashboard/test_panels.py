import pandas as pd
import pytest

from dashboard import panels
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.place import Place
from dashboard.view import Citation, Figure, View
from loaders.release import Release
from tests.conftest import Nowhere

CHOICES: tuple[dict[str, object], ...] = (
    {},
    {"country": ("XAA",)},
    {"country": ("XAE",)},
    {"region": ("FAR",)},
    {"agency": ("USDA",), "component": ("RESERVE",)},
    {"tool": ("LEGAL",), "status": ("FAILED",), "period": 2009},
)

NAMED = frozenset({"effort"})
"""Views of the country page that name what they hold under a question of the page."""
SAME_FIGURE = {"country_deployed": "deployed", "country_obligated": "obligated"}
"""Figures that are another figure seen closer, and keep its id so that both open one rule."""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "[x]"),
        (pd.NA, "[x]"),
        (pd.NaT, "[x]"),
        (float("nan"), "[x]"),
        (0, "0"),
        (0.0, "0"),
        (1624, "1,624"),
        (-17.0, "−17"),
        (2.5, "2.50"),
        (True, "yes"),
        (False, "no"),
        (pd.Timestamp("2011-09-15"), "15 Sep 2011"),
        ("Bélonia", "Bélonia"),
        ("", ""),
    ],
)
def test_a_cell_says_x_where_nothing_is_reported_and_0_where_none_is_known(value: object, text: str) -> None:
    assert panels.cell(value) == text


@pytest.mark.parametrize("name", ["fiscal_year", "fiscal_year_start", "fiscal_year_end", "year"])
def test_a_year_has_no_thousands_separator(name: str) -> None:
    assert panels.cell(2010, name) == panels.cell(2010.0, name) == "2010"
    assert panels.cell(float("nan"), name) == "[x]"
    assert panels.cell(2010, "people_count") == "2,010"


def test_a_year_in_a_table_twin_is_written_as_a_year() -> None:
    frame = pd.DataFrame({"year": [2010, 2011], "people": [2010, 3]})
    view = View("twin", "Q?", "", frame, {"year": "Fiscal year", "people": "People"}, "", figure(1).citation)
    assert panels.twin(view)["rows"] == [["2010", "2,010"], ["2011", "3"]]


def test_a_map_in_a_frame_offers_its_image_as_every_figure_does(nowhere: Nowhere) -> None:
    framed = panel(nowhere, "ex-2011-09-15", "country_map", country=("XAA",))
    drawn = panel(nowhere, "ex-2011-09-15", "world")
    for data, name in ((framed, "country_map"), (drawn, "world")):
        assert data["image"]
        assert data["file"] == f"{name}-ex-2011-09-15"
        assert data["credit"][0] == "EXERCISE, invented data"
        assert data["credit"][-1].startswith("Boundaries, names and designations")
    assert "figure" not in framed
    assert "image" not in panel(nowhere, "ex-2011-09-15", "country_map", country=("XAA",), table=("country_map",))
    assert "image" not in panel(nowhere, "ex-2011-09-15", "changes")


def test_the_table_twin_has_the_same_rows_and_headings_as_the_view(nowhere: Nowhere, exercise: Release) -> None:
    view = VIEWS["posts_by_country"].query(exercise, nowhere.scope("ex-2011-09-15"))
    table = panels.twin(view)
    assert [column["head"] for column in table["columns"]] == list(view.headings.values())
    names = [row[0] for row in table["rows"]]
    assert names == list(view.frame["country_name"])
    assert [column["align"] for column in table["columns"]] == ["left", "right", "right", "right"]


def figure(value: float | None, label: str = "Civilians", *, is_money: bool = False) -> Figure:
    citation = Citation("All.", "deployments", pd.DataFrame)
    return Figure("deployed", label, "", "value", citation, value, is_money=is_money)


def test_a_change_has_an_arrow_and_no_change_is_silent() -> None:
    assert panels.delta(figure(9), figure(2)) == "↑ 7"
    assert panels.delta(figure(2), figure(1626)) == "↓ 1,624"
    assert panels.delta(figure(2), figure(2)) == ""
    assert panels.delta(figure(3e6, is_money=True), figure(1e6, is_money=True)) == "↑ $2 m"


def test_a_change_from_or_to_what_is_not_reported_cannot_be_told() -> None:
    assert panels.delta(figure(9), None) == ""
    assert panels.delta(figure(9), figure(None)) == ""
    assert panels.delta(figure(None), figure(9)) == ""


def test_two_figures_of_different_labels_are_not_compared() -> None:
    assert panels.delta(figure(9, "Deployments, FY2011"), figure(8, "Deployments, FY2010")) == ""


def test_a_trend_holds_one_value_a_release_of_the_same_kind_up_to_this_one(nowhere: Nowhere, exercise: Release) -> None:
    assert panels.trend("complex_emergencies", exercise, nowhere.scope("ex-2011-09-15")) == [1, 1]
    assert panels.trend("deployed", exercise, nowhere.scope("ex-2011-09-15")) == [2 + 6, 3 + 6]
    assert len(panels.trend("complex_emergencies", nowhere.release("2010-12-31"), nowhere.scope("2010-12-31"))) == 1


def panel(nowhere: Nowhere, release_id: str, name: str, **choices: object) -> dict[str, object]:
    release, scope = nowhere.release(release_id), nowhere.scope(release_id, **choices)
    return panels.panel_of(Place(release, scope, ""), name, ((), None, 2))[1]


def test_a_figure_and_its_table_lead_to_each_other(nowhere: Nowhere) -> None:
    drawn = panel(nowhere, "ex-2011-09-15", "posts_by_country")
    assert "table=posts_by_country" in drawn["twin"]["href"]
    assert "figure" in drawn
    shown = panel(nowhere, "ex-2011-09-15", "posts_by_country", table=("posts_by_country",))
    assert "table=" not in shown["twin"]["href"]
    assert "figure" not in shown


def test_showing_a_table_leaves_other_tables_shown(nowhere: Nowhere) -> None:
    drawn = panel(nowhere, "ex-2011-09-15", "posts_by_country", table=("world",))
    assert "table=posts_by_country,world" in drawn["twin"]["href"]


@pytest.mark.parametrize("choices", CHOICES, ids=str)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_has_a_question_a_mark_and_a_sentence_or_an_absence(
    nowhere: Nowhere, name: str, choices: dict[str, object]
) -> None:
    for release_id in nowhere.names:
        drawn = panel(nowhere, release_id, name, **choices)
        assert drawn["title"], release_id
        assert str(drawn["title"]).endswith("?") or name in NAMED, release_id
        assert drawn["mark"]["kind"] in ("reported", "computed", "estimate"), release_id
        assert drawn["sentence"] or {"absence", "nothing"} & set(dict(drawn["blocks"])), release_id


@pytest.mark.parametrize("choices", CHOICES, ids=str)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_value_or_the_code_of_its_absence(
    nowhere: Nowhere, name: str, choices: dict[str, object]
) -> None:
    for release_id in nowhere.names:
        found = FIGURES[name](nowhere.release(release_id), nowhere.scope(release_id, **choices))
        assert found.id in (name, SAME_FIGURE.get(name)), release_id
        assert (found.value is None) == (found.text in ("[x]", "[z]", "[c]")) == (found.state != "value"), release_id


def test_a_view_without_rows_says_so_and_offers_nothing_to_download(nowhere: Nowhere) -> None:
    empty = panel(nowhere, "ex-2011-09-15", "posts_by_country", region=("FAR",))
    assert dict(empty["blocks"])["nothing"] == "No posts are requested within these filters."
    assert not {"csv", "twin", "figure"} & set(empty)


@pytest.mark.parametrize(
    ("release_id", "name", "choices", "kind"),
    [
        ("2011-09-30", "posts_by_country", {}, "absence"),
        ("2011-09-30", "supply", {}, "absence"),
        ("ex-2011-09-15", "supply", {"country": ("XAE",)}, "absence"),
        ("ex-2011-09-15", "posts_by_function", {"country": ("XAD",)}, "absence"),
        ("ex-2011-09-15", "supply", {"region": ("FAR",)}, "nothing"),
        ("ex-2011-09-15", "set_aside", {}, "nothing"),
        ("ex-2011-09-15", "changes", {}, "nothing"),
    ],
)
def test_a_known_zero_never_looks_like_something_nobody_reports(
    nowhere: Nowhere, release_id: str, name: str, choices: dict[str, object], kind: str
) -> None:
    blocks = dict(panel(nowhere, release_id, name, **choices)["blocks"])
    assert {"absence", "nothing"} & set(blocks) == {kind}
