import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError
from loaders.returns.forms import FORMS
from loaders.returns.intake import SHOWN, Terms, take_in
from loaders.returns.report import as_text, refusal, summary
from tests.loaders.returns.sent import (
    AS_OF,
    PROGRAM,
    TOUR,
    aside,
    counts,
    errors,
    kept,
    reported,
    taken,
    tours,
    write,
)  # fmt: skip
from tests.loaders.values.onecell import real_spellings


def _warnings(report: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [one for one in report["issues"] if (one["severity"], one["rule"]) == ("warning", rule)]


def _infos(report: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["message"].rpartition(" and ")[2])
            for one in report["issues"] if (one["severity"], one["rule"]) == ("info", "total-row")]  # fmt: skip


def test_every_row_received_is_kept_or_set_aside(tmp_path: Path) -> None:
    rows = [*tours({}, {"headcount": "-3"}, {"country": "Nowhere"}, {"end_date": "2009-01-01"}), TOUR, TOUR]
    intake = taken(write(tmp_path / "sent.csv", *rows))
    # rows 3 to 5 have an error each; rows 6 and 7 repeat row 2
    assert counts(summary(intake, "sent.csv")) == (6, 1, 5)
    assert [row["_row"] for row in kept(intake)] == [2]
    assert [row["_row"] for row in aside(intake)] == [3, 4, 5, 6, 7]
    assert all(row["_text"] for row in aside(intake))


def test_a_total_that_is_the_sum_of_the_rows_kept_is_said_to_be(tmp_path: Path) -> None:
    total = dict.fromkeys(TOUR, "") | {"deployment_id": "Total", "headcount": "35"}
    report = reported(tmp_path, *tours({"headcount": "10"}, {"headcount": "25"}), total)
    assert _infos(report) == [(4, "headcount", "is the sum of the rows kept")]


def test_a_total_that_counts_a_row_set_aside_differs_by_it(tmp_path: Path) -> None:
    total = dict.fromkeys(TOUR, "") | {"deployment_id": "Total", "headcount": "35"}
    report = reported(tmp_path, *tours({"headcount": "10"}, {"headcount": "25", "country": "Nowhere"}), total)
    assert _infos(report) == [(4, "headcount", "differs from the rows kept, 10")]


def test_a_total_of_money_is_compared_to_the_cent(tmp_path: Path) -> None:
    total = dict.fromkeys(PROGRAM, "") | {"program_id": "Total", "obligated_usd": "0.30", "disbursed_usd": "0.31"}
    amounts = ({"obligated_usd": "0.10", "disbursed_usd": "0.10"}, {"obligated_usd": "0.20", "disbursed_usd": "0.20"})
    rows = [PROGRAM | {"program_id": f"P-{at}"} | amount for at, amount in enumerate(amounts)]
    report = reported(tmp_path, *rows, total, kind="programs")
    assert _infos(report) == [
        (4, "obligated_usd", "is the sum of the rows kept"), (4, "disbursed_usd", "differs from the rows kept, 0.30"),
    ]  # fmt: skip


@pytest.mark.parametrize("beyond", [0, 3])
def test_a_thousand_warnings_of_one_kind_are_named_and_the_rest_counted(tmp_path: Path, beyond: int) -> None:
    height = SHOWN + beyond
    rows = tours(*[{"end_date": "ongoing"}] * height)
    report = reported(tmp_path, *rows)
    said = _warnings(report, "open-end")
    named = [one for one in said if one["row"]]
    assert len(named) == 1_000
    assert [one["row"] for one in named] == list(range(2, 1_002))
    assert [one["message"].rpartition(": ")[2] for one in said if not one["row"]] == (
        [f"is said of {beyond} more rows of this sheet"] if beyond else []
    )
    assert counts(report) == (height, height, 0)


def test_every_error_is_named_however_many(tmp_path: Path) -> None:
    height = SHOWN + 3
    report = reported(tmp_path, *tours(*[{"headcount": "many"}] * height))
    assert len(errors(report)) == height
    assert counts(report) == (height, 0, height)


@pytest.mark.parametrize("column", ["source", "deployment_id", "place"])
def test_a_classified_marking_refuses_the_file_and_its_text_is_nowhere(tmp_path: Path, column: str) -> None:
    marked = TOUR | {"deployment_id": "D-2", "place": "", column: "SECRET//NOFORN canary at the old mill"}
    path = write(tmp_path / "sent.csv", TOUR | {"place": ""}, marked)
    with pytest.raises(RefusedError) as refused:
        taken(path)
    report = refusal(path.name, refused.value)
    told = as_text(report, path.name, "Deployments")
    assert (report["status"], report["accepted"]) == ("refused", 0)
    assert [(one["rule"], one["row"], one["column"], one["value"]) for one in report["issues"]] == [
        ("classified-marking", 3, column, None)
    ]
    assert "canary" not in f"{report}{told}"
    assert "NOFORN" not in f"{report}{told}"


def test_more_rows_than_may_be_refuse_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "sent.csv", *tours({}, {}, {}))
    assert counts(summary(taken(path, limits=Limits(rows=3)), "sent.csv")) == (3, 3, 0)
    with pytest.raises(RefusedError) as refused:
        taken(path, limits=Limits(rows=2))
    assert refused.value.remark.rule == "too-many-rows"


