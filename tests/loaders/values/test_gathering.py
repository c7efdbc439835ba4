import pyarrow as pa
from onecell import read, setting

from loaders.values.gathering import gather, one_array
from loaders.values.setting import Reading, rejected


def test_each_distinct_text_is_read_once() -> None:
    seen: list[str | None] = []

    def exact(text: str | None) -> Reading:
        seen.append(text)
        return Reading(len(text or ""))

    column = gather("place", pa.array(["ab", "c", "ab", None]), exact, {"": pa.int64()})
    assert column.values.to_pylist() == [2, 1, 2, 0]
    assert sorted(seen, key=str) == ["None", "ab", "c"] or seen == ["ab", "c", None]


def test_the_same_remark_on_many_rows_is_one_mark() -> None:
    column = gather(
        "place", pa.array(["x", "y", "x"]), lambda _: rejected("bad", "is bad", "mend it"), {"": pa.string()}
    )
    (mark,) = column.marks
    assert (mark.column, mark.severity, mark.rule, mark.message, mark.mend) == (
        "place",
        "error",
        "bad",
        "is bad",
        "mend it",
    )
    assert mark.places.tolist() == [0, 1, 2]
    assert mark.places.dtype == "int64"


def test_remarks_that_differ_stand_at_their_own_places() -> None:
    column = read("count", "5", "1.200", "9", "2.300", "1.200")
    (mark,) = column.marks
    assert mark.places.tolist() == [1, 3, 4]
    assert mark.message == ["is 1200 or 1.200", "is 2300 or 2.300", "is 1200 or 1.200"]


def test_columns_in_pieces_and_of_large_text_are_read_alike() -> None:
    pieces = pa.chunked_array([["1"], ["2", "x"]])
    assert one_array(pieces).to_pylist() == ["1", "2", "x"]
    assert one_array(pa.array(["1"], pa.large_string())).type == pa.string()


def test_an_empty_column_is_read() -> None:
    for kind in ("text", "country", "day", "money", "latitude"):
        assert len(read(kind, by=setting()).values) == 0


def test_a_long_column_of_few_texts_is_read_by_the_exact_rules_alone() -> None:
    texts = pa.array(["1", None, "x"] * 2_000)

    def fast(texts: pa.StringArray) -> pa.Array:
        raise AssertionError("asked for")

    def exact(text: str | None) -> Reading:
        return rejected("bad", "is bad", "mend it") if text == "x" else Reading(len(text or ""))

    column = gather("place", texts, exact, {"": pa.int64()}, fast)
    assert column.values.to_pylist() == [1, 0, None] * 2_000
    assert column.marks[0].places.tolist() == list(range(2, 6_000, 3))


def test_a_long_column_of_many_texts_is_read_at_once() -> None:
    texts = pa.array([str(number) for number in range(6_000)])
    column = gather("place", texts, lambda text: Reading(None), {"": pa.int64()}, lambda texts: texts.cast(pa.int64()))
    assert column.values.to_pylist() == list(range(6_000))
