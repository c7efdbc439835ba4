"""A server on this machine that replays recorded answers, one a request, and remembers what it was asked."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Recorded:
    """One answer.

    Attributes:
        status: Status and reason.
        headers: Headers as sent.
        body: Bytes as sent; Content-Length is theirs unless a header says otherwise or is None.
        silence: Seconds of silence before anything is sent.
    """

    status: str = "200 OK"
    headers: dict[str, str | None] = field(default_factory=dict)
    body: bytes = b""
    silence: float = 0

    def sent(self) -> bytes:
        """Return the answer as it goes over the wire."""
        headers: dict[str, str | None] = {"Content-Length": str(len(self.body))} | self.headers
        lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {text}" for name, text in headers.items() if text is not None)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


class Replay(ThreadingHTTPServer):
    """The server; ``asked`` holds the path and headers of each request in order."""

    daemon_threads = False

    def __init__(self, answers: list[Recorded]) -> None:
        """Take a free port of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.is_over = threading.Event()

    def url(self, path: str = "/file.csv") -> str:
        """Return the address of a file here."""
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class _Handler(BaseHTTPRequestHandler):
    server: Replay

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.answers.pop(0) if self.server.answers else Recorded("500 No answer was recorded")
        if answer.silence:
            self.server.is_over.wait(answer.silence)
        else:
            self.wfile.write(answer.sent())
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing; the test reads ``asked``."""


@contextmanager
def replaying(*answers: Recorded, tls: ssl.SSLContext | None = None) -> Iterator[Replay]:
    """Serve recorded answers until the block ends, over TLS where a certificate is given."""
    with Replay(list(answers)) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()
