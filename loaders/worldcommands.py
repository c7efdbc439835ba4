"""The commands for the files of publishers: fetch them, seal a release of the world, and list the publishers."""

import argparse
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loaders.commandline import DONE, RAW, ROOT, Commands, add_command, add_raw, add_store, now, refuse

if TYPE_CHECKING:
    from loaders.addresses import Address

WORLD: Final = RAW / "world"
ADDRESSES: Final = ROOT / "data" / "publishers.csv"
DIRECTORY: Final = ROOT / "docs" / "publishers.md"


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    for add_one in (_add_fetch, _add_world, _add_publishers):
        add_one(commands)


def _add_fetch(commands: Commands) -> None:
    command = add_command(commands, "fetch", _fetch, "bring the current files of a publisher from their addresses")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("publisher", nargs="?", metavar="PUBLISHER", help="id of the publisher, as ucdp-ged")
    which.add_argument("--all", action="store_true", help="every publisher that has an address")
    words = "folder of one folder a publisher, and of the register received.csv (data/raw/world)"
    command.add_argument("--into", type=Path, default=WORLD, metavar="DIR", help=words)
    _add_addresses(command)
    words = "host that may be asked although it lies on this machine or in a private network; may be given again"
    command.add_argument("--inside", action="append", default=[], metavar="HOST", help=words)


def _add_addresses(command: argparse.ArgumentParser) -> None:
    words = "the documented addresses (data/publishers.csv)"
    command.add_argument("--addresses", type=Path, default=ADDRESSES, metavar="FILE", help=words)


def _fetch(options: argparse.Namespace) -> int:
    from loaders.addresses import AddressError, load_addresses

    try:
        listed = load_addresses(options.addresses)
    except AddressError as error:
        return refuse(error)
    chosen = [address for address in listed if options.all or address.publisher_id == options.publisher]
    if not chosen:
        known = ", ".join(dict.fromkeys(address.publisher_id for address in listed))
        folder = options.into / str(options.publisher)
        return refuse(f"no address of {options.publisher} is documented; place its files in {folder} by hand; "
                       f"addresses are known of {known}")  # fmt: skip
    return _fetched(chosen, options)


def _fetched(addresses: "Sequence[Address]", options: argparse.Namespace) -> int:
    from loaders.delivery import deliver, told
    from loaders.fetch import NotReceivedError, Terms
    from loaders.progress import progress
    from loaders.register import RegisterError

    terms = Terms(now, inside_hosts=frozenset(options.inside), tell=progress(sys.stderr))
    code = DONE
    for address in addresses:
        try:
            print(told(deliver(address, options.into, terms)), flush=True)
        except (NotReceivedError, RegisterError) as error:
            code = refuse(f"{address.publisher_id}/{address.file_name}: {error}")
        except KeyboardInterrupt:
            return refuse("stopped; the same command goes on where this one ended")
    return code


def _add_world(commands: Commands) -> None:
    command = add_command(commands, "world", _world, "seal a release of the world from the files of publishers")
    words = "folder of one folder a publisher, named by its id (data/raw/world)"
    command.add_argument("--feeds", type=Path, default=WORLD, metavar="DIR", help=words)
    words = "day on which the files were received (today)"
    command.add_argument("--received", type=datetime.date.fromisoformat, metavar="DAY", help=words)
    add_raw(command)
    add_store(command)


def _world(options: argparse.Namespace) -> int:
    from loaders.arrivals import told
    from loaders.csvfiles import ContractError
    from loaders.sealing import UnsealableError
    from loaders.world import build_world

    received = options.received or now().date()
    try:
        folder, world = build_world(options.feeds, options.raw, options.store, received)
    except (ContractError, UnsealableError) as error:
        return refuse(error)
    for line in told(world):
        print(line)
    print(f"sealed {folder.name}")
    return DONE


def _add_publishers(commands: Commands) -> None:
    command = add_command(commands, "publishers", _publishers, "write the directory of publishers from their modules")
    command.add_argument("--out", type=Path, default=DIRECTORY, metavar="FILE", help="where to (docs/publishers.md)")
    _add_addresses(command)


def _publishers(options: argparse.Namespace) -> int:
    from loaders.addresses import AddressError, load_addresses
    from loaders.arrivals import PUBLISHERS
    from loaders.directory import directory

    try:
        text = directory(PUBLISHERS, load_addresses(options.addresses))
    except AddressError as error:
        return refuse(error)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(text, encoding="utf-8")
    print(f"wrote {options.out}")
    return DONE
