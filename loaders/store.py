"""The release store on disk: files written whole or not at all, a pointer to what is current, digests checked."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict, cast

from loaders.failures import BrokenSealError

SCHEMA_VERSION: Final = 1
MANIFEST: Final = "release.json"
POINTER: Final = "current.json"
TEMPORARY: Final = ".tmp-"
LOCK: Final = ".lock"
DIGITS: Final = 8
WHOLE: Final = "whole"
EXERCISE_PREFIX: Final = "ex-"
WORLD_PREFIX: Final = "world-"
_MEND: Final = "seal the release again"
_POINTER_MEND: Final = "delete it and seal any release again; the others are found by their folders"


class Input(TypedDict):
    """One raw file of a release: its digest, its bytes and what became of its rows.

    ``received`` is the sum of ``used``, ``set_aside`` and ``left_out`` (published after the as-of day, undated, or a
    source that nothing in the release cites). A row that states facts for two tables counts in each. All four are None
    for a file that holds no rows of a table, such as the spellings.
    """

    sha256: str
    bytes: int
    received: int | None
    used: int | None
    set_aside: int | None
    left_out: int | None


class Entry(TypedDict):
    """One sealed file: its digest, its bytes, its rows, its column sums and its rows by source and agency."""

    file: str
    sha256: str
    bytes: int
    rows: int
    sums: dict[str, str | int | None]
    by_source: dict[str, int]
    by_agency: dict[str, int]


class Manifest(TypedDict):
    """What release.json holds; ``digest`` is the SHA-256 of everything else in it."""

    schema_version: int
    id: str
    kind: str
    title: str
    as_of: str
    marking: str
    code_version: str
    inputs: dict[str, Input]
    tables: dict[str, Entry]
    digest: str


@dataclass(frozen=True)
class Pointer:
    """What is current in a store.

    Attributes:
        default: Name of the release shown when none is asked for.
        releases: Names of all releases and revisions, ids in order, the newest revision of an id last.
    """

    default: str
    releases: tuple[str, ...]

    def newest(self) -> tuple[str, ...]:
        """Return the newest revision of each id, in order."""
        return tuple({identity(name): name for name in self.releases}.values())


def identity(name: str) -> str:
    """Return the id in a release name: everything before the tilde."""
    return name.partition("~")[0]


def digest_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a JSON object in its canonical form: sorted keys, no spaces, UTF-8, no digest in it."""
    bare = {key: value for key, value in content.items() if key != "digest"}
    text = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_bytes(content: Mapping[str, object]) -> bytes:
    """Return a JSON object as the bytes of a file that carries its own digest."""
    text = json.dumps({**content, "digest": digest_of(content)}, sort_keys=True, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def read_sealed(path: Path, mend: str = _MEND) -> dict[str, object]:
    """Read a JSON file that carries its own digest.

    Args:
        path: The file.
        mend: What a reader of the error should do.

    Raises:
        BrokenSealError: The file is missing, is no JSON, or differs in any byte from what was sealed.
    """
    try:
        found = path.read_bytes()
        content = json.loads(found)
    except FileNotFoundError as error:
        raise BrokenSealError(f"{path}: the file is missing; {mend}") from error
    except (ValueError, RecursionError) as error:
        raise BrokenSealError(f"{path}: not readable as JSON ({error}); {mend}") from error
    if not isinstance(content, dict) or sealed_bytes(content) != found:
        raise BrokenSealError(f"{path}: the text does not match the digest in it; {mend}")
    return content


def read_pointer(store: Path) -> Pointer | None:
    """Read which releases are current; None where the store holds none yet.

    Raises:
        BrokenSealError: The pointer file was changed after it was written.
    """
    path = store / POINTER
    if not path.exists():
        return None
    content = read_sealed(path, _POINTER_MEND)
    return Pointer(str(content["default"]), tuple(cast("list[str]", content["releases"])))


def folders_found(store: Path) -> tuple[str, ...]:
    """Return the names of the release folders in a store whose release.json is whole, oldest first."""
    folders = sorted(store.glob("*~*"), key=lambda folder: (folder.stat().st_mtime_ns, folder.name))
    return tuple(folder.name for folder in folders if not folder.name.startswith(TEMPORARY) and _is_known(folder))


def _is_known(folder: Path) -> bool:
    try:
        read_manifest(folder)
    except BrokenSealError:
        return False
    return True


def write_pointer(store: Path, pointer: Pointer) -> None:
    """Switch to a new pointer in one step; the old one stays whole until then.

    Raises:
        OSError: The pointer could not be written; the old one still stands.
    """
    written = store / f"{TEMPORARY}{POINTER}-{os.getpid()}"
    write_durably(written, sealed_bytes({"default": pointer.default, "releases": list(pointer.releases)}))
    written.rename(store / POINTER)
    sync_folder(store)


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file and wait until the disk holds it.

    Raises:
        OSError: The file exists already, or the disk refused it.
    """
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk holds the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Hold the store alone for writing; what dead loads left behind is removed first.

    Raises:
        OSError: The store cannot be written.
    """
    if not store.is_dir():
        store.mkdir(parents=True, exist_ok=True)
        sync_folder(store.parent)
    with (store / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in sorted(store.glob(f"{TEMPORARY}*")):
            if leftover.is_dir():
                shutil.rmtree(leftover)
            else:
                leftover.unlink()
        yield


def place(files: Mapping[str, bytes], name: str, store: Path) -> Path:
    """Put a release folder in place in one step, under the store's lock.

    A whole folder of the same name holds the same bytes and stays; a damaged one is replaced.

    Raises:
        OSError: The disk refused; nothing of the release is visible.
    """
    written = store / f"{TEMPORARY}{name}-{os.getpid()}"
    written.mkdir()
    for file, content in files.items():
        write_durably(written / file, content)
    sync_folder(written)
    if (store / name).exists():
        if _is_whole(store / name):
            shutil.rmtree(written)
            return store / name
        (store / name).rename(store / f"{TEMPORARY}damaged-{name}-{os.getpid()}")
    written.rename(store / name)
    sync_folder(store)
    return store / name


def _is_whole(folder: Path) -> bool:
    try:
        check_folder(folder)
    except BrokenSealError:
        return False
    return True


def read_manifest(folder: Path) -> Manifest:
    """Read release.json of a release folder and check that it belongs there.

    Raises:
        BrokenSealError: It is missing or changed, belongs to another folder, or has another layout than this code.
    """
    if not folder.is_dir():
        raise BrokenSealError(f"{folder}: the release folder is missing; {_MEND}")
    content = read_sealed(folder / MANIFEST)
    name = f"{content.get('id')}~{str(content['digest'])[:DIGITS]}"
    if name != folder.name:
        raise BrokenSealError(f"{folder / MANIFEST}: it is the seal of {name}; {_MEND}")
    if content.get("schema_version") != SCHEMA_VERSION:
        raise BrokenSealError(
            f"{folder / MANIFEST}: layout {content.get('schema_version')!r}, this code reads {SCHEMA_VERSION}; "
            f"{_MEND} with this code"
        )
    return cast("Manifest", content)


def check_folder(folder: Path) -> Manifest:
    """Check every byte of a release folder against its seal.

    Raises:
        BrokenSealError: A file is missing, is not of the release, or was changed.
    """
    manifest = read_manifest(folder)
    sealed = {entry["file"]: entry for entry in manifest["tables"].values()}
    found = {path.name for path in folder.iterdir()} - {MANIFEST}
    for file in sorted(sealed.keys() ^ found):
        what = "is missing" if file in sealed else "is not of this release"
        raise BrokenSealError(f"{folder / file}: the file {what}; {_MEND}")
    for file, entry in sorted(sealed.items()):
        with (folder / file).open("rb") as content:
            check_digest(folder / file, hashlib.file_digest(content, "sha256").hexdigest(), entry)
    return manifest


def check_digest(path: Path, sha256: str, entry: Entry) -> None:
    """Compare one file's digest with the sealed one.

    Raises:
        BrokenSealError: They differ.
    """
    if sha256 != entry["sha256"]:
        raise BrokenSealError(
            f"{path}: changed since it was sealed (SHA-256 {sha256[:12]}, sealed {entry['sha256'][:12]}); {_MEND}"
        )
