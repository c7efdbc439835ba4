import datetime
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from sealed import AS_OF, boundaries, event, ledger, rows_of, seal_world, source, square, tour, world

from loaders import store as disk
from loaders.catalogue import full_name, set_default
from loaders.contract import LEDGER_COLUMNS
from loaders.frames import OutlineError
from loaders.release import (
    BrokenSealError,
    UnknownReleaseError,
    UnsealableError,
    default_release,
    list_releases,
    open_release,
)
from loaders.sealing import highest_marking
from loaders.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "releases"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


def test_every_table_comes_back_with_its_types_columns_and_rows(store: Path) -> None:
    release = open_release(seal_world(store).name, store)
    for name, table in TABLES.items():
        wanted = world().get(name, table.empty()).sort_values(table.key, ignore_index=True)
        pd.testing.assert_frame_equal(release.table(name), wanted)


def test_rows_are_sealed_in_the_order_of_their_key(store: Path) -> None:
    release = open_release(seal_world(store).name, store)
    assert release.table("deployments")["deployment_id"].tolist() == ["D-1", "D-2", "D-3"]


def test_release_says_what_it_is(store: Path) -> None:
    folder = seal_world(store)
    release = open_release("2011-09-30", store)
    assert (release.id, release.kind, release.as_of) == ("2011-09-30", "RECORD", AS_OF)
    assert release.title == "As known on 30 September 2011"
    assert release.name == folder.name == f"2011-09-30~{release.digest[:8]}"
    assert len(release.digest) == 64
    assert release.path("events") == folder / "events.parquet"


def test_name_is_made_of_the_sha256_of_the_canonical_manifest(store: Path) -> None:
    content = json.loads((seal_world(store) / "release.json").read_text(encoding="utf-8"))
    digest = content.pop("digest")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == hashlib.sha256(text.encode()).hexdigest()


def test_manifest_names_each_file_with_its_digest_bytes_and_rows(store: Path) -> None:
    folder = seal_world(store)
    manifest = open_release(folder.name, store).manifest
    assert names_in(folder) == {f"{name}.parquet" for name in manifest["tables"]} | {"release.json"}
    for entry in manifest["tables"].values():
        content = (folder / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)


def test_sums_and_rows_by_source_and_agency_are_those_of_the_table(store: Path) -> None:
    tables = open_release(seal_world(store).name, store).manifest["tables"]
    assert tables["deployments"]["rows"] == 3
    assert tables["deployments"]["sums"]["people_count"] == 12 + 30
    assert tables["deployments"]["sums"]["person_days"] is None  # no row says: unknown, not zero
    assert tables["transactions"]["sums"]["amount_usd"] == "0.30"  # 0.1 + 0.2, to the cent
    assert tables["deployments"]["by_source"] == {"S1": 2, "S2": 1}
    assert tables["deployments"]["by_agency"] == {"": 1, "STATE": 1, "USAID": 1}
    assert tables["regions"]["by_agency"] == {}


def test_raw_files_are_kept_in_the_manifest(store: Path) -> None:
    found = {"sha256": "ab" * 32, "bytes": 9, "received": 3, "used": 2, "set_aside": 1}
    seal_world(store, inputs={"data/raw/record/deployments.csv": found})
    assert open_release("2011-09-30", store).manifest["inputs"] == {"data/raw/record/deployments.csv": found}


def test_events_are_counted_by_month_and_vague_days_count_under_no_month(store: Path) -> None:
    counts = open_release(seal_world(store).name, store).table("event_counts")
    assert counts["event_count"].sum() == 3
    keys = ["country_code", "month_date", "category_code", "event_count", "uncounted_count"]
    known = counts.loc[counts["month_date"].notna(), keys].to_numpy().tolist()
    assert known == [["XAA", pd.Timestamp("2011-03-01"), "disaster", 2, 2]]
    assert counts["fatalities_count"].isna().all()
    assert counts[counts["month_date"].isna()]["country_code"].isna().all()


