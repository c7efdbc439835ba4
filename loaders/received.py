"""Accepted returns: each file read in a process of its own, its rows brought under the canonical tables."""

import csv
import hashlib
import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from loaders import codes
from loaders.cells import read_cells
from loaders.contract import LEDGER_COLUMNS, Loaded, check, empty_ledger
from loaders.csvfiles import ContractError
from loaders.formats.limits import Limits
from loaders.recast import recast
from loaders.recode import Known, recode
from loaders.returns.rowstore import ASIDE, KEPT
from loaders.sandbox import refusal, run_limited
from loaders.spellings import Spellings
from loaders.tables import TABLES

FOLDER: Final = "returns"
"""Name of their folder among the raw files."""
REGISTER: Final = "register.csv"
SOURCES: Final = "sources.csv"
NAMED: Final = {
    "Return": "return_id",
    "Form": "form_kind",
    "File": "file_name",
    "Name as sent": "sent_name",
    "Received": "received_at",
    "sha256": "sha256",
    "Proposed by": "proposed_by",
    "Accepted by": "accepted_by",
    "Accepted": "accepted_at",
    "Replaces": "replaces_id",
}


@dataclass(frozen=True)
class Entry:
    """One accepted return of the register.

    Attributes:
        return_id: Its key, and the key of its row in the list of sources.
        kind: Form it was read as.
        path: The file as received.
        sent_name: What its sender called it.
        received_at: Day it was received, as written in the register.
        sha256: Digest of its bytes when it was accepted.
        marking: Marking of its source, empty where the list of sources does not have it.
    """

    return_id: str
    kind: str
    path: Path
    sent_name: str
    received_at: str
    sha256: str
    marking: str = ""


def keys(folder: Path) -> tuple[str, ...]:
    """Return the keys of every return ever accepted, those that a later one replaces included."""
    path = folder / REGISTER
    return tuple(read_cells(path, NAMED)["return_id"]) if path.exists() else ()


def entries(folder: Path) -> list[Entry]:
    """Return the accepted returns of a folder that no later one replaces.

    Raises:
        ContractError: The register cannot be read.
    """
    path = folder / REGISTER
    if not path.exists():
        return []
    register = read_cells(path, NAMED)
    replaced = set(register["replaces_id"].dropna())
    markings = _markings(folder / SOURCES)
    rows = register[["return_id", "form_kind", "file_name", "sent_name", "received_at", "sha256"]]
    return [
        Entry(identity, kind, folder / name, sent, day, digest, markings.get(identity, ""))
        for identity, kind, name, sent, day, digest in rows.itertuples(index=False)
        if identity not in replaced
    ]


