"""Sealing: all tables of one day become one folder whose name is made of its content, whole or not at all."""

import datetime
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd
import pandera.errors

from loaders import codes, frames
from loaders.contract import LEDGER_COLUMNS
from loaders.store import (
    DIGITS,
    EXERCISE_PREFIX,
    MANIFEST,
    SCHEMA_VERSION,
    WORLD_PREFIX,
    Entry,
    Input,
    Pointer,
    digest_of,
    folders_found,
    identity,
    locked,
    place,
    read_pointer,
    sealed_bytes,
    write_pointer,
)
from loaders.tables import TABLES

PACKAGE: Final = Path(__file__).resolve().parent
BOUNDARIES: Final = PACKAGE.parent / "data" / "boundaries"
OUTLINES: Final = {"outlines": "country_code", "disputed": "line_id"}
FIRST_LETTER: Final = {"RECORD": "S", "EXERCISE": "X", "WORLD": "W"}
_AFTER_THE_RECORD: Final = (EXERCISE_PREFIX, WORLD_PREFIX)
SHARED: Final = ("sources", "countries", "regions", "country_regions", "agencies")
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHOWN: Final = 3


class UnsealableError(ValueError):
    """The tables cannot become a release; nothing has been written."""


@dataclass(frozen=True)
class Cover:
    """What stands on a release beside its tables.

    Attributes:
        release_id: Small letters, digits and hyphens, such as ``2011-09-30``.
        kind: One of ``codes.RELEASE_KIND``; two kinds never share a release.
        as_of: Last day on which the facts were known.
        title: Title for the eye.
        inputs: The raw files by their path under the project.
    """

    release_id: str
    kind: str
    as_of: datetime.date
    title: str
    inputs: Mapping[str, Input]

    def __post_init__(self) -> None:
        """Refuse a kind or an id that no release may have."""
        if self.kind not in codes.RELEASE_KIND:
            raise UnsealableError(f"kind {self.kind!r} is not one of {', '.join(codes.RELEASE_KIND)}")
        if not _ID.fullmatch(self.release_id):
            raise UnsealableError(f"release id {self.release_id!r}: use small letters, digits and single hyphens")


def seal(
    tables: Mapping[str, pd.DataFrame],
    ledger: pd.DataFrame,
    cover: Cover,
    store: Path,
    *,
    boundaries: Path = BOUNDARIES,
    is_default: bool = True,
) -> Path:
    """Seal all tables of one day as a release and make it known to the store.

    The same tables sealed by the same code are the same release; sealing them again changes nothing on disk.

    Args:
        tables: Checked frames by table name; a table not given is sealed without rows.
        ledger: Rows set aside, one row an issue, with the columns of ``contract.LEDGER_COLUMNS``.
        cover: What stands on it.
        store: Folder of the releases.
        boundaries: Folder of outlines.geojson and disputed.geojson.
        is_default: Whether the release becomes the one shown when none is asked for.

    Returns:
        The folder of the release.

    Raises:
        UnsealableError: A table breaks its contract, or two kinds are mixed; nothing has been written.
        OutlineError: The boundary files cannot be read; nothing has been written.
        OSError: The disk refused; what was current still is.
    """
    complete = _checked(tables)
    _refuse_mixed(complete, cover.kind)
    files, entries = _contents(complete, ledger, boundaries)
    content = _manifest(cover, highest_marking(complete["sources"]["marking_code"]), entries)
    name = f"{cover.release_id}~{digest_of(content)[:DIGITS]}"
    with locked(store):
        folder = place({**files, MANIFEST: sealed_bytes(content)}, name, store)
        write_pointer(store, _with(store, name, is_default))
    return folder


def _manifest(cover: Cover, marking: str, entries: Mapping[str, Entry]) -> dict[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "id": cover.release_id,
        "kind": cover.kind,
        "title": cover.title,
        "as_of": cover.as_of.isoformat(),
        "marking": marking,
        "code_version": code_version(),
        "inputs": {path: dict(found) for path, found in cover.inputs.items()},
        "tables": entries,
    }


