import csv
import io

import pandas as pd
import pytest

from dashboard import export
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.scope import encode
from loaders.release import Release
from tests.conftest import Nowhere


def records(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")'])
def test_text_a_spreadsheet_would_run_is_made_inert(text: str) -> None:
    assert export.safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ardova", "1=1", "a-b", " ≥ 3", "−17"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert export.safe(text) == text


def test_formulas_are_inert_in_headings_head_lines_and_cells() -> None:
    body = export.written(pd.DataFrame({"=A": ["@x", "ok"]}), [("Title", "=1")])
    assert records(body) == [["# Title", "'=1"], ["'=A"], ["'@x"], ["ok"]]


def test_a_line_by_itself_is_as_inert_as_a_whole_file() -> None:
    assert export.safe_line(["=1", None, -5, "a,b", "−17"]) == '\'=1,,-5,"a,b",−17\r\n'.encode()


def test_a_negative_number_stays_a_number() -> None:
    assert records(export.written(pd.DataFrame({"n": [-5, -2.5]}), [])) == [["n"], ["-5"], ["-2.5"]]


def test_a_missing_value_is_empty_and_zero_is_0() -> None:
    rows = pd.DataFrame(
        {
            "count": pd.array([0, None], dtype="Int64"),
            "usd": [0.0, float("nan")],
            "day": pd.to_datetime(["2011-09-15", None]),
            "text": pd.array(["", None], dtype="str"),
            "flag": pd.array([False, None], dtype="boolean"),
        }
    )
    assert records(export.written(rows, []))[1:] == [["0", "0", "2011-09-15", "", "False"], ["", "", "", "", ""]]


def test_days_are_iso_and_whole_numbers_have_no_point() -> None:
    rows = pd.DataFrame({"day": [pd.Timestamp("2011-09-15")], "n": [1624.0], "usd": [1_000_000.1]})
    assert records(export.written(rows, []))[1] == ["2011-09-15", "1624", "1000000.1"]


def test_the_file_is_utf8_with_a_byte_order_mark_and_crlf() -> None:
    body = export.written(pd.DataFrame({"name": ["Bélonia"]}), [])
    assert body == b"\xef\xbb\xbfname\r\nB\xc3\xa9lonia\r\n"


def test_commas_quotes_and_line_breaks_stay_in_their_cell() -> None:
    text = 'one, "two"\nthree'
    assert records(export.written(pd.DataFrame({"a": [text], "b": ["x"]}), []))[1] == [text, "x"]


@pytest.mark.parametrize("name", [*VIEWS, *FIGURES])
def test_every_export_says_marking_kind_release_day_and_address_first(nowhere: Nowhere, name: str) -> None:
    for release_id in nowhere.names:
        release, scope = nowhere.release(release_id), nowhere.scope(release_id, country=("XAA",))
        kind = {"ex": "EXERCISE, invented data", "world": "world feeds"}.get(release_id.split("-")[0], "public record")
        for is_rows in (False, True):
            lines = records(export.to_csv(release, scope, name, is_rows=is_rows))
            assert lines[:5] == [
                ["# Marking", "UNCLASSIFIED"],
                ["# Kind", kind],
                ["# Release", release.name],
                ["# As of", release.as_of.isoformat()],
                ["# Address", f"?{encode(scope)}"],
            ], release_id
            assert [line[0] for line in lines[5:8]] == ["# Title", "# Figure", "# Rule"]


def test_a_view_is_exported_with_its_headings_and_every_row(nowhere: Nowhere, exercise: Release) -> None:
    lines = records(export.to_csv(exercise, nowhere.scope("ex-2011-09-15"), "posts_by_country"))[8:]
    view = VIEWS["posts_by_country"].query(exercise, nowhere.scope("ex-2011-09-15"))
    assert lines[0] == list(view.headings.values())
    assert len(lines) - 1 == len(view.frame) == 3


def test_the_rows_behind_a_figure_add_up_to_it(nowhere: Nowhere, record: Release) -> None:
    lines = records(export.to_csv(record, nowhere.scope("2011-09-30"), "deployed", is_rows=True))[8:]
    people = lines[0].index("people_count")
    assert [line[people] for line in lines[1:]] == ["3", "2", "1"]
    assert FIGURES["deployed"](record, nowhere.scope("2011-09-30")).value == 3 + 2 + 1


def test_source_rows_name_their_file_and_line(nowhere: Nowhere, record: Release) -> None:
    lines = records(export.to_csv(record, nowhere.scope("2011-09-30"), "deployed", is_rows=True))[8:]
    found = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert {(row["raw_file"], row["source_id"]) for row in found} == {("record/deployments.csv", "S001")}
    assert [row["raw_line"] for row in found] == ["2", "3", "4"]


def test_a_figure_that_is_not_reported_is_exported_empty_not_zero(nowhere: Nowhere, record: Release) -> None:
    scope = nowhere.scope("2011-09-30", asof=record.as_of.replace(year=2009))
    lines = records(export.to_csv(record, scope, "deployed"))[8:]
    assert dict(zip(lines[0], lines[1], strict=True)) | {"as written": "[x]", "state": "not reported"} == dict(
        zip(lines[0], lines[1], strict=True)
    )
    assert lines[1][0] == ""


def test_a_view_that_does_not_exist_is_refused(nowhere: Nowhere, record: Release) -> None:
    with pytest.raises(KeyError):
        export.to_csv(record, nowhere.scope("2011-09-30"), "nothing")