def test_fatalities_are_those_of_the_events_that_state_them(store: Path) -> None:
    events = rows_of(
        "events",
        {**event("E-1", "2011-03-05", "DAY"), "fatalities_count": 4, "lat": 12.3, "lon": -7.8},
        {**event("E-2", "2011-03-09", "DAY"), "fatalities_count": 0, "lat": 12.4, "lon": -7.6},
        {**event("E-3", "2011-03-20", "DAY"), "lat": -0.1, "lon": 0.4},
        event("E-4", "2011-03-21", "DAY"),
    )
    release = open_release(seal_world(store, tables={**world(), "events": events}).name, store)
    (march,) = release.table("event_counts").to_dict("records")
    assert (march["event_count"], march["fatalities_count"], march["uncounted_count"]) == (4, 4 + 0, 2)
    grid = release.table("event_grid")
    cells = {(row.cell_lat, row.cell_lon): (row.event_count, row.uncounted_count) for row in grid.dropna().itertuples()}
    # 12.3 and 12.4 north lie in the cell that begins at 12.0, 7.8 and 7.6 west in the one at -8.0
    assert cells == {(12.0, -8.0): (2, 0)}
    assert set(grid["event_year"]) == {2011}
    southern = grid[grid["cell_lat"] == -0.5].iloc[0]
    assert (southern["cell_lon"], southern["uncounted_count"]) == (0.0, 1)
    assert grid["event_count"].sum() == 4
    assert grid[grid["cell_lat"].isna()]["event_count"].sum() == 1


def test_rows_set_aside_are_sealed_with_the_release(store: Path) -> None:
    seal_world(store, ledger=ledger(12, 3))
    kept = open_release("2011-09-30", store).ledger()
    assert list(kept.columns) == list(LEDGER_COLUMNS)
    assert kept["raw_line"].tolist() == [3, 12]


def test_outlines_are_those_of_the_day(store: Path) -> None:
    release = open_release(seal_world(store).name, store)
    before, after = datetime.date(2011, 7, 8), datetime.date(2011, 7, 9)
    assert release.outlines(before)["country_code"].tolist() == ["XAA"]
    assert release.outlines(after)["country_code"].tolist() == ["XAA", "XAB"]
    assert release.outlines(after).geometry.iloc[1].bounds == (0, 0, 1, 1)
    assert release.outlines(after).crs == "EPSG:4326"
    assert release.disputed(before).empty
    assert release.disputed(after)["line_name"].tolist() == ["The ridge"]


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"features": []}', '{"features": [{"properties": {}, "geometry": null}]}'],
)
def test_boundary_file_that_is_no_outline_is_refused_by_name(store: Path, text: str) -> None:
    folder = boundaries(store.parent)
    (folder / "outlines.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(OutlineError, match=r"outlines\.geojson: .*wanted GeoJSON"):
        seal_world(store, boundaries=folder, ledger=ledger())


def test_outline_without_its_key_is_refused(store: Path) -> None:
    folder = store.parent / "elsewhere"
    boundaries(folder)
    features = [square(0, country_code="", country_name="Nowhere")]
    (folder / "outlines.geojson").write_text(json.dumps({"features": features}), encoding="utf-8")
    with pytest.raises(OutlineError, match="no country_code or no geometry"):
        seal_world(store, boundaries=folder)
    assert not store.exists()


def test_frame_changed_by_its_reader_does_not_change_the_release(store: Path) -> None:
    release = open_release(seal_world(store).name, store)
    mine = release.table("deployments")
    mine.loc[0, "people_count"] = 999
    mine["team_name"] = "changed"
    shapes = release.outlines(AS_OF)
    shapes["country_code"] = "XXX"
    pd.testing.assert_frame_equal(release.table("deployments"), open_release("2011-09-30", store).table("deployments"))
    assert release.outlines(AS_OF)["country_code"].tolist() == ["XAA", "XAB"]


def test_unknown_table_names_the_tables_there_are(store: Path) -> None:
    release = open_release(seal_world(store).name, store)
    with pytest.raises(KeyError, match=r"no table 'nonsense'; it has .*deployments"):
        release.table("nonsense")


def test_same_tables_are_the_same_release(store: Path) -> None:
    assert seal_world(store) == seal_world(store)
    assert len(list_releases(store, with_revisions=True)) == 1
    assert open_release("2011-09-30", store) == open_release("2011-09-30", store)
    assert len({open_release("2011-09-30", store), open_release("2011-09-30", store)}) == 1
    assert open_release("2011-09-30", store) != "2011-09-30"


def test_order_of_rows_as_received_does_not_change_the_release(store: Path) -> None:
    shuffled = {name: frame.iloc[::-1] for name, frame in world().items()}
    assert seal_world(store) == seal_world(store, tables=shuffled)


def test_seal_is_the_same_in_any_locale_time_zone_and_hash_seed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, sealed; print(sealed.seal_world(pathlib.Path(sys.argv[1]), ledger=sealed.ledger(5, 2)))"
    )
    places = [("UTC", "C", "0"), ("Pacific/Kiritimati", "tr_TR.UTF-8", "7"), ("America/New_York", "de_DE.UTF-8", "99")]
    shutil.copytree(ROOT / "loaders", tmp_path / "code" / "loaders")
    sealed_bytes = set()
    for number, (zone, locale, seed) in enumerate(places):
        store = tmp_path / str(number) / "releases"
        store.parent.mkdir()
        where = {"PYTHONPATH": f"{tmp_path / 'code'}:{Path(__file__).parent}", "PATH": os.environ["PATH"]}
        machine = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(store)]
        run = subprocess.run(
            command, env={**where, **machine}, capture_output=True, text=True, check=True, cwd=tmp_path
        )
        folder = Path(run.stdout.strip())
        sealed_bytes.add((folder.name, *((path.name, path.read_bytes()) for path in sorted(folder.iterdir()))))
    assert len(sealed_bytes) == 1