def _with(store: Path, name: str, is_default: bool) -> Pointer:
    pointer = read_pointer(store)
    known = [known for known in (pointer.releases if pointer else folders_found(store)) if known != name]
    # the newest revision of an id comes last; sorting keeps the order in which revisions were sealed
    ordered = sorted([*known, name], key=lambda known: (known.startswith(_AFTER_THE_RECORD), identity(known)))
    default = name if is_default or pointer is None else pointer.default
    return Pointer(default, tuple(ordered))


def _checked(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    unknown = sorted(set(tables) - set(TABLES))
    if unknown:
        raise UnsealableError(f"unknown tables {', '.join(unknown)}; the tables are {', '.join(TABLES)}")
    given = {name: _valid(name, frame) for name, frame in tables.items()}
    return {name: given[name] if name in given else table.empty() for name, table in TABLES.items()}


def _valid(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    table = TABLES[name]
    try:
        table.schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        found = error.failure_cases[["column", "check", "failure_case"]].head(_SHOWN).to_dict("records")
        raise UnsealableError(f"table {name} breaks its contract: {found}; check the frame before sealing") from error
    return frame.sort_values(table.key, kind="stable", ignore_index=True)


def _refuse_mixed(tables: Mapping[str, pd.DataFrame], kind: str) -> None:
    """Refuse facts of another kind; every kind shares the record's countries, regions and agencies."""
    for name, frame in tables.items():
        ids = frame["source_id"].dropna()
        strange = ids[~ids.str.startswith(FIRST_LETTER[kind])]
        if kind != "RECORD" and name in SHARED:
            continue
        if len(strange):
            shown = ", ".join(sorted(strange.unique())[:_SHOWN])
            raise UnsealableError(
                f"table {name} holds rows of {shown}: sources of the record begin with S, an exercise with X, the "
                f"world with W, and no two are in one release; leave them out of this {kind.lower()} release"
            )


def _contents(
    tables: Mapping[str, pd.DataFrame], ledger: pd.DataFrame, boundaries: Path
) -> tuple[dict[str, bytes], dict[str, Entry]]:
    counts = {"event_counts": frames.event_counts(tables["events"]), "event_grid": frames.event_grid(tables["events"])}
    sealed = {**tables, **counts, "ledger": _ordered(ledger)}
    files: dict[str, bytes] = {}
    entries: dict[str, Entry] = {}
    for name, frame in sealed.items():
        content = frames.to_parquet(frame)
        files[f"{name}.parquet"] = content
        entries[name] = _entry(name, content, frame)
    for name, key in OUTLINES.items():
        content, shapes = frames.outlines_to_parquet(boundaries / f"{name}.geojson", key)
        files[f"{name}.parquet"] = content
        entries[name] = {**_entry(name, content, pd.DataFrame()), "rows": shapes}
    return files, entries


def _ordered(ledger: pd.DataFrame) -> pd.DataFrame:
    if set(ledger.columns) != set(LEDGER_COLUMNS):
        raise UnsealableError(f"the ledger's columns are {list(ledger.columns)}, wanted {list(LEDGER_COLUMNS)}")
    typed = ledger[list(LEDGER_COLUMNS)].astype({"raw_line": "Int64"})
    return typed.sort_values(["raw_file", "raw_line", *LEDGER_COLUMNS], kind="stable", ignore_index=True)


def _entry(name: str, content: bytes, frame: pd.DataFrame) -> Entry:
    return {
        "file": f"{name}.parquet",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "rows": len(frame),
        "sums": frames.column_sums(frame),
        "by_source": frames.rows_by(frame, "source_id"),
        "by_agency": frames.rows_by(frame, "agency_code"),
    }


def highest_marking(markings: "pd.Series[str]") -> str:
    """Return the highest marking; empty where a source has none or there is no source, never a guess."""
    if markings.empty or markings.isna().any():
        return ""
    return max(markings, key=codes.MARKING.index)


@cache
def code_version() -> str:
    """Return the SHA-256 over the sources of the loaders, names and contents, in order of name.

    It is taken once: a file changed while the program runs is not the code that seals.
    """
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda path: path.relative_to(PACKAGE).as_posix()):
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
