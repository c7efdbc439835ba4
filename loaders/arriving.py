"""A file on its way in: its bytes so far and what they belong to, until it takes its place whole."""

import datetime
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from loaders.store import sync_folder

PARTS: Final = ".parts"
FORMER: Final = "former"


@dataclass(frozen=True)
class Stated:
    """What a server says of the bytes it sends.

    Attributes:
        url: Address they were asked for at.
        etag: The server's name for exactly these bytes; empty where it gave none.
        modified: Its Last-Modified as written; empty where it gave none.
        published_at: When the publisher last changed them, UTC, ISO 8601; empty where that is unknown.
        total: Bytes of the whole file; None where it did not say.
    """

    url: str
    etag: str
    modified: str
    published_at: str
    total: int | None

    @property
    def same_bytes(self) -> str:
        """What If-Range asks by: a strong name or a day; empty where a part cannot be completed safely."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


@dataclass(frozen=True)
class Arriving:
    """One file of a publisher that is on its way into a folder.

    Attributes:
        into: Folder of the folders of publishers; its lock is held.
        publisher_id: Folder the file goes to.
        file_name: Its name there.
    """

    into: Path
    publisher_id: str
    file_name: str

    @property
    def target(self) -> Path:
        """Where the file will lie."""
        return self.into / self.publisher_id / self.file_name

    @property
    def part(self) -> Path:
        """Where its bytes are gathered; beside the publishers, where no loader looks."""
        return self.into / PARTS / f"{self.publisher_id}~{self.file_name}"

    @property
    def _notes(self) -> Path:
        return self.part.with_name(f"{self.part.name}~stated")

    def size(self) -> int:
        """Return how many bytes have come."""
        return self.part.stat().st_size if self.part.exists() else 0

    def stated(self) -> Stated:
        """Return what the server says of the bytes that come or have come.

        Raises:
            OSError: None have come.
            ValueError: The note of it is damaged.
            TypeError: It was written by another version.
        """
        return Stated(**json.loads(self._notes.read_bytes()))

    def begun(self, url: str) -> Stated | None:
        """Return what was stated of bytes that can be completed; None where there are none of this address."""
        try:
            stated = self.stated()
        except (OSError, ValueError, TypeError):
            return None
        return stated if self.size() and stated.url == url and stated.same_bytes else None

    def begin(self, stated: Stated) -> None:
        """Start anew with what the server says of the bytes that follow."""
        self.part.parent.mkdir(parents=True, exist_ok=True)
        self.drop()
        self._notes.write_text(json.dumps(asdict(stated)), encoding="utf-8")
        self.part.touch()

    def drop(self) -> None:
        """Forget the bytes that have come."""
        self.part.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)

    def settle(self, digest: str) -> Path | None:
        """Put the whole file in its place in one step.

        A file of other bytes that lay there stays under ``former``, named by the day it came: it is linked, not copied.

        Args:
            digest: SHA-256 of the bytes that have come.

        Returns:
            Where the former file is; None where there was none, or one of the same bytes.

        Raises:
            OSError: The disk refused; the former file is still in its place.
        """
        with self.part.open("rb+") as file:
            os.fsync(file.fileno())
        self.target.parent.mkdir(parents=True, exist_ok=True)
        former = self._keep_former(digest)
        self.part.replace(self.target)
        sync_folder(self.target.parent)
        self.drop()
        return former

    def _keep_former(self, digest: str) -> Path | None:
        if not self.target.exists() or (former_digest := digest_of(self.target)) == digest:
            return None
        day = datetime.datetime.fromtimestamp(self.target.stat().st_mtime, datetime.UTC).date()
        kept = self.into / FORMER / self.publisher_id / f"{day.isoformat()}~{former_digest[:8]}~{self.file_name}"
        kept.parent.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            os.link(self.target, kept)
        return kept


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
