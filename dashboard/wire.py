"""What the server adds to Streamlit's answers: a strict policy, compression, lasting assets, our style sheet."""

import asyncio
import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Final

import brotli
import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC: Final = Path(__file__).parent / "static"
ASSETS: Final = Path(__file__).parent / "components" / "assets"
_CLOSED: Final = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
_COMPRESSED: Final = (".js", ".css", ".json", ".svg")
_INDEX: Final = Path(streamlit.__file__).parent / "static" / "index.html"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@cache
def assets() -> dict[str, str]:
    """Return the addresses of our assets by name; each changes when its bytes do."""
    vendored = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    found = {name: f"app/static/vendor/{entry['file']}" for name, entry in vendored.items()}
    found["css"] = f"app/static/dashboard.css?h={_digest(STATIC / 'dashboard.css')}"
    return found


@cache
def policy() -> str:
    """Return the Content-Security-Policy: nothing but this host, no inline script but Streamlit's own."""
    inline = re.findall(r"<script>(.*?)</script>", _INDEX.read_text(encoding="utf-8"), flags=re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline
    )
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
            "frame-ancestors 'self'",
        )
    )


def _page(body: bytes) -> bytes:
    """Add our style sheet and the addresses of our assets to Streamlit's page."""
    found = assets()
    head = (
        f'<link rel="stylesheet" href="./{found["css"]}">'
        f'<link rel="preload" as="script" href="./{found["plotly"]}">'
        f"<meta name=\"cs-assets\" content='{json.dumps({name: found[name] for name in ('plotly',)})}'>"
    )
    return body.replace(b"<title>Streamlit</title>", b"<title>Crisis Situation</title>" + head.encode())


class Wire:
    """ASGI middleware around the whole app.

    It closes the server's inner pages, sends the policy with every answer, serves
    text assets in Brotli from memory and lets addresses that carry a digest be kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``; nothing is compressed before it is first asked for."""
        self.app = app
        self._kept: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(_CLOSED):
            await _refuse(send)
            return
        answer = _Answer(self, scope, send)
        await self.app(_uncompressed(scope), receive, answer.send)

    async def compressed(self, path: str, body: bytes) -> bytes:
        """Return ``body`` in Brotli, kept by address and digest of content."""
        key = f"{path}|{len(body)}|{hashlib.sha256(body).hexdigest()}"
        if key not in self._kept:
            ready = STATIC / "vendor" / f"{path.rsplit('/', 1)[-1]}.br"
            is_ready = path.startswith("/app/static/vendor/") and ready.exists()
            self._kept[key] = (
                ready.read_bytes() if is_ready else await asyncio.to_thread(brotli.compress, body, quality=7)
            )
        return self._kept[key]


def _uncompressed(scope: Scope) -> Scope:
    """Ask the app for plain bodies, so that a page is never compressed twice."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


class _Answer:
    """One answer on its way out: headers are mended, a text body is gathered and compressed."""

    def __init__(self, wire: Wire, scope: Scope, send: Send) -> None:
        self._wire, self._path, self._send = wire, scope["path"], send
        accepted = Headers(scope=scope).get("accept-encoding", "")
        self._may_compress = "br" in accepted and scope["method"] == "GET"
        self._start: Message | None = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._mend(MutableHeaders(scope=message))
            if self._is_gathered(MutableHeaders(scope=message), message["status"]):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish()
            return
        await self._send(message)

    def _mend(self, headers: MutableHeaders) -> None:
        if "content-security-policy" not in headers:
            headers["content-security-policy"] = policy()
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "same-origin"
        headers["permissions-policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        if self._path.startswith(("/static/", "/app/static/vendor/", "/geo/")) or self._path.endswith("dashboard.css"):
            headers["cache-control"] = "public, max-age=31536000, immutable"
        elif self._path.startswith("/app/static/") or "/bidi-components/" in self._path:
            headers["cache-control"] = "public, max-age=600"

    def _is_gathered(self, headers: MutableHeaders, status: int) -> bool:
        is_page = headers.get("content-type", "").startswith("text/html")
        is_text = self._path.endswith(_COMPRESSED) and self._may_compress and "content-encoding" not in headers
        return status == 200 and (is_text or (is_page and "/component/" not in self._path and "x-map" not in headers))

    async def _finish(self) -> None:
        start = self._start
        if start is None:
            return
        headers = MutableHeaders(scope=start)
        body = bytes(self._body)
        if headers.get("content-type", "").startswith("text/html"):
            body = _page(body)
        if self._may_compress and len(body) > 600:
            body = await self._wire.compressed(self._path, body)
            headers["content-encoding"] = "br"
            headers["vary"] = "accept-encoding"
        for stale in ("etag", "last-modified"):
            if stale in headers and self._path.endswith(".html"):
                del headers[stale]
        headers["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-security-policy", policy().encode())]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"not found"})
