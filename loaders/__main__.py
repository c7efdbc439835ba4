"""The command line of the loaders: fetch and check files, seal releases, list and verify them, write the docs."""

import argparse
import dataclasses
import datetime
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders import codes
from loaders.catalogue import UnknownReleaseError, default_release, full_name, list_releases, set_default
from loaders.formats.limits import Limits
from loaders.sandbox import refusal, run_limited
from loaders.store import WHOLE, BrokenSealError, check_folder, read_pointer

if TYPE_CHECKING:
    from loaders.addresses import Address

# Commands import what needs pandas themselves: verify and releases then answer in a tenth of a second.

ROOT: Final = Path(__file__).resolve().parents[1]
RAW: Final = ROOT / "data" / "raw"
STORE: Final = ROOT / "data" / "releases"
WORLD: Final = RAW / "world"
ADDRESSES: Final = ROOT / "data" / "publishers.csv"
DICTIONARY: Final = ROOT / "docs" / "data-dictionary.md"
DIRECTORY: Final = ROOT / "docs" / "publishers.md"
DONE: Final = 0
REFUSED: Final = 2
BROKEN: Final = 3
_CODES: Final = """\
exit codes:
  0  done; a check that refuses a file has done its work too, its report says so
  2  refused: wrong use, raw files that cannot be read, an unknown release, or a disk that refuses;
     the releases sealed before stand
  3  a seal is broken: a sealed file is missing or was changed
"""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run: TypeAlias = Callable[[argparse.Namespace], int]


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
        return _refuse(error)
    return code


def _refuse(reason: Exception | str) -> int:
    print(f"refused: {reason}", file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m loaders", description=__doc__, epilog=_CODES)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (_add_check, _add_draft, _add_accept, _add_release, _add_releases, _add_verify, _add_dictionary,
                _add_template, _add_fetch, _add_world, _add_publishers):  # fmt: skip
        add(commands)
    return parser


def _command(commands: Commands, name: str, run: Run, words: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=_CODES)
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.set_defaults(run=run)
    return command


def _add_raw(command: argparse.ArgumentParser) -> None:
    words = "folder of record/ and reference/; sources.csv, spellings.csv and boundaries/ lie beside it (data/raw)"
    command.add_argument("--raw", type=Path, default=RAW, metavar="DIR", help=words)


def _add_store(command: argparse.ArgumentParser) -> None:
    command.add_argument("--store", type=Path, default=STORE, metavar="DIR", help="the releases (data/releases)")


def _add_check(commands: Commands) -> None:
    command = _command(commands, "check", _check, "say what would become of one file; nothing is loaded")
    command.add_argument("--kind", required=True, metavar="KIND", help="form or table the file is meant for")
    command.add_argument("--path", required=True, type=Path, metavar="FILE", help="the file as received")
    command.add_argument("--json-out", type=Path, metavar="OUT", help="write the report as JSON as well")
    command.add_argument("--name", metavar="NAME", help="name the sender gave the file, where it is another")
    command.add_argument("--keep", type=Path, metavar="DIR", help="leave the typed rows of a return in this folder")
    command.add_argument("--progress", type=Path, metavar="OUT", help="write the number of rows read so far as JSON")
    words = "another limit of a return than the usual, as rows=5000000; may be given again"
    command.add_argument("--limit", action="append", default=[], type=_limit, metavar="NAME=NUMBER", help=words)
    words = "read the file in this process, without limits on its memory and time"
    command.add_argument("--here", action="store_true", help=words)
    _add_raw(command)


