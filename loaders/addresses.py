"""The documented addresses of publishers' files, which are configuration: one line a file in data/publishers.csv."""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

SCHEMES: Final = ("http", "https")
_HEAD: Final = ("publisher_id", "file_name", "address", "note")
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Names of files are ours: they cannot leave their folder, hide, or be taken for something else there.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(csv|geojson|json|txt|xls|xlsx|xml|zip)")


class AddressError(ValueError):
    """The list of addresses cannot be used as it is; the text names every line that has to be mended."""


class Address(NamedTuple):
    """Where one file of a publisher is, and the name it gets here."""

    publisher_id: str
    file_name: str
    url: str
    note: str


def load_addresses(path: Path) -> tuple[Address, ...]:
    """Read the list of addresses.

    Args:
        path: A CSV file with the columns publisher_id, file_name, address and note.

    Returns:
        The addresses in the order of the file.

    Raises:
        AddressError: A line is not what it has to be, or names a file a second time.
        OSError: The file cannot be read.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    if not rows or tuple(rows[0]) != _HEAD:
        raise AddressError(f"{path.name} line 1: the columns are {', '.join(_HEAD)}")
    misfits = [f"{path.name} line {line}: {words}" for line, row in enumerate(rows[1:], 2) for words in _misfits(row)]
    counts = Counter(tuple(row[:2]) for row in rows[1:])
    misfits += [f"{path.name}: {'/'.join(name)} stands {count} times" for name, count in counts.items() if count > 1]
    if misfits:
        raise AddressError("\n".join(misfits))
    return tuple(Address(*row) for row in rows[1:])


def _misfits(row: list[str]) -> list[str]:
    if len(row) != len(_HEAD):
        return [f"has {len(row)} cells and not {len(_HEAD)}"]
    publisher_id, file_name, url, _ = row
    found = []
    if not _ID.fullmatch(publisher_id):
        found.append(f"'{publisher_id}' is no id of a publisher: small letters and digits in words joined by -")
    if not _NAME.fullmatch(file_name):
        found.append(f"'{file_name}' is no name of a file: letters, digits, . _ - and the ending of a format")
    if misfit := address_misfit(url):
        found.append(f"'{url}' {misfit}")
    return found


def address_misfit(url: str) -> str | None:
    """Return what is wrong with an address of the web, None where nothing is."""
    try:
        parts = urlsplit(url)
        is_named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return "is no address"
    if parts.scheme not in SCHEMES:
        return f"does not begin with {' or '.join(f'{scheme}://' for scheme in SCHEMES)}"
    if parts.username or parts.password:
        return "holds a name or a password"
    return None if is_named else "names no host"
