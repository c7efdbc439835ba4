"""Packing: what goes over the wire says everything the figure says, once."""

from dashboard.packing import packed


def test_a_list_that_an_earlier_trace_has_under_the_same_name_points_at_it() -> None:
    days = [1, 2, 3, 4]
    data = packed({"data": [{"x": days, "y": [5, 6, 7, 8]}, {"x": [*days], "y": days}]})["data"]
    assert data == [{"x": days, "y": [5, 6, 7, 8]}, {"x": "=0", "y": days}]


def test_numbers_keep_six_digits_and_whole_ones_lose_their_point() -> None:
    figure = packed({"data": [{"base": [12.03399999999965, 15234.04, 253.0], "text": ["12.03399999999965"]}]})
    assert figure["data"] == [{"base": [12.034, 15234, 253], "text": ["12.03399999999965"]}]


def test_a_phone_gets_only_the_keys_that_differ_and_null_for_those_that_go() -> None:
    wide = {"data": [{"x": [1], "y": [2]}, {"text": ["a"], "mode": "text"}], "layout": {"a": 1, "b": 2}, "height": 9}
    narrow = {"data": [{"x": [1], "y": [2]}, {"text": ["b"]}], "layout": {"a": 1, "c": 3}, "height": 9}
    found = packed({**wide, "narrow": narrow})["narrow"]
    assert found == {"data": [None, {"text": ["b"], "mode": None}], "layout": {"c": 3, "b": None}}


def test_a_trace_that_only_the_phone_has_travels_whole_and_one_it_lacks_is_left_out() -> None:
    more = packed({"data": [{"x": [1]}], "narrow": {"data": [{"x": [1]}, {"x": [2]}]}})["narrow"]
    fewer = packed({"data": [{"x": [1]}, {"x": [2]}], "narrow": {"data": [{"x": [1]}]}})["narrow"]
    assert (more, fewer) == ({"data": [None, {"x": [2]}]}, {"data": [None]})


def test_what_the_phone_drops_and_shrinks_is_kept() -> None:
    narrow = {"height": 240, "drop": ["labels"], "shrink": 0.62}
    assert packed({"data": [], "height": 500, "narrow": narrow})["narrow"] == narrow


def test_a_stretch_of_a_wide_list_travels_to_the_phone_as_its_place() -> None:
    wide = {"data": [{"y": [*range(10)], "marker": {"color": ["a", "b", "c", "d", "e", "f"]}}]}
    narrow = {"data": [{"y": [4, 5, 6, 7], "marker": {"color": ["b", "c", "d", "e"], "size": 3}}]}
    found = packed({**wide, "narrow": narrow})["narrow"]
    assert found == {"data": [{"y": "~0:4:8", "marker": {"color": "~0:1:5", "size": 3}}]}


def test_a_list_that_is_no_stretch_of_a_wide_one_travels_whole() -> None:
    found = packed({"data": [{"y": [1, 2, 3, 4, 5]}], "narrow": {"data": [{"y": [1, 2, 3, 5]}]}})["narrow"]
    assert found == {"data": [{"y": [1, 2, 3, 5]}]}
