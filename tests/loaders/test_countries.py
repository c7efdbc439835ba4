import pandas as pd
from rawfiles import WORLD, known, spellings

from loaders import countries


def test_a_country_exists_from_day_to_day() -> None:
    rows = countries.load_countries(WORLD / "countries.csv", spellings(), known()).rows.set_index("country_code")
    assert rows["valid_from"]["XAB"] == pd.Timestamp(2011, 7, 9)
    assert rows["valid_until"]["XAC"] == pd.Timestamp(2011, 7, 8)
    assert rows["valid_from"].isna()["XAA"]
    assert (rows["label_lat"]["XAA"], rows["label_lon"]["XAA"]) == (10.5, 20.25)
    assert rows["m49_code"]["XAA"] == "991"


def test_regions_come_in_order_with_the_region_that_holds_them() -> None:
    rows = countries.load_regions(WORLD / "regions.csv", spellings(), known()).rows
    assert rows["region_code"].tolist() == ["UP", "900", "901"]
    assert rows["parent_code"].tolist()[2] == "900"


def test_a_membership_is_keyed_by_what_it_joins_and_its_first_day() -> None:
    rows = countries.load_country_regions(WORLD / "country_regions.csv", spellings(), known()).rows
    assert rows["membership_id"].tolist() == ["BUREAU-XAA-UP", "BUREAU-XAB-UP-2011-07-09"]
    assert rows["note"].tolist() == ["standard assignment", "stated by its source"]
    assert rows["known_date"].tolist()[1] == pd.Timestamp(2010, 6, 21)
