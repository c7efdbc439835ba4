import json

import pytest

from loaders.formats.jsontexts import JsonText, flattened, listed
from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError


def members(folder, text, key="data"):
    path = folder / "answer.json"
    path.write_text(text, encoding="utf-8")
    with JsonText(path, Limits()) as read:
        return [flattened(one) for one in listed(read, key)]


def test_a_nested_record_is_told_by_the_paths_of_its_keys(tmp_path):
    record = {"id": 7, "place": {"iso3": "AFG", "at": {"lat": 1.50}}, "kinds": [{"code": "FL"}, {"code": "EQ"}]}
    answer = json.dumps({"count": 1, "data": [record | {"tags": ["a", "b"], "none": [], "gone": None}]})
    assert members(tmp_path, answer) == [
        {
            "id": "7", "place-iso3": "AFG", "place-at-lat": "1.5", "kinds-code": "FL; EQ", "tags": "a; b",
            "gone": None,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ['{"data": {"id": 1}}', '{"count": 0}', '[{"data": []}]'])
def test_an_answer_without_its_list_is_told_from_a_damaged_one(tmp_path, answer):
    with pytest.raises(RefusedError) as refused:
        members(tmp_path, answer)
    assert refused.value.remark.rule == "header-not-found"


def test_a_cut_answer_is_refused_where_it_ends(tmp_path):
    with pytest.raises(RefusedError, match=r"line 1, column .*: the file ends"):
        members(tmp_path, '{"data": [{"id": 1}, {"id": ')
