import csv
import hashlib
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from loaders.csvfiles import ContractError
from loaders.received import NAMED, REGISTER, SOURCES, Entry, entries, load_return
from tests.loaders.values.onecell import DATA, real_spellings

HEADINGS = "deployment_id,country,agency,headcount,start_date,source\n"
ROWS = "D-1,Kenya,USAID,12,2012-03-01,SITREP\nD-2,Uganda,USDA,many,2012-03-02,SITREP\nD-3,Kenya,USAID,5,2012-04-01,X\n"
KNOWN = {"SR0001": pd.Timestamp("2020-01-02")}


def entry(folder: Path, text: str = HEADINGS + ROWS, name: str = "SR0001.csv", **said: str) -> Entry:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Entry("SR0001", "deployments", path, "march.csv", "2020-01-02", said.pop("sha256", digest), **said)


def write(path: Path, *rows: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]))
        lines.writeheader()
        lines.writerows(rows)


def test_folder_without_a_register_has_no_returns(tmp_path: Path) -> None:
    assert entries(tmp_path) == []


def test_register_gives_the_returns_that_none_replaces_with_the_marking_of_their_source(tmp_path: Path) -> None:
    line = dict.fromkeys(NAMED, "") | {"Form": "events", "Name as sent": "a.csv", "Received": "2020-01-02"}
    returns = [line | {"Return": f"SR000{at}", "File": f"SR000{at}.csv", "sha256": f"{at}"} for at in (1, 2, 3)]
    returns[2]["Replaces"] = "SR0001"
    write(tmp_path / REGISTER, *returns)
    write(tmp_path / SOURCES, {"Source": "SR0002", "Marking": "CUI"})
    assert entries(tmp_path) == [
        Entry("SR0002", "events", tmp_path / "SR0002.csv", "a.csv", "2020-01-02", "2", "CUI"),
        Entry("SR0003", "events", tmp_path / "SR0003.csv", "a.csv", "2020-01-02", "3", ""),
    ]


def test_rows_used_and_rows_set_aside_are_all_rows_of_the_return(tmp_path: Path) -> None:
    tours, *others = load_return(entry(tmp_path), DATA / "raw", real_spellings(), KNOWN)
    # Two of three rows are used, 12 + 5 people.
    assert (tours.received, len(tours.rows), tours.lines_set_aside) == (3, 2, 1)
    assert tours.rows["people_count"].sum() == 17
    assert tours.rows["raw_line"].tolist() == [2, 4]
    aside = tours.set_aside[["raw_line", "column_name", "cell_value", "rule", "agency_code"]]
    assert aside.to_numpy().tolist() == [[3, "headcount", "many", "not-a-number", "USDA"]]
    assert all(one.lines_set_aside == 0 for one in others)


def test_file_that_is_not_the_one_accepted_is_refused(tmp_path: Path) -> None:
    changed = entry(tmp_path, sha256=hashlib.sha256(b"another").hexdigest())
    with pytest.raises(ContractError, match=r"SR0001\.csv: is not the file that was accepted"):
        load_return(changed, DATA / "raw", real_spellings(), KNOWN)


def test_file_that_is_refused_is_told_under_the_name_its_sender_gave(tmp_path: Path) -> None:
    empty = entry(tmp_path, "agency,headcount\nUSAID,2\n")
    with pytest.raises(ContractError, match=r"march\.csv.*deployment_id"):
        load_return(empty, DATA / "raw", real_spellings(), KNOWN)


def test_marking_of_a_cell_must_be_that_of_the_source_as_well(tmp_path: Path) -> None:
    text = HEADINGS + "D-1,Kenya,USAID,12,2012-03-01,(SBU) SITREP\n"
    with pytest.raises(ContractError, match="bears a CUI marking"):
        load_return(entry(tmp_path, text, marking="UNCLASSIFIED"), DATA / "raw", real_spellings(), KNOWN)
    (tours, *_) = load_return(entry(tmp_path, text, marking="CUI"), DATA / "raw", real_spellings(), KNOWN)
    assert len(tours.rows) == 1


def packed(folder: Path, **members: str) -> Entry:
    path = folder / "SR0001.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.csv", text)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Entry("SR0001", "deployments", path, "march.zip", "2020-01-02", digest)


def test_a_member_of_an_archive_set_aside_whole_stands_in_the_ledger(tmp_path: Path) -> None:
    loaded = load_return(packed(tmp_path, march=HEADINGS + ROWS, other="deployment_id,agency\nD-9,USAID\n"),
                         DATA / "raw", real_spellings(), KNOWN)  # fmt: skip
    assert sum(len(one.rows) for one in loaded if one.table == "deployments") == 2
    (other,) = [one for one in loaded if one.raw_file.endswith("other.csv") and len(one.set_aside)]
    line = other.set_aside.iloc[0]
    assert (other.table, line["rule"], line["raw_sheet"]) == ("deployments", "missing-column", "other.csv")
    assert "the whole member was set aside" in line["message"]


def test_rows_set_aside_in_a_member_of_a_long_name_are_in_the_ledger_too(tmp_path: Path) -> None:
    tours, *_ = load_return(packed(tmp_path, **{"march" * 40: HEADINGS + ROWS}), DATA / "raw", real_spellings(), KNOWN)
    assert (tours.received, len(tours.rows), tours.lines_set_aside) == (3, 2, 1)
