"""Work on the files of the inbox: every reading of one is a command in a process of its own, a thread waits for it."""

import contextlib
import datetime
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from dashboard import links
from loaders import inbox
from loaders.inbox import InboxError
from loaders.matches import Match, add_match
from loaders.release import list_releases
from loaders.store import WHOLE

ROOT: Final = Path(__file__).parents[1]
INBOX: Final = Path(os.environ.get("CRISIS_INBOX", ROOT / "data" / "inbox"))
"""Folder of the inbox; the environment variable CRISIS_INBOX names another."""
RAW: Final = Path(os.environ.get("CRISIS_RAW", ROOT / "data" / "raw"))
"""Folder of the raw files, the spellings beside it; the environment variable CRISIS_RAW names another."""
LOADERS: Final = (sys.executable, "-m", "loaders")
WAITING: Final = 20
"""Files that may be under check at once; a further one is not received."""
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_SEALING: Final = threading.Lock()
_DECIDING: Final = threading.Lock()
_SPELLING: Final = threading.Lock()
_CHECK_SECONDS: Final = 180.0
_SEAL_SECONDS: Final = 600.0
_SAID: Final = 2_000
_POLITE: Final = 10
_FULL: Final = "report.full.json"
_DRAFTS: Final = "drafts"
_open: Final[set[str]] = set()
_again: Final[set[str]] = set()
_open_lock: Final = threading.Lock()


def is_full() -> bool:
    """Whether as many files are under check as may be."""
    with _open_lock:
        return len(_open) >= WAITING


def start_check(identity: str) -> None:
    """Check a file, and preview the figures it would change, unless that is under way already."""
    with _open_lock:
        if identity in _open:
            return
        _open.add(identity)
    threading.Thread(target=_check, args=(identity,), name=f"inbox-{identity}", daemon=True).start()


def check_again(identity: str) -> None:
    """Check a file once more, after the check under way where there is one."""
    forget(identity)
    with _open_lock:
        if identity in _open:
            _again.add(identity)
            return
    start_check(identity)


def _check(identity: str) -> None:
    try:
        # A file may be discarded while it is read; then there is nowhere left to write to.
        with contextlib.suppress(inbox.UnknownUploadError, FileNotFoundError):
            with _AT_ONCE:
                report = check_file(identity)
            if report["accepted"] and identity not in _again:
                preview(identity)
    finally:
        with _open_lock:
            _open.discard(identity)
            is_due = identity in _again
            _again.discard(identity)
        if is_due:
            check_again(identity)


def forget(identity: str) -> None:
    """Take away what a check found, so that the file counts as not yet checked."""
    for name in (inbox.REPORT, inbox.PROGRESS, inbox.PREVIEW):
        (INBOX / identity / name).unlink(missing_ok=True)


def check_file(identity: str) -> dict[str, Any]:
    """Check one file by the command of the loaders, and keep its digest in the file's folder.

    Returns:
        The digest of the report; a refusal where the command did not give one.
    """
    upload, folder = inbox.find_upload(INBOX, identity), INBOX / identity
    full = folder / _FULL
    more = ("--progress", folder / inbox.PROGRESS, "--json-out", full)
    failed = _run(_command("check", upload, *more), _CHECK_SECONDS)
    if not failed and full.exists():
        failed = _run([sys.executable, "-m", "dashboard.digest", full, folder], _CHECK_SECONDS)
    full.unlink(missing_ok=True)
    report = inbox.read_state(INBOX, identity, inbox.REPORT)
    if report is None:
        report = _broken_off(upload.name)
        inbox.write_state(INBOX, identity, inbox.REPORT, report)
    return report


def _broken_off(name: str) -> dict[str, Any]:
    words = f"{name}: it could not be read to its end; nothing of it is loaded"
    issue = {"severity": "error", "rule": "unsupported-format", "file": name, "sheet": None, "row": None,
             "column": None, "value": None, "message": words, "mend": "save it anew, or send it in parts"}  # fmt: skip
    group = {"severity": "error", "rule": "unsupported-format", "count": 1}
    return {"status": "refused", "rows_in": None, "accepted": 0, "rejected": None, "sums": {}, "parts": [],
            "reconciliation": [], "unknown": {}, "issues": [issue], "issues_total": 1, "groups": [group],
            "names": []}  # fmt: skip


def start_preview(identity: str) -> None:
    """Compare the figures anew, now that a proposal says which return the file replaces."""
    inbox.write_state(INBOX, identity, inbox.PREVIEW, {"state": "working", "figures": []})
    threading.Thread(target=_preview_again, args=(identity,), name=f"preview-{identity}", daemon=True).start()


def _preview_again(identity: str) -> None:
    # A file may be discarded meanwhile; then there is nowhere left to write to.
    with contextlib.suppress(inbox.UnknownUploadError, FileNotFoundError):
        preview(identity)


