import csv
import datetime
import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from loaders.__main__ import main
from loaders.returns.forms import FORMS, Form
from loaders.template import write_template

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
COUNTRIES = RAW / "reference" / "countries.csv"
TODAY = datetime.date(2011, 9, 30)


def written(form: Form, path: Path, today: datetime.date = TODAY) -> Workbook:
    write_template(form, path, COUNTRIES, today)
    return load_workbook(path)


def checked(form: Form, path: Path) -> dict:
    out = path.with_suffix(".report.json")
    words = ["check", "--here", "--kind", form.kind, "--path", str(path), "--json-out", str(out), "--raw", str(RAW)]
    assert main(words) == 0
    return json.loads(out.read_text(encoding="utf-8"))


def validation(book: Workbook, form: Form, column: str) -> DataValidation | None:
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[form.columns.index(column)]
    found = [one for one in book[form.title].data_validations.dataValidation if f"{letter}2:" in str(one.sqref)]
    return found[0] if found else None


def offered(book: Workbook, form: Form, column: str) -> list[str]:
    sheet, _, cells = validation(book, form, column).formula1.partition("!")
    return [row[0].value for row in book[sheet][cells.replace("$", "")]]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_empty_form_is_read_back_as_no_rows_and_no_errors(form: Form, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"form{ending}"
    write_template(form, path, COUNTRIES, TODAY)
    report = checked(form, path)
    assert (report["status"], report["rows_in"], report["accepted"], report["rejected"]) == ("ok", 0, 0, 0)
    assert {issue["severity"] for issue in report["issues"]} <= {"info", "warning"}
    assert [issue["rule"] for issue in report["issues"] if issue["severity"] == "warning"] == ["no-rows"]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_sheets_beside_the_form_are_passed_over(form: Form, tmp_path: Path) -> None:
    book = written(form, tmp_path / "form.xlsx")
    assert book.sheetnames == [form.title, "Example", "Dictionary", "Lists"]
    report = checked(form, tmp_path / "form.xlsx")
    skipped = [issue["value"] for issue in report["issues"] if issue["rule"] == "sheet-skipped"]
    assert skipped == ["Example", "Dictionary", "Lists"]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_example_typed_under_the_heading_is_a_row_that_is_kept(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    book = written(form, path)
    examples = [cell.value for cell in book["Example"][2]]
    assert examples == [field.example for field in form.fields]
    book[form.title].append(examples)
    book.save(path)
    report = checked(form, path)
    assert (report["status"], report["rows_in"], report["accepted"]) == ("ok", 1, 1)


def test_csv_form_is_its_heading_alone(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    write_template(FORMS["events"], path, COUNTRIES, TODAY)
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [list(FORMS["events"].columns)]


def test_every_name_a_drop_down_offers_is_read(tmp_path: Path) -> None:
    form, path = FORMS["deployments"], tmp_path / "form.xlsx"
    book = written(form, path)
    countries, agencies = offered(book, form, "country"), offered(book, form, "agency")
    rows = [(country, "STATE") for country in countries] + [("KEN", agency) for agency in agencies]
    for number, (country, agency) in enumerate(rows):
        cells = {"deployment_id": f"D-{number}", "country": country, "agency": agency, "start_date": TODAY}
        book[form.title].append([cells.get(name) for name in form.columns])
    book.save(path)
    report = checked(form, path)
    assert (report["accepted"], report["rejected"]) == (len(countries) + len(agencies), 0)
    assert "ALL" not in agencies


def test_drop_downs_offer_lists_and_forbid_nothing(tmp_path: Path) -> None:
    programs = written(FORMS["programs"], tmp_path / "programs.xlsx")
    assert offered(programs, FORMS["programs"], "fiscal_year") == [f"FY{year}" for year in range(2004, 2012 + 1)]
    assert validation(programs, FORMS["programs"], "countries").errorStyle == "information"
    assert validation(programs, FORMS["programs"], "title") is None
    deployments = written(FORMS["deployments"], tmp_path / "deployments.xlsx")
    assert offered(deployments, FORMS["deployments"], "component") == ["Active", "Standby", "Reserve"]
    indicators = written(FORMS["countries"], tmp_path / "countries.xlsx")
    assert "KEN" in offered(indicators, FORMS["countries"], "iso3")
    assert "Kenya" in offered(indicators, FORMS["countries"], "name")


def test_fiscal_year_offered_last_is_the_one_after_that_of_the_day(tmp_path: Path) -> None:
    # 1 October 2011 is the first day of FY2012.
    book = written(FORMS["programs"], tmp_path / "form.xlsx", datetime.date(2011, 10, 1))
    assert offered(book, FORMS["programs"], "fiscal_year")[-1] == "FY2013"


def test_days_are_held_to_those_that_are_read(tmp_path: Path) -> None:
    book = written(FORMS["deployments"], tmp_path / "form.xlsx")
    days = validation(book, FORMS["deployments"], "end_date")
    assert (days.type, days.operator, days.errorStyle) == ("date", "between", "stop")
    assert (days.formula1, days.formula2) == ("DATE(1945,1,1)", "DATE(2021,12,31)")


def test_dictionary_says_of_every_column_what_the_form_says(tmp_path: Path) -> None:
    form = FORMS["programs"]
    rows = list(written(form, tmp_path / "form.xlsx")["Dictionary"].iter_rows(values_only=True))
    said = {row[0]: row[1:] for row in rows}
    for field in form.fields:
        needed = tuple("yes" if flag else "no" for flag in (field.is_asked, field.is_required))
        assert said[field.name] == (field.words, *needed, field.example)
    assert said["One row"][0] == form.grain


def test_file_that_is_there_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("filled.csv", "filled.xlsx"):
        path = tmp_path / name
        path.write_text("filled in by hand", encoding="utf-8")
        assert main(["template", "events", "--out", str(path)]) == 2
        assert path.read_text(encoding="utf-8") == "filled in by hand"
        assert name in capsys.readouterr().err


def test_command_writes_a_workbook_named_for_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["template", "deployments"]) == 0
    assert load_workbook(tmp_path / "deployments.xlsx").sheetnames[0] == "Deployments"


def test_command_refuses_another_ending(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "deployments", "--out", str(tmp_path / "form.docx")]) == 2
    assert ".csv, .xlsx" in capsys.readouterr().err
    assert not (tmp_path / "form.docx").exists()
