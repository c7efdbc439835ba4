"""What the server adds to Streamlit's answers: a strict policy, compression, lasting assets, our style sheet."""

import asyncio
import base64
import hashlib
import re
import socket
from functools import cache
from pathlib import Path
from typing import Final

import brotli
import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import geo
from dashboard.vendored import STATIC, addresses

_CLOSED: Final = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
_LASTING: Final = ("/static/", "/app/static/vendor/", "/geo/", "/menus/")
_COMPRESSED: Final = (".js", ".css", ".json", ".svg")
_MODULES: Final = tuple(
    f"_stcore/bidi-components/crisis-dashboard.{name}.js"
    for name in ("frame/frame", "panel/panel", "panel/dom", "panel/figure", "panel/plot", "panel/plotwords")
)
_INDEX: Final = Path(streamlit.__file__).parent / "static" / "index.html"


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
    found = addresses()
    head = (
        f'<link rel="stylesheet" href="./{found["css"]}">'
        f'<link rel="preload" as="script" href="./{found["plotly"]}">'
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./{found["sans_latin"]}">'
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./{found["serif_latin"]}">'
        f'<link rel="preload" as="fetch" crossorigin href="./{geo.world_address()}">'
        f"{''.join(f'<link rel=modulepreload href=./{path}>' for path in _MODULES)}"
        f'<meta name="cs-plotly" content="{found["plotly"]}">'
    )
    body = re.sub(rb'<link[^>]*as="font"[^>]*>', b"", body)
    return body.replace(b"<title>Streamlit</title>", b"<title>Crisis Situation</title>" + head.encode())


def _sheet(body: bytes) -> bytes:
    """Take out of Streamlit's style sheet the faces of fonts no screen uses; its page fetches them unasked.

    Our own subsets of Source Sans and Source Serif stand in, and no element has a Material icon.
    """
    unused = rb"Material Symbols Rounded|Source Sans|Source Serif"
    return re.sub(rb"@font-face\s*{[^}]*font-family:\s*[\"']?(?:" + unused + rb")[^}]*}", b"", body)


class Wire:
    """ASGI middleware around the whole app.

    It closes the server's inner pages, sends the policy with every answer, serves
    text assets in Brotli from memory and lets addresses that carry a digest be kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        _send_at_once(receive)
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(_CLOSED):
            await _refuse(send)
            return
        answer = _Answer(scope, send)
        await self.app(_uncompressed(scope), receive, answer.send)


def _uncompressed(scope: Scope) -> Scope:
    """Ask the app for plain bodies, so that a page is never compressed twice."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


def _send_at_once(receive: Receive) -> None:
    """Switch off the delay that gathers small messages: it holds each change of a screen back by 40 ms.

    Streamlit's listening socket hides its protocol, so the event loop does not do this by itself.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    connection = transport.get_extra_info("socket") if transport is not None else None
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class _Answer:
    """One answer on its way out: headers are mended, a text body is gathered and compressed."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._path, self._send = scope["path"], send
        accepted = Headers(scope=scope).get("accept-encoding", "")
        self._may_compress = "br" in accepted and scope["method"] == "GET"
        self._start: Message | None = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._mend(MutableHeaders(scope=message), message["status"])
            if self._is_gathered(MutableHeaders(scope=message), message["status"]):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish()
            return
        await self._send(message)

    def _mend(self, headers: MutableHeaders, status: int) -> None:
        if "content-security-policy" not in headers:
            headers["content-security-policy"] = policy()
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "same-origin"
        headers["permissions-policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        if status != 200:
            return
        if self._path.startswith(_LASTING) or self._path.endswith("dashboard.css"):
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
        elif self._path.startswith("/static/css/"):
            body = _sheet(body)
        if self._may_compress and len(body) > 600:
            body = await asyncio.to_thread(compressed, self._path, body)
            headers["content-encoding"] = "br"
            headers["vary"] = "accept-encoding"
        for stale in ("etag", "last-modified"):
            if stale in headers and self._path.endswith(".html"):
                del headers[stale]
        headers["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


_KEPT: Final[dict[str, bytes]] = {}


def compressed(path: str, body: bytes) -> bytes:
    """Return ``body`` in Brotli, kept by its content; vendored files come compressed already."""
    key = hashlib.sha256(body).hexdigest()
    if key not in _KEPT:
        ready = STATIC / "vendor" / f"{path.rsplit('/', 1)[-1]}.br"
        is_ready = path.startswith("/app/static/vendor/") and ready.exists()
        _KEPT[key] = ready.read_bytes() if is_ready else brotli.compress(body, quality=7)
    return _KEPT[key]


def compress_page() -> None:
    """Compress the scripts and style sheets of Streamlit's page before they are asked for."""
    for path in sorted((_INDEX.parent / "static").rglob("*")):
        if path.suffix == ".js":
            compressed(path.name, path.read_bytes())
        elif path.suffix == ".css":
            compressed(path.name, _sheet(path.read_bytes()))


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-security-policy", policy().encode())]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"not found"})