def preview(identity: str) -> None:
    """Seal a draft of the whole record with the file beside it, or in place of the return it replaces, and compare.

    The draft lies in a folder that is removed.
    """
    upload = inbox.find_upload(INBOX, identity)
    inbox.write_state(INBOX, identity, inbox.PREVIEW, {"state": "working", "figures": []})
    (INBOX / _DRAFTS).mkdir(exist_ok=True)
    with _SEALING, tempfile.TemporaryDirectory(dir=INBOX / _DRAFTS) as draft:
        replaces, found = _replaces_of(identity), Path(draft, inbox.PREVIEW)
        more = (replaces, "--store", draft, "--json-out", Path(draft, "draft.json"))
        failed = _run(_command("draft", upload, *more), _SEAL_SECONDS) or _compare(Path(draft), found)
        state = (
            {"state": "failed", "figures": [], "words": failed}
            if failed
            else json.loads(found.read_text(encoding="utf-8"))
        )
    if _replaces_of(identity) == replaces:
        inbox.write_state(INBOX, identity, inbox.PREVIEW, state)


def _replaces_of(identity: str) -> str:
    """Return what a proposal says the file replaces; where that changed meanwhile, another comparison is on its way."""
    return _replaces(inbox.read_state(INBOX, identity, inbox.PROPOSAL) or {})


def _compare(draft: Path, out: Path) -> str:
    sealed = json.loads((draft / "draft.json").read_text(encoding="utf-8"))["release"]
    now = next(info.name for info in list_releases(links.STORE) if info.id == WHOLE)
    words = [sys.executable, "-m", "dashboard.preview", now, links.STORE, sealed, draft, out]
    return _run(words, _SEAL_SECONDS)


def keep_match(match: Match, today: datetime.date) -> None:
    """Write a match into the spellings; one at a time.

    Raises:
        MatchError: It cannot be kept; the text says why.
    """
    with _SPELLING:
        add_match(RAW.parent / "spellings.csv", RAW / "reference" / "countries.csv", match, today)


def decide(identity: str, who: str, *, is_accepted: bool) -> dict[str, Any]:
    """Write down a yes or no; a yes makes the file part of the record and seals the whole record anew first.

    Args:
        identity: The file.
        who: Name of the person who decides.
        is_accepted: Whether the answer is yes.

    Returns:
        The decision, with the name of the new release where there is one.

    Raises:
        InboxError: The file is not proposed, or the release could not be sealed; the release before stands.
        UnknownUploadError: There is no such file.
    """
    with _DECIDING:
        proposal = inbox.check_decision(INBOX, identity, who)
        release = _accept(identity, who, proposal) if is_accepted else ""
        return inbox.decide(INBOX, identity, who, is_accepted=is_accepted, release=release)


def _accept(identity: str, who: str, proposal: dict[str, Any]) -> str:
    upload = inbox.find_upload(INBOX, identity)
    with _SEALING, tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "accepted.json")
        people = (f"--who={who}", f"--proposed-by={proposal['who']}")
        said = ("--marking", proposal["marking"], f"--words={proposal['words']}", _replaces(proposal))
        more = (*people, *said, "--store", links.STORE, "--json-out", out)
        failed = _run(_command("accept", upload, *more), _SEAL_SECONDS)
        if failed or not out.exists():
            raise InboxError(f"no release was sealed, the one before stands: {failed or 'the command said nothing'}")
        return str(json.loads(out.read_text(encoding="utf-8"))["release"])


def _replaces(proposal: dict[str, Any]) -> str:
    return f"--replaces={proposal.get('replaces', '')}"


def discard(identity: str, who: str) -> None:
    """Remove a file that is in no release.

    Raises:
        InboxError: Nobody is named, the file is being checked, or it is in a release.
        UnknownUploadError: There is no such file.
    """
    with _DECIDING:
        upload = inbox.find_upload(INBOX, identity)
        stage = inbox.stage_of(INBOX, identity)
        if not who.strip():
            raise InboxError("nobody is named; write the name of the person who says so")
        if stage in ("accepted", "checking"):
            raise InboxError(f"{upload.name} is {stage}; it cannot be discarded")
        inbox.discard(INBOX, identity)


def _command(name: str, upload: inbox.Upload, *more: str | Path) -> list[str | Path]:
    """Return the words of a command of the loaders on one file; a name may begin with a dash and stays one word."""
    path = INBOX / upload.id / inbox.RECEIVED
    return [*LOADERS, name, "--kind", upload.kind, "--path", path, f"--name={upload.name}", "--raw", RAW, *more]


def _run(words: Sequence[str | Path], seconds: float) -> str:
    """Run a command politely; return why it failed, in words, empty where it did not."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
        )  # fmt: skip
        code = _waited(process, seconds)
        if code == 0:
            return ""
        said.seek(max(0, said.seek(0, os.SEEK_END) - _SAID))
        lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return (
        lines[-1].removeprefix("refused: ")
        if code == 2 and lines
        else "the work broke off; try again, or ask who keeps this server"
    )


def _waited(process: "subprocess.Popen[bytes]", seconds: float) -> int:
    """Wait for a process of its own session; end the session when its time is up."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpriority(os.PRIO_PROCESS, process.pid, _POLITE)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()
