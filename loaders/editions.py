"""Editions: which releases the project ships, and how raw files become each of them."""

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from loaders import received
from loaders.assembly import RawFolders, as_known_on, ledger_of, load_folder, tables_of
from loaders.contract import Loaded
from loaders.csvfiles import ContractError
from loaders.exercise import write_exercise
from loaders.sealing import FIRST_LETTER, OUTLINES, Cover, seal
from loaders.spellings import load_spellings
from loaders.store import EXERCISE_PREFIX, WHOLE, Input, read_pointer

RECORD_IDS: Final = ("2009-01-31", "2010-06-30", "2011-09-30", "2013-06-30", "2014-06-30", WHOLE)
_TOLD: Final = frozenset({"start_date", "event_date", "as_of_date"})
EXERCISE_IDS: Final = ("ex-2011-08-15", "ex-2011-09-01", "ex-2011-09-15")


@dataclass(frozen=True)
class Batch:
    """The raw files of one or more releases, loaded.

    Attributes:
        loaded: For each table what became of each of its files.
        files: Every raw file that has a say in the release, by its name in ``raw_file``.
        boundaries: Folder of the outlines.
        returns: Keys of the accepted returns among the sources, those replaced included.
    """

    loaded: Mapping[str, tuple[Loaded, ...]]
    files: Mapping[str, Path]
    boundaries: Path
    returns: tuple[str, ...] = ()


def build_record(ids: Sequence[str], raw: Path, store: Path, returns: Path | None = None) -> list[Path]:
    """Seal releases of the public record; the last becomes the one shown when none is asked for.

    Args:
        ids: Days (ISO 8601) on which the record is to be read, or ``whole``.
        raw: Folder of ``record`` and ``reference``; sources.csv, spellings.csv and boundaries lie beside it.
        store: Folder of the releases.
        returns: Folder of the accepted returns, where it is not the one among the raw files.

    Returns:
        The folders of the releases, in the order of the ids.

    Raises:
        ContractError: A raw file cannot be read as its table at all; nothing has been written.
        UnsealableError: The tables cannot become a release; the ids before it stand.
        OSError: A raw file cannot be read, or the disk refused; the ids before it stand.
    """
    returned = returns or raw / received.FOLDER
    folders = RawFolders(raw / "record", raw / "reference", raw.parent / "sources.csv", returns=returned)
    batch = load_batch(folders, raw.parent)
    tables = tables_of(batch.loaded)
    _refuse_two_returns_of_an_agency(tables["deployments"])
    return [_seal_record(release_id, batch, tables, store) for release_id in ids]


def _refuse_two_returns_of_an_agency(deployments: pd.DataFrame) -> None:
    """Refuse tours that two returns may both hold: the people on them would be counted twice."""
    tours = deployments[deployments["measure_code"] == "TOUR"]
    held = tours[["agency_code", "series_id"]].drop_duplicates().sort_values(["agency_code", "series_id"])
    twice = held[held.duplicated("agency_code", keep=False)]
    if len(twice):
        agency = twice["agency_code"].iloc[0]
        returns = ", ".join(twice.loc[twice["agency_code"] == agency, "series_id"])
        raise ContractError(
            f"{agency} has tours in {returns}, which may hold the same people; "
            "say which return the new one replaces, and send all tours of the agency in it"
        )


def _seal_record(release_id: str, batch: Batch, tables: Mapping[str, pd.DataFrame], store: Path) -> Path:
    day = None if release_id == WHOLE else datetime.date.fromisoformat(release_id)
    known = as_known_on(tables, day)
    as_of = day or _last_day(known, batch.returns)
    whole = "Whole public record, with undated sources" + (" and accepted returns" if batch.returns else "")
    title = f"Public record as known on {_in_words(as_of)}" if day else whole
    return seal(
        known,
        ledger_of(batch.loaded),
        Cover(release_id, "RECORD", as_of, title, inputs_of(batch, known)),
        store,
        boundaries=batch.boundaries,
    )


def build_exercise(raw: Path, store: Path, scale: str = "brief") -> list[Path]:
    """Write the invented raw files of the exercise, and seal its releases beside those of the record.

    The release shown when none is asked for stays, unless the store was empty.

    Args:
        raw: Folder of ``reference``; sources.csv, spellings.csv and boundaries lie beside it, and the exercise is
            written there.
        store: Folder of the releases.
        scale: How large an exercise to write.

    Returns:
        The folders of the releases, in order of their days.

    Raises:
        ContractError: A raw file cannot be read as its table at all; the releases before it stand.
        UnsealableError: The tables cannot become a release; the releases before it stand.
        OSError: The disk refused; the releases before it stand.
    """
    return [_seal_exercise(release_id, raw, store, scale) for release_id in EXERCISE_IDS]


