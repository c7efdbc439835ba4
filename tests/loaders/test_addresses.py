from pathlib import Path

import pytest

from loaders.addresses import Address, AddressError, address_misfit, load_addresses

ROOT = Path(__file__).resolve().parents[2]
HEAD = "publisher_id,file_name,address,note\n"


def listed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "publishers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_addresses_are_read_in_their_order(tmp_path: Path) -> None:
    path = listed(
        tmp_path, HEAD + "unhcr,b.csv,https://example.org/b?x=1,yearly\nunhcr,a.csv,http://example.org:81/a,\n"
    )
    assert load_addresses(path) == (
        Address("unhcr", "b.csv", "https://example.org/b?x=1", "yearly"),
        Address("unhcr", "a.csv", "http://example.org:81/a", ""),
    )


def test_every_line_that_has_to_be_mended_is_named_at_once(tmp_path: Path) -> None:
    lines = (
        "UNHCR,../a.csv,ftp://example.org,\nunhcr,.hidden.csv,https:///a,\nunhcr,a.csv\nunhcr,b.csv,https://e.org/b,\n"
    )
    path = listed(tmp_path, HEAD + lines + "unhcr,b.csv,https://e.org/c,\n")
    with pytest.raises(AddressError) as error:
        load_addresses(path)
    assert [line.partition(" - ")[0] for line in str(error.value).splitlines()] == [
        "publishers.csv line 2: 'UNHCR' is no id of a publisher: small letters and digits in words joined by -",
        "publishers.csv line 2: '../a.csv' is no name of a file: letters, digits, . _",
        "publishers.csv line 2: 'ftp://example.org' does not begin with http:// or https://",
        "publishers.csv line 3: '.hidden.csv' is no name of a file: letters, digits, . _",
        "publishers.csv line 3: 'https:///a' names no host",
        "publishers.csv line 4: has 2 cells and not 4",
        "publishers.csv: unhcr/b.csv stands 2 times",
    ]


@pytest.mark.parametrize("text", ["", "publisher,file,address,note\n"])
def test_list_without_its_columns_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(AddressError, match="line 1: the columns are publisher_id, file_name, address, note"):
        load_addresses(listed(tmp_path, text))


@pytest.mark.parametrize(
    "name", ["a.part", "a.md", "a.py", "a/b.csv", "a\\b.csv", "a b.csv", "csv", "a.csv\n", "é.csv"]
)
def test_name_of_a_file_can_neither_leave_its_folder_nor_be_taken_for_something_else(name: str, tmp_path: Path) -> None:
    with pytest.raises(AddressError, match="is no name of a file"):
        load_addresses(listed(tmp_path, f'{HEAD}unhcr,"{name}",https://example.org/a,\n'))


@pytest.mark.parametrize(
    ("url", "misfit"),
    [
        ("https://example.org/a", None),
        ("https://me@example.org/a", "holds a name or a password"),
        ("https://example.org:99999/a", "is no address"),
        ("https://[::1/a", "is no address"),
        ("example.org/a", "does not begin with http:// or https://"),
    ],
)
def test_address_is_one_of_the_web(url: str, misfit: str | None) -> None:
    assert address_misfit(url) == misfit


def test_shipped_addresses_can_be_read_and_keep_what_comes_from_being_changed_on_the_way() -> None:
    addresses = load_addresses(ROOT / "data" / "publishers.csv")
    assert addresses
    assert [address.url for address in addresses if not address.url.startswith("https://")] == []
    assert list(addresses) == sorted(addresses)
