import pyarrow as pa
import pytest

from loaders.values.digits import are_digits, western


@pytest.mark.parametrize(
    ("texts", "whether"),
    [(["12", None], True), ([], True), (["12", ""], False), (["12", "1a"], False), (["١٢"], False), (["-1"], False)],
)
def test_only_digits_0_to_9_are_digits_and_what_is_null_is_not_asked(texts: list[str | None], whether: bool) -> None:
    assert are_digits(pa.array(texts, pa.string())) is whether


def test_digits_of_another_script_are_read_as_ours() -> None:
    assert western("١٢") == ("12", True)
    assert western("12") == ("12", False)
