"""Addresses of the inbox: a file in, its report out, matches, proposal and decision; nothing of it is in a release."""

import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import anyio
from anyio import from_thread, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard import accepted, checks
from dashboard.digest import ISSUES
from dashboard.export import safe_line
from loaders import inbox
from loaders.formats.limits import Limits
from loaders.inbox import InboxError, Proposal, UnknownUploadError
from loaders.matches import Match, MatchError
from loaders.returns.forms import FORMS

LIMITS: Final = Limits()
_LOG: Final = logging.getLogger(__name__)
_WORDS_BYTES: Final = 65_536
_OPEN: Final = ("checking", "ok", "partial", "refused")
_NO_STORE: Final = {"cache-control": "no-store"}
_COLUMNS: Final = ("severity", "rule", "file", "sheet", "row", "column", "value", "message", "mend")
_uploading: Final = anyio.CapacityLimiter(8)
_deciding: Final = anyio.CapacityLimiter(4)
_working: Final = anyio.CapacityLimiter(16)
"""Threads of their own: however many files come in or are decided, other addresses are answered."""
Handler = Callable[[Request], Awaitable[Response]]


def log_to_stderr() -> None:
    """Let the server's log say what comes into the inbox and what becomes of it, one line each."""
    if not _LOG.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s inbox %(message)s"))
        _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)


def _guarded(handler: Handler) -> Handler:
    """Answer failures in words, and let only our own page ask for anything to be done."""

    async def answer(request: Request) -> Response:
        if request.method == "POST" and not _is_ours(request):
            return _said("This can be done from the inbox of this dashboard only.", 403)
        try:
            return await handler(request)
        except UnknownUploadError:
            return _said("The inbox holds no such file.", 404)
        except (InboxError, MatchError) as error:
            return _said(str(error), 409)
        except OSError:
            _LOG.exception("the disk refused")
            return _said("The server's disk refused; nothing was kept. Try again later.", 507)

    return answer


def _is_ours(request: Request) -> bool:
    """Whether a request comes from a page of this host: another site can neither set the header nor hide its origin."""
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    is_here = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    return bool(host) and urlsplit(origin).netloc == host and is_here and request.headers.get("x-inbox") == "1"


def _said(words: str, status: int) -> Response:
    return JSONResponse({"words": words}, status, _NO_STORE)


async def _in_thread(work: Callable[[], Any]) -> Any:
    return await to_thread.run_sync(work, limiter=_working)


async def receive(request: Request) -> Response:
    """Stream a file to disk and start its check."""
    kind, name = request.query_params.get("kind", ""), request.query_params.get("name", "")
    if kind not in FORMS:
        return _said(f"There is no form named '{kind[:40]}'.", 400)
    if checks.is_full():
        return _said(f"{checks.WAITING} files are being checked; send this one when they are done.", 429)
    size = request.headers.get("content-length", "")
    if size.isdigit() and int(size) > LIMITS.file_bytes:
        return _said(_too_large(), 413)
    stream = aiter(request.stream())

    async def following() -> bytes:
        return await anext(stream, b"")

    chunks: Iterator[bytes] = iter(lambda: from_thread.run(following), b"")
    keep = partial(inbox.receive, checks.INBOX, name, kind, chunks, LIMITS)
    try:
        upload = await to_thread.run_sync(keep, limiter=_uploading)
    except InboxError:
        return _said(_too_large(), 413)
    except ClientDisconnect:
        return _said("The sending broke off; nothing was kept.", 400)
    _LOG.info("received %s %s, %d bytes, named %s", upload.id, kind, upload.bytes, upload.name)
    checks.start_check(upload.id)
    return JSONResponse({"id": upload.id}, 201, _NO_STORE)


def _too_large() -> str:
    return f"The file is larger than {LIMITS.file_bytes >> 20} MiB; send it in parts."


async def listed(request: Request) -> Response:
    """Answer with the files of the inbox, the newest first."""
    return JSONResponse(await _in_thread(_list), headers=_NO_STORE)


def _list() -> dict[str, Any]:
    found = [{**asdict(upload), "stage": _stage(upload.id)} for upload in inbox.uploads(checks.INBOX)]
    kinds = {form.kind: form.title for form in FORMS.values()}
    return {"uploads": found, "kinds": kinds, "markings": list(inbox.MARKINGS)}


def _stage(identity: str) -> str:
    """Return how far a file has come; a check that a stopped server left undone is begun again."""
    stage = inbox.stage_of(checks.INBOX, identity)
    if stage == "checking":
        checks.start_check(identity)
    return stage


async def shown(request: Request) -> Response:
    """Answer with all that is known of one file."""
    return JSONResponse(await _in_thread(partial(_state, request.path_params["identity"])), headers=_NO_STORE)


def _state(identity: str) -> dict[str, Any]:
    upload = inbox.find_upload(checks.INBOX, identity)
    parts = ("progress", "report", "preview", "proposal", "decision")
    known = {name: inbox.read_state(checks.INBOX, identity, f"{name}.json") for name in parts}
    returns = _replaceable(upload, known["report"])
    return {"upload": asdict(upload), "stage": _stage(identity), **known, "returns": returns}


