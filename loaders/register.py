"""The register of files brought from publishers: one line a file says from where, of which day, and of which bytes."""

import csv
import io
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from loaders.store import TEMPORARY, sync_folder, write_durably

REGISTER: Final = "received.csv"


class RegisterError(ValueError):
    """The register cannot be read; the text says what to do."""


@dataclass(frozen=True)
class Receipt:
    """One file as it was received.

    Attributes:
        publisher_id: Folder it lies in.
        file_name: Its name there.
        address: Where it was asked for.
        published_at: When the publisher last changed it, UTC, ISO 8601; empty where the server did not say.
        retrieved_at: When it came, UTC, ISO 8601.
        sha256: Digest of its bytes.
        bytes: Its size.
        etag: The server's name for these bytes; empty where it gave none.
    """

    publisher_id: str
    file_name: str
    address: str
    published_at: str
    retrieved_at: str
    sha256: str
    bytes: int
    etag: str


_COLUMNS: Final = tuple(field.name for field in fields(Receipt))


def read_register(folder: Path) -> dict[tuple[str, str], Receipt]:
    """Return what was received into a folder, by publisher and file name; nothing where there is no register.

    Raises:
        RegisterError: The register is damaged.
        OSError: It cannot be read.
    """
    path = folder / REGISTER
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    try:
        receipts = [_receipt(row) for row in rows[1:]]
    except ValueError as error:
        raise RegisterError(f"{path} {error}; delete it and fetch the files again") from error
    return {(receipt.publisher_id, receipt.file_name): receipt for receipt in receipts}


def _receipt(row: list[str]) -> Receipt:
    if len(row) != len(_COLUMNS):
        raise ValueError(f"has a line of {len(row)} cells, not of {', '.join(_COLUMNS)}")
    publisher_id, file_name, address, published_at, retrieved_at, sha256, size, etag = row
    return Receipt(publisher_id, file_name, address, published_at, retrieved_at, sha256, int(size), etag)


def note_receipt(folder: Path, receipt: Receipt) -> None:
    """Write the line of one file into the register, in place of its former one; all of it or nothing.

    Args:
        folder: Folder of the register; the caller holds its lock (``loaders.store.locked``).
        receipt: The line.

    Raises:
        RegisterError: The register is damaged.
        OSError: The disk refused; the former register stands.
    """
    receipts = read_register(folder) | {(receipt.publisher_id, receipt.file_name): receipt}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(receipts[name]) for name in sorted(receipts))
    draft = folder / f"{TEMPORARY}{REGISTER}"
    draft.unlink(missing_ok=True)
    write_durably(draft, text.getvalue().encode("utf-8"))
    draft.replace(folder / REGISTER)
    sync_folder(folder)
