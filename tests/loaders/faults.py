"""Loads and readings of a store in processes of their own, and the probe that lets each of their writes fail.

``python -m tests.loaders.faults`` runs the probe whole, in some twelve minutes; ``make faults`` does the same.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.loaders.sealed import boundaries

ROOT: Final = Path(__file__).resolve().parents[2]
PROBE: Final = ROOT.parent / "shared" / "faults" / "fault_store.py"
LOAD: Final = Path(__file__).parent / "load_one.py"


@dataclass(frozen=True)
class Trial:
    """What loads and reads a store.

    Attributes:
        code: Folder of a copy of the loaders: what is edited meanwhile would seal another release.
        boundaries: Folder of the outlines, outside the store, so that a fault in the store is one in a sealed file.
    """

    code: Path
    boundaries: Path

    def load(self, store: Path | str, people: int | str) -> list[str]:
        """Return the words that seal a release of so many people."""
        return [sys.executable, str(LOAD), str(store), str(people), str(self.boundaries)]

    def verify(self, store: Path | str) -> list[str]:
        """Return the words that check the release shown when none is asked for."""
        return [sys.executable, "-m", "loaders", "verify", "--store", str(store)]

    @property
    def machine(self) -> dict[str, str]:
        """The environment of both."""
        return {**os.environ, "PYTHONPATH": str(self.code)}

    def probe(self, *options: str) -> list[str]:
        """Return the words that run the probe."""
        load, verify = shlex.join(self.load("{data}", "{seed}")), shlex.join(self.verify("{data}"))
        # The probe fills in folder and number itself, and they must not stand in quotes for that.
        commands = [words.replace("'{data}'", "{data}").replace("'{seed}'", "{seed}") for words in (load, verify)]
        return [sys.executable, "-u", str(PROBE), "--load", commands[0], "--verify", commands[1], *options]


def prepare(folder: Path) -> Trial:
    """Copy the loaders into a folder and write the outlines of the invented world beside them."""
    shutil.copytree(ROOT / "loaders", folder / "code" / "loaders", ignore=shutil.ignore_patterns("__pycache__"))
    return Trial(folder / "code", boundaries(folder / "boundaries"))


def main() -> int:
    """Run the probe whole and return its exit code."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        trial = prepare(Path(folder))
        return subprocess.run(trial.probe(), env=trial.machine, cwd=trial.code, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