def test_no_clock_and_no_machine_path_are_in_the_seal(store: Path) -> None:
    text = (seal_world(store) / "release.json").read_text(encoding="utf-8")
    assert str(store.parent) not in text
    assert str(datetime.datetime.now(tz=datetime.UTC).year) not in text.replace("2011", "")


def failing(real: Callable[..., object], turn: int) -> Callable[..., object]:
    turns = itertools.count(1)

    def call(*given: object) -> object:
        if next(turns) == turn:
            raise OSError(28, "No space left on device")
        return real(*given)

    return call


@pytest.mark.parametrize(("step", "stride"), [("rename", 1), ("mkdir", 1), ("fsync", 5)])
def test_sealing_is_whole_or_not_at_all(store: Path, step: str, stride: int) -> None:
    before = seal_world(store)
    changed = {**world(), "deployments": rows_of("deployments", tour("D-1", "USAID", 31))}
    arguments = {"tables": changed, "boundaries": store.parent / "boundaries"}
    for turn in itertools.count(1, stride):
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, step, failing(getattr(os, step), turn))
                after = seal_world(store, **arguments)
            break
        except OSError:
            current = open_release("2011-09-30", store).table("deployments")["people_count"]
            assert current.sum() in {12 + 30, 31}
    assert turn > 1
    assert open_release("2011-09-30", store).folder == after
    assert names_in(store) == {before.name, after.name, "current.json"}


def test_release_that_did_not_get_in_place_is_not_in_the_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = seal_world(store)
    monkeypatch.setattr(os, "rename", failing(os.rename, 1))
    with pytest.raises(OSError, match="No space left"):
        seal_world(store, release_id="2011-10-31")
    assert [info.name for info in list_releases(store)] == [before.name]
    assert default_release(store) == before.name


def test_changed_byte_breaks_the_seal(store: Path) -> None:
    folder = seal_world(store)
    for path in [*folder.iterdir(), store / "current.json"]:
        whole = path.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(BrokenSealError, match=path.name):
                open_release("2011-09-30", store)
        path.write_bytes(whole)
    assert open_release("2011-09-30", store).folder == folder


def test_file_cut_short_breaks_the_seal(store: Path) -> None:
    folder = seal_world(store)
    for path in [*folder.iterdir(), store / "current.json"]:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(BrokenSealError, match=path.name):
            open_release("2011-09-30", store)
        path.write_bytes(whole)


def test_file_too_many_breaks_the_seal(store: Path) -> None:
    folder = seal_world(store)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BrokenSealError, match=r"notes\.txt: the file is not of this release"):
        open_release("2011-09-30", store)


@pytest.mark.parametrize("file", ["needs.parquet", "outlines.parquet", "release.json"])
def test_missing_file_breaks_the_seal(store: Path, file: str) -> None:
    (seal_world(store) / file).unlink()
    with pytest.raises(BrokenSealError, match=f"{file}: the file is missing"):
        open_release("2011-09-30", store)


def test_missing_folder_breaks_the_seal(store: Path) -> None:
    folder = seal_world(store)
    folder.rename(store / "elsewhere")
    with pytest.raises(BrokenSealError, match="the release folder is missing"):
        open_release("2011-09-30", store)


def test_seal_of_another_release_breaks_the_seal(store: Path) -> None:
    first, second = seal_world(store), seal_world(store, release_id="2011-10-31")
    (first / "release.json").write_bytes((second / "release.json").read_bytes())
    with pytest.raises(BrokenSealError, match="it is the seal of 2011-10-31~"):
        open_release("2011-09-30", store)


