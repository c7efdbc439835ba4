import json
from pathlib import Path

import pandas as pd

from dashboard import preview
from tests.conftest import Nowhere


def test_nothing_changes_between_a_release_and_itself(nowhere: Nowhere) -> None:
    release = nowhere.release("2011-09-30")
    assert preview.changed(release, release) == []


def test_every_figure_that_differs_stands_once_with_both_readings(nowhere: Nowhere) -> None:
    now, draft = nowhere.release("ex-2011-09-01"), nowhere.release("ex-2011-09-15")
    found = preview.changed(now, draft)
    assert found
    assert len({(line["figure"], line["place"]) for line in found}) == len(found)
    assert all(line["before"] != line["after"] for line in found)
    names = set(draft.table("countries")["country_name"])
    assert {line["place"] for line in found} - {""} <= names


def test_a_figure_reads_as_its_screen_writes_it(nowhere: Nowhere) -> None:
    from dashboard.catalogue import FIGURES
    from dashboard.scope import Scope

    now, draft = nowhere.release("2010-12-31"), nowhere.release("2011-09-30")
    for line in preview.changed(now, draft):
        if line["place"]:
            continue
        figure = FIGURES[line["figure"]](draft, Scope(rel=draft.name, asof=draft.as_of))
        assert line["after"] == f"{figure.text} {figure.suffix}".strip()
        assert line["label"] == figure.label


def test_the_comparison_is_written_whole(nowhere: Nowhere, tmp_path: Path) -> None:
    names = [(nowhere.names[name], nowhere.store) for name in ("ex-2011-09-01", "ex-2011-09-15")]
    preview.write(names[0], names[1], tmp_path / "preview.json")
    found = json.loads((tmp_path / "preview.json").read_text(encoding="utf-8"))
    assert (found["state"], found["release"]) == ("done", nowhere.names["ex-2011-09-01"])
    assert found["figures"] == preview.changed(nowhere.release("ex-2011-09-01"), nowhere.release("ex-2011-09-15"))
    assert [path.name for path in tmp_path.iterdir()] == ["preview.json"]


def test_a_country_whose_rows_changed_is_touched_though_their_number_did_not(nowhere: Nowhere) -> None:
    class Sealed:
        def __init__(self, people: int) -> None:
            self.rows = pd.DataFrame({"country_code": ["XAA", "XAB", None], "people_count": [people, 3, 4]})

        def table(self, name: str) -> pd.DataFrame:
            return self.rows if name == "deployments" else pd.DataFrame({"value": [1]})

    assert preview._touched(Sealed(1), Sealed(2)) == ["XAA"]  # type: ignore[arg-type]  # only tables are asked for
    assert preview._touched(Sealed(1), Sealed(1)) == []  # type: ignore[arg-type]  # only tables are asked for
