"""The inbox: each file an agency sends lies in a folder of its own until a named person says yes or no to it."""

import datetime
import hashlib
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from loaders.formats.limits import Limits

RECEIVED: Final = "received"
UPLOAD: Final = "upload.json"
REPORT: Final = "report.json"
PROGRESS: Final = "progress.json"
PREVIEW: Final = "preview.json"
PROPOSAL: Final = "proposal.json"
DECISION: Final = "decision.json"
MARKINGS: Final = ("UNCLASSIFIED", "CUI")
_ID: Final = re.compile(r"[0-9a-f]{16}")
_LONGEST_NAME: Final = 120
_LONGEST_WORDS: Final = 200


class UnknownUploadError(KeyError):
    """No file of the inbox has that id."""


class InboxError(ValueError):
    """What was asked of the inbox cannot be done; the text says why and what to do instead."""


@dataclass(frozen=True)
class Upload:
    """One file received.

    Attributes:
        id: Made here; the sender's name of the file never becomes a path.
        name: The sender's name of the file, cut and on one line.
        kind: Form it was sent as.
        bytes: Size as received.
        sha256: Digest of the bytes.
        received_at: Time of arrival, UTC, ISO 8601.
    """

    id: str
    name: str
    kind: str
    bytes: int
    sha256: str
    received_at: str


def shown_name(name: str) -> str:
    """Return a sender's name of a file as it may be shown: without its folders, on one line, at most 120 characters."""
    last = re.split(r"[/\\]", name)[-1]
    line = "".join(char for char in last if char.isprintable()).strip() or "unnamed"
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"


def receive(inbox: Path, name: str, kind: str, chunks: Iterable[bytes], limits: Limits | None = None) -> Upload:
    """Keep a file as it comes in.

    Args:
        inbox: Folder of the inbox.
        name: What the sender calls the file.
        kind: Form it is sent as.
        chunks: Its bytes.
        limits: How large it may be.

    Raises:
        InboxError: The file is larger than allowed; nothing of it is kept.
        OSError: The disk refused; nothing of it is kept.
    """
    most = (limits or Limits()).file_bytes
    identity = secrets.token_hex(8)
    folder = inbox / identity
    folder.mkdir(parents=True)
    digest, size = hashlib.sha256(), 0
    try:
        with (folder / RECEIVED).open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise InboxError(f"the file is larger than {most >> 20} MiB; send it in parts")
                digest.update(chunk)
                file.write(chunk)
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        upload = Upload(identity, shown_name(name), kind, size, digest.hexdigest(), now)
        write_state(inbox, identity, UPLOAD, asdict(upload))
    except BaseException:
        discard(inbox, identity)
        raise
    return upload


def discard(inbox: Path, identity: str) -> None:
    """Remove a file from the inbox with everything known of it."""
    folder = inbox / identity
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.rmdir()


def uploads(inbox: Path) -> list[Upload]:
    """Return the files of the inbox, the newest first."""
    found = [_upload(path) for path in inbox.glob(f"*/{UPLOAD}")]
    return sorted(found, key=lambda one: (one.received_at, one.id), reverse=True)


def find_upload(inbox: Path, identity: str) -> Upload:
    """Return one file of the inbox.

    Raises:
        UnknownUploadError: There is none of that id.
    """
    path = inbox / identity / UPLOAD
    if not _ID.fullmatch(identity) or not path.exists():
        raise UnknownUploadError(identity[:_LONGEST_NAME])
    return _upload(path)


def _upload(path: Path) -> Upload:
    return Upload(**json.loads(path.read_text(encoding="utf-8")))


def read_state(inbox: Path, identity: str, name: str) -> dict[str, Any] | None:
    """Return one part of what is known of a file, None while there is none."""
    path = inbox / identity / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def write_state(inbox: Path, identity: str, name: str, state: dict[str, Any]) -> None:
    """Write one part of what is known of a file, whole or not at all."""
    path = inbox / identity / name
    draft = path.with_name(f"{name}.draft")
    draft.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def stage_of(inbox: Path, identity: str) -> str:
    """Return how far a file has come.

    Returns:
        ``checking``; ``ok``, ``partial`` or ``refused`` once it is checked; ``proposed``; ``accepted`` or ``declined``.
    """
    decision = read_state(inbox, identity, DECISION)
    if decision:
        return "accepted" if decision["is_accepted"] else "declined"
    if read_state(inbox, identity, PROPOSAL):
        return "proposed"
    report = read_state(inbox, identity, REPORT)
    return str(report["status"]) if report else "checking"


@dataclass(frozen=True)
class Proposal:
    """What a person says of a file that is to become part of the record.

    Attributes:
        who: Name of the person.
        marking: One of ``MARKINGS``.
        words: What the file is, for the list of sources; its name where empty.
        replaces: Key of the accepted return that it mends, empty where it mends none.
    """

    who: str
    marking: str
    words: str
    replaces: str = ""


def propose(inbox: Path, identity: str, said: Proposal) -> dict[str, Any]:
    """Propose that the rows of a file become part of the next release.

    Args:
        inbox: Folder of the inbox.
        identity: The file.
        said: What the person who proposes it says of it.

    Raises:
        InboxError: The name is missing, or the file has no row that could be used.
        UnknownUploadError: There is no such file.
    """
    upload = find_upload(inbox, identity)
    stage = stage_of(inbox, identity)
    report = read_state(inbox, identity, REPORT)
    if stage not in ("ok", "partial") or not report or not report["accepted"]:
        raise InboxError(f"{upload.name} is {stage} and has no rows to propose; mend it and send it again")
    if said.marking not in MARKINGS:
        raise InboxError(f"marking '{said.marking[:20]}' is not one of {', '.join(MARKINGS)}")
    words = _line(said.words) or upload.name
    state = asdict(said) | {"who": _person(said.who), "at": _now(), "words": words}
    write_state(inbox, identity, PROPOSAL, state)
    return state


def decide(inbox: Path, identity: str, who: str, *, is_accepted: bool, release: str = "") -> dict[str, Any]:
    """Write down who said yes or no to a proposed file.

    Args:
        inbox: Folder of the inbox.
        identity: The file.
        who: Name of the person who decides.
        is_accepted: Whether the answer is yes.
        release: The release the rows are part of, where the answer is yes.

    Raises:
        InboxError: The name is missing, or the file is not proposed.
        UnknownUploadError: There is no such file.
    """
    check_decision(inbox, identity, who)
    state = {"who": _person(who), "at": _now(), "is_accepted": is_accepted, "release": release}
    write_state(inbox, identity, DECISION, state)
    return state


def check_decision(inbox: Path, identity: str, who: str) -> dict[str, Any]:
    """Return the proposal that is to be decided.

    Raises:
        InboxError: The name is missing, or the file is not proposed.
        UnknownUploadError: There is no such file.
    """
    upload = find_upload(inbox, identity)
    proposal = read_state(inbox, identity, PROPOSAL)
    stage = stage_of(inbox, identity)
    if stage != "proposed" or proposal is None:
        raise InboxError(f"{upload.name} is {stage}, not proposed; there is nothing to decide")
    _person(who)
    return proposal


def _person(name: str) -> str:
    person = _line(name)
    if not person:
        raise InboxError("nobody is named; write the name of the person who says so")
    return person


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_LONGEST_WORDS]


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
