"""The commands for releases: seal them, list them, and check their seals."""

import argparse
import datetime
import sys
from pathlib import Path

from loaders.commandline import BROKEN, DONE, Commands, add_command, add_raw, add_store, refuse
from loaders.failures import BrokenSealError


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    for add_one in (_add_release, _add_releases, _add_verify):
        add_one(commands)


def _add_release(commands: Commands) -> None:
    command = add_command(commands, "release", _release, "seal releases from the raw files")
    which = command.add_mutually_exclusive_group(required=True)
    words = "the public record as known on a day (2011-09-30), or all of it"
    which.add_argument("--as-of", type=_day_or_whole, metavar="DAY|whole", help=words)
    which.add_argument("--all", action="store_true", help="the six releases of the public record")
    which.add_argument("--exercise", action="store_true", help="the three releases of the exercise, invented data")
    command.add_argument("--scale", choices=("brief", "small", "large"), default="brief", help="size of the exercise")
    add_raw(command)
    add_store(command)


def _day_or_whole(text: str) -> str:
    from loaders.store import WHOLE

    try:
        return text if text == WHOLE else datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2011-09-30, or write {WHOLE}") from error


def _release(options: argparse.Namespace) -> int:
    from loaders import editions
    from loaders.csvfiles import ContractError
    from loaders.frames import OutlineError
    from loaders.sealing import UnsealableError

    ids = editions.RECORD_IDS if options.all else (options.as_of,)
    try:
        if options.exercise:
            folders = editions.build_exercise(options.raw, options.store, options.scale)
        else:
            folders = editions.build_record(ids, options.raw, options.store)
    except (ContractError, OutlineError, UnsealableError) as error:
        return refuse(error)
    for folder in folders:
        print(f"sealed {folder.name}")
    return DONE


def _add_releases(commands: Commands) -> None:
    command = add_command(commands, "releases", _releases, "list the releases of a store")
    command.add_argument("--revisions", action="store_true", help="list older revisions too")
    words = "first make NAME the release that is shown when none is asked for"
    command.add_argument("--default", metavar="NAME", help=words)
    add_store(command)


def _releases(options: argparse.Namespace) -> int:
    from loaders.catalogue import list_releases, set_default

    if options.default:
        set_default(options.default, options.store)
    listed = list_releases(options.store, with_revisions=options.revisions)
    if not listed:
        print(f"{options.store} holds no release yet; seal them with: python -m loaders release --all")
        return DONE
    print(f"{'':2}{'name':24}{'kind':10}{'as of':12}{'marking':14}{'rows':>9}  title")
    for info in listed:
        rows = sum(info.rows.values())
        mark, marking = "* " if info.is_default else "  ", info.marking or "not set"
        print(f"{mark}{info.name:24}{info.kind:10}{info.as_of.isoformat():12}{marking:14}{rows:9,}  {info.title}")
    print("* is shown when no release is asked for")
    return DONE


def _add_verify(commands: Commands) -> None:
    command = add_command(commands, "verify", _verify, "check every byte of a release against its seal")
    command.add_argument("name", nargs="?", metavar="NAME", help="id or id~digits; the default release if not given")
    command.add_argument("--all", action="store_true", help="check all releases and their revisions")
    add_store(command)


def _verify(options: argparse.Namespace) -> int:
    from loaders.catalogue import default_release, full_name
    from loaders.store import check_folder, read_pointer

    store: Path = options.store
    default = default_release(store)
    pointer = read_pointer(store)
    names = list(pointer.releases) if pointer and options.all else [full_name(options.name or default, store)]
    code = DONE
    for name in names:
        try:
            manifest = check_folder(store / name)
        except BrokenSealError as error:
            print(f"broken seal: {error}", file=sys.stderr)
            code = BROKEN
            continue
        sealed = manifest["tables"].values()
        size, rows = sum(entry["bytes"] for entry in sealed), sum(entry["rows"] for entry in sealed)
        print(f"{name} is whole: {len(sealed)} files, {size:,} bytes, {rows:,} rows agree with the seal")
    return code
