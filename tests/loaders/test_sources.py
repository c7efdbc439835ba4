from pathlib import Path

import pandas as pd
from rawfiles import WORLD, known, spellings, write

from loaders import sources


def test_a_source_is_known_from_the_last_day_of_its_period_and_an_undated_one_from_none() -> None:
    days = known()
    assert days["S1"] == pd.Timestamp(2010, 6, 21)
    assert days["S2"] == pd.Timestamp(2010, 6, 30)
    assert days["S3"] == pd.Timestamp(2010, 12, 31)
    assert pd.isna(days["S4"])


def test_a_source_keeps_the_first_day_of_its_period_and_how_exactly_it_is_known() -> None:
    rows = sources.load_sources(WORLD / "sources.csv", spellings()).rows.set_index("source_id")
    assert rows["published_date"].tolist()[1:3] == [pd.Timestamp(2010, 6, 1), pd.Timestamp(2010, 1, 1)]
    assert rows["published_precision"].tolist()[:3] == ["DAY", "MONTH", "YEAR"]
    assert pd.isna(rows["published_precision"]["S4"])


def test_a_source_with_an_unknown_marking_or_a_day_that_is_none_is_set_aside(tmp_path: Path) -> None:
    row = {"Source": "S1", "Title": "A", "Publisher": "B", "Licence": "C", "Published": "June", "Marking": "PUBLIC"}
    loaded = sources.load_sources(write(tmp_path / "sources.csv", sources.NAMED, row), spellings())
    assert [issue.message for issue in loaded.issues] == [
        "sources.csv line 2, column 'Published': 'June' is not a day, month, season, year or fiscal year",
        "sources.csv line 2, column 'Marking': 'PUBLIC' is not one of "
        "UNCLASSIFIED, CUI, CONFIDENTIAL, SECRET, TOP SECRET",
    ]
