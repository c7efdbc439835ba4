"""What a process under limits must not get away with; run by name in the tests of the sandbox."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def _eat() -> None:
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 20)))


def _reserve() -> None:
    bytearray(1 << 40)


def _spin() -> None:
    while True:
        pass


def _wait() -> None:
    import time

    time.sleep(600)


def _connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _name_network() -> None:
    sys.stdout.write(str(Path("/proc/self/ns/net").readlink()))


def _write() -> None:
    with Path(tempfile.gettempdir(), "huge").open("wb") as file:
        while True:
            file.write(bytes(1 << 20))


def _leave() -> None:
    path = Path(tempfile.gettempdir(), "left")
    path.write_text("here")
    sys.stdout.write(str(path))


def _spawn() -> None:
    subprocess.run(["true"], check=True)


def _abort() -> None:
    os.abort()


def _look() -> None:
    sys.stdout.write(f"{sorted(os.environ)} {sys.stdin.read()}")


def _fail() -> None:
    raise RuntimeError("nobody catches this")


def _refuse() -> None:
    sys.exit(2)


if __name__ == "__main__":
    globals()[f"_{sys.argv[1]}"]()
