from pathlib import Path

from rawfiles import cell, load

from loaders import programs
from loaders.contract import Loaded

HEADINGS = (*programs.NAMED, *programs.UNUSED)
PROGRAM = {
    "Program": "P1", "Name": "Roads", "Authority": "A fund", "Country": "XAA", "Further countries": "XAB",
    "First fiscal year": "2007", "Last fiscal year": "FY2007", "Agency": "Foreign Ministry", "Source": "S1",
}  # fmt: skip
AMOUNT = {
    "Amount": "20000000", "How exact": "EXACT", "Stage": "TRANSFERRED", "Funded by": "DOD", "Series": "Fund FY2007",
    "Total": "no", "Amount part of": "T1", "Running total": "no",
}  # fmt: skip


def read(tmp_path: Path, *rows: dict[str, str]) -> tuple[Loaded, Loaded]:
    path = tmp_path / "programs.csv"
    return (
        load(programs.load_programs, path, HEADINGS, *rows),
        load(programs.load_program_amounts, path, HEADINGS, *rows),
    )


def test_one_row_becomes_a_program_and_its_amount(tmp_path: Path) -> None:
    program, amount = read(tmp_path, PROGRAM | AMOUNT)
    assert [cell(program, name) for name in ("program_id", "agency_code", "country_codes")] == ["P1", "STATE", "XAB"]
    shown = ("transaction_id", "program_id", "agency_code", "implementing_code", "account_name", "amount_usd")
    assert [cell(amount, name) for name in shown] == ["P1-amount", "P1", "DOD", "STATE", "A fund", 20_000_000]
    assert [cell(one, "raw_line") for one in (program, amount)] == [2, 2]


def test_a_program_is_part_of_a_program_and_its_amount_of_an_amount(tmp_path: Path) -> None:
    program, amount = read(tmp_path, PROGRAM | AMOUNT | {"Part of": "P9"})
    assert (cell(program, "part_of_id"), cell(amount, "part_of_id")) == ("P9", "T1")


def test_a_program_without_an_amount_is_no_transaction(tmp_path: Path) -> None:
    program, amount = read(tmp_path, PROGRAM, PROGRAM | {"Program": "P2"} | AMOUNT)
    assert (program.received, len(program.rows)) == (2, 2)
    assert (amount.received, len(amount.rows), cell(amount, "raw_line")) == (1, 1, 3)


def test_an_amount_that_is_none_leaves_the_program_in_place(tmp_path: Path) -> None:
    program, amount = read(tmp_path, PROGRAM | AMOUNT | {"Amount": "a lot"})
    assert len(program.rows) == 1
    assert [issue.message for issue in amount.issues] == [
        "programs.csv line 2, column 'Amount': 'a lot' is not an amount in US dollars and cents"
    ]


def test_an_amount_over_several_fiscal_years_belongs_to_none_of_them(tmp_path: Path) -> None:
    _, amount = read(tmp_path, PROGRAM | AMOUNT | {"First fiscal year": "2008", "Last fiscal year": "2009"})
    shown = ("fiscal_year", "fiscal_year_start", "fiscal_year_end")
    assert [cell(amount, name) for name in shown] == [None, 2008, 2009]
    _, single = read(tmp_path, PROGRAM | {"Last fiscal year": "2007"} | AMOUNT)
    assert [cell(single, name) for name in shown] == [2007, 2007, 2007]
