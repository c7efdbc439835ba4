import pytest
from onecell import one, read, setting

CLASSIFIED = ["error classified-marking"]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "\t=1+1", "@SUM(A1:A9)", "-5", "+254 700 000000", "＝1+1", "Q&A", "5 < 6", "&lt;b&gt;",
     "Abengourou – siège", "unknown", "CAFÉ”", "PÅ”", "São’s “É”", "Ψ and Ω", "Сергей", "L’été", "تقرير", "東京都"],
)  # fmt: skip
def test_text_is_kept_as_written(cell: str) -> None:
    assert one("text", cell) == (cell, [])


def test_spaces_around_a_text_are_no_part_of_it() -> None:
    assert one("text", " Nairobi\u00a0") == ("Nairobi", [])
    assert one("id", "\u00a0D-001\t") == ("D-001", [])


@pytest.mark.parametrize("cell", ["007", "9007199254740993", "1E5", "2010-03", "NA", "TRUE", "#12"])
def test_keys_are_kept_character_for_character(cell: str) -> None:
    assert one("id", cell, is_required=True) == (cell, [])


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", " #name? "])
def test_the_error_of_a_formula_is_no_key(cell: str) -> None:
    assert one("id", cell, is_required=True) == (None, ["error cell-error"])
    assert one("text", cell.strip()) == (cell.strip(), [])


def test_a_text_may_be_left_out_unless_it_is_required() -> None:
    assert one("text", None) == one("text", " ") == (None, [])
    assert one("text", "n/a") == one("text", "TBD") == (None, ["warning missing-value"])
    assert one("id", "", is_required=True) == one("id", "n/a", is_required=True) == (None, ["error missing-value"])


@pytest.mark.parametrize("cell", ["<script>x</script>", "[a](javascript:x)", "JAVASCRIPT:x", "${x}", "</b>", "<!-- x"])
def test_markup_is_kept_with_a_warning(cell: str) -> None:
    assert one("text", cell) == (cell, ["warning markup-in-text"])


@pytest.mark.parametrize("cell", ["Kis\x00umu", "a\x1bb", "a\x7fb"])
def test_a_control_character_sets_the_row_aside(cell: str) -> None:
    for kind in ("text", "id", "country", "count", "day", "latitude"):
        assert one(kind, cell) == (None, ["error control-char"])


def test_tabs_and_line_ends_are_no_control_characters() -> None:
    assert one("text", "phase 1\nmedical\tteam") == ("phase 1\nmedical\tteam", [])


@pytest.mark.parametrize(
    "cell", ["Nai\u200brobi", "Nai\u202erobi", "Nai\u00adrobi", "Nai\u2066robi", "\ufeffNairobi", "Nai\u3164robi"]
)
def test_what_cannot_be_seen_is_removed_with_a_warning(cell: str) -> None:
    assert one("text", cell) == ("Nairobi", ["warning invisible-char"])


@pytest.mark.parametrize("cell", ["CÃ´te dâ€™Ivoire", "SÃ©gou", "C\ufffdte", "Â£5", "ÐšÐµÐ½Ð¸Ñ\x8f"])
def test_text_encoded_twice_is_set_aside(cell: str) -> None:
    for kind in ("text", "id", "country", "agency"):
        assert one(kind, cell) == (None, ["error mojibake"])


def test_a_cell_beyond_the_limit_is_set_aside() -> None:
    assert one("text", "x" * 32_767) == ("x" * 32_767, [])
    assert one("text", "x" * 32_768) == (None, ["error cell-too-long"])


@pytest.mark.parametrize(
    "cell",
    ["SECRET//NOFORN", "TOP SECRET//SI", "CONFIDENTIAL//REL TO USA", "(S//NF) Two teams", "x (TS//SI) y",
     "secret//noforn", "SECRET // NOFORN", "SE\u200bCRET//NOFORN", "SECRET／／NOFORN"],
)  # fmt: skip
def test_a_classified_marking_is_found_and_its_value_not_kept(cell: str) -> None:
    for kind in ("text", "id", "country", "agency", "count", "money", "day", "end", "fiscal_year", "latitude"):
        for by in (setting(), setting(is_plain=cell.isascii())):
            column = read(kind, "Kenya", cell, by=by)
            mark = next(mark for mark in column.marks if mark.rule == "classified-marking")
            assert (mark.places.tolist(), list(mark.values), column.values[1].as_py()) == ([1], [""], None)
            assert not any("NOFORN" in str(mark) for mark in column.marks)


@pytest.mark.parametrize(
    "cell", ["UN Secretariat, confidential sources say", "top secret", "http://secret//x", "(S) (C)"]
)
def test_the_words_alone_are_no_marking(cell: str) -> None:
    assert one("text", cell) == (cell, [])


@pytest.mark.parametrize("cell", ["CUI", "CUI//SP-PRVCY", "UNCLASSIFIED//FOUO", "(U//FOUO) x", "For official use only"])
def test_a_cui_marking_is_kept_with_a_warning(cell: str) -> None:
    assert one("text", cell) == (cell, ["warning marking-found"])


def test_a_column_of_numbers_alone_keeps_each_as_it_is_written() -> None:
    column = read("id", "100000", None, "0012345", by=setting())
    assert column.values.to_pylist() == ["100000", None, "0012345"]


def test_a_number_longer_than_a_cell_may_be_is_found_among_numbers() -> None:
    long = "1" * (setting().limits.cell_chars + 1)
    column = read("id", "100000", long, by=setting())
    assert column.values.to_pylist()[0] == "100000"
    assert [mark.places.tolist() for mark in column.marks] == [[1]]
