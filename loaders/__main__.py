"""The command line of the loaders: fetch and check files, seal releases, list and verify them, write the docs."""

import argparse
import sys
from pathlib import Path
from typing import Final

from loaders import releasecommands, returncommands, worldcommands
from loaders.commandline import BROKEN, DONE, EXIT_CODES, ROOT, Commands, add_command, leave, refuse
from loaders.failures import BrokenSealError, UnknownReleaseError

# Commands import what they work with themselves: every one of them then answers in a tenth of a second.

DICTIONARY: Final = ROOT / "docs" / "data-dictionary.md"


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; failures that can be expected are told in words on stderr.

    Args:
        arguments: Words of the command line; those the program was started with where not given.
    """
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenSealError as error:
        print(f"broken seal: {error}", file=sys.stderr)
        return BROKEN
    except (UnknownReleaseError, OSError) as error:
        return refuse(error)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m loaders", description=__doc__, epilog=EXIT_CODES)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (returncommands.add, releasecommands.add, worldcommands.add, _add_dictionary):
        add(commands)
    return parser


def _add_dictionary(commands: Commands) -> None:
    command = add_command(commands, "dictionary", _dictionary, "write the data dictionary from the code that checks it")
    words = "where to write it (docs/data-dictionary.md)"
    command.add_argument("--out", type=Path, default=DICTIONARY, metavar="FILE", help=words)


def _dictionary(options: argparse.Namespace) -> int:
    from loaders.dictionary import dictionary

    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(dictionary(), encoding="utf-8")
    print(f"wrote {options.out}")
    return DONE


if __name__ == "__main__":
    leave(main())
