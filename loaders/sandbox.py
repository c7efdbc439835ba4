"""A process of its own for reading what a stranger sent: little memory, little time, no network, nothing left behind.

Run as a module it confines itself and then runs another module; ``run_limited`` starts and watches it.
"""

import contextlib
import dataclasses
import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from loaders.formats.limits import Limits

DONE: Final = "done"
CPU: Final = "cpu"
MEMORY: Final = "memory"
TIME: Final = "time"
CRASH: Final = "crash"

ROOT: Final = Path(__file__).resolve().parents[1]
# Exit codes that a command of ours gives on purpose; an exception nobody caught gives 1.
_MEANT: Final = (0, 2, 3)
_OUT_OF_MEMORY: Final = 97
# The watcher strikes a little early: the limits are on all that reading costs, this process and the last look included.
_SHARE: Final = 15 / 16
# Starting and watching take up to three quarters of a second of processor time beside what the process itself takes.
_CPU_SHARE: Final = 7 / 8
_LOOK_MILLISECONDS: Final = 10
_SHOWN_BYTES: Final = 1 << 20
_COLLECTED: Final = 50_000
_OPEN_FILES: Final = 256
_ROOM_BYTES: Final = 8 << 30
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38
_FORBIDDEN: Final = (
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system",
)  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """How a limited process ended.

    Attributes:
        how: ``done``, or what it was stopped for: ``cpu``, ``memory``, ``time``, ``crash``.
        code: Its exit code, negative where a signal ended it.
        output: What it printed, at most a mebibyte.
        errors: What it printed on stderr, at most a mebibyte; for logs, never for readers.
    """

    how: str
    code: int
    output: str = ""
    errors: str = ""


def run_limited(
    arguments: Sequence[str], limits: Limits, *, seconds: float | None = None, module: str = "loaders"
) -> Ended:
    """Run ``python -m loaders`` with arguments in a process that cannot outgrow the limits, and wait for its end.

    It has no standard input, a clean environment, this process's folder for relative paths, and a folder for
    temporary files that is removed with all its contents.

    Args:
        arguments: Words of the command line.
        limits: Processor time, resident memory and bytes of a file.
        seconds: Time by the clock after which it is stopped; four times the processor time where not given.
        module: The module to run.
    """
    deadline = time.monotonic() + (seconds or 4 * limits.cpu_seconds)
    words = [sys.executable, "-s", "-P", "-m", "loaders.sandbox", json.dumps(dataclasses.asdict(limits)), module]
    with tempfile.TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True) as folder:
        output, errors = Path(folder, "output"), Path(folder, "errors")
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(
                [*words, *arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=_environment(folder),
                start_new_session=True,
            )  # fmt: skip
            try:
                how = _watch(process, limits, deadline)
            finally:
                _end(process)
        return Ended(how or _judged(process.returncode), process.returncode, _text(output), _text(errors))


def refusal(ended: Ended, limits: Limits) -> tuple[str, str, str] | None:
    """Return rule, message and mend for a file whose reading did not end well, None where it did."""
    if ended.how == DONE:
        return None
    if ended.how == CRASH:
        return "unsupported-format", "broke off its reading; it is damaged, or not what its name says", "save it anew"
    too_much = {
        CPU: f"takes more than {limits.cpu_seconds} seconds of processor time to read",
        MEMORY: f"takes more than {limits.memory_bytes >> 20} MiB of memory to read",
        TIME: "takes too long to read",
    }
    return "too-many-cells", too_much[ended.how], "send it in parts"


def _environment(folder: str) -> dict[str, str]:
    threads = str(len(os.sched_getaffinity(0)))
    # Arrow takes as many as OpenMP may. Nothing that reads a file multiplies matrices, and what does would start some.
    return {
        "PATH": os.defpath, "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": threads, "ARROW_IO_THREADS": threads,
        "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    }  # fmt: skip


def _watch(process: "subprocess.Popen[bytes]", limits: Limits, deadline: float) -> str | None:
    """Wait for the end; return why it has to be brought about, None where it came."""
    with _awakened_by(process.pid) as ending:
        while process.poll() is None:
            memory, cpu = _usage(process.pid)
            if memory > limits.memory_bytes * _SHARE:
                return MEMORY
            if cpu > limits.cpu_seconds * _CPU_SHARE:
                return CPU
            if time.monotonic() > deadline:
                return TIME
            ending.poll(_LOOK_MILLISECONDS)
    return None


@contextlib.contextmanager
def _awakened_by(pid: int) -> Iterator[select.poll]:
    """Give what sleeps a while, or until a process ends where the kernel tells of it: a look costs the process time."""
    sleep, handle = select.poll(), None
    try:
        with contextlib.suppress(OSError):  # a kernel before 5.3, or a container that forbids it
            handle = os.pidfd_open(pid)
            sleep.register(handle, select.POLLIN)
        yield sleep
    finally:
        if handle is not None:
            os.close(handle)


def _usage(pid: int) -> tuple[int, float]:
    """Return resident bytes and processor seconds of a process, nothing where it has just ended."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
        # The name in brackets may hold anything, so fields are counted from behind it; utime and stime are 14 and 15.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, IndexError):
        return 0, 0.0
    ticks = int(fields[11]) + int(fields[12])
    return int(pages) * resource.getpagesize(), ticks / os.sysconf("SC_CLK_TCK")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the whole session, and wait for the process."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _judged(code: int) -> str:
    if code in _MEANT:
        return DONE
    return {-signal.SIGXCPU: CPU, _OUT_OF_MEMORY: MEMORY}.get(code, CRASH)


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_SHOWN_BYTES).decode("utf-8", "replace")


def _confine(limits: Limits) -> None:
    """Give up, for good, what reading a file does not need."""
    import ctypes  # here, since the process that watches has no use for it

    cpu, size = limits.cpu_seconds, limits.file_bytes
    # No limit on processes: it counts every process and thread of the user, the server's own among them, so that a busy
    # server would refuse honest files; for root it means nothing. The hook forbids new ones, the watcher kills all.
    for kind, most in (
        (resource.RLIMIT_CPU, cpu + 1),  # only the lower of two limits says what it ends a process for
        (resource.RLIMIT_AS, limits.memory_bytes + _ROOM_BYTES),  # room that is reserved is not yet used
        (resource.RLIMIT_FSIZE, 4 * size),  # a report with all rows is longer than the file
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard),) * 2)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(cpu, hard), hard))
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # Without privileges only with a user namespace; where neither is allowed, the hook below still stands.
    _ = system.unshare(_NEW_NET) == 0 or system.unshare(_NEW_USER | _NEW_NET) == 0
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is not allowed while a received file is read")


def _main(arguments: list[str]) -> NoReturn:
    import runpy

    # Reading leaves few circles of garbage, and all that is loaded first none.
    gc.set_threshold(_COLLECTED)
    limits, module, *words = arguments
    _confine(Limits(**json.loads(limits)))
    sys.argv = [module, *words]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    sys.exit(0)


if __name__ == "__main__":
    _main(sys.argv[1:])
