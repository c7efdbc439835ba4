from pathlib import Path

import pandas as pd
import pytest

from loaders.recast import recast
from tests.loaders.returns.sent import EVENT, INDICATOR, PROGRAM, ROWS, TOUR, kept, taken, write
from tests.loaders.values.onecell import real_spellings


def _recast(folder: Path, kind: str, *rows: dict[str, str]) -> dict[str, pd.DataFrame]:
    frame = pd.DataFrame(kept(taken(write(folder / "sent.csv", *rows), kind)))
    made: dict[str, pd.DataFrame] = {}
    for name, texts in recast(frame, kind, "SR0001", real_spellings()):
        made[name] = pd.concat([made[name], texts], ignore_index=True) if name in made else texts
    return made


@pytest.mark.parametrize(("kind", "tables"), [
    ("deployments", ["deployments"]), ("programs", ["programs", "transactions"]), ("countries", ["needs"]),
    ("events", ["events"]),
])  # fmt: skip
def test_each_form_feeds_its_tables_and_every_row_names_its_return(
    tmp_path: Path, kind: str, tables: list[str]
) -> None:
    made = _recast(tmp_path, kind, ROWS[kind])
    assert list(made) == tables
    for texts in made.values():
        assert set(texts["source_id"]) == {"SR0001"}
        assert set(texts["raw_line"]) == {2}


def test_a_tour_keeps_its_own_key_behind_that_of_the_return(tmp_path: Path) -> None:
    row = _recast(tmp_path, "deployments", TOUR)["deployments"].iloc[0]
    assert row[["deployment_id", "country_code", "people_count"]].tolist() == ["SR0001:D-1", "KEN", "10"]
    assert row["note"] == "Source as stated: SITREP 14"


def test_a_planned_tour_is_planned_and_a_day_is_as_exact_as_it_is_known(tmp_path: Path) -> None:
    planned = TOUR | {"status": "Planned", "start_date": "2010-03"}
    row = _recast(tmp_path, "deployments", planned)["deployments"].iloc[0]
    assert row[["stage_code", "start_date"]].tolist() == ["PLANNED", "2010-03"]


def test_each_stated_amount_is_a_transaction_and_an_unknown_one_is_none(tmp_path: Path) -> None:
    made = _recast(tmp_path, "programs", PROGRAM, PROGRAM | {"program_id": "P-2", "disbursed_usd": ""})
    amounts = made["transactions"].set_index("transaction_id")["amount_usd"].to_dict()
    assert amounts == {
        "SR0001:P-1-obligated": "250.10", "SR0001:P-2-obligated": "250.10", "SR0001:P-1-disbursed": "100.05",
    }  # fmt: skip
    assert len(made["programs"]) == 2


def test_a_value_that_is_unknown_has_no_qualifier(tmp_path: Path) -> None:
    needs = _recast(tmp_path, "countries", INDICATOR, INDICATOR | {"indicator": "Refugees", "value": ""})["needs"]
    assert needs["qualifier_code"].fillna("").tolist() == ["EXACT", ""]
    assert needs["need_id"].tolist() == ["SR0001:2", "SR0001:3"]


def test_an_event_of_no_stated_kind_says_so(tmp_path: Path) -> None:
    events = _recast(tmp_path, "events", EVENT, EVENT | {"id": "E-2", "type": ""})["events"]
    assert events["event_title"].tolist() == ["clash", "Event of an unstated kind"]
