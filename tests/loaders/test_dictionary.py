from pathlib import Path

from loaders import codes
from loaders.columns import COLUMNS
from loaders.dictionary import dictionary, lists_of
from loaders.tables import TABLES

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"


def test_committed_dictionary_is_the_one_the_code_writes() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == dictionary(), "run: python -m loaders dictionary"


def test_every_table_has_its_grain_key_and_columns() -> None:
    text = dictionary()
    for name, table in TABLES.items():
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert f"One row is {table.grain}. Key: `{table.key}`." in section
        for column in table.columns:
            (line,) = [line for line in section.splitlines() if line.startswith(f"| `{column}` |")]
            cells = [cell.strip() for cell in line.split(" | ")]
            assert COLUMNS[column].words in cells
            assert cells[2] == COLUMNS[column].unit
            assert cells[3] == ("no" if column in table.required else "yes")
        for rule in table.rules:
            assert f"- `{rule.name}`: {rule.words}; mend: {rule.mend}." in section


def test_every_code_of_every_closed_list_has_its_words() -> None:
    text = dictionary()
    for words in (codes.AGENCY, codes.STATUS, codes.TOOL, codes.FUNCTION, codes.MEASURE, codes.MONEY_STAGE):
        for code, meaning in words.items():
            assert f"| `{code}` | {meaning} |" in text


def test_column_with_a_closed_list_names_it_and_a_free_one_names_none() -> None:
    assert lists_of(COLUMNS["stage_code"]) == ["stages of people", "stages of money"]
    assert lists_of(COLUMNS["agency_code"]) == ["agencies"]
    for column in COLUMNS.values():
        assert bool(lists_of(column)) == bool(column.allowed)
