"""Acceptance over a copy of the shipped raw files: what a yes adds, and what a draft may not touch."""

import csv
import dataclasses
import datetime
import shutil
from pathlib import Path

import pytest

from loaders.acceptance import Offer, accept, draft
from loaders.csvfiles import ContractError
from loaders.received import entries
from loaders.release import Release, open_release

DATA = Path(__file__).resolve().parents[2] / "data"
NOW = datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.UTC)
HEADINGS = "deployment_id,country,agency,component,headcount,start_date,end_date,status,source\n"
ROWS = "D-1,Kenya,USAID,Active,12,2012-03-01,2012-08-31,ended,SITREP 1\nD-2,Uganda,USDA,,many,2012-03,,,SITREP 1\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    shutil.copytree(DATA / "raw", data / "raw")
    shutil.copytree(DATA / "boundaries", data / "boundaries")
    for name in ("sources.csv", "spellings.csv"):
        shutil.copyfile(DATA / name, data / name)
    return data / "raw"


def offer(tmp_path: Path, text: str = HEADINGS + ROWS, kind: str = "deployments", **said: str) -> Offer:
    path = tmp_path / "sent"
    path.write_text(text, encoding="utf-8")
    named = {"accepted_by": "A. Person", "proposed_by": "B. Other"} | said
    return Offer(path, kind, "../march.csv", "Return of an office", "UNCLASSIFIED", **named)


def opened(folder: Path) -> Release:
    return open_release(folder.name, folder.parent)


def test_yes_makes_rows_of_a_return_rows_of_the_record(tmp_path: Path, raw: Path) -> None:
    release = opened(accept(offer(tmp_path), raw, tmp_path / "store", NOW))
    rows = release.table("deployments")
    ours = rows[rows["source_id"] == "SR0001"]
    shown = ["deployment_id", "country_code", "agency_code", "component_code", "people_count", "raw_file", "raw_line"]
    row = ["SR0001:D-1", "KEN", "USAID", "ACTIVE", 12, "returns/SR0001.csv", 2]
    assert ours[shown].to_numpy().tolist() == [row]
    aside = release.ledger()[release.ledger()["raw_file"] == "returns/SR0001.csv"]
    assert aside[["raw_line", "column_name", "rule", "agency_code"]].to_numpy().tolist() == [
        [3, "headcount", "not-a-number", "USDA"]
    ]
    found = release.manifest["inputs"]["returns/SR0001.csv"]
    assert (found["received"], found["used"], found["set_aside"]) == (2, 1, 1)
    assert "accepted returns" in release.title


def test_return_moves_the_as_of_day_only_to_what_it_tells_of(tmp_path: Path, raw: Path) -> None:
    before = opened(draft(offer(tmp_path), raw, tmp_path / "one", NOW)).as_of
    later = HEADINGS + "D-1,Kenya,USAID,Active,12,2019-05-06,,active,SITREP 1\n"
    after = opened(draft(offer(tmp_path, later), raw, tmp_path / "two", NOW)).as_of
    assert before < datetime.date(2019, 5, 6)
    assert after == datetime.date(2019, 5, 6)


def test_return_that_was_replaced_moves_the_as_of_day_as_little(tmp_path: Path, raw: Path) -> None:
    store = tmp_path / "store"
    first = opened(accept(offer(tmp_path), raw, store, NOW)).as_of
    assert opened(accept(offer(tmp_path, replaces="SR0001"), raw, store, NOW)).as_of == first < NOW.date()


def test_mended_file_empties_the_ledger_of_the_one_it_replaces(tmp_path: Path, raw: Path) -> None:
    accept(offer(tmp_path), raw, tmp_path / "store", NOW)
    mended = offer(tmp_path, HEADINGS + ROWS.replace("many", "7"), replaces="SR0001")
    release = opened(accept(mended, raw, tmp_path / "store", NOW))
    rows = release.table("deployments")
    # 12 + 7
    assert rows.loc[rows["source_id"].str.startswith("SR"), "people_count"].sum() == 19
    assert not release.ledger()["raw_file"].str.startswith("returns/").any()
    assert [entry.return_id for entry in entries(raw / "returns")] == ["SR0002"]


def test_two_returns_of_one_agency_are_refused_unless_one_replaces_the_other(tmp_path: Path, raw: Path) -> None:
    store = tmp_path / "store"
    accept(offer(tmp_path), raw, store, NOW)
    with pytest.raises(ContractError, match="USAID has tours in SR0001, SR0002, which may hold the same people"):
        accept(offer(tmp_path), raw, store, NOW)
    assert [entry.return_id for entry in entries(raw / "returns")] == ["SR0001"]
    other = HEADINGS + "D-9,Kenya,State,Active,3,2012-03-01,,active,SITREP 1\n"
    rows = opened(accept(offer(tmp_path, other), raw, store, NOW)).table("deployments")
    tours = rows[rows["measure_code"] == "TOUR"]
    assert dict(zip(tours["series_id"], tours["people_count"], strict=True)) == {"SR0001": 12, "SR0002": 3}
    accept(offer(tmp_path, replaces="SR0001"), raw, store, NOW)
    assert [entry.return_id for entry in entries(raw / "returns")] == ["SR0002", "SR0003"]