def _seal_exercise(release_id: str, raw: Path, store: Path, scale: str) -> Path:
    rows = raw.parent / "exercise" / release_id
    write_exercise(rows, release_id, scale)
    folders = RawFolders(rows, raw / "reference", rows / "sources.csv", raw.parent / "sources.csv")
    batch = load_batch(folders, raw.parent)
    tables = without_idle_sources(tables_of(batch.loaded), "EXERCISE")
    as_of = datetime.date.fromisoformat(release_id.removeprefix(EXERCISE_PREFIX))
    title = f"EXERCISE, invented data: the situation of {_in_words(as_of)}"
    return seal(
        tables,
        ledger_of(batch.loaded),
        Cover(release_id, "EXERCISE", as_of, title, inputs_of(batch, tables)),
        store,
        boundaries=batch.boundaries,
        is_default=read_pointer(store) is None,
    )


def without_idle_sources(tables: Mapping[str, pd.DataFrame], kind: str) -> dict[str, pd.DataFrame]:
    """Leave out the record's sources that no row of a release of another kind cites."""
    sources = tables["sources"]
    cited = {source for name, rows in tables.items() if name != "sources" for source in rows["source_id"].dropna()}
    is_own = sources["source_id"].str.startswith(FIRST_LETTER[kind])
    return {**tables, "sources": sources[is_own | sources["source_id"].isin(list(cited))]}


def load_batch(raw: RawFolders, data: Path) -> Batch:
    """Load every raw file of a release.

    Args:
        raw: The folders of the raw files.
        data: Folder of spellings.csv and boundaries.

    Raises:
        ContractError: A file cannot be read as its table at all, or there is no file to read.
        OSError: A file is missing.
    """
    if not any(raw.rows.glob("*.csv")):
        raise ContractError(f"{raw.rows} holds no CSV file; put the raw files there, or name their folder with --raw")
    spellings = load_spellings(data / "spellings.csv", raw.reference / "countries.csv")
    boundaries = data / "boundaries"
    beside = [*raw.source_lists, data / "spellings.csv", *(boundaries / f"{name}.geojson" for name in OUTLINES)]
    returned = received.entries(raw.returns) if raw.returns else []
    paths = {*raw.rows.glob("*.csv"), *raw.reference.glob("*.csv"), *beside, *(entry.path for entry in returned)}
    files = {f"{path.parent.name}/{path.name}": path for path in sorted(paths)}
    # A return that was replaced has no row left, but its line in the list of sources is still that of a return.
    keys = received.keys(raw.returns) if raw.returns else ()
    return Batch(load_folder(raw, spellings), files, boundaries, keys)


def inputs_of(batch: Batch, known: Mapping[str, pd.DataFrame]) -> dict[str, Input]:
    """Return digest, bytes and the fate of its rows for every raw file.

    Args:
        batch: The raw files, loaded.
        known: The tables of the release.
    """
    return {name: _input(name, path, batch, known) for name, path in batch.files.items()}


def _input(name: str, path: Path, batch: Batch, known: Mapping[str, pd.DataFrame]) -> Input:
    content = path.read_bytes()
    # A sheet of a workbook or a member of an archive is named behind its file.
    held = [one for files in batch.loaded.values() for one in files if f"{one.raw_file}/".startswith(f"{name}/")]
    rows_in = sum(one.received for one in held)
    set_aside = sum(one.lines_set_aside for one in held)
    tables = {one.table for one in held}
    used = sum(int((known[table]["raw_file"] + "/").str.startswith(f"{name}/").sum()) for table in tables)
    return Input(
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        received=rows_in if held else None,
        used=used if held else None,
        set_aside=set_aside if held else None,
        left_out=rows_in - used - set_aside if held else None,
    )


def _last_day(tables: Mapping[str, pd.DataFrame], returns: Collection[str]) -> datetime.date:
    """Return the day the whole record stands for: its last publication, or the last day a return tells of, if later.

    A return may arrive years after its facts; the day it came does not make everybody else's silence a zero.
    """
    listed = tables["sources"]
    days = list(listed.loc[~listed["source_id"].isin(list(returns)), "known_date"].dropna())
    arrived = listed.loc[listed["source_id"].isin(list(returns)), "known_date"].max()
    for rows in tables.values():
        for name in _TOLD.intersection(rows.columns):
            told = rows.loc[rows["source_id"].isin(list(returns)), name].dropna()
            days += list(told[told <= arrived])
    if not days:
        raise ContractError("sources.csv: no source has a day of publication; the whole record has no as-of day")
    return max(days).date()


def _in_words(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
