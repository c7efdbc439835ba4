"""Seal the invented world with one number changed: the load that faults of disk and process are tried on.

Run as ``python load_one.py STORE PEOPLE BOUNDARIES``; another number of people is another release.
"""

import sys
from pathlib import Path

from sealed import rows_of, seal_world, tour, world

from loaders.commandline import DONE, refuse


def main(store: Path, people: int, folder: Path) -> int:
    """Seal one release, or refuse in the words in which the command line does."""
    tables = {**world(), "deployments": rows_of("deployments", tour("D-1", "USAID", people))}
    try:
        seal_world(store, tables=tables, boundaries=folder)
    except OSError as error:
        return refuse(error)
    return DONE


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
