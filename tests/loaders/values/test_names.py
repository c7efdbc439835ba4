import datetime

import pyarrow as pa
import pytest
from onecell import one, read, setting, words

from loaders.values.names import find_anachronisms


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("COD", ["DRC", "Congo (Kinshasa)", "Democratic Republic of the Congo", "Zaire", "Congo, Dem. Rep.", "RDC"]),
        ("COG", ["Congo (Brazzaville)", "Republic of the Congo", "République du Congo", "CG"]),
        ("CIV", ["Côte d'Ivoire", "CÔTE D’IVOIRE", "Co\u0302te d'Ivoire", "Cote dIvoire", "Ivory Coast", "CI", "civ"]),
        ("MMR", ["Burma", "Myanmar", "Burma (Myanmar)", "Birmanie"]),
        ("KOR", ["South Korea", "Korea, Rep.", "ROK"]),
        ("PRK", ["North Korea", "DPRK", "D.P.R.K."]),
        ("PSE", ["West Bank and Gaza", "WBG", "State of Palestine", "Gaza Strip", "West Bank/Gaza"]),
        ("XKX", ["Kosovo", "XKX", "XK", "Kosovo (UNSCR 1244)"]),
        ("TWN", ["Taiwan", "Taiwan, Province of China", "China, Taiwan", "China, Taiwan Province of"]),
        ("SWZ", ["Swaziland", "Eswatini"]),
        ("MKD", ["Macedonia", "North Macedonia", "FYROM"]),
        ("NAM", ["NA", "Namibia", "NAM"]),
        ("TTO", ["Trinidad & Tobago", "Trinidad and Tobago"]),
        ("USA", ["U.S.A.", "US", "the United States"]),
        ("KEN", ["ＫＥＮＹＡ", " Kenya\u00a0", "kenya"]),
        ("GEO", ["Georgia"]),
    ],
)
def test_names_of_a_country_lead_to_its_code(code: str, cells: list[str]) -> None:
    for cell in cells:
        assert one("country", cell, is_required=True) == (code, []), cell


@pytest.mark.parametrize("cell", ["Congo", "Korea", "Virgin Islands", "the Congo"])
def test_a_name_of_two_countries_is_set_aside(cell: str) -> None:
    assert one("country", cell) == (None, ["error country-ambiguous"])


@pytest.mark.parametrize(
    "cell", ["Yugoslavia", "USSR", "Soviet Union", "Serbia and Montenegro", "Czechoslovakia", "SCG"]
)
def test_a_country_with_several_successors_is_set_aside(cell: str) -> None:
    for kind in ("country", "countries", "iso3"):
        assert one(kind, cell) == (None, ["error country-historic"])


@pytest.mark.parametrize(
    "cell",
    [
        "Regional",
        "Africa Regional",
        "Trans-Sahara",
        "West Africa Regional",
        "Worldwide",
        "Horn of Africa, regional",
        "Sahel",
    ],
)
def test_a_region_is_no_country_and_its_row_stays(cell: str) -> None:
    assert one("country", cell, is_required=True) == (None, ["warning regional-not-country"])
    assert one("iso3", cell) == (None, ["error regional-not-country"])


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Mali; Niger; Mauritania", "MLI;NER;MRT"),
        ("Kenya/Somalia", "KEN;SOM"),
        ("Bosnia and Herzegovina and Serbia", "BIH;SRB"),
        ("Kenya, Uganda & Tanzania", "KEN;UGA;TZA"),
        ("Congo, Dem. Rep., Rwanda", "COD;RWA"),
        ("Sudan and South Sudan", "SDN;SSD"),
        ("Kenya, Uganda, and Tanzania", "KEN;UGA;TZA"),
        ("MALI ET NIGER", "MLI;NER"),
        ("Mali et Niger", "MLI;NER"),
        ("USA and Canada", "USA;CAN"),
    ],
)
def test_several_countries_are_kept_together(cell: str, codes: str) -> None:
    column = read("country", cell)
    assert (column.values[0].as_py(), column.extra["country_codes"][0].as_py()) == (None, codes)
    assert one("country", cell)[1] == ["warning multi-country"]
    assert one("countries", cell) == (codes, ["warning multi-country"])
    assert one("iso3", cell) == (None, ["error multi-country"])


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("KE;ET", "KEN;ETH"),
        ("ET, KE", "ETH;KEN"),
        ("KE; ET ; SO", "KEN;ETH;SOM"),
        ("KE and ET", "KEN;ETH"),
        ("ESP;AND;FRA", "ESP;AND;FRA"),
    ],
)
def test_the_codes_of_ethiopia_and_andorra_are_no_words_between_countries(cell: str, codes: str) -> None:
    assert read("country", cell).extra["country_codes"][0].as_py() == codes


