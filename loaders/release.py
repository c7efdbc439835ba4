"""Releases: all tables of one day, sealed under a name made of their content, and opened only when whole."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from loaders import frames
from loaders.catalogue import ReleaseInfo, default_release, full_name, list_releases
from loaders.failures import BrokenSealError, UnknownReleaseError
from loaders.sealing import UnsealableError
from loaders.store import Manifest, check_digest, check_folder, read_manifest
from loaders.tables import TABLES

__all__ = [
    "BrokenSealError",
    "Release",
    "ReleaseInfo",
    "UnknownReleaseError",
    "UnsealableError",
    "default_release",
    "list_releases",
    "open_release",
]

HELD: Final = 1_000_000
"""Cells up to which a table stays in memory once it was read."""


@dataclass(frozen=True, eq=False)
class Release:
    """An open release; two of the same name hold the same bytes.

    Attributes:
        folder: Folder of the sealed files.
        manifest: What release.json holds.
    """

    folder: Path
    manifest: Manifest = field(repr=False)
    _read: dict[str, Any] = field(default_factory=dict, repr=False)

    def __eq__(self, other: object) -> bool:
        """Two releases are the same where their digests are."""
        return isinstance(other, Release) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash by digest, so that a release may be a key of a cache."""
        return hash(self.digest)

    @property
    def id(self) -> str:
        """The day or scenario the release stands for."""
        return self.manifest["id"]

    @property
    def kind(self) -> str:
        """One of ``codes.RELEASE_KIND``."""
        return self.manifest["kind"]

    @property
    def title(self) -> str:
        """Title for the eye."""
        return self.manifest["title"]

    @property
    def marking(self) -> str:
        """Highest marking of its sources, empty where one of them has none."""
        return self.manifest["marking"]

    @property
    def as_of(self) -> datetime.date:
        """Last day on which the facts in it were known."""
        return datetime.date.fromisoformat(self.manifest["as_of"])

    @property
    def digest(self) -> str:
        """SHA-256 of release.json without the digest, 64 hexadecimal digits."""
        return self.manifest["digest"]

    @property
    def name(self) -> str:
        """The id, a tilde and the first eight digits of the digest."""
        return self.folder.name

    def path(self, table: str) -> Path:
        """Return the Parquet file of a table, for engines that read files themselves.

        Raises:
            KeyError: The release has no such table.
        """
        if table not in self.manifest["tables"]:
            raise KeyError(f"release {self.name} has no table {table!r}; it has {', '.join(self.manifest['tables'])}")
        return self.folder / self.manifest["tables"][table]["file"]

    def table(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a table, sorted by its key; changes to it stay with the caller.

        A table of up to ``HELD`` cells is read once and held. A larger one is read from its file each time and
        belongs to the caller alone: name the columns that are wanted, and keep what is made of them.

        Args:
            name: A canonical table, or ``event_counts``.
            columns: The columns wanted, in this order; all where None.

        Raises:
            KeyError: The release has no such table.
            BrokenSealError: Its file changed after the release was opened.
        """
        if not self.holds(name):
            return frames.from_parquet(self._sealed(name), columns)
        if name not in self._read:
            self._read[name] = frames.from_parquet(self._sealed(name))
        held: pd.DataFrame = self._read[name]
        return held.copy(deep=False) if columns is None else held[list(columns)]

    def holds(self, name: str) -> bool:
        """Whether a table is held in memory once it was read, because it has few cells."""
        width = len(TABLES[name].columns) if name in TABLES else 1
        return name not in self.manifest["tables"] or self.manifest["tables"][name]["rows"] * width <= HELD

    def ledger(self) -> pd.DataFrame:
        """Return the rows set aside, one row an issue, with the columns of ``contract.LEDGER_COLUMNS``."""
        return self.table("ledger")

    def outlines(self, day: datetime.date) -> gpd.GeoDataFrame:
        """Return the country outlines valid on a day, one row a country, first and last day included."""
        return self._valid("outlines", day)

    def disputed(self, day: datetime.date) -> gpd.GeoDataFrame:
        """Return the disputed or undetermined lines valid on a day, first and last day included."""
        return self._valid("disputed", day)

    def _valid(self, name: str, day: datetime.date) -> gpd.GeoDataFrame:
        if name not in self._read:
            self._read[name] = frames.outlines_from_parquet(self._sealed(name))
        shapes: gpd.GeoDataFrame = self._read[name]
        on = pd.Timestamp(day)
        begun = shapes["valid_from"].isna() | (shapes["valid_from"] <= on)
        lasting = shapes["valid_until"].isna() | (shapes["valid_until"] >= on)
        return shapes[begun & lasting].reset_index(drop=True)

    def _sealed(self, name: str) -> bytes:
        path = self.path(name)
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise BrokenSealError(f"{path}: the file is missing; seal the release again") from error
        check_digest(path, hashlib.sha256(content).hexdigest(), self.manifest["tables"][name])
        return content


def open_release(name: str, store: Path, *, verify: bool = True) -> Release:
    """Open a release.

    Args:
        name: ``id`` for its newest revision, or ``id~`` and four or more digits of the digest.
        store: Folder of the releases.
        verify: Whether every file is checked now; a table is checked in any case when it is first read.

    Raises:
        UnknownReleaseError: No release, or more than one, answers to that name; it names the nearest.
        BrokenSealError: A file is missing, is not of the release, or was changed.
    """
    folder = store / full_name(name, store)
    return Release(folder, check_folder(folder) if verify else read_manifest(folder))
