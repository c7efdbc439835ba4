"""Acceptance: a file of the inbox becomes a return of the record, and the whole record is sealed anew with it."""

import csv
import datetime
import hashlib
import io
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders import received, sources
from loaders.csvfiles import ContractError
from loaders.editions import build_record
from loaders.store import WHOLE

_ID: Final = re.compile(r"SR(\d{4,})")
_ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".json", ".geojson", ".xml", ".parquet", ".zip",
                   ".csv.gz", ".gz")  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A file and what people said of it.

    Attributes:
        path: The file as received.
        kind: Form it is read as.
        name: What its sender calls it.
        words: What it is, for the list of sources.
        marking: Marking of its source.
        proposed_by: Who proposed it, empty for a draft.
        accepted_by: Who said yes, empty for a draft.
        replaces: Key of the return it mends, empty where it mends none.
    """

    path: Path
    kind: str
    name: str
    words: str
    marking: str
    proposed_by: str = ""
    accepted_by: str = ""
    replaces: str = ""


def accept(offer: Offer, raw: Path, store: Path, now: datetime.datetime) -> Path:
    """Make a file part of the record and seal the whole record anew.

    Args:
        offer: The file, named persons included.
        raw: Folder of ``record``, ``reference`` and ``returns``.
        store: Folder of the releases.
        now: The moment of the yes.

    Returns:
        Folder of the new release.

    Raises:
        ContractError: Nobody is named, or the file cannot be read; record and release stand as they were.
        OSError: The disk refused; record and release stand as they were.
    """
    if not offer.accepted_by.strip():
        raise ContractError("nobody says yes; name the person who does")
    folder = raw / received.FOLDER
    before = {name: _bytes(folder / name) for name in (received.REGISTER, received.SOURCES)}
    kept = add_return(offer, folder, now)
    try:
        return build_record((WHOLE,), raw, store)[0]
    except BaseException:
        _restore(folder, before, kept)
        raise


def draft(offer: Offer, raw: Path, store: Path, now: datetime.datetime) -> Path:
    """Seal the whole record with a file beside it in a store of its own; the record itself is not touched.

    Args:
        offer: The file.
        raw: Folder of ``record``, ``reference`` and ``returns``.
        store: Folder for the draft; never that of the releases.
        now: Day the file counts as received.

    Returns:
        Folder of the draft.

    Raises:
        ContractError: The file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="draft-") as name:
        folder = Path(name, received.FOLDER)
        if (raw / received.FOLDER).exists():
            shutil.copytree(raw / received.FOLDER, folder)
        add_return(offer, folder, now)
        return build_record((WHOLE,), raw, store, returns=folder)[0]


def add_return(offer: Offer, folder: Path, now: datetime.datetime) -> Path:
    """Put a file into a folder of returns, with its line in the register and in the list of sources.

    Returns:
        The file as kept.

    Raises:
        ContractError: It is to replace a return that is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = _lines(folder / received.REGISTER)
    ids = [line["Return"] for line in lines]
    if offer.replaces and offer.replaces not in ids:
        raise ContractError(f"'{offer.replaces[:20]}' is no accepted return; they are {', '.join(ids) or 'none yet'}")
    identity = _next(ids)
    kept = folder / f"{identity}{_ending(offer.name)}"
    shutil.copyfile(offer.path, kept)
    day = now.date().isoformat()
    register = {
        "Return": identity, "Form": offer.kind, "File": kept.name, "Name as sent": offer.name, "Received": day,
        "sha256": hashlib.sha256(kept.read_bytes()).hexdigest(), "Proposed by": offer.proposed_by,
        "Accepted by": offer.accepted_by, "Accepted": now.isoformat(timespec="seconds"), "Replaces": offer.replaces,
    }  # fmt: skip
    source = {
        "Source": identity, "Title": offer.words, "Publisher": f"Return received as {offer.name}", "Published": day,
        "Licence": "for official use by agreement of the sender", "Marking": offer.marking,
        "Note": f"Accepted by {offer.accepted_by}" if offer.accepted_by else "UNOFFICIAL draft",
    }  # fmt: skip
    _append(folder / received.SOURCES, list(sources.NAMED), source)
    _append(folder / received.REGISTER, list(received.NAMED), register)
    return kept


def _next(ids: Sequence[str]) -> str:
    numbers = [int(match[1]) for match in map(_ID.fullmatch, ids) if match]
    return f"SR{max(numbers, default=0) + 1:04}"


def _ending(name: str) -> str:
    """Return the ending of a name where it is one we read; the rest of a sender's name never becomes a path."""
    lower = name.lower()
    return next((ending for ending in sorted(_ENDINGS, key=len, reverse=True) if lower.endswith(ending)), ".csv")


def _lines(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _append(path: Path, headings: list[str], line: dict[str, str]) -> None:
    """Write a file anew with one line more, whole or not at all."""
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*_lines(path), line])
    draft_path = path.with_name(f"{path.name}.draft")
    draft_path.write_text(text.getvalue(), encoding="utf-8")
    draft_path.replace(path)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _restore(folder: Path, before: dict[str, bytes | None], kept: Path) -> None:
    kept.unlink(missing_ok=True)
    for name, content in before.items():
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(content)