def test_seal_of_another_layout_is_named(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal_world(store)
    monkeypatch.setattr(disk, "SCHEMA_VERSION", 2)
    with pytest.raises(BrokenSealError, match="layout 1, this code reads 2; seal the release again"):
        open_release("2011-09-30", store)


def test_table_changed_after_opening_breaks_the_seal_when_it_is_read(store: Path) -> None:
    folder = seal_world(store)
    release = open_release("2011-09-30", store, verify=False)
    (folder / "needs.parquet").write_bytes(b"other")
    with pytest.raises(BrokenSealError, match=r"needs\.parquet: changed since it was sealed"):
        release.table("needs")
    (folder / "needs.parquet").unlink()
    with pytest.raises(BrokenSealError, match=r"needs\.parquet: the file is missing"):
        release.table("needs")


def test_sealing_again_mends_a_damaged_release(store: Path) -> None:
    folder = seal_world(store)
    (folder / "needs.parquet").write_bytes(b"other")
    assert seal_world(store) == folder
    assert open_release("2011-09-30", store).table("needs").empty


def test_leftovers_of_dead_loads_are_removed_by_the_next(store: Path) -> None:
    store.mkdir()
    (store / ".tmp-2011-09-30~abcd1234-1").mkdir()
    (store / ".tmp-2011-09-30~abcd1234-1" / "needs.parquet").write_bytes(b"half")
    (store / ".tmp-current.json-1").write_bytes(b"half")
    folder = seal_world(store)
    assert names_in(store) == {folder.name, "current.json"}


def test_pointer_switches_to_the_newest_revision_and_keeps_the_old_one(store: Path) -> None:
    old = seal_world(store)
    new = seal_world(store, title="Corrected")
    assert default_release(store) == open_release("2011-09-30", store).name == new.name
    assert open_release(old.name, store).title == "As known on 30 September 2011"
    assert [info.name for info in list_releases(store)] == [new.name]
    assert [info.name for info in list_releases(store, with_revisions=True)] == [old.name, new.name]


def test_default_stays_where_a_release_is_sealed_beside_it(store: Path) -> None:
    first = seal_world(store, is_default=False)
    second = seal_world(store, release_id="2013-06-30", is_default=False)
    assert default_release(store) == first.name
    assert set_default("2013-06-30", store) == second.name
    assert [info.is_default for info in list_releases(store)] == [False, True]


def test_releases_are_listed_by_day_the_whole_record_then_the_exercise(store: Path) -> None:
    for release_id in ("whole", "2013-06-30", "2009-01-31"):
        seal_world(store, release_id=release_id)
    seal_world(store, release_id="ex-2011-08-15", tables=world("X"), kind="EXERCISE")
    listed = list_releases(store)
    assert [info.id for info in listed] == ["2009-01-31", "2013-06-30", "whole", "ex-2011-08-15"]
    assert listed[3].kind == "EXERCISE"
    assert listed[0].as_of == AS_OF
    assert listed[0].rows["deployments"] == 3


def test_store_without_releases_says_how_to_seal_them(store: Path) -> None:
    assert list_releases(store) == []
    with pytest.raises(UnknownReleaseError, match="python -m loaders release --all"):
        default_release(store)


def test_release_is_found_by_four_or_more_digits(store: Path) -> None:
    release = open_release(seal_world(store).name, store)
    for digits in (4, 8, 12, 64):
        assert full_name(f"2011-09-30~{release.digest[:digits]}", store) == release.name
    other = "0" if release.digest[11] != "0" else "1"
    for wrong in (f"{release.digest[:11]}{other}", "zzzz"):
        with pytest.raises(UnknownReleaseError, match="no release"):
            full_name(f"2011-09-30~{wrong}", store)
    with pytest.raises(UnknownReleaseError, match="give 4 or more digits"):
        full_name(f"2011-09-30~{release.digest[:3]}", store)


def test_prefix_of_two_revisions_is_never_guessed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twins = disk.Pointer("a~12345678", ("a~12345678", "a~12349999"))
    store.mkdir()
    disk.write_pointer(store, twins)
    with pytest.raises(UnknownReleaseError, match="means several; give more digits") as caught:
        full_name("a~1234", store)
    assert caught.value.nearest == twins.releases


def test_unknown_day_offers_the_nearest_days(store: Path) -> None:
    sealed = {
        day: seal_world(store, release_id=day).name for day in ("2009-01-31", "2010-06-30", "2011-09-30", "2013-06-30")
    }
    seal_world(store, release_id="whole")
    with pytest.raises(UnknownReleaseError, match="no release '2011-09-01'") as caught:
        open_release("2011-09-01", store)
    assert caught.value.nearest == (sealed["2011-09-30"], sealed["2010-06-30"], sealed["2013-06-30"])


def test_unknown_word_offers_the_nearest_in_writing(store: Path) -> None:
    seal_world(store)
    whole = seal_world(store, release_id="whole").name
    with pytest.raises(UnknownReleaseError) as caught:
        open_release("hole", store)
    assert caught.value.nearest[0] == whole


def test_record_and_exercise_are_never_in_one_release(store: Path) -> None:
    for kind, tables in (("RECORD", world("X")), ("EXERCISE", world("S"))):
        with pytest.raises(UnsealableError, match="no two are in one release"):
            seal_world(store, tables=tables, kind=kind)
    mixed = {
        **world("X"),
        "deployments": rows_of("deployments", tour("D-1", "STATE", 1, "X1"), tour("D-2", "STATE", 1)),
    }
    with pytest.raises(UnsealableError, match="table deployments holds rows of S1"):
        seal_world(store, tables=mixed, kind="EXERCISE")
    assert not store.exists()


def test_exercise_shares_countries_and_agencies_with_the_record(store: Path) -> None:
    shared = rows_of("sources", source("S1"), source("X1"), source("X2"))
    seal_world(store, tables={**world("X"), "sources": shared}, kind="EXERCISE", release_id="ex-2011-08-15")
    assert open_release("ex-2011-08-15", store).kind == "EXERCISE"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "DRILL"}, "kind 'DRILL' is not one of RECORD, EXERCISE"),
        ({"release_id": "2011/09"}, "release id '2011/09': use small letters"),
        ({"tables": {"cats": pd.DataFrame()}}, "unknown tables cats"),
        ({"tables": {"events": rows_of("events", event("E-1", None, "CENTURY"))}}, "table events breaks its contract"),
        ({"ledger": pd.DataFrame({"raw_line": [1]})}, "the ledger's columns are"),
    ],
)
def test_what_cannot_be_sealed_is_named_and_leaves_no_trace(
    store: Path, changed: dict[str, object], words: str
) -> None:
    with pytest.raises(UnsealableError, match=words):
        seal_world(store, **changed)
    assert not store.exists()


