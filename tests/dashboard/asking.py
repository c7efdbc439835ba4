"""Requests to the addresses of the inbox without a network: the routes as the server holds them."""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.types import Message

from dashboard import inbox

OURS = {"host": "desk:8501", "origin": "http://desk:8501", "x-inbox": "1"}
_APP = Starlette(routes=inbox.ROUTES)


@dataclass(frozen=True)
class Answer:
    """One answer: status, headers and body as sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def ask(
    method: str, path: str, chunks: Sequence[bytes | None] = (b"",), headers: dict[str, str] | None = None, **query: str
) -> Answer:
    """Ask for one address; a sending that ends with ``None`` breaks off there."""
    sent: list[Message] = []
    parts = [*chunks]

    async def receive() -> Message:
        if not parts:
            await asyncio.Event().wait()
        chunk = parts.pop(0)
        if chunk is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunk, "more_body": bool(parts)}

    async def send(message: Message) -> None:
        sent.append(message)

    named = OURS if headers is None else headers
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": quote(path).encode(), "root_path": "",
        "query_string": urlencode(query).encode(), "scheme": "http", "server": ("desk", 8501), "http_version": "1.1",
        "headers": [(name.encode(), text.encode()) for name, text in named.items()],
    }  # fmt: skip
    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(asyncio.run, _APP(scope, receive, send)).result()
    found = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))


def get(path: str) -> Answer:
    """Read one address."""
    return ask("GET", path, headers={"host": "desk:8501"})


def post(path: str, **said: str) -> Answer:
    """Say something to one address, as our own page does."""
    return ask("POST", path, [json.dumps(said).encode()])
