import dataclasses
import gzip
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from loaders.formats.archives import list_members, unpack_gzip, unpack_members
from loaders.formats.sheets import RefusedError
from tests.loaders.formats.people import LIMITS

SMALL = dataclasses.replace(LIMITS, file_bytes=1_000, members=3)


def packed(tmp_path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    path = tmp_path / "returns.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def refused_list(path: Path) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        list_members(path, SMALL)
    return error.value


def changed(path: Path, old: bytes, new: bytes, *, times: int = -1) -> Path:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, times))
    return path


def test_members_are_unpacked_one_by_one_under_names_of_our_own(tmp_path: Path) -> None:
    path = packed(tmp_path, ("a/march.csv", b"one"), ("a/", b""), ("april.csv", b"two"))
    members = list_members(path, SMALL)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    found = [(name, file.name, file.read_bytes()) for name, file in unpack_members(path, members, folder)]
    assert found == [("a/march.csv", "member-1", b"one"), ("april.csv", "member-2", b"two")]


@pytest.mark.parametrize(
    "name",
    ["../x.csv", "a/../../x.csv", "/etc/x.csv", "C:x.csv", "a\\x.csv", "..", "a\nb.csv", "\x7f.csv", "./", "a/.."],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    assert refused_list(packed(tmp_path, ("good.csv", b"1"), (name, b"1"))).remark.rule == "unsafe-path"


def test_a_name_cut_short_by_a_zero_byte_is_refused(tmp_path: Path) -> None:
    path = changed(packed(tmp_path, ("x.csv_.exe", b"1")), b"x.csv_", b"x.csv\0")
    assert refused_list(path).remark.rule == "unsafe-path"


def test_two_dots_within_a_name_are_fine(tmp_path: Path) -> None:
    assert [member.name for member in list_members(packed(tmp_path, ("march..final.csv", b"1")), SMALL)] == [
        "march..final.csv"
    ]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo("x.csv")
    info.external_attr = (kind | 0o644) << 16
    error = refused_list(packed(tmp_path, (info, b"/etc/passwd")))
    assert (error.remark.rule, error.sheet) == ("unsafe-path", "x.csv")


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, ("x.csv", b"1"))
    with zipfile.ZipFile(path) as archive:
        at = archive.start_dir
    content = bytearray(path.read_bytes())
    content[at + 8] |= 1
    path.write_bytes(content)
    assert refused_list(path).remark.rule == "encrypted"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", [("x.csv", "x.csv"), ("x.csv", "X.CSV"), ("x.csv", "x.csv/")])
def test_two_members_of_one_name_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    assert refused_list(packed(tmp_path, *((name, b"") for name in names))).remark.rule == "duplicate-member"


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, *((f"{at}.csv", b"1") for at in range(4)))
    assert refused_list(path).remark.rule == "too-many-members"


def test_too_many_members_are_refused_though_the_end_says_fewer(tmp_path: Path) -> None:
    path = packed(tmp_path, *((f"{at}.csv", b"1") for at in range(4)))
    content = bytearray(path.read_bytes())
    content[-14:-10] = struct.pack("<HH", 1, 1)
    path.write_bytes(content)
    assert refused_list(path).remark.rule == "too-many-members"


def test_members_that_are_too_large_together_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, ("a.csv", bytes(600)), ("b.csv", bytes(401)))
    assert refused_list(path).remark.rule == "too-large-decompressed"


def test_a_member_larger_than_the_archive_says_is_refused_while_it_is_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path, ("a.csv", bytes(900_000)))
    changed(path, struct.pack("<I", 900_000), struct.pack("<I", 900))
    members = list_members(path, SMALL)
    with pytest.raises(RefusedError) as error:
        list(unpack_members(path, members, tmp_path))
    assert error.value.remark.rule == "too-large-decompressed"
    assert (tmp_path / "member-1").stat().st_size <= 900


def test_a_member_shorter_than_the_archive_says_is_refused(tmp_path: Path) -> None:
    path = changed(packed(tmp_path, ("a.csv", bytes(600))), struct.pack("<I", 600), struct.pack("<I", 700))
    with pytest.raises(RefusedError) as error:
        list(unpack_members(path, list_members(path, SMALL), tmp_path))
    assert error.value.remark.rule == "truncated"


def test_a_changed_byte_in_a_member_is_seen(tmp_path: Path) -> None:
    path = packed(tmp_path, (zipfile.ZipInfo("a.csv"), b"ten people"))
    changed(path, b"ten people", b"two people")
    with pytest.raises(RefusedError) as error:
        list(unpack_members(path, list_members(path, SMALL), tmp_path))
    assert (error.value.remark.rule, error.value.sheet) == ("truncated", "a.csv")


def test_a_packing_other_than_deflate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x.csv", b"1")
    assert refused_list(path).remark.rule == "unsupported-format"


def test_an_archive_cut_off_or_without_a_file_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, ("x.csv", b"1"))
    path.write_bytes(path.read_bytes()[:-30])
    assert refused_list(path).remark.rule == "truncated"
    assert refused_list(packed(tmp_path, ("only/", b""))).remark.rule == "empty-file"
    assert refused_list(packed(tmp_path)).remark.rule == "empty-file"


def gzipped(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "x.csv.gz"
    path.write_bytes(content)
    return path


def refused_gzip(path: Path, tmp_path: Path) -> str:
    with pytest.raises(RefusedError) as error:
        unpack_gzip(path, tmp_path, SMALL)
    return error.value.remark.rule


def test_a_gzip_file_is_unpacked(tmp_path: Path) -> None:
    assert unpack_gzip(gzipped(tmp_path, gzip.compress(b"a,b")), tmp_path, SMALL).read_bytes() == b"a,b"


def test_a_gzip_file_that_says_it_is_too_large_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    assert refused_gzip(gzipped(tmp_path, gzip.compress(bytes(1_001))), tmp_path) == "too-large-decompressed"
    assert not (tmp_path / "unpacked").exists()


def test_a_gzip_file_that_hides_its_size_is_refused_at_the_limit(tmp_path: Path) -> None:
    path = gzipped(tmp_path, gzip.compress(bytes(900_000)) + gzip.compress(b"1"))
    assert refused_gzip(path, tmp_path) == "too-large-decompressed"
    assert (tmp_path / "unpacked").stat().st_size <= 1_000


@pytest.mark.parametrize("content", [gzip.compress(b"a,b")[:-9], gzip.compress(b"a,b") + b"more", b"\x1f\x8b"])
def test_a_damaged_gzip_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refused_gzip(gzipped(tmp_path, content), tmp_path) in {"truncated", "too-large-decompressed"}


def test_a_gzip_file_that_was_cut_off_is_truncated_whatever_its_last_bytes_seem_to_say(tmp_path: Path) -> None:
    # Its last four bytes are some of the packed ones: read as a size, they say 4 GiB less one.
    cut = gzip.compress(bytes(range(256)) * 3)[:-40] + b"\xff\xff\xff\xff"
    assert refused_gzip(gzipped(tmp_path, cut), tmp_path) == "truncated"
