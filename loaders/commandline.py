"""What every command shares: its words, its folders, its exit codes and how it refuses."""

import argparse
import datetime
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

ROOT: Final = Path(__file__).resolve().parents[1]
RAW: Final = ROOT / "data" / "raw"
STORE: Final = ROOT / "data" / "releases"
DONE: Final = 0
REFUSED: Final = 2
BROKEN: Final = 3
EXIT_CODES: Final = """\
exit codes:
  0  done; a check that refuses a file has done its work too, its report says so
  2  refused: wrong use, raw files that cannot be read, an unknown release, or a disk that refuses;
     the releases sealed before stand
  3  a seal is broken: a sealed file is missing or was changed
"""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run: TypeAlias = Callable[[argparse.Namespace], int]


def add_command(commands: Commands, name: str, run: Run, words: str) -> argparse.ArgumentParser:
    """Add a command that does what its words say, and return it for its options."""
    command = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=EXIT_CODES)
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.set_defaults(run=run)
    return command


def add_raw(command: argparse.ArgumentParser) -> None:
    """Add the option for the folder of raw files."""
    words = "folder of record/ and reference/; sources.csv, spellings.csv and boundaries/ lie beside it (data/raw)"
    command.add_argument("--raw", type=Path, default=RAW, metavar="DIR", help=words)


def add_store(command: argparse.ArgumentParser) -> None:
    """Add the option for the folder of releases."""
    command.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="the releases (data/releases)")


def refuse(reason: Exception | str) -> int:
    """Say on stderr why nothing was done, and return the exit code for it."""
    print(f"refused: {reason}", file=sys.stderr)
    return REFUSED


def leave(code: int) -> NoReturn:
    """End this process at once.

    The system takes back all memory at once; to let go of it piece by piece takes as long as a small file.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def now() -> datetime.datetime:
    """Return the present moment; nothing but a command may ask for it."""
    return datetime.datetime.now(datetime.UTC)