def _markings(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {line["Source"]: line["Marking"] for line in csv.DictReader(file)}


def load_returns(folder: Path, spellings_at: Path, spellings: Spellings, known: Known) -> list[Loaded]:
    """Read every accepted return.

    Args:
        folder: Folder of the register and the files.
        spellings_at: ``raw`` folder beside whose parent the spellings lie, for the process that reads.
        spellings: What senders call each country, agency and code.
        known: Day from which each source was known, the returns among them.

    Returns:
        For each return and sheet, the rows of each canonical table; rows set aside stand with the form's first table.

    Raises:
        ContractError: A return cannot be read any more; nothing is loaded.
    """
    return [one for entry in entries(folder) for one in load_return(entry, spellings_at, spellings, known)]


def load_return(entry: Entry, raw: Path, spellings: Spellings, known: Known) -> list[Loaded]:
    """Read one accepted return; see ``load_returns``."""
    if hashlib.sha256(entry.path.read_bytes()).hexdigest() != entry.sha256:
        raise ContractError(f"{entry.path.name}: is not the file that was accepted; bring that one back")
    with tempfile.TemporaryDirectory(prefix="return-") as name:
        folder = Path(name)
        words = ["check", "--here", "--kind", entry.kind, "--path", str(entry.path), "--raw", str(raw)]
        words += [f"--name={entry.sent_name}", "--json-out", str(folder / "report.json"), "--keep", str(folder)]
        limits = Limits()
        ended = run_limited(words, limits)
        broken = refusal(ended, limits)
        if broken or ended.code:
            raise ContractError(f"{entry.path.name}: {broken[1] if broken else ended.errors.strip()}")
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        if report["status"] == "refused":
            raise ContractError(report["issues"][0]["message"])
        if entry.marking == codes.MARKING[0] and any(one["rule"] == "marking-found" for one in report["issues"]):
            raise ContractError(f"{entry.sent_name}: bears a CUI marking; accept it under the marking CUI")
        kept, aside = _rows(folder / KEPT), _rows(folder / ASIDE)
    parts = report["parts"]
    return [one for place in range(len(parts))
            for one in _of_part(entry, place, report, kept, aside, spellings, known)]  # fmt: skip


def _rows(path: Path) -> pd.DataFrame:
    if not path.exists():
        return pd.DataFrame(columns=["_row", "_sheet"])
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all().to_pandas(types_mapper=_frame_type)


def _frame_type(kind: pa.DataType) -> Any:
    if pa.types.is_integer(kind):
        return pd.Int64Dtype()
    return pd.StringDtype(na_value=float("nan")) if pa.types.is_string(kind) else None


def _of_part(
    entry: Entry,
    place: int,
    report: dict[str, Any],
    kept: pd.DataFrame,
    aside: pd.DataFrame,
    spellings: Spellings,
    known: Known,
) -> list[Loaded]:
    """Bring the rows of one sheet under the canonical tables of its form."""
    sheet = report["parts"][place]["sheet"]
    raw_file = _raw_file(entry, sheet)
    ours = kept[kept["_sheet"] == place]
    loaded = [
        _checked(texts, name, raw_file, spellings, known)
        for name, texts in recast(ours, entry.kind, entry.return_id, spellings)
    ]
    first = loaded[0]
    ledger = _ledger(first.table, raw_file, report, sheet, aside[aside["_sheet"] == place])
    received = first.received + len(ledger[["raw_line"]].drop_duplicates())
    joined = pd.concat([first.set_aside, ledger], ignore_index=True) if len(ledger) else first.set_aside
    return [replace(first, received=received, set_aside=joined), *loaded[1:]]


def _raw_file(entry: Entry, sheet: str | None) -> str:
    name = f"{entry.path.parent.name}/{entry.path.name}"
    return f"{name}/{sheet}" if sheet else name


def _checked(texts: pd.DataFrame, name: str, raw_file: str, spellings: Spellings, known: Known) -> Loaded:
    frame, problems = recode(texts, TABLES[name], spellings, known)
    named = frame.assign(raw_file=pd.Series(raw_file, index=frame.index, dtype="str"))
    return check(named, TABLES[name], raw_file, problems)


def _ledger(table: str, raw_file: str, report: dict[str, Any], sheet: str | None, aside: pd.DataFrame) -> pd.DataFrame:
    """Every issue that set aside a row of this sheet, or the sheet whole, in the columns of the ledger."""
    rows = aside.set_index("_row")
    is_whole = any(part["sheet"] == sheet and not part["is_read"] for part in report["parts"])
    found = [
        one
        for one in report["issues"]
        if one["severity"] == "error" and one["sheet"] == sheet and (is_whole or one["row"] in rows.index)
    ]
    if not found:
        return empty_ledger()
    whose = [rows.get("country", rows.get("iso3")), rows.get("agency"), rows.get("_text")]
    entries_of = [
        (
            table, raw_file, sheet, *(one[name] for name in ("row", "column", "value", "rule", "message", "mend")),
            *(None if is_whole or cells is None else cells.loc[one["row"]] for cells in whose),
        )
        for one in found
    ]  # fmt: skip
    ledger = pd.DataFrame(entries_of, columns=list(LEDGER_COLUMNS))
    return ledger.astype(empty_ledger().dtypes.to_dict())
