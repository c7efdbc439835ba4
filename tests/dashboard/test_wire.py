import asyncio
import base64
import hashlib
import re
import tomllib
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli
import pytest
import streamlit
from starlette.types import Message, Receive, Scope, Send

from dashboard import wire
from dashboard.vendored import STATIC, addresses
from dashboard.wire import Wire

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


class Answering:
    """An app that gives one answer, in two parts, and remembers that it was asked."""

    def __init__(self, body: bytes, content_type: str = "text/plain", **headers: str) -> None:
        """Prepare the answer; a header is named with underscores."""
        self.body, self.was_asked = body, False
        named = {"content-type": content_type, "content-length": str(len(body)), **headers}
        self.headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer any request."""
        self.was_asked = True
        await send({"type": "http.response.start", "status": 200, "headers": list(self.headers)})
        half = len(self.body) // 2
        await send({"type": "http.response.body", "body": self.body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[half:]})


def _run(answering: Coroutine[Any, Any, None]) -> None:
    """Run to the end on a loop of its own thread: a browser kept open by other tests holds this thread's loop."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(asyncio.run, answering).result()


def get(path: str, app: Answering, accept: str = "gzip, br") -> tuple[int, dict[str, str], bytes]:
    """Ask for one address through the wire; returns status, headers and body as sent."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asked = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept-encoding", accept.encode())]}
    _run(Wire(app)(asked, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def directives() -> dict[str, list[str]]:
    return {words[0]: words[1:] for words in (part.split() for part in wire.policy().split(";"))}


def test_scripts_come_from_this_host_only_and_none_is_inline_or_evaluated() -> None:
    scripts = directives()["script-src"]
    assert scripts[0] == "'self'"
    assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", word) for word in scripts[1:])
    assert not {"'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'", "*", "data:", "blob:"} & set(scripts)


def test_the_only_inline_scripts_allowed_are_those_of_the_installed_page() -> None:
    inline = re.findall(rb"<script>(.*?)</script>", INDEX, flags=re.DOTALL)
    wanted = [f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in inline]
    assert directives()["script-src"][1:] == wanted


def test_nothing_is_allowed_from_another_host() -> None:
    found = directives()
    assert found["default-src"] == ["'none'"]
    assert found["connect-src"] == ["'self'"]
    assert (found["object-src"], found["base-uri"], found["frame-ancestors"]) == (["'none'"], ["'none'"], ["'self'"])
    assert {word for words in found.values() for word in words if not word.startswith("'")} == {"data:", "blob:"}


@pytest.mark.parametrize("path", ["/", "/geo/world.json", "/app/static/dashboard.css", "/_stcore/health"])
def test_every_answer_carries_the_policy_and_the_headers_of_a_careful_host(path: str) -> None:
    _, headers, _ = get(path, Answering(b"x" * 10))
    assert headers["content-security-policy"] == wire.policy()
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_an_answer_with_a_policy_of_its_own_keeps_it() -> None:
    _, headers, body = get(
        "/map/light", Answering(b"<p>map</p>", "text/html", content_security_policy="sandbox", x_map="1")
    )
    assert headers["content-security-policy"] == "sandbox"
    assert body == b"<p>map</p>"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"]
)
def test_inner_pages_of_the_server_are_closed(path: str) -> None:
    app = Answering(b"secret")
    status, headers, body = get(path, app)
    assert (status, body, app.was_asked) == (404, b"not found", False)
    assert "content-security-policy" in headers


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config"])
def test_what_the_browser_needs_stays_open(path: str) -> None:
    assert get(path, Answering(b"ok"))[0] == 200


@pytest.mark.parametrize("path", ["/a.js", "/a.css", "/a.json", "/a.svg"])
def test_text_assets_survive_compression(path: str) -> None:
    text = b"function wide() {}\n" * 100
    _, headers, body = get(path, Answering(text))
    assert headers["content-encoding"] == "br"
    assert headers["vary"] == "accept-encoding"
    assert int(headers["content-length"]) == len(body) < len(text) / 5
    assert brotli.decompress(body) == text


def test_a_browser_that_knows_no_brotli_gets_the_text_itself() -> None:
    text = b"a{color:red}\n" * 100
    _, headers, body = get("/a.css", Answering(text), accept="gzip")
    assert "content-encoding" not in headers
    assert body == text


@pytest.mark.parametrize(
    "app", [Answering(b"x" * 5000, content_encoding="gzip"), Answering(b"\x89PNG" * 2000, "image/png")]
)
def test_what_is_compressed_already_or_no_text_is_left_alone(app: Answering) -> None:
    path = "/a.png" if app.body.startswith(b"\x89") else "/a.js"
    _, headers, body = get(path, app)
    assert headers.get("content-encoding") != "br"
    assert body == app.body


def test_an_asset_compressed_beforehand_unpacks_to_the_same_bytes() -> None:
    ready = [path for path in sorted((STATIC / "vendor").glob("*.br")) if path.suffixes[-2] in (".js", ".css")]
    assert len(ready) >= 3
    for path in ready:
        plain = path.with_suffix("")
        _, headers, body = get(f"/app/static/vendor/{plain.name}", Answering(plain.read_bytes()))
        assert body == path.read_bytes()
        assert headers["content-encoding"] == "br"
        assert brotli.decompress(body) == plain.read_bytes()


def test_a_font_is_compressed_by_its_own_format_and_sent_as_it_is() -> None:
    for path in sorted((STATIC / "vendor").glob("*.woff2")):
        _, headers, body = get(f"/app/static/vendor/{path.name}", Answering(path.read_bytes(), "font/woff2"))
        assert "content-encoding" not in headers
        assert body == path.read_bytes()


@pytest.mark.parametrize(
    "path", ["/static/index.123.js", "/app/static/vendor/x.js", "/geo/world.1.json", "/app/static/dashboard.css"]
)
def test_addresses_that_carry_a_digest_are_kept_for_good(path: str) -> None:
    assert get(path, Answering(b"x"))[1]["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/", "/countries", "/export/world.csv", "/_stcore/health"])
def test_pages_and_figures_are_not_kept_for_good(path: str) -> None:
    assert "immutable" not in get(path, Answering(b"x"))[1].get("cache-control", "")


def test_the_page_carries_our_style_sheet_title_and_drawing_library() -> None:
    _, headers, body = get("/", Answering(INDEX, "text/html; charset=utf-8"))
    page = brotli.decompress(body).decode()
    assets = addresses()
    assert f'<link rel="stylesheet" href="./{assets["css"]}">' in page
    assert assets["plotly"] in page
    assert "<title>Crisis Situation</title>" in page
    assert "<title>Streamlit</title>" not in page
    assert int(headers["content-length"]) == len(body)


def test_the_address_of_the_style_sheet_changes_with_its_bytes() -> None:
    digest = hashlib.sha256((STATIC / "dashboard.css").read_bytes()).hexdigest()[:12]
    assert addresses()["css"].endswith(f"dashboard.css?h={digest}")


def test_the_page_of_a_component_is_not_ours_to_change() -> None:
    text = b"<html><title>Streamlit</title></html>"
    assert get("/component/x/index.html", Answering(text, "text/html"))[2] == text


def test_a_websocket_passes_untouched() -> None:
    passed: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope["type"])

    async def nothing(message: Message | None = None) -> Message:
        return {}

    _run(Wire(app)({"type": "websocket", "path": "/_stcore/stream", "headers": []}, nothing, nothing))
    assert passed == ["websocket"]


def test_no_page_of_another_host_may_speak_to_ours() -> None:
    settings = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["client"]["allowedOrigins"] == []
