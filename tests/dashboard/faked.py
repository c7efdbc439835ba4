"""A command line in the place of the loaders': quick, and told beforehand how each command ends.

The folder of the raw files holds ``told.json``: command to its exit code, its words on stderr, the JSON it writes and
a file it waits for.
"""

import argparse
import json
import sys
import time
from pathlib import Path


def main() -> int:
    """Run one command as told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    for name in (
        "kind",
        "path",
        "name",
        "raw",
        "progress",
        "store",
        "json-out",
        "who",
        "proposed-by",
        "marking",
        "words",
        "replaces",
    ):
        parser.add_argument(f"--{name}")
    asked = parser.parse_args()
    told = json.loads(Path(asked.raw, "told.json").read_text(encoding="utf-8")).get(asked.command, {})
    with Path(asked.raw, "asked.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(vars(asked)) + "\n")
    if asked.progress:
        draft = Path(f"{asked.progress}.draft")
        draft.write_text('{"rows": 12000}', encoding="utf-8")
        draft.replace(asked.progress)
    while told.get("waits") and not Path(told["waits"]).exists():
        time.sleep(0.01)
    if "writes" in told:
        Path(asked.json_out).write_text(json.dumps(told["writes"]), encoding="utf-8")
    sys.stderr.write(told.get("says", ""))
    return told.get("code", 0)


if __name__ == "__main__":
    sys.exit(main())