def _limit(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    known = [field.name for field in dataclasses.fields(Limits)]
    if name not in known or not number.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no limit; the limits are {', '.join(known)}")
    return name, int(number)


def _check(options: argparse.Namespace) -> int:
    return _check_here(options) if options.here else _check_apart(options)


def _check_here(options: argparse.Namespace) -> int:
    from loaders import report

    if options.kind not in report.KINDS:
        return _refuse(f"no table or form {options.kind!r}; they are {', '.join(report.KINDS)}")
    asked = report.Asked(
        options.path,
        options.kind,
        options.raw,
        as_of=_now().date(),
        name=options.name,
        limits=Limits(**dict(options.limit)),
        out=options.json_out,
        keep=options.keep,
        progress=options.progress,
    )
    print(report.report_on(asked))
    return DONE


def _check_apart(options: argparse.Namespace) -> int:
    """Have the file read by a process that cannot outgrow its limits; this one never opens it."""
    limits = Limits(**dict(options.limit))
    given = {
        "--kind": options.kind, "--path": options.path, "--json-out": options.json_out, "--name": options.name,
        "--keep": options.keep, "--progress": options.progress, "--raw": options.raw,
    }  # fmt: skip
    # A name may begin with a dash and stays one word.
    words = [f"{name}={value}" for name, value in given.items() if value is not None]
    words += [word for name, number in options.limit for word in ("--limit", f"{name}={number}")]
    ended = run_limited(["check", "--here", *words], limits)
    refused = refusal(ended, limits)
    if refused is None:
        print(ended.output, end="")
        print(ended.errors, end="", file=sys.stderr)
        return ended.code
    _report_refusal(options, refused)
    return DONE


def _report_refusal(options: argparse.Namespace, refused: tuple[str, str, str]) -> None:
    from loaders.formats.sheets import ERROR, RefusedError, Remark
    from loaders.returns import report

    rule, message, mend = refused
    name = options.name or options.path.name
    found = report.refusal(name, RefusedError(Remark(ERROR, rule, message, mend)))
    if options.json_out:
        report.write(found, None, options.json_out)
    print(report.as_text(found, name, options.kind))


def _add_draft(commands: Commands) -> None:
    words = "seal the whole record with one return beside it, in a store of its own; unofficial"
    command = _command(commands, "draft", _draft, words)
    _add_offer(command)
    command.add_argument("--store", type=Path, required=True, metavar="DIR", help="an empty folder for the draft")


def _add_accept(commands: Commands) -> None:
    words = "make a return part of the record, on a named person's word, and seal the whole record anew"
    command = _command(commands, "accept", _accept, words)
    _add_offer(command)
    command.add_argument("--who", required=True, metavar="NAME", help="person who says yes")
    command.add_argument("--proposed-by", default="", metavar="NAME", help="person who proposed it")
    command.add_argument("--marking", default="UNCLASSIFIED", choices=codes.MARKING[:2], help="marking of the source")
    command.add_argument("--words", default="", metavar="TEXT", help="what the return is, for the list of sources")
    _add_store(command)


def _add_offer(command: argparse.ArgumentParser) -> None:
    command.add_argument("--kind", required=True, metavar="FORM", help="form of the return")
    command.add_argument("--path", required=True, type=Path, metavar="FILE", help="the file as received")
    command.add_argument("--name", metavar="NAME", help="name the sender gave the file, where it is another")
    command.add_argument("--replaces", default="", metavar="RETURN", help="accepted return that this one mends")
    command.add_argument("--json-out", type=Path, metavar="OUT", help="write the name of the sealed release as JSON")
    _add_raw(command)


def _draft(options: argparse.Namespace) -> int:
    from loaders.acceptance import Offer, draft

    name = options.name or options.path.name
    offer = Offer(options.path, options.kind, name, f"UNOFFICIAL: {name}", "UNCLASSIFIED", replaces=options.replaces)
    return _sealed(options, lambda: draft(offer, options.raw, options.store, _now()))


def _accept(options: argparse.Namespace) -> int:
    from loaders.acceptance import Offer, accept

    name = options.name or options.path.name
    offer = Offer(options.path, options.kind, name, options.words or name, options.marking, options.proposed_by,
                  options.who, options.replaces)  # fmt: skip
    return _sealed(options, lambda: accept(offer, options.raw, options.store, _now()))


def _sealed(options: argparse.Namespace, seal: Callable[[], Path]) -> int:
    from loaders.contract import ContractError
    from loaders.returns.forms import FORMS
    from loaders.sealing import UnsealableError

    if options.kind not in FORMS:
        return _refuse(f"no form {options.kind!r}; the forms are {', '.join(FORMS)}")
    try:
        folder = seal()
    except (ContractError, UnsealableError) as error:
        return _refuse(error)
    if options.json_out:
        options.json_out.write_text(json.dumps({"release": folder.name}), encoding="utf-8")
    print(f"sealed {folder.name}")
    return DONE


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _add_release(commands: Commands) -> None:
    command = _command(commands, "release", _release, "seal releases from the raw files")
    which = command.add_mutually_exclusive_group(required=True)
    words = "the public record as known on a day (2011-09-30), or all of it"
    which.add_argument("--as-of", type=_day_or_whole, metavar="DAY|whole", help=words)
    which.add_argument("--all", action="store_true", help="the six releases of the public record")
    which.add_argument("--exercise", action="store_true", help="the three releases of the exercise, invented data")
    command.add_argument("--scale", choices=("brief", "small", "large"), default="brief", help="size of the exercise")
    _add_raw(command)
    _add_store(command)


def _day_or_whole(text: str) -> str:
    try:
        return text if text == WHOLE else datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2011-09-30, or write {WHOLE}") from error


def _release(options: argparse.Namespace) -> int:
    from loaders import editions
    from loaders.contract import ContractError
    from loaders.frames import OutlineError
    from loaders.sealing import UnsealableError

    ids = editions.RECORD_IDS if options.all else (options.as_of,)
    try:
        if options.exercise:
            folders = editions.build_exercise(options.raw, options.store, options.scale)
        else:
            folders = editions.build_record(ids, options.raw, options.store)
    except (ContractError, OutlineError, UnsealableError) as error:
        return _refuse(error)
    for folder in folders:
        print(f"sealed {folder.name}")
    return DONE


def _add_releases(commands: Commands) -> None:
    command = _command(commands, "releases", _releases, "list the releases of a store")
    command.add_argument("--revisions", action="store_true", help="list older revisions too")
    words = "first make NAME the release that is shown when none is asked for"
    command.add_argument("--default", metavar="NAME", help=words)
    _add_store(command)


def _releases(options: argparse.Namespace) -> int:
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
    command = _command(commands, "verify", _verify, "check every byte of a release against its seal")
    command.add_argument("name", nargs="?", metavar="NAME", help="id or id~digits; the default release if not given")
    command.add_argument("--all", action="store_true", help="check all releases and their revisions")
    _add_store(command)


def _verify(options: argparse.Namespace) -> int:
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


def _add_dictionary(commands: Commands) -> None:
    command = _command(commands, "dictionary", _dictionary, "write the data dictionary from the code that checks it")
    words = "where to write it (docs/data-dictionary.md)"
    command.add_argument("--out", type=Path, default=DICTIONARY, metavar="FILE", help=words)


def _dictionary(options: argparse.Namespace) -> int:
    from loaders.dictionary import dictionary

    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(dictionary(), encoding="utf-8")
    print(f"wrote {options.out}")
    return DONE


def _add_template(commands: Commands) -> None:
    from loaders.returns.forms import FORMS

    def run(options: argparse.Namespace) -> int:
        from loaders.template import ENDINGS, write_template

        out: Path = options.out or Path(f"{options.form}.xlsx")
        if out.suffix.lower() not in ENDINGS:
            return _refuse(f"{out} is no template; name it with one of {', '.join(ENDINGS)}")
        write_template(FORMS[options.form], out, options.raw / "reference" / "countries.csv", _now().date())
        print(f"wrote {out}")
        return DONE

    command = _command(commands, "template", run, "write the empty form an agency fills in")
    command.add_argument("form", choices=FORMS, metavar="FORM", help=f"one of {', '.join(FORMS)}")
    words = "where to write it, a .csv or .xlsx that is not there yet (FORM.xlsx)"
    command.add_argument("--out", type=Path, metavar="FILE", help=words)
    _add_raw(command)


def _add_fetch(commands: Commands) -> None:
    command = _command(commands, "fetch", _fetch, "bring the current files of a publisher from their addresses")
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
        return _refuse(error)
    chosen = [address for address in listed if options.all or address.publisher_id == options.publisher]
    if not chosen:
        known = ", ".join(dict.fromkeys(address.publisher_id for address in listed))
        folder = options.into / str(options.publisher)
        return _refuse(f"no address of {options.publisher} is documented; place its files in {folder} by hand; "
                       f"addresses are known of {known}")  # fmt: skip
    return _fetched(chosen, options)


def _fetched(addresses: "Sequence[Address]", options: argparse.Namespace) -> int:
    from loaders.delivery import deliver, told
    from loaders.fetch import NotReceivedError, Terms
    from loaders.progress import progress
    from loaders.register import RegisterError

    terms = Terms(_now, inside_hosts=frozenset(options.inside), tell=progress(sys.stderr))
    code = DONE
    for address in addresses:
        try:
            print(told(deliver(address, options.into, terms)), flush=True)
        except (NotReceivedError, RegisterError) as error:
            code = _refuse(f"{address.publisher_id}/{address.file_name}: {error}")
        except KeyboardInterrupt:
            return _refuse("stopped; the same command goes on where this one ended")
    return code


def _add_world(commands: Commands) -> None:
    command = _command(commands, "world", _world, "seal a release of the world from the files of publishers")
    words = "folder of one folder a publisher, named by its id (data/raw/world)"
    command.add_argument("--feeds", type=Path, default=WORLD, metavar="DIR", help=words)
    words = "day on which the files were received (today)"
    command.add_argument("--received", type=datetime.date.fromisoformat, metavar="DAY", help=words)
    _add_raw(command)
    _add_store(command)


def _world(options: argparse.Namespace) -> int:
    from loaders.contract import ContractError
    from loaders.sealing import UnsealableError
    from loaders.world import build_world, told

    received = options.received or _now().date()
    try:
        folder, world = build_world(options.feeds, options.raw, options.store, received)
    except (ContractError, UnsealableError) as error:
        return _refuse(error)
    for line in told(world):
        print(line)
    print(f"sealed {folder.name}")
    return DONE


def _add_publishers(commands: Commands) -> None:
    command = _command(commands, "publishers", _publishers, "write the directory of publishers from their modules")
    command.add_argument("--out", type=Path, default=DIRECTORY, metavar="FILE", help="where to (docs/publishers.md)")
    _add_addresses(command)


def _publishers(options: argparse.Namespace) -> int:
    from loaders.addresses import AddressError, load_addresses
    from loaders.directory import directory
    from loaders.world import PUBLISHERS

    try:
        text = directory(PUBLISHERS, load_addresses(options.addresses))
    except AddressError as error:
        return _refuse(error)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(text, encoding="utf-8")
    print(f"wrote {options.out}")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
