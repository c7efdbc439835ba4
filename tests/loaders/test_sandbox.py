import dataclasses
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from loaders import sandbox
from loaders.formats.limits import Limits
from loaders.sandbox import Ended, refusal, run_limited

LIMITS = Limits(file_bytes=4 << 20, cpu_seconds=2, memory_bytes=96 << 20)


def run(act: str, *, seconds: float | None = None, **changed: int) -> Ended:
    limits = dataclasses.replace(LIMITS, **changed)
    return run_limited([act], limits, seconds=seconds, module="tests.loaders.misbehaving")


def test_a_command_runs_to_its_end_and_its_words_come_back() -> None:
    ended = run_limited(["releases", "--store", "/nowhere"], LIMITS)
    assert (ended.how, ended.code) == ("done", 0)
    assert "holds no release yet" in ended.output
    assert refusal(ended, LIMITS) is None


def test_a_command_that_refuses_has_done_its_work() -> None:
    assert run("refuse") == Ended("done", 2)


def test_memory_beyond_the_limit_ends_it_before_the_limit_is_passed() -> None:
    before = _peak_of_children()
    ended = run("eat", cpu_seconds=20)
    assert ended.how == "memory"
    assert refusal(ended, LIMITS) == ("too-many-cells", "takes more than 96 MiB of memory to read", "send it in parts")
    assert _peak_of_children() <= max(before, LIMITS.memory_bytes)


def _peak_of_children() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10


def test_memory_that_is_not_even_given_ends_it() -> None:
    assert run("reserve").how == "memory"


def test_processor_time_beyond_the_limit_ends_it() -> None:
    ended = run("spin")
    assert ended.how == "cpu"
    assert refusal(ended, LIMITS) == (
        "too-many-cells", "takes more than 2 seconds of processor time to read", "send it in parts",
    )  # fmt: skip


def test_processor_time_the_watcher_missed_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_CPU_SHARE", 100)
    ended = run("spin", cpu_seconds=1)
    assert (ended.how, ended.code) == ("cpu", -signal.SIGXCPU)


def test_the_processor_time_of_all_that_reading_costs_is_within_the_limit() -> None:
    before = os.times()
    assert run("spin", cpu_seconds=4).how == "cpu"
    after = os.times()
    spent = sum(getattr(after, name) - getattr(before, name) for name in ("children_user", "children_system"))
    # An eighth of the limit, half a second, is left for the process that starts and watches.
    assert 3.5 <= spent < 3.9


def test_waiting_without_end_is_ended_by_the_clock() -> None:
    began = time.monotonic()
    assert run("wait", seconds=0.5).how == "time"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("act", ["connect", "spawn"])
def test_network_and_further_processes_are_refused(act: str) -> None:
    ended = run(act)
    assert (ended.how, ended.code) == ("crash", 1)
    assert "PermissionError: " in ended.errors
    assert "is not allowed while a received file is read" in ended.errors


@pytest.mark.skipif(
    subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode != 0
    and subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True).returncode != 0,
    reason="this machine gives no process a network of its own",
)
def test_it_has_a_network_of_its_own_with_nothing_on_it() -> None:
    assert run("name_network").output not in ("", str(Path("/proc/self/ns/net").readlink()))


def test_a_huge_file_is_not_written_to_its_end() -> None:
    ended = run("write")
    assert ended.how == "crash"
    assert "File too large" in ended.errors


def test_what_it_leaves_is_removed() -> None:
    path = Path(run("leave").output)
    assert path.name == "left"
    assert not path.parent.exists()


def test_an_abort_is_a_crash_that_refuses_the_file() -> None:
    ended = run("abort")
    assert (ended.how, ended.code) == ("crash", -6)
    found = refusal(ended, LIMITS)
    assert found is not None
    assert found[0] == "unsupported-format"


def test_an_exception_that_nobody_caught_is_a_crash() -> None:
    assert run("fail").how == "crash"


def test_it_knows_neither_the_environment_nor_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "1")
    ended = run("look")
    assert "A_SECRET" not in ended.output
    assert ended.output.endswith("] ")


def test_threads_of_the_libraries_are_kept_to_the_processors() -> None:
    assert sandbox._environment("/tmp")["OMP_NUM_THREADS"] == str(len(os.sched_getaffinity(0)))


def test_importing_it_loads_nothing_but_the_standard_library() -> None:
    words = "import sys, loaders.sandbox; print(sorted({'numpy', 'pandas', 'pyarrow', 'lxml'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", words], text=True) == "[]\n"
