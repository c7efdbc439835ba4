import datetime
import shutil
from pathlib import Path

import pandas as pd
import pytest
from rawfiles import WORLD, spellings, write

from loaders import (
    agencies,
    assembly,
    corps,
    countries,
    deployments,
    events,
    missions,
    money,
    needs,
    personnel,
    posts,
    programs,
    sources,
    statuses,
)
from loaders.assembly import RawFolders, as_known_on, ledger_of, load_folder, tables_of
from loaders.contract import LEDGER_COLUMNS
from loaders.csvfiles import ContractError
from loaders.tables import TABLES

TOUR = {"Row": "D1", "Scope": "COUNTRY", "Measure": "TOUR", "Stage": "ACTUAL", "Country": "XAA", "Total": "no"}
EVENT = {"Row": "E1", "Event": "An election", "Category": "conflict"}
AMOUNT = {"Row": "T1", "Stage": "PLANNED", "How exact": "EXACT", "Total": "no", "Running total": "no", "Source": "S1"}


@pytest.fixture
def raw(tmp_path: Path) -> RawFolders:
    rows = tmp_path / "record"
    rows.mkdir()
    write(rows / "events.csv", events.NAMED, *(EVENT | {"Row": f"E{n}", "Source": f"S{n}"} for n in (1, 2, 3, 4)))
    return RawFolders(rows, WORLD, WORLD / "sources.csv")


def events_known_on(raw: RawFolders, day: datetime.date | None) -> list[str]:
    return as_known_on(tables_of(load_folder(raw, spellings())), day)["events"]["event_id"].tolist()


def test_every_table_is_there_and_one_without_a_file_is_empty(raw: RawFolders) -> None:
    tables = tables_of(load_folder(raw, spellings()))
    assert list(tables) == list(TABLES)
    assert {name: len(rows) for name, rows in tables.items() if len(rows)} == {
        "sources": 4, "countries": 3, "regions": 3, "country_regions": 2, "events": 4,
    }  # fmt: skip
    for name, rows in tables.items():
        assert rows.dtypes.to_dict() == TABLES[name].empty().dtypes.to_dict()


def test_a_file_no_loader_reads_stops_the_release(raw: RawFolders) -> None:
    write(raw.rows / "deployment.csv", deployments.NAMED, TOUR)
    with pytest.raises(ContractError, match=r"record: no loader reads deployment.csv; rename or remove the file"):
        load_folder(raw, spellings())


def test_sources_may_lie_beside_the_rows(raw: RawFolders) -> None:
    beside = Path(shutil.copy(WORLD / "sources.csv", raw.rows / "sources.csv"))
    loaded = load_folder(RawFolders(raw.rows, WORLD, beside), spellings())
    assert loaded["sources"][0].raw_file == "record/sources.csv"


def test_rows_may_cite_a_second_list_of_sources(raw: RawFolders, tmp_path: Path) -> None:
    source = {"Source": "X1", "Title": "A", "Publisher": "B", "Licence": "C"}
    own = write(tmp_path / "sources.csv", sources.NAMED, source)
    write(raw.rows / "events.csv", events.NAMED, EVENT | {"Source": "X1"}, EVENT | {"Row": "E2", "Source": "S1"})
    loaded = load_folder(RawFolders(raw.rows, WORLD, own, WORLD / "sources.csv"), spellings())
    assert len(ledger_of(loaded)) == 0
    assert [len(one.rows) for one in loaded["sources"]] == [1, 4]


def test_files_of_one_table_are_joined_and_may_not_share_a_key(raw: RawFolders) -> None:
    write(raw.rows / "transactions.csv", money.NAMED, AMOUNT)
    write(raw.rows / "appropriations.csv", money.NAMED, AMOUNT | {"Row": "A1"})
    assert tables_of(load_folder(raw, spellings()))["transactions"]["transaction_id"].tolist() == ["T1", "A1"]
    write(raw.rows / "appropriations.csv", money.NAMED, AMOUNT)
    with pytest.raises(ContractError, match=r"key T1 stands in more than one of record/transactions.csv, record/appro"):
        tables_of(load_folder(raw, spellings()))


