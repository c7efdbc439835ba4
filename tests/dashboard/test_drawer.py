"""The drawer: what it says of a source that a release does not hold."""

import pandas as pd

from dashboard import drawer
from dashboard.place import Place
from loaders.release import Release
from tests.conftest import Nowhere


def test_a_source_of_the_release_is_named_and_can_be_looked_up(nowhere: Nowhere, record: Release) -> None:
    source = record.table("sources")["source_id"].iloc[0]
    place = Place(record, nowhere.scope("2011-09-30"), "")
    ((title, dated, key, number),) = drawer._sources(place, pd.DataFrame({"source_id": [source, source]}))
    assert title["t"] == record.table("sources")["source_title"].iloc[0]
    assert f"q={source}" in key["href"]
    assert (number, dated == "") == ("2", False)


def test_a_later_source_of_a_reference_row_is_named_with_the_reason_and_leads_nowhere(
    nowhere: Nowhere, thin: Release
) -> None:
    whole = nowhere.release("whole").table("sources").set_index("source_id")
    later = next(iter(sorted(set(whole.index) - set(thin.table("sources")["source_id"]))))
    place = Place(thin, nowhere.scope("2010-12-31"), "")
    ((title, dated, key, _),) = drawer._sources(place, pd.DataFrame({"source_id": [later]}))
    assert title["t"] == whole.at[later, "source_title"]
    assert title["sub"].startswith(whole.at[later, "publisher_name"])
    why = "Undated" if dated == "undated" else "Published later than this release"
    assert f"{why}; reference tables are kept whole in every release." in title["sub"]
    assert key == {"t": later, "k": "code", "href": ""}


def test_a_source_of_no_release_is_not_given_a_name(nowhere: Nowhere, thin: Release) -> None:
    place = Place(thin, nowhere.scope("2010-12-31"), "")
    ((title, dated, _, _),) = drawer._sources(place, pd.DataFrame({"source_id": ["S999"]}))
    assert (title["t"], dated) == ("[x]", "undated")