def test_marking_is_the_highest_of_the_sources(store: Path) -> None:
    assert open_release(seal_world(store).name, store).marking == "CUI"
    assert highest_marking(pd.Series(["SECRET", "CONFIDENTIAL", "CUI"])) == "SECRET"


def test_one_source_without_a_marking_leaves_the_release_without_one(store: Path) -> None:
    unmarked = {**world(), "sources": rows_of("sources", source("S1"), source("S2", None))}
    seal_world(store, tables=unmarked)
    assert list_releases(store)[0].marking == ""
    assert highest_marking(pd.Series([], dtype="str")) == ""


def test_half_written_json_is_reported_not_raised_as_it_is(store: Path) -> None:
    folder = seal_world(store)
    for text in ("", "[]", '{"digest": 1}', "[" * 100_000, "\ud800"):
        (folder / "release.json").write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(BrokenSealError, match=r"release\.json"):
            open_release("2011-09-30", store)


def test_lost_pointer_is_found_again_from_the_folders(store: Path) -> None:
    first, damaged = seal_world(store), seal_world(store, release_id="2010-06-30")
    (damaged / "release.json").write_bytes(b"{}")
    (store / "current.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BrokenSealError, match=r"current\.json: .*delete it and seal any release again"):
        seal_world(store, release_id="2013-06-30")
    (store / "current.json").unlink()
    last = seal_world(store, release_id="2013-06-30")
    assert [info.name for info in list_releases(store)] == [first.name, last.name]


def test_a_table_of_many_cells_is_read_from_its_file_each_time_and_only_in_the_columns_asked_for(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = seal_world(store)
    held = open_release(folder.name, store)
    monkeypatch.setattr("loaders.release.HELD", 0)
    release = open_release(folder.name, store)
    for name in TABLES:
        pd.testing.assert_frame_equal(release.table(name), held.table(name))
        columns = list(TABLES[name].columns)[2::-2]
        pd.testing.assert_frame_equal(release.table(name, columns), held.table(name)[columns])
    first = release.table("deployments")
    first["people_count"] = 0
    assert release.table("deployments")["people_count"].tolist() == held.table("deployments")["people_count"].tolist()


def test_a_table_of_many_cells_changed_after_opening_is_never_read(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.release.HELD", 0)
    release = open_release(seal_world(store).name, store)
    assert len(release.table("deployments", ["deployment_id"])) == 3
    path = release.path("deployments")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(BrokenSealError):
        release.table("deployments", ["deployment_id"])
