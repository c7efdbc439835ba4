import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.cod_pcodes import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

UNITS = """Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date
#country+code,#geo+admin_level,#adm+code,#adm+name,#adm+code+parent,#date+start
KEN,1,KE01,Côte,KEN,2019-10-22
KEN,2,KE0101,Mombasa,KE01,2019-10-22
KEN,2,KE0102,,KE01,2019-10-22
QQQ,1,QQ01,Nowhere,QQQ,2019-10-22
"""


def test_a_unit_has_its_level_and_the_unit_that_holds_it(tmp_path):
    units = rows(load(PUBLISHER, written(tmp_path, "pcodes.csv", "\ufeff" + UNITS)), "admin_units")
    assert units["admin_unit_id"].tolist() == ["KE01-2019-10-22", "KE0101-2019-10-22"]
    assert units["admin_name"].tolist() == ["Côte", "Mombasa"]
    assert units["parent_code"].tolist() == ["KEN", "KE01"]


def test_a_unit_without_a_name_or_a_known_country_is_set_aside(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "pcodes.csv", UNITS))
    assert set_aside(fed) == {"empty": 1, "allowed": 1}
    assert [(one.line, one.column) for one in fed.loaded[0].issues] == [(5, "Name"), (6, "Location")]


def test_a_file_without_the_codes_is_refused(tmp_path):
    with pytest.raises(ContractError, match="lacks p-code"):
        load(PUBLISHER, written(tmp_path, "pcodes.csv", UNITS.replace("P-Code,Name", "Code,Name")))


def test_the_real_codes_agree_with_a_plain_count():
    path = real("cod-pcodes", "download-global-pcodes-adm-1-2.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))[1:]
    units = rows(fed, "admin_units")
    assert (fed.received, len(units), set_aside(fed)) == (len(lines), 33_363, {})
    assert units["admin_level"].value_counts().to_dict() == {2: 30_908, 1: 2_455}
    assert set(units["country_code"]) == {line["Location"] for line in lines}
    assert set(units["admin_code"]) == {line["P-Code"] for line in lines}
    # every unit of the second level lies in one of the first
    assert set(units.loc[units["admin_level"] == 2, "parent_code"]) <= set(units["admin_code"])
