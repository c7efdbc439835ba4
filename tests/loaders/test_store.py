import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.loaders.faults import PROBE, Trial, prepare

KILLS = 8


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return prepare(tmp_path_factory.mktemp("trial"))


def start(trial: Trial, words: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        words, env=trial.machine, cwd=trial.code, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(trial: Trial, words: list[str]) -> tuple[int, str, str]:
    process = start(trial, words)
    told, why = process.communicate()
    return process.returncode, told, why


def shown(trial: Trial, store: Path) -> str:
    """Return the name of the release shown, which must be whole."""
    code, told, why = run(trial, trial.verify(store))
    assert (code, why) == (0, "")
    return told.split()[0]


def test_eight_loads_at_once_all_get_through_one_after_the_other(trial: Trial, tmp_path: Path) -> None:
    loads = [start(trial, trial.load(tmp_path / "releases", people)) for people in range(1, 9)]
    assert [(*load.communicate(), load.returncode) for load in loads] == [("", "", 0)] * 8
    code, told, _ = run(trial, [*trial.verify(tmp_path / "releases"), "--all"])
    assert (code, told.count("is whole"), told.count("\n")) == (0, 8, 8)


def test_whoever_reads_while_releases_are_switched_finds_a_whole_one(trial: Trial, tmp_path: Path) -> None:
    store, names = tmp_path / "releases", set()
    assert run(trial, trial.load(store, 1))[0] == 0
    for people in range(2, 6):
        load = start(trial, trial.load(store, people))
        while load.poll() is None:
            names.add(shown(trial, store))
        assert load.communicate() == ("", "")
    names.add(shown(trial, store))
    assert 1 < len(names) <= 5


def test_load_killed_at_any_moment_leaves_a_whole_release_and_the_next_removes_its_traces(
    trial: Trial, tmp_path: Path
) -> None:
    store, begun = tmp_path / "releases", time.monotonic()
    run(trial, trial.load(store, 1))
    lasts, before = time.monotonic() - begun, shown(trial, store)
    for turn in range(KILLS):
        load = start(trial, trial.load(store, 2 + turn))
        time.sleep(lasts * (turn + 1) / KILLS)
        load.send_signal(signal.SIGKILL)
        load.communicate()
        assert shown(trial, store)
    assert run(trial, trial.load(store, 1))[0] == 0
    assert shown(trial, store) == before
    assert list(store.glob(".tmp-*")) == []


def can_trace() -> bool:
    """Whether a process may be traced here, so that its calls can be made to fail."""
    strace = shutil.which("strace")
    return (
        strace is not None and subprocess.run([strace, "-qq", "-o", "/dev/null", "true"], check=False).returncode == 0
    )


@pytest.mark.skipif(not PROBE.exists(), reason="the probe does not lie beside the project")
@pytest.mark.parametrize(
    ("tests", "lines"), [("kill", 2), ("enospc,eio,erofs", 3), ("order", 1), ("tmpfs,readonly", 2), ("bitflip", 1)]
)
def test_no_call_that_fails_and_no_byte_that_changes_is_without_a_word(trial: Trial, tests: str, lines: int) -> None:
    if tests in ("kill", "order", "enospc,eio,erofs") and not can_trace():
        pytest.skip("strace is not here, or may not trace")
    options = ("--tests", tests, "--max-points", "3", "--kill-trials", "4", "--flips", "52")
    code, told, why = run(trial, trial.probe(*options))
    # Without the right to mount, the probe leaves out the disks that it would have to make.
    assert (code, why, told.count("FAIL")) == (0, "", 0), told
    assert told.count("ok   ") in (lines, 0 if tests == "tmpfs,readonly" else lines)
