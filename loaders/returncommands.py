"""The commands for what agencies send: check a return, draft with it, accept it, and write the form they fill in."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path

from loaders import codes
from loaders.commandline import DONE, Commands, add_command, add_raw, add_store, now, refuse
from loaders.formats.limits import Limits


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    for add_one in (_add_check, _add_draft, _add_accept, _add_template):
        add_one(commands)


def _add_check(commands: Commands) -> None:
    command = add_command(commands, "check", _check, "say what would become of one file; nothing is loaded")
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
    add_raw(command)


def _limit(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    known = [field.name for field in dataclasses.fields(Limits)]
    if name not in known or not number.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no limit; the limits are {', '.join(known)}")
    return name, int(number)


def _check(options: argparse.Namespace) -> int:
    return _check_here(options) if options.here else _check_apart(options)


def _check_here(options: argparse.Namespace) -> int:
    from loaders.lean import leave_help_out, leave_pandas_out

    leave_help_out()
    from loaders import report

    if report.is_return(options.path, options.kind):
        leave_pandas_out()
    elif options.kind not in (kinds := _kinds()):
        return refuse(f"no table or form {options.kind!r}; they are {', '.join(kinds)}")
    asked = report.Asked(
        options.path,
        options.kind,
        options.raw,
        as_of=now().date(),
        name=options.name,
        limits=Limits(**dict(options.limit)),
        out=options.json_out,
        keep=options.keep,
        progress=options.progress,
    )
    print(report.report_on(asked))
    return DONE


def _kinds() -> tuple[str, ...]:
    from loaders.recordreport import KINDS
    from loaders.returns.forms import FORMS

    return (*KINDS, *(name for name in FORMS if name not in KINDS))


def _check_apart(options: argparse.Namespace) -> int:
    """Have the file read by a process that cannot outgrow its limits; this one never opens it."""
    from loaders.progress import rows_told
    from loaders.sandbox import refusal, run_limited

    limits = Limits(**dict(options.limit))
    with rows_told(options.progress, sys.stderr) as noted:
        ended = run_limited(["check", "--here", *_words_again(options, noted)], limits)
    refused = refusal(ended, limits)
    if refused is None:
        print(ended.output, end="")
        print(ended.errors, end="", file=sys.stderr)
        return ended.code
    _report_refusal(options, refused)
    return DONE


def _words_again(options: argparse.Namespace, progress: Path | None) -> list[str]:
    given = {
        "--kind": options.kind, "--path": options.path, "--json-out": options.json_out, "--name": options.name,
        "--keep": options.keep, "--progress": progress, "--raw": options.raw,
    }  # fmt: skip
    # A name may begin with a dash and stays one word.
    words = [f"{name}={value}" for name, value in given.items() if value is not None]
    return words + [word for name, number in options.limit for word in ("--limit", f"{name}={number}")]


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
    command = add_command(commands, "draft", _draft, words)
    _add_offer(command)
    command.add_argument("--store", type=Path, required=True, metavar="DIR", help="an empty folder for the draft")


def _add_accept(commands: Commands) -> None:
    words = "make a return part of the record, on a named person's word, and seal the whole record anew"
    command = add_command(commands, "accept", _accept, words)
    _add_offer(command)
    command.add_argument("--who", required=True, metavar="NAME", help="person who says yes")
    command.add_argument("--proposed-by", default="", metavar="NAME", help="person who proposed it")
    command.add_argument("--marking", default="UNCLASSIFIED", choices=codes.MARKING[:2], help="marking of the source")
    command.add_argument("--words", default="", metavar="TEXT", help="what the return is, for the list of sources")
    add_store(command)


def _add_offer(command: argparse.ArgumentParser) -> None:
    command.add_argument("--kind", required=True, metavar="FORM", help="form of the return")
    command.add_argument("--path", required=True, type=Path, metavar="FILE", help="the file as received")
    command.add_argument("--name", metavar="NAME", help="name the sender gave the file, where it is another")
    command.add_argument("--replaces", default="", metavar="RETURN", help="accepted return that this one mends")
    command.add_argument("--json-out", type=Path, metavar="OUT", help="write the name of the sealed release as JSON")
    add_raw(command)


def _draft(options: argparse.Namespace) -> int:
    from loaders.acceptance import Offer, draft

    name = options.name or options.path.name
    # What it bears is not known before it is read.
    offer = Offer(options.path, options.kind, name, f"UNOFFICIAL: {name}", "CUI", replaces=options.replaces)
    return _sealed(options, lambda: draft(offer, options.raw, options.store, now()))


def _accept(options: argparse.Namespace) -> int:
    from loaders.acceptance import Offer, accept

    name = options.name or options.path.name
    offer = Offer(options.path, options.kind, name, options.words or name, options.marking, options.proposed_by,
                  options.who, options.replaces)  # fmt: skip
    return _sealed(options, lambda: accept(offer, options.raw, options.store, now()))


def _sealed(options: argparse.Namespace, seal: Callable[[], Path]) -> int:
    from loaders.csvfiles import ContractError
    from loaders.returns.forms import FORMS
    from loaders.sealing import UnsealableError

    if options.kind not in FORMS:
        return refuse(f"no form {options.kind!r}; the forms are {', '.join(FORMS)}")
    try:
        folder = seal()
    except (ContractError, UnsealableError) as error:
        return refuse(error)
    if options.json_out:
        options.json_out.write_text(json.dumps({"release": folder.name}), encoding="utf-8")
    print(f"sealed {folder.name}")
    return DONE


def _add_template(commands: Commands) -> None:
    from loaders.returns.forms import FORMS

    def run(options: argparse.Namespace) -> int:
        from loaders.template import ENDINGS, write_template

        out: Path = options.out or Path(f"{options.form}.xlsx")
        if out.suffix.lower() not in ENDINGS:
            return refuse(f"{out} is no template; name it with one of {', '.join(ENDINGS)}")
        write_template(FORMS[options.form], out, options.raw / "reference" / "countries.csv", now().date())
        print(f"wrote {out}")
        return DONE

    command = add_command(commands, "template", run, "write the empty form an agency fills in")
    command.add_argument("form", choices=FORMS, metavar="FORM", help=f"one of {', '.join(FORMS)}")
    words = "where to write it, a .csv or .xlsx that is not there yet (FORM.xlsx)"
    command.add_argument("--out", type=Path, metavar="FILE", help=words)
    add_raw(command)
