"""Sources: publications, rows searched by words, rules, releases, rows set aside, dictionary."""

import pandas as pd
import pytest

from dashboard import links, measures, panels
from dashboard.catalogue import VIEWS
from dashboard.figures import registers
from dashboard.queries import definitions, lookup, records, rows, setaside, sources
from dashboard.scope import Scope, decode, encode
from dashboard.view import Citation, View, figure_id
from loaders.contract import LEDGER_COLUMNS
from loaders.release import Release
from loaders.tables import TABLES
from tests.conftest import Nowhere
from tests.stage import Stage


def ledger_of(*lines: tuple[str, str, int, str, str]) -> pd.DataFrame:
    """Return problems given as table, file, line, rule, agency."""
    blank = dict.fromkeys(LEDGER_COLUMNS, "")
    named = ("table_name", "raw_file", "raw_line", "rule", "agency_code")
    return pd.DataFrame([{**blank, **dict(zip(named, line, strict=True))} for line in lines], columns=LEDGER_COLUMNS)


@pytest.fixture
def with_ledger(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    found = ledger_of(
        ("deployments", "a.csv", 3, "allowed", "STATE"),
        ("deployments", "a.csv", 3, "range", "STATE"),
        ("deployments", "a.csv", 9, "allowed", ""),
        ("needs", "b.csv", 4, "minimum", "USAID"),
    )
    monkeypatch.setattr(setaside, "ledger", lambda release: found)
    setaside.note.cache_clear()
    return found


def test_a_row_with_two_problems_is_set_aside_once(with_ledger: pd.DataFrame, exercise: Release) -> None:
    assert setaside.count(exercise, ("deployments",)) == 2
    assert setaside.count(exercise, ("deployments", "needs")) == 3


def test_a_screen_says_what_was_set_aside_of_what_it_reads(with_ledger: pd.DataFrame, exercise: Release) -> None:
    note = setaside.note(exercise, ("deployments", "needs", "events"))
    assert note == (
        "2 rows of deployments and 1 row of needs were set aside and are in no figure; see Sources, Set aside."
    )
    assert setaside.note(exercise, ("needs",)) == (
        "1 row of needs was set aside and is in no figure; see Sources, Set aside."
    )
    assert setaside.note(exercise, ("events",)) == ""
    setaside.note.cache_clear()


def test_a_figure_says_which_rows_set_aside_it_may_lack(
    with_ledger: pd.DataFrame, nowhere: Nowhere, exercise: Release
) -> None:
    setaside.here.cache_clear()
    scope = nowhere.scope("ex-2011-09-15")
    of_state, unread = 1, 1
    assert setaside.here(exercise, scope, "deployments") == (
        of_state + unread,
        "Without 2 rows that were set aside; see Sources, Set aside.",
    )
    assert setaside.here(exercise, scope.but(agency=("USDA",)), "deployments")[0] == unread
    assert setaside.here(exercise, scope.but(agency=("STATE",)), "posts_requested")[0] == of_state + unread
    assert setaside.here(exercise, scope, "events") == (0, "")
    setaside.here.cache_clear()


def test_every_figure_that_a_row_set_aside_would_have_touched_says_so(
    with_ledger: pd.DataFrame, nowhere: Nowhere, stage: Stage
) -> None:
    for remembered in (setaside.here, panels.strip_of, panels.panel_of):
        remembered.cache_clear()
    shown = stage.open("deployments", nowhere.scope("ex-2011-09-15")).panels
    said = "Without 2 rows that were set aside; see Sources, Set aside."
    assert [said in dict(shown[name]["blocks"])["notes"] for name in ("people_over_time", "tours")] == [True, True]
    strip = stage.open("", nowhere.scope("ex-2011-09-15")).panels["strip"]
    below = {figure["id"]: figure["below"] for figure in strip["blocks"][0][1]}
    assert below["deployed"].endswith("; 2 rows set aside")
    assert "set aside" not in below["countries_at_risk"]
    for remembered in (setaside.here, panels.strip_of, panels.panel_of):
        remembered.cache_clear()


def test_rows_set_aside_are_counted_by_table_rule_file_and_agency(
    with_ledger: pd.DataFrame, nowhere: Nowhere, exercise: Release
) -> None:
    frame = setaside.counts(exercise, nowhere.scope("ex-2011-09-15")).frame
    counts = {
        (row.by, row.what): row.size
        for row in frame.rename(columns={"size": "n"}).assign(size=frame["size"]).itertuples()
    }
    assert {key: value for key, value in counts.items() if key[0] == "Table"} == {
        ("Table", "deployments"): 2,
        ("Table", "needs"): 1,
    }
    assert counts["Rule", "allowed"] == 2
    assert counts["Rule", "range"] == 1
    assert counts["Agency", "not stated"] == 1


def test_nothing_set_aside_is_said_in_words(nowhere: Nowhere, exercise: Release) -> None:
    assert len(exercise.ledger()) == 0
    assert setaside.headline(exercise).startswith("Nothing was set aside:")
    assert setaside.listed(exercise, nowhere.scope("ex-2011-09-15")).absence == "Nothing was set aside."


def test_received_rows_are_used_set_aside_or_left_out(nowhere: Nowhere) -> None:
    for release_id in nowhere.names:
        frame = records.inputs_of(nowhere.release(release_id)).dropna(subset="received")
        assert len(frame) > 0
        assert list(frame["received"]) == list(frame["used"] + frame["set_aside"] + frame["left_out"]), release_id
        assert (frame["left_out"] >= 0).all(), release_id


def test_each_word_must_stand_somewhere_in_a_row(nowhere: Nowhere, exercise: Release) -> None:
    every = exercise.table("deployments")
    word = str(every["country_code"].dropna().iloc[0])
    found = lookup.matching(exercise, "deployments", word)
    by_hand = every.astype("string").apply(lambda row: row.str.lower().str.contains(word.lower()).any(), axis=1)
    assert len(found) == int(by_hand.sum()) > 0
    both = lookup.matching(exercise, "deployments", f"{word} nosuchword")
    assert len(both) == 0


def test_words_are_found_in_capitals_or_not_and_days_as_written(nowhere: Nowhere, exercise: Release) -> None:
    every = exercise.table("deployments")
    first = every["start_date"].dropna().iloc[0]
    assert len(lookup.matching(exercise, "deployments", first.date().isoformat())) > 0
    code = str(every["deployment_id"].iloc[0])
    assert len(lookup.matching(exercise, "deployments", code.lower())) == len(
        lookup.matching(exercise, "deployments", code.upper())
    )


def test_a_row_says_the_file_and_line_it_was_read_from() -> None:
    frame = pd.DataFrame({"raw_file": ["record/deployments.csv"], "raw_line": [12]})
    assert rows.places(frame) == ["record/deployments.csv line 12"]


def test_a_row_of_a_wide_file_says_its_column_too() -> None:
    raw = {"raw_file": ["worldbank/API.csv", "iati/a.xml"], "raw_line": [6, 9], "raw_column": ["2018", None]}
    assert rows.places(pd.DataFrame(raw)) == ["worldbank/API.csv line 6, column '2018'", "iati/a.xml line 9"]


def listed(size: int, page: int, total: int) -> View:
    frame = pd.DataFrame({"key": [f"K{number}" for number in range(total)]})
    citation = Citation("", "deployments", lambda: frame)
    return View("rows", "?", "", frame, {"key": "Key"}, "", citation, facts={"key": "key", "size": size, "page": page})


@pytest.mark.parametrize(
    ("page", "first", "count", "links"),
    [
        (1, "K0", 100, ["Next", "Last"]),
        (2, "K100", 100, ["First", "Previous", "Next", "Last"]),
        (9, "K200", 50, ["First", "Previous"]),
    ],
)
def test_a_page_holds_its_rows_and_leads_to_the_pages_beside_it(
    page: int, first: str, count: int, links: list[str]
) -> None:
    blocks = registers.draw_rows(listed(100, page, 250))["blocks"]
    (_, pager), (_, table), _ = blocks  # type: ignore[misc]  # pager, table, pager
    assert [link["t"] for link in pager["links"]] == links
    assert len(table["rows"]) == count
    assert table["rows"][0][0]["t"] == first


def test_one_page_needs_no_pager() -> None:
    assert [kind for kind, _ in registers.draw_rows(listed(100, 1, 100))["blocks"]] == ["table"]  # type: ignore[union-attr]


def test_a_missing_cell_of_a_row_is_empty_and_a_number_is_kept() -> None:
    assert [registers.written(value) for value in (None, pd.NA, pd.NaT, float("nan"))] == ["", "", "", ""]
    assert [registers.written(value) for value in (True, 2011, 1234567.0, pd.Timestamp("2011-09-15"))] == [
        "yes",
        "2011",
        "1,234,567",
        "2011-09-15",
    ]


def test_only_an_address_of_the_web_leads_out() -> None:
    frame = pd.DataFrame([
        {
            "source_id": "S1", "source_title": "Title", "publisher_name": "P", "dated": "2011", "licence": "L",
            "marking_code": "UNCLASSIFIED", "source_note": None, "source_url": "javascript:alert(1)",
        }
    ])  # fmt: skip
    view = View(
        "source_list",
        "?",
        "",
        frame,
        {},
        "",
        Citation("", "sources", lambda: frame),
        facts={"feeds": {}, "page": 1, "size": 40},
    )
    ((_, table),) = registers.draw_sources(view)["blocks"]  # type: ignore[misc]
    assert "out" not in table["rows"][0][-1]


def test_the_rows_a_source_feeds_are_those_that_name_it(nowhere: Nowhere) -> None:
    release = nowhere.release("whole")
    for source, tables in sources.fed(release).items():
        for table, number in tables:
            assert int((release.table(table)["source_id"] == source).sum()) == number


def test_undated_sources_are_counted(nowhere: Nowhere) -> None:
    release, scope = nowhere.release("whole"), nowhere.scope("whole")
    undated = int(release.table("sources")["published_date"].isna().sum())
    said = sources.headline(release, scope)
    assert ("every one is dated" in said) == (undated == 0)
    assert said.startswith(str(len(release.table("sources"))))


def test_every_measure_and_every_view_has_its_rule(nowhere: Nowhere, exercise: Release) -> None:
    frame = definitions.measured(exercise, nowhere.scope("ex-2011-09-15")).frame
    assert list(frame["rule"]) == [measure.rule for measure in measures.MEASURES.values()]
    told = VIEWS["rules"].query(exercise, nowhere.scope("ex-2011-09-15")).frame
    assert set(told["name"]) >= set(VIEWS) - {"rules"}
    assert (told["rule"].str.len() > 20).all()


def test_the_dictionary_has_every_table_and_every_column(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope("ex-2011-09-15")
    assert list(definitions.tables_of(exercise, scope).frame["table"]) == list(TABLES)
    told = definitions.columns_of(exercise, scope).frame
    assert set(told["column"]) == {column for table in TABLES.values() for column in table.columns}
    assert (told["words"].str.len() > 0).all()


def test_releases_are_listed_with_their_digests(nowhere: Nowhere, exercise: Release) -> None:
    frame = records.releases(exercise, nowhere.scope("ex-2011-09-15")).frame
    assert list(frame["name"]) == [info.name for info in links.held()]
    assert all(name.endswith(digest[:8]) for name, digest in zip(frame["name"], frame["digest"], strict=True))
    assert list(frame.loc[frame["is_shown"] != "", "name"]) == [exercise.name]


def test_an_address_names_table_and_page(nowhere: Nowhere, exercise: Release) -> None:
    choices = links.choices_of(exercise, frozenset(VIEWS))
    scope, notices = decode([("tab", "rows"), ("rows", "needs"), ("page", "3")], choices)
    assert notices == []
    assert (scope.rows, scope.page) == ("needs", 3)
    assert "&rows=needs&page=3" in encode(scope)


@pytest.mark.parametrize(
    ("name", "value"),
    [("rows", "ledger"), ("page", "0"), ("page", "01"), ("page", "-1"), ("page", "12345"), ("page", "²")],
)
def test_a_table_or_page_that_cannot_be_is_refused(nowhere: Nowhere, exercise: Release, name: str, value: str) -> None:
    scope, notices = decode([(name, value)], links.choices_of(exercise, frozenset(VIEWS)))
    assert [notice.parameter for notice in notices] == [name]
    assert (scope.rows, scope.page) == ("deployments", 1)


def test_what_is_looked_up_has_an_id_of_its_own_and_other_figures_keep_theirs(nowhere: Nowhere) -> None:
    plain: Scope = nowhere.scope("ex-2011-09-15")
    searched = plain.but(q="usaid", page=2, rows="needs")
    assert figure_id("rows", plain) != figure_id("rows", searched)
    assert figure_id("deployed", plain) == figure_id("deployed", searched)
