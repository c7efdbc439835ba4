import datetime
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from loaders.returns.forms import FORMS
from loaders.returns.rowstore import schema
from tests.loaders.returns.sent import EVENT, PROGRAM, TOUR, aside, kept, taken, tours, write


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_has_its_columns_behind_the_row_number(kind: str) -> None:
    names = schema(FORMS[kind]).names
    assert names[0] == "_row"
    assert [name for name in names if name in FORMS[kind].columns] == list(FORMS[kind].columns)


def test_days_bring_their_precision_and_countries_their_codes() -> None:
    assert schema(FORMS["deployments"]).names[1:] == [
        "deployment_id", "country", "country_codes", "agency", "component", "function", "headcount", "start_date",
        "start_precision", "end_date", "end_precision", "place", "latitude", "longitude", "status", "source",
    ]  # fmt: skip
    assert "date_precision" in schema(FORMS["events"]).names
    assert schema(FORMS["programs"]).field("obligated_usd").type == pa.decimal128(20, 2)


def test_every_cell_of_a_row_comes_in_its_type(tmp_path: Path) -> None:
    (row,) = kept(taken(write(tmp_path / "sent.csv", TOUR | {"country": "Kenya", "headcount": "1,200"})))
    assert (row["_row"], row["country"], row["headcount"]) == (2, "KEN", 1200)
    assert row["start_date"] == datetime.date(2010, 3, 1)
    assert (row["start_precision"], row["component"]) == ("DAY", None)


def test_money_is_exact_to_the_cent_and_a_fiscal_year_a_number(tmp_path: Path) -> None:
    (row,) = kept(taken(write(tmp_path / "sent.csv", PROGRAM | {"obligated_usd": "$1,000,000.10"}), "programs"))
    assert (row["obligated_usd"], row["fiscal_year"]) == (Decimal("1000000.10"), 2010)


def test_a_cell_that_cannot_be_read_sets_its_row_aside_with_the_cells_that_could(tmp_path: Path) -> None:
    intake = taken(write(tmp_path / "sent.csv", *tours({}, {"headcount": "many"})))
    (row,) = aside(intake)
    assert (row["_row"], row["headcount"], row["country"]) == (3, None, "KEN")
    assert row["_text"].split("\t")[:4] == ["D-2", "KEN", "USAID", "many"]
    assert [row["deployment_id"] for row in kept(intake)] == ["D-1"]


def test_a_point_is_read_from_its_two_columns(tmp_path: Path) -> None:
    (row,) = kept(taken(write(tmp_path / "sent.csv", EVENT), "events"))
    assert (row["latitude"], row["longitude"]) == (-1.286, 36.817)


def test_lines_that_are_no_rows_have_no_other_error(tmp_path: Path) -> None:
    total = dict.fromkeys(TOUR, "") | {"deployment_id": "Total", "headcount": "many"}
    intake = taken(write(tmp_path / "sent.csv", TOUR, total))
    assert [one.remark.rule for one in intake.issues if one.remark.row == 3] == ["total-row"]


def test_a_coordinate_its_sender_could_not_work_out_withholds_the_point_and_not_the_row(tmp_path: Path) -> None:
    sent = [TOUR | {"latitude": [1.5], "longitude": 36.8}, TOUR | {"deployment_id": "D-2", "headcount": [4]}]
    (tmp_path / "sent.json").write_text(json.dumps(sent), encoding="utf-8")

    intake = taken(tmp_path / "sent.json")

    (row,) = kept(intake)
    assert (row["deployment_id"], row["latitude"], row["longitude"]) == (TOUR["deployment_id"], None, None)
    found = [(one.remark.severity, one.remark.row) for one in intake.issues if one.remark.rule == "wrong-type"]
    assert found == [("warning", 1), ("error", 2)]