@pytest.mark.parametrize("cell", ["KE ET SO", "ESP AND FRA"])
def test_codes_with_spaces_alone_between_them_lose_none_of_their_number(cell: str) -> None:
    assert one("country", cell) == (None, ["error country-unknown"])


def test_one_country_written_twice_is_one() -> None:
    assert one("country", "Kenya; Kenya") == ("KEN", [])


def test_a_country_beside_a_region_is_neither() -> None:
    assert one("country", "Kenya; Africa Regional")[0] is None
    assert sorted(one("country", "Kenya; Africa Regional")[1]) == [
        "warning multi-country",
        "warning regional-not-country",
    ]


@pytest.mark.parametrize(
    "cell", ["Wakanda", "ZZZ", "Kenya; Wakanda", "Nairobi, Kenya", "Кения", "Kenia", ";", "Mali Niger"]
)
def test_nothing_is_guessed(cell: str) -> None:
    assert one("country", cell) == (None, ["error country-unknown"])


def test_the_nearest_spelling_is_named_and_looked_for_a_few_times_only() -> None:
    messages = words(read("country", *(f"Keny{at}" for at in range(9))), "country-unknown")
    assert messages[0] == "is no country we know; the nearest spelling is 'Kenya'"
    assert sum("nearest" in message for message in messages) == 5


@pytest.mark.parametrize("cell", ["", "-", "n/a", "na", "N.A.", "unknown"])
def test_no_country_sets_the_row_aside_where_one_is_required(cell: str) -> None:
    assert one("country", cell, is_required=True) == (None, ["error missing-value"])


@pytest.mark.parametrize(
    ("kind", "cell"), [("country", "Кenya"), ("country", "Kеnya"), ("agency", "USAІD"), ("agency", "UΑE")]
)
def test_a_word_of_two_scripts_is_set_aside(kind: str, cell: str) -> None:
    assert one(kind, cell) == (None, ["error mixed-script"])


def test_an_invisible_character_is_removed_from_a_name() -> None:
    assert one("country", "Kenya\u200b") == ("KEN", ["warning invisible-char"])
    assert one("agency", "US\u200bAID") == ("USAID", ["warning invisible-char"])


@pytest.mark.parametrize(
    "cell", ["USAID", "usaid", " USAID ", "ＵＳＡＩＤ", "U.S. Agency for International Development", "USAID/OFDA"]
)
def test_an_agency_has_one_code(cell: str) -> None:
    assert one("agency", cell) == ("USAID", [])


def test_an_unknown_agency_is_set_aside() -> None:
    assert one("agency", "Marines") == (None, ["error agency-unknown"])
    assert one("agency", None, is_required=True) == (None, ["error missing-value"])
    assert one("agency", None) == (None, [])


def test_markup_in_a_name_is_remarked_on() -> None:
    assert one("agency", "<b>USAID</b>") == (None, ["warning markup-in-text", "error agency-unknown"])
    assert one("country", "#REF!") == (None, ["error cell-error"])


def test_a_country_before_its_first_day_is_an_anachronism() -> None:
    countries = pa.array(["SSD", "SSD", "KEN", None, "SSD"])
    days = pa.array([datetime.date(2011, 7, 8), datetime.date(2011, 7, 9), datetime.date(1990, 1, 1),
                     datetime.date(1990, 1, 1), None])  # fmt: skip
    mark = find_anachronisms("country", countries, days, setting())
    assert mark is not None
    assert (mark.rule, mark.places.tolist()) == ("country-anachronism", [0])
    assert mark.message == ["is SSD, a country since 2011-07-09, which does not hold the day of the row"]


def test_countries_that_existed_on_their_days_are_not_marked() -> None:
    assert find_anachronisms("country", pa.array(["KEN"]), pa.array([datetime.date(1990, 1, 1)]), setting()) is None
