"""Which releases a store holds and which one a name means; reads release.json only, never a table."""

import datetime
import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.failures import UnknownReleaseError
from loaders.store import (
    DIGITS,
    Pointer,
    identity,
    locked,
    read_manifest,
    read_pointer,
    write_pointer,
)

_SHORTEST: Final = 4
_OFFERED: Final = 3


@dataclass(frozen=True)
class ReleaseInfo:
    """What release.json says of a release, without its tables.

    Attributes:
        name: ``id~`` and the first eight digits of the digest.
        id: The day or scenario the release stands for.
        kind: One of ``codes.RELEASE_KIND``.
        title: Title for the eye.
        as_of: Last day on which the facts in it were known.
        marking: Highest marking of its sources, empty where one of them has none.
        digest: SHA-256 of release.json without the digest, 64 hexadecimal digits.
        rows: Rows of each sealed table.
        is_default: Whether it is shown when none is asked for.
    """

    name: str
    id: str
    kind: str
    title: str
    as_of: datetime.date
    marking: str
    digest: str
    rows: dict[str, int]
    is_default: bool


def list_releases(store: Path, *, with_revisions: bool = False) -> list[ReleaseInfo]:
    """Return the releases of a store in order, the newest revision of each unless all are asked for.

    Raises:
        BrokenSealError: The pointer or a release.json was changed after it was written.
    """
    pointer = read_pointer(store)
    if pointer is None:
        return []
    names = pointer.releases if with_revisions else pointer.newest()
    return [_info(store / name, pointer) for name in names]


def _info(folder: Path, pointer: Pointer) -> ReleaseInfo:
    manifest = read_manifest(folder)
    return ReleaseInfo(
        name=folder.name,
        id=manifest["id"],
        kind=manifest["kind"],
        title=manifest["title"],
        as_of=datetime.date.fromisoformat(manifest["as_of"]),
        marking=manifest["marking"],
        digest=manifest["digest"],
        rows={table: entry["rows"] for table, entry in manifest["tables"].items()},
        is_default=folder.name == pointer.default,
    )


def default_release(store: Path) -> str:
    """Return the name of the release shown when none is asked for.

    Raises:
        UnknownReleaseError: The store holds no release yet.
        BrokenSealError: The pointer file was changed after it was written.
    """
    return _pointer(store).default


def full_name(name: str, store: Path) -> str:
    """Return the full name of the release that ``id`` (its newest revision) or ``id~prefix`` means.

    Args:
        name: An id, or an id, a tilde and four or more digits of the digest.
        store: Folder of the releases.

    Raises:
        UnknownReleaseError: No release, or more than one, answers to that name.
        BrokenSealError: The pointer file or a release.json was changed after it was written.
    """
    pointer = _pointer(store)
    asked, tilde, prefix = name.partition("~")
    revisions = [known for known in pointer.releases if identity(known) == asked]
    if not tilde and revisions:
        return revisions[-1]
    if tilde and len(prefix) < _SHORTEST:
        raise UnknownReleaseError(f"release {name!r}: give {_SHORTEST} or more digits after the ~", tuple(revisions))
    meant = [known for known in revisions if _has_prefix(store / known, prefix)]
    if len(meant) > 1:
        raise UnknownReleaseError(f"release {name!r} means several; give more digits", tuple(meant))
    if not meant:
        raise UnknownReleaseError(f"no release {name!r} in {store}", nearest_names(name, pointer))
    return meant[0]


def _has_prefix(folder: Path, prefix: str) -> bool:
    shown = folder.name.partition("~")[2]
    if len(prefix) <= DIGITS:
        return shown.startswith(prefix)
    return prefix.startswith(shown) and read_manifest(folder)["digest"].startswith(prefix)


def nearest_names(name: str, pointer: Pointer) -> tuple[str, ...]:
    """Return up to three release names: nearest by day where the id is a day, else nearest in writing."""
    newest = {identity(known): known for known in pointer.newest()}
    asked, days = _day(identity(name)), {known: _day(known) for known in newest}
    dated = {known: day for known, day in days.items() if day is not None}
    if asked is not None and dated:
        near = sorted(dated, key=lambda known: (abs(dated[known] - asked), known))[:_OFFERED]
    else:
        near = difflib.get_close_matches(identity(name), newest, n=_OFFERED, cutoff=0.0)
    return tuple(newest[known] for known in near)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def set_default(name: str, store: Path) -> str:
    """Make a release the one shown when none is asked for, and return its full name.

    Raises:
        UnknownReleaseError: No release, or more than one, answers to that name; nothing is changed.
        OSError: The pointer could not be written; the old one still stands.
    """
    _pointer(store)
    with locked(store):
        meant = full_name(name, store)
        write_pointer(store, Pointer(meant, _pointer(store).releases))
    return meant


def _pointer(store: Path) -> Pointer:
    pointer = read_pointer(store)
    if pointer is None:
        raise UnknownReleaseError(f"{store} holds no release yet; seal them with: python -m loaders release --all")
    return pointer
