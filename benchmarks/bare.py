"""One file read by a bare reader, or one command run, in a process of its own that tells its time and memory.

``python -m benchmarks.bare READER FILE OUT`` reads; ``python -m benchmarks.bare measured WORD ...`` runs a command and
prints what it took as JSON. What measures must be small itself: a process begins with the size of the one it left.
"""

import json
import resource
import subprocess
import sys
import time
from importlib import import_module

NEEDED = ("id", "country", "date", "latitude", "longitude", "type", "fatalities", "source")


def pandas(path: str, out: str) -> None:
    """Read every column of a CSV as pandas does unasked."""
    import_module("pandas").read_csv(path)


def duckdb(path: str, out: str) -> None:
    """Copy the columns a form needs from a CSV into a Parquet file."""
    sql = f"COPY (SELECT {', '.join(NEEDED)} FROM read_csv('{path}')) TO '{out}/needed.parquet'"
    import_module("duckdb").execute(sql)


def calamine(path: str, out: str) -> None:
    """Read every cell of a workbook's first sheet."""
    book = import_module("python_calamine").CalamineWorkbook.from_path(path)
    for _ in book.get_sheet_by_index(0).to_python():
        pass


def lxml(path: str, out: str) -> None:
    """Stream every element of the activities and let each go."""
    etree = import_module("lxml.etree")
    for _, activity in etree.iterparse(path, tag="iati-activity"):
        activity.clear()
        while activity.getprevious() is not None:
            del activity.getparent()[0]


def activities(path: str, out: str) -> None:
    """Have our own reader of activities read in a confined process, as every received file is read.

    Raises:
        RuntimeError: The process did not end well.
    """
    from loaders.formats.limits import Limits
    from loaders.sandbox import DONE, run_limited

    limits = Limits(cpu_seconds=600, memory_bytes=8 << 30)
    ended = run_limited(["confined", path, out], limits, module="benchmarks.bare")
    if ended.how != DONE or ended.code:
        raise RuntimeError(ended.errors)


def confined(path: str, out: str) -> None:
    """Take every block of cells from our own reader of activities."""
    from pathlib import Path

    from loaders.formats.activities import read_activities
    from loaders.formats.headings import Wanted
    from loaders.formats.limits import Limits
    from loaders.returns.forms import PROGRAMS

    for sheet in read_activities(Path(path), Wanted(PROGRAMS.columns, PROGRAMS.asked), Limits()):
        for _ in sheet.blocks:
            pass


def measured(command: list[str]) -> None:
    """Run a command and print its seconds by the clock and the processor, and the bytes of its largest process."""
    start = time.perf_counter()
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    told = {"seconds": seconds, "processor": processor, "bytes": used.ru_maxrss << 10, "code": ended.returncode,
            "said": ended.stdout[:2_000]}  # fmt: skip
    print(json.dumps(told))


READERS = {"pandas": pandas, "duckdb": duckdb, "calamine": calamine, "lxml": lxml, "activities": activities,
           "confined": confined}  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1] == "measured":
        measured(sys.argv[2:])
    else:
        READERS[sys.argv[1]](*sys.argv[2:])
