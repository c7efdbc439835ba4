import json
from decimal import Decimal
from pathlib import Path

from loaders.formats.sheets import ERROR, RefusedError, Remark
from loaders.returns.report import LONGEST, as_text, finding, refusal, summary, write
from tests.loaders.returns import sent
from tests.loaders.returns.sent import EVENT, PROGRAM, TOUR, counts, reported, taken, tours


def _programs(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    return [PROGRAM | {"program_id": f"P-{at}", "agency": agency, "obligated_usd": obligated, "disbursed_usd": "",
                       "fiscal_year": year}
            for at, (agency, obligated, year) in enumerate(rows)]  # fmt: skip


def test_money_is_reconciled_to_the_cent_for_each_agency(tmp_path: Path) -> None:
    report = reported(
        tmp_path,
        *_programs(("STATE", "100.10", "FY2010"), ("STATE", "0.20", "no year"), ("USAID", "7.07", "FY2009"),
                   ("USAID", "", "FY2009"), ("Marsmen", "3.00", "FY2009")),
        kind="programs",
    )  # fmt: skip
    lines = {line["agency"]: line for line in report["reconciliation"] if line["column"] == "obligated_usd"}
    values = {
        agency: tuple(Decimal(str(line[part])) for part in ("received", "kept", "set_aside"))
        for agency, line in lines.items()
    }
    assert values == {
        None: (Decimal("3.00"), Decimal(0), Decimal("3.00")),
        "STATE": (Decimal("100.30"), Decimal("100.10"), Decimal("0.20")),
        "USAID": (Decimal("7.07"), Decimal("7.07"), Decimal(0)),
    }
    assert {agency: counts(line) for agency, line in lines.items()} == {
        None: (1, 0, 1), "STATE": (2, 1, 1), "USAID": (2, 2, 0),
    }  # fmt: skip
    assert Decimal(str(report["sums"]["obligated_usd"])) == Decimal("107.17")


def test_amounts_that_floats_cannot_add_are_added_exactly(tmp_path: Path) -> None:
    # 0.1 + 0.1 + 0.1 is 0.30000000000000004 in floats
    report = reported(tmp_path, *_programs(*[("STATE", "0.10", "FY2010")] * 3), kind="programs")
    assert str(report["sums"]["obligated_usd"]).rstrip("0") == "0.3"


def test_what_is_unknown_is_counted_and_is_no_zero(tmp_path: Path) -> None:
    report = reported(tmp_path, *tours({"headcount": ""}, {"headcount": "0"}, {"headcount": "5"}, {"headcount": "?!"}))
    assert counts(report) == (4, 3, 1)
    assert report["unknown"] == {"headcount": 1}
    assert report["sums"] == {"headcount": 0 + 5}


def test_rows_with_a_point_are_counted_beside_all(tmp_path: Path) -> None:
    bare = EVENT | {"id": "E-2", "latitude": "", "longitude": ""}
    assert reported(tmp_path, EVENT, bare, kind="events")["located"] == [1, 2]
    assert "located" not in reported(tmp_path, PROGRAM, kind="programs")


def test_the_report_as_json_has_the_rows_kept_beside_its_counts(tmp_path: Path) -> None:
    intake = taken(sent.write(tmp_path / "sent.csv", *tours({}, {"headcount": "many"}, {"headcount": ""})))
    out = tmp_path / "report.json"
    write(summary(intake, "sent.csv"), intake, out)
    report = json.loads(out.read_text(encoding="utf-8"))
    assert [row["_row"] for row in report["rows"]] == [2, 4]
    assert len(report["rows"]) == report["accepted"]
    assert [row["headcount"] for row in report["rows"]] == [10, None]
    assert report["rows"][0]["start_date"] == "2010-03-01"
    assert "_text" not in report["rows"][0]
    assert [path.name for path in tmp_path.glob("report*")] == ["report.json"]


def test_every_issue_is_in_the_report_and_a_person_is_told_of_the_first_thousand(tmp_path: Path) -> None:
    intake = taken(sent.write(tmp_path / "sent.csv", *tours(*[{"headcount": "many"}] * 1_002)))
    report = summary(intake, "sent.csv")
    write(report, intake, tmp_path / "report.json")
    written = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert written["issues"] == report["issues"]
    assert [issue["row"] for issue in written["issues"]] == [*range(2, 2 + 1_002)]
    lines = as_text(report, "sent.csv", "Deployments").splitlines()
    assert sum(line.startswith("  error: ") for line in lines) == 1_000
    assert "  and 2 more issues, which the report as JSON has" in lines


def test_a_report_without_a_row_kept_has_an_empty_list(tmp_path: Path) -> None:
    intake = taken(sent.write(tmp_path / "sent.csv", TOUR | {"headcount": "many"}))
    write(summary(intake, "sent.csv"), intake, tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["rows"] == []


def test_a_refusal_is_written_with_its_reason() -> None:
    remark = Remark(ERROR, "empty-file", "holds nothing", "send it again")
    report = refusal("sent.csv", RefusedError(remark, "March"))
    assert (report["status"], report["rows_in"], report["accepted"], report["rejected"]) == ("refused", None, 0, None)
    assert report["issues"][0]["message"] == "sent.csv, sheet 'March': holds nothing"
    assert as_text(report, "sent.csv", "Deployments").splitlines() == [
        "sent.csv as Deployments: refused, nothing of it would be loaded",
        "  error: sent.csv, sheet 'March': holds nothing; send it again",
    ]


def test_a_long_value_is_cut_and_one_that_moves_the_eye_is_laid_flat() -> None:
    told = finding("a.csv", "", Remark(ERROR, "count", "is none", row=2, column="headcount", value="9" * 500))
    assert len(told["value"] or "") == LONGEST
    odd = "a\u202eb\x1b[2Jc\nd"
    flat = finding("a.csv", "", Remark(ERROR, "count", "is none", row=2, column="headcount", value=odd))
    assert flat["value"] == "a b [2Jc d"


def test_a_person_reads_counts_sums_and_what_is_unknown(tmp_path: Path) -> None:
    report = reported(tmp_path, *tours({}, {"headcount": ""}, {"headcount": "7", "country": "Nowhere"}))
    lines = as_text(report, "sent.csv", "Deployments").splitlines()
    assert lines[0] == "sent.csv as Deployments: 3 rows received, 2 accepted, 1 set aside"
    assert "  headcount of USAID: received 17, kept 10, set aside 7" in lines
    assert "  headcount unknown: 1" in lines