def test_a_heading_without_rows_is_said(tmp_path: Path) -> None:
    path = tmp_path / "sent.csv"
    path.write_text(",".join(TOUR) + "\n", encoding="utf-8")
    report = summary(taken(path), "sent.csv")
    assert counts(report) == (0, 0, 0)
    assert len(_warnings(report, "no-rows")) == 1
    assert report["sums"] == {"headcount": 0}


def test_a_heading_matched_by_a_person_is_read_as_its_column(tmp_path: Path) -> None:
    row = {("staff" if name == "headcount" else name): cell for name, cell in TOUR.items()}
    terms = Terms(real_spellings(), AS_OF, aliases={"staff": "headcount"})
    path = write(tmp_path / "sent.csv", row)
    with pytest.raises(RefusedError):
        taken(path)
    work = tmp_path / "work"
    work.mkdir()
    assert summary(take_in(path, FORMS["deployments"], terms, work), "sent.csv")["sums"] == {"headcount": 10}


def test_progress_counts_the_rows_read(tmp_path: Path) -> None:
    seen: list[int] = []
    path = write(tmp_path / "sent.csv", *tours({}, {}))
    work = tmp_path / "work"
    work.mkdir()
    take_in(path, FORMS["deployments"], Terms(real_spellings(), AS_OF), work, progress=seen.append)
    assert seen == [2]


@pytest.mark.parametrize(("name", "text"), [("sent.json", "[]"), ("sent.xml", '<iati-activities version="2.03"/>')])
def test_a_list_without_a_record_is_said_as_a_heading_without_rows_is(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    report = summary(taken(path, "programs"), name)
    assert (counts(report), report["status"]) == ((0, 0, 0), "ok")
    assert len(_warnings(report, "no-rows")) == 1


def test_a_controlled_marking_above_the_heading_is_said_once_and_not_beside_one_in_a_cell(tmp_path: Path) -> None:
    path = write(tmp_path / "sent.csv", *tours({}, {"source": "(SBU) SITREP 14"}))
    assert [one["row"] for one in _warnings(summary(taken(path), "sent.csv"), "marking-found")] == [3]
    path.write_text("CUI\n" + write(path, *tours({})).read_text(encoding="utf-8"), encoding="utf-8")
    assert [one["row"] for one in _warnings(summary(taken(path), "sent.csv"), "marking-found")] == [1]


def test_lines_that_end_in_a_carriage_return_alone_are_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "sent.csv", *tours({}, {}))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))
    assert counts(summary(taken(path), "sent.csv")) == (2, 2, 0)


def _archive(folder: Path, **members: str | bytes) -> Path:
    path = folder / "sent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def test_a_member_that_is_none_of_ours_is_set_aside_whole_and_the_rest_loads(tmp_path: Path) -> None:
    march, april = (write(tmp_path / "one", row).read_bytes() for row in tours({"headcount": "12"}, {"headcount": "5"}))
    foreign = {"README__csv": "Please read\nthis\n", "list__pdf": b"%PDF"}
    path = _archive(tmp_path, march__csv=march, **foreign, april__csv=april)
    report = summary(taken(path), "sent.zip")
    assert (counts(report), report["status"], report["sums"]) == ((2, 2, 0), "partial", {"headcount": 12 + 5})
    assert [part["is_read"] for part in report["parts"]] == [True, False, True]
    (error,) = [one for one in report["issues"] if one["severity"] == "error"]
    assert (error["rule"], error["sheet"]) == ("header-not-found", "README.csv")
    assert error["message"].startswith("sent.zip, sheet 'README.csv': no row among the first 2 is a heading")
    assert error["message"].endswith("; the whole member was set aside")
    assert [one["value"] for one in _warnings(report, "sheet-skipped")] == ["list.pdf"]
    assert _warnings(report, "no-rows") == []


def test_members_behind_an_empty_list_are_read_and_the_list_is_said_to_be_empty(tmp_path: Path) -> None:
    march = write(tmp_path / "a", *tours({"headcount": "12"})).read_text(encoding="utf-8")
    report = summary(taken(_archive(tmp_path, empty__json="[]", march__csv=march)), "sent.zip")
    assert (counts(report), report["status"]) == ((1, 1, 0), "ok")
    assert [one["sheet"] for one in _warnings(report, "no-rows")] == ["empty.json"]


def test_a_member_cut_off_amid_its_rows_refuses_the_archive(tmp_path: Path) -> None:
    march = write(tmp_path / "a", *tours({}, {})).read_text(encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        taken(_archive(tmp_path, march__csv=march, april__csv=march + 'D-3,"KEN'))
    assert (refused.value.remark.rule, refused.value.sheet) == ("unclosed-quote", "april.csv")


def test_a_marking_in_a_member_that_is_set_aside_refuses_the_archive(tmp_path: Path) -> None:
    march = write(tmp_path / "a", *tours({})).read_text(encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        taken(_archive(tmp_path, march__csv=march, README__csv="SECRET//NOFORN canary"))
    assert refused.value.remark.rule == "classified-marking"
    assert "canary" not in str(refusal("sent.zip", refused.value))


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_file_refused_amid_its_rows_is_not_read_on(tmp_path: Path, is_packed: bool) -> None:
    before = threading.active_count()
    path = write(tmp_path / "sent.csv", *tours({"source": "SECRET//NOFORN"}))
    with pytest.raises(RefusedError) as refused:
        taken(_archive(tmp_path, march__csv=path.read_bytes()) if is_packed else path)
    assert threading.active_count() == before
    assert refused.value.remark.rule == "classified-marking"