def test_programs_become_a_program_and_an_amount_a_stage(tmp_path: Path, raw: Path) -> None:
    text = ("program_id,title,countries,agency,fiscal_year,obligated_usd,disbursed_usd,source\n"
            "P-1,Courts,KEN;UGA,USAID,FY2010,1000.10,400.05,S\nP-2,Police,KEN,State,2010,n/a,,S\n")  # fmt: skip
    release = opened(accept(offer(tmp_path, text, "programs"), raw, tmp_path / "store", NOW))
    programs, amounts = release.table("programs"), release.table("transactions")
    ours = programs[programs["source_id"] == "SR0001"].sort_values("program_id")
    assert ours["program_id"].tolist() == ["SR0001:P-1", "SR0001:P-2"]
    assert ours["country_codes"].fillna("").tolist() == ["KEN;UGA", ""]
    paid = amounts[amounts["source_id"] == "SR0001"]
    assert dict(zip(paid["stage_code"], paid["amount_usd"], strict=True)) == {"OBLIGATED": 1000.10, "DISBURSED": 400.05}


def test_events_and_indicators_keep_what_they_state(tmp_path: Path, raw: Path) -> None:
    events = "id,country,date,latitude,longitude,type,fatalities,source\nE-1,KEN,2012-05-01,-1.29,36.82,clash,4,S\n"
    release = opened(draft(offer(tmp_path, events, "events"), raw, tmp_path / "one", NOW))
    rows = release.table("events")
    ours = rows[rows["source_id"] == "SR0001"]
    assert ours[["event_title", "fatalities_count", "lat"]].to_numpy().tolist() == [["clash", 4, -1.29]]
    needs = "iso3,name,indicator,value,date,source\nKEN,Kenya,Displaced people,350000,2012-06,S\n"
    release = opened(draft(offer(tmp_path, needs, "countries"), raw, tmp_path / "two", NOW))
    rows = release.table("needs")
    ours = rows[rows["source_id"] == "SR0001"]
    assert ours[["country_code", "indicator_name", "value", "as_of_precision"]].to_numpy().tolist() == [
        ["KEN", "Displaced people", 350000.0, "MONTH"]
    ]


def test_draft_leaves_the_record_as_it_was(tmp_path: Path, raw: Path) -> None:
    release = opened(draft(offer(tmp_path), raw, tmp_path / "drafts", NOW))
    assert "SR0001" in set(release.table("sources")["source_id"])
    assert not (raw / "returns").exists()


def test_nobody_named_is_refused(tmp_path: Path, raw: Path) -> None:
    with pytest.raises(ContractError, match="nobody says yes"):
        accept(offer(tmp_path, accepted_by=" "), raw, tmp_path / "store", NOW)
    assert not (raw / "returns").exists()


@pytest.mark.parametrize("text", ["cats,dogs\n1,2\n", HEADINGS.replace("country", "land") + ROWS])
def test_refused_file_leaves_register_and_release_as_they_were(text: str, tmp_path: Path, raw: Path) -> None:
    accept(offer(tmp_path), raw, tmp_path / "store", NOW)
    register = (raw / "returns" / "register.csv").read_bytes()
    with pytest.raises(ContractError):
        accept(offer(tmp_path, text), raw, tmp_path / "store", NOW)
    assert (raw / "returns" / "register.csv").read_bytes() == register
    assert sorted(path.name for path in (raw / "returns").iterdir()) == ["SR0001.csv", "register.csv", "sources.csv"]


def test_return_to_be_replaced_must_be_there(tmp_path: Path, raw: Path) -> None:
    with pytest.raises(ContractError, match="'SR0009' is no accepted return"):
        accept(offer(tmp_path, replaces="SR0009"), raw, tmp_path / "store", NOW)


def test_register_names_who_proposed_and_who_said_yes(tmp_path: Path, raw: Path) -> None:
    accept(offer(tmp_path), raw, tmp_path / "store", NOW)
    with (raw / "returns" / "register.csv").open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["Proposed by"], line["Accepted by"], line["File"]) == ("B. Other", "A. Person", "SR0001.csv")
    assert line["Name as sent"] == "../march.csv"


def test_return_changed_after_the_yes_is_not_loaded(tmp_path: Path, raw: Path) -> None:
    accept(offer(tmp_path), raw, tmp_path / "store", NOW)
    (raw / "returns" / "SR0001.csv").write_text(HEADINGS + ROWS.replace("12,", "13,"), encoding="utf-8")
    with pytest.raises(ContractError, match="is not the file that was accepted"):
        accept(offer(tmp_path, replaces=""), raw, tmp_path / "store", NOW)
    assert [entry.return_id for entry in entries(raw / "returns")] == ["SR0001"]


def test_disk_that_refuses_the_release_leaves_the_register_as_it_was(
    tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("loaders.acceptance.build_record", full)
    with pytest.raises(OSError, match="no space left"):
        accept(offer(tmp_path), raw, tmp_path / "store", NOW)
    assert list((raw / "returns").iterdir()) == []


def test_return_that_bears_a_cui_marking_is_accepted_only_under_one(tmp_path: Path, raw: Path) -> None:
    marked = offer(tmp_path, "CUI//SP-PRVCY\n" + HEADINGS + ROWS)
    with pytest.raises(ContractError, match="bears a CUI marking; accept it under the marking CUI"):
        accept(marked, raw, tmp_path / "store", NOW)
    assert not entries(raw / "returns")
    release = opened(accept(dataclasses.replace(marked, marking="CUI"), raw, tmp_path / "store", NOW))
    assert release.marking == "CUI"