def _replaceable(upload: inbox.Upload, report: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the accepted returns that a file may replace."""
    agencies = {line["agency"] for line in (report or {}).get("reconciliation", ()) if line["agency"]}
    return accepted.replaceable(checks.RAW, upload.kind, agencies)


async def issues(request: Request) -> Response:
    """Answer with every issue of one file as CSV, line by line, safe to open in a spreadsheet."""
    upload = await _in_thread(partial(inbox.find_upload, checks.INBOX, request.path_params["identity"]))
    headers = {"content-disposition": f'attachment; filename="issues-{upload.id}.csv"', **_NO_STORE}
    return StreamingResponse(_issue_lines(upload), media_type="text/csv; charset=utf-8", headers=headers)


def _issue_lines(upload: inbox.Upload) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield safe_line(["# UNOFFICIAL", "issues of a file of the inbox; it is in no release unless accepted", upload.name])
    yield safe_line(_COLUMNS)
    path = checks.INBOX / upload.id / ISSUES
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            yield safe_line([found[name] for name in _COLUMNS])


async def match(request: Request) -> Response:
    """Keep what a spelling stands for, and check the file again."""
    identity, said = request.path_params["identity"], await _words(request)
    await _in_thread(partial(_match, identity, said))
    return JSONResponse({"stage": "checking"}, headers=_NO_STORE)


def _match(identity: str, said: dict[str, str]) -> None:
    upload = inbox.find_upload(checks.INBOX, identity)
    stage = _stage(identity)
    if stage not in _OPEN:
        raise InboxError(f"{upload.name} is {stage}; its names can be matched until it is proposed")
    pair = Match(said.get("column", ""), said.get("spelling", ""), said.get("code", ""), said.get("who", ""))
    checks.keep_match(pair, datetime.now(UTC).date())
    _LOG.info("matched %s for %s", upload.id, pair.column)
    checks.check_again(identity)


async def propose(request: Request) -> Response:
    """Write down who proposes a file, and with which words."""
    identity, said = request.path_params["identity"], await _words(request)
    named = {name: said.get(name, "") for name in ("who", "marking", "words", "replaces")}
    await _in_thread(partial(_propose, identity, Proposal(**named)))
    _LOG.info("proposed %s", identity)
    return JSONResponse({"stage": "proposed"}, headers=_NO_STORE)


def _propose(identity: str, said: Proposal) -> None:
    upload = inbox.find_upload(checks.INBOX, identity)
    offered = _replaceable(upload, inbox.read_state(checks.INBOX, identity, inbox.REPORT))
    if said.replaces and said.replaces not in {one["id"] for one in offered}:
        raise InboxError(f"'{said.replaces[:20]}' is no accepted return of this form and agency")
    inbox.propose(checks.INBOX, identity, said)
    if said.replaces:
        checks.start_preview(identity)


async def decide(request: Request) -> Response:
    """Write down who says yes or no; a yes seals a release."""
    identity, said = request.path_params["identity"], await _words(request)
    who, answer = said.get("who", ""), said.get("answer", "")
    if answer not in ("yes", "no"):
        return _said("The answer is yes or no.", 400)
    work = partial(checks.decide, identity, who, is_accepted=answer == "yes")
    decision = await to_thread.run_sync(work, limiter=_deciding)
    _LOG.info("answered %s with %s", identity, answer)
    stage = "accepted" if decision["is_accepted"] else "declined"
    return JSONResponse({"stage": stage, "release": decision["release"]}, headers=_NO_STORE)


async def discard(request: Request) -> Response:
    """Remove a file that is in no release."""
    identity, said = request.path_params["identity"], await _words(request)
    work = partial(checks.discard, identity, said.get("who", ""))
    await to_thread.run_sync(work, limiter=_deciding)
    _LOG.info("discarded %s", identity)
    return JSONResponse({"stage": "discarded"}, headers=_NO_STORE)


async def _words(request: Request) -> dict[str, str]:
    """Return the texts of a small JSON body."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _WORDS_BYTES:
            raise InboxError("that is too long")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        raise InboxError("that is no list of texts")
    return said


ROUTES: Final = [
    Route("/inbox/files", _guarded(listed), methods=["GET"]),
    Route("/inbox/files", _guarded(receive), methods=["POST"]),
    Route("/inbox/files/{identity}", _guarded(shown), methods=["GET"]),
    Route("/inbox/files/{identity}/issues.csv", _guarded(issues), methods=["GET"]),
    Route("/inbox/files/{identity}/matches", _guarded(match), methods=["POST"]),
    Route("/inbox/files/{identity}/proposal", _guarded(propose), methods=["POST"]),
    Route("/inbox/files/{identity}/decision", _guarded(decide), methods=["POST"]),
    Route("/inbox/files/{identity}/discard", _guarded(discard), methods=["POST"]),
]