def test_the_ledger_holds_the_misfits_of_every_file(raw: RawFolders) -> None:
    assert len(ledger_of(load_folder(raw, spellings()))) == 0
    write(raw.rows / "deployments.csv", deployments.NAMED, TOUR | {"Measure": ""})
    write(raw.rows / "events.csv", events.NAMED, EVENT | {"Event": "", "Source": "S9"})
    ledger = ledger_of(load_folder(raw, spellings()))
    assert list(ledger.columns) == list(LEDGER_COLUMNS)
    assert ledger[["table_name", "column_name"]].to_numpy().tolist() == [
        ["deployments", "Measure"], ["events", "Source"], ["events", "Event"],
    ]  # fmt: skip


def test_a_day_knows_what_was_published_by_it(raw: RawFolders) -> None:
    assert events_known_on(raw, datetime.date(2010, 6, 20)) == []
    assert events_known_on(raw, datetime.date(2010, 6, 21)) == ["E1"]


def test_a_source_dated_to_a_month_or_a_year_counts_from_its_last_day(raw: RawFolders) -> None:
    assert events_known_on(raw, datetime.date(2010, 6, 29)) == ["E1"]
    assert events_known_on(raw, datetime.date(2010, 6, 30)) == ["E1", "E2"]
    assert events_known_on(raw, datetime.date(2010, 12, 30)) == ["E1", "E2"]
    assert events_known_on(raw, datetime.date(2010, 12, 31)) == ["E1", "E2", "E3"]


def test_undated_rows_are_in_the_whole_record_only(raw: RawFolders) -> None:
    assert events_known_on(raw, datetime.date(2199, 1, 1)) == ["E1", "E2", "E3"]
    assert events_known_on(raw, None) == ["E1", "E2", "E3", "E4"]


def test_reference_tables_are_whole_on_every_day(raw: RawFolders) -> None:
    tables = as_known_on(tables_of(load_folder(raw, spellings())), datetime.date(1990, 1, 1))
    assert [len(tables[name]) for name in ("countries", "regions", "country_regions")] == [3, 3, 2]
    assert len(tables["sources"]) == 0


@pytest.mark.parametrize(
    ("country", "place", "where"),
    [
        ("XAA", "Embassy in Port Ardo", (10.125, 20.5)),
        ("XAA", "port ardo", (10.125, 20.5)),
        ("XAA", "Team for Ardova in Fields", (-3.25, 40.75)),
        ("XAB", "Fields", (-3.25, 40.75)),
        ("XAA", "Fields", None),
        ("XAA", "Ardova", None),
        ("XAA", "", None),
    ],
)
def test_a_row_has_the_coordinates_of_the_place_it_names_and_of_no_country(
    raw: RawFolders, country: str, place: str, where: tuple[float, float] | None
) -> None:
    write(raw.rows / "deployments.csv", deployments.NAMED, TOUR | {"Country": country, "Place": place})
    row = tables_of(load_folder(raw, spellings()))["deployments"].iloc[0]
    assert (None if pd.isna(row["lat"]) else (row["lat"], row["lon"])) == where


FED_BY_PUBLISHERS = {"indicators", "country_groups", "admin_units", "presence", "choices"}


def test_every_heading_of_every_loader_leads_to_a_column_of_its_table() -> None:
    named = {
        "sources": sources.NAMED, "countries": countries.NAMED, "regions": countries.REGIONS_NAMED,
        "country_regions": countries.MEMBERSHIPS_NAMED, "country_status": statuses.NAMED, "agencies": agencies.NAMED,
        "deployments": deployments.NAMED, "personnel": personnel.NAMED, "posts_requested": posts.NAMED,
        "programs": programs.NAMED, "transactions": money.NAMED | programs.AMOUNTS_NAMED,
        "corps_strength": corps.NAMED, "needs": needs.NAMED, "missions": missions.NAMED, "events": events.NAMED,
    }  # fmt: skip
    assert set(named) == set(TABLES) - FED_BY_PUBLISHERS
    for table, headings in named.items():
        assert set(headings.values()) <= set(TABLES[table].columns), table
    for module in (deployments, personnel, money, events):
        assert len(set(module.NAMED.values())) == len(module.NAMED)


def test_every_loader_is_listed_once() -> None:
    loaders = [load for _, load in assembly.LOADERS]
    assert len({(name, load) for name, load in assembly.LOADERS}) == len(loaders)
    assert {load.__name__.removeprefix("load_") for load in loaders} == (
        set(TABLES) - FED_BY_PUBLISHERS - {"sources", "countries", "regions", "country_regions"} | {"program_amounts"}
    )
