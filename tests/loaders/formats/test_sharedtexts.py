import zipfile
from pathlib import Path

import pytest

from loaders.formats import items
from loaders.formats.sharedtexts import read_shared

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PLAIN = ["<si><t>Kenya</t></si>", '<si><t xml:space="preserve"> a &amp; é</t></si>', "<si><t></t></si>",
         "<si><t>a_x0041_</t></si>"]  # fmt: skip
TEXTS = ["Kenya", " a & é", None, "aA"]
RICH = "<si><r><t>Nai</t></r><r><t>robi</t></r></si>"


def shared(tmp_path: Path, found: list[str], opening: str = f'<sst xmlns="{SPACE}">') -> list[str | None]:
    path = tmp_path / "parts.zip"
    closing = f"</{opening[1:].split(' ')[0]}>"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("shared.xml", opening + "".join(found) + closing)
    with zipfile.ZipFile(path) as parts:
        return read_shared(parts, "shared.xml").to_pylist()


def test_plain_texts_and_texts_of_runs_are_read_in_order(tmp_path: Path) -> None:
    assert shared(tmp_path, PLAIN) == TEXTS
    assert shared(tmp_path, [RICH, *PLAIN, RICH]) == ["Nairobi", *TEXTS, "Nairobi"]


def test_texts_of_many_pieces_are_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "_PIECE", 64)
    monkeypatch.setattr(items, "PROLOG_BYTES", 256)
    assert shared(tmp_path, [*PLAIN * 50, RICH]) == [*TEXTS * 50, "Nairobi"]


def test_part_with_names_before_its_tags_is_read_element_by_element(tmp_path: Path) -> None:
    assert shared(tmp_path, ["<x:si><x:t>Kenya</x:t></x:si>"], f'<x:sst xmlns:x="{SPACE}">') == ["Kenya"]


def test_workbook_without_shared_texts_has_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "parts.zip", "w") as parts:
        assert len(read_shared(parts, "")) == 0
