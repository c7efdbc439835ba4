"""How large, wide and deep a received file may be before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one received file; a file beyond any of them is refused, never read in part.

    Attributes:
        file_bytes: Bytes of the file, as sent and unpacked.
        rows: Rows under all headings of the file.
        columns: Columns of one sheet.
        cell_chars: Characters of one cell; a longer one sets its row aside.
        members: Members of an archive.
        depth: Levels of brackets or elements inside one another.
        headcount: People in one row.
        first_year: Earliest year a day may lie in.
        years_ahead: Years after the as-of year up to whose 31 December a day may lie.
        last_year: Latest year the day of a transaction may lie in, for readers that know no as-of day.
        cpu_seconds: Processor time of the child process that reads the file.
        memory_bytes: Resident memory of that process.
    """

    file_bytes: int = 200 << 20
    rows: int = 1_000_000
    columns: int = 1_000
    cell_chars: int = 32_767
    members: int = 1_000
    depth: int = 100
    headcount: int = 500_000
    first_year: int = 1945
    years_ahead: int = 10
    last_year: int = 9999
    cpu_seconds: int = 10
    memory_bytes: int = 600 << 20
