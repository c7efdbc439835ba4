"""A page on a server of its own, with what its process has used; and a proxy that counts bytes on the wire."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psutil

HOST: Final = "127.0.0.1"
_STARTS_WITHIN: Final = 120.0
_PLAIN: Final = ("--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none")


@dataclass
class Server:
    """One Streamlit server for one page.

    Attributes:
        script: The page.
        folder: Folder it is started in; a page that brings settings has them there.
        data: Folder of the workload.
        port: Where it listens.
    """

    script: Path
    folder: Path
    data: Path
    port: int
    process: psutil.Popen | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        """Start the server and wait until it answers.

        Raises:
            RuntimeError: The port is taken, or the server ended or does not answer.
        """
        with socket.socket() as probe:
            if probe.connect_ex((HOST, self.port)) == 0:
                raise RuntimeError(f"port {self.port} is taken; name another with --port")
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "streamlit", "run", str(self.script), *_PLAIN]
        command += ["--server.port", str(self.port), "--server.address", HOST]
        settings = {"PYTHONPATH": str(self.data), "BENCHMARK_FOLDER": str(self.data)}
        with (self.data / f"server-{self.script.stem}.log").open("wb") as log:
            beside = {**os.environ, **settings}
            self.process = psutil.Popen(command, cwd=self.folder, env=beside, stdout=log, stderr=log)
        self._await_health()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            self.process.kill()
            self.process.wait(10)

    def _await_health(self) -> None:
        end = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                break
            with suppress(OSError), urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5):
                return
            time.sleep(0.1)
        log = self.data / f"server-{self.script.stem}.log"
        raise RuntimeError(f"{self.script.name} does not answer on port {self.port}; {log} may say why")

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.port}"

    def cpu(self) -> float:
        """Return the seconds of processor time used so far."""
        used = self._alive().cpu_times()
        return float(used.user + used.system)

    def memory(self) -> float:
        """Return the memory that only this process holds, in MB of 1,000,000 bytes."""
        return float(self._alive().memory_full_info().uss) / 1e6

    def _alive(self) -> psutil.Popen:
        if self.process is None:
            raise RuntimeError(f"{self.script.name} is not running; use it inside 'with'")
        return self.process


class Wire(threading.Thread):
    """A proxy before a server that counts what comes down, as compressed.

    Attributes:
        down: Bytes from the server to the browser so far, HTTP heads and WebSocket frames included.
    """

    def __init__(self, port: int, server: int) -> None:
        """Be ready to listen on ``port`` for the server on another port."""
        super().__init__(daemon=True)
        self.port, self._server, self.down = port, server, 0
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed: asyncio.Event | None = None

    def listen(self) -> Self:
        """Start, and return once connections are taken."""
        self.start()
        self._ready.wait(10)
        return self

    def close(self) -> None:
        """Stop listening and give the port back."""
        if self._loop is not None and self._closed is not None:
            self._loop.call_soon_threadsafe(self._closed.set)
        self.join(10)

    def run(self) -> None:
        """Serve connections until closed; called by the thread."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._closed = asyncio.get_running_loop(), asyncio.Event()
        async with await asyncio.start_server(self._connect, HOST, self.port):
            self._ready.set()
            await self._closed.wait()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError):
            far_reader, far_writer = await asyncio.open_connection(HOST, self._server)
            ways = self._pass(reader, far_writer, is_down=False), self._pass(far_reader, writer, is_down=True)
            await asyncio.gather(*ways)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_down: bool) -> None:
        with suppress(OSError):
            while some := await reader.read(65536):
                self.down += len(some) if is_down else 0
                writer.write(some)
                await writer.drain()
        with suppress(OSError):
            writer.close()
