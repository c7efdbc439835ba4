import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.eia import _AREAS, PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

EXPORT = """\ufeffReport generated on: 08-08-2020 06:00:39\r
"API","","1980","1981"\r
"","crude oil exports (Mb/d)","",""\r
"INTL.57-4-WORL-TBPD.A","    World","110.5","--"\r
"INTL.57-4-AFG-TBPD.A","        Afghanistan","0","3e+01"\r
"INTL.57-4-UNK-TBPD.A","        Kosovo","--","7.25"\r
"INTL.57-4-SUN-TBPD.A","        Former U.S.S.R.","100","90"\r
"none","        Tuvalu","","1"\r
"INTL.57-4-QQQ-TBPD.A","        Nowhere","5",""\r
"""


def told(folder):
    return rows(load(PUBLISHER, written(folder, "INT-Export.csv", EXPORT)), "indicators").set_index("indicator_id")


def test_a_figure_belongs_to_the_quantity_it_stands_under(tmp_path):
    exports = told(tmp_path).loc["EIA-1981-INTL.57-4-TBPD.A-AFG"]
    assert (exports["indicator_name"], exports["unit_code"], exports["value"]) == ("crude oil exports", "Mb/d", 30)
    assert (exports["country_code"], exports["as_of_date"].isoformat()[:10]) == ("AFG", "1981-12-31")


def test_a_place_without_a_code_of_iso_is_known_by_its_name(tmp_path):
    figures = told(tmp_path)
    assert figures.loc["EIA-1981-INTL.57-4-TBPD.A-UNK", "country_code"] == "XKX"
    assert figures.loc["EIA-1981-INTL.57-4-TBPD.A-Tuvalu", "country_code"] == "TUV"


def test_the_world_and_what_is_no_more_add_to_no_country(tmp_path):
    figures = told(tmp_path)
    areas = figures[figures["country_code"].isna()]
    assert areas["note"].unique().tolist() == [
        "World: no single country of today", "Former U.S.S.R.: no single country of today",
    ]  # fmt: skip
    # zero is told, unknown is not: 1980 has Afghanistan, the world and the Soviet Union
    assert figures[figures["as_of_date"] == "1980-12-31"]["value"].sum() == 0 + 110.5 + 100


def test_an_unknown_place_is_set_aside_and_the_row_of_the_quantity_is_silent(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "INT-Export.csv", EXPORT))
    assert (set_aside(fed), fed.silent) == ({"allowed": 1}, 1)


def test_a_row_that_was_cut_is_refused_where_it_stands(tmp_path):
    with pytest.raises(ContractError, match=r"line 5: has 3 cells where its heading has 4"):
        load(PUBLISHER, written(tmp_path, "INT-Export.csv", EXPORT.replace('"0","3e+01"', '"0"')))


def test_the_real_export_agrees_with_a_plain_count():
    path = real("misc-messy", "INT-Export-08-08-2020_06-00-39.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [row for row in csv.reader(file) if len(row) == 39][2:]
    cells = [(row[1].strip(), float(cell)) for row in lines for cell in row[2:] if cell not in ("", "--")]
    # the row of the quantity is the one that is received and told of no place
    assert fed.received == len(lines) + 1 == 232
    figures = rows(fed, "indicators")
    assert (len(figures), figures["value"].sum()) == (len(cells), pytest.approx(sum(value for _, value in cells)))
    own = figures[figures["country_code"].notna()]
    assert own["value"].sum() == pytest.approx(sum(value for name, value in cells if name not in _AREAS))
    assert set_aside(fed) == {}
