"""What a file is: by its name, by its first bytes, and whether the two agree."""

import re
from pathlib import Path, PureWindowsPath
from typing import Final

from loaders.formats.encodings import is_wide
from loaders.formats.sheets import refuse

DELIMITED: Final = "delimited text"
WORKBOOK: Final = "workbook"
OLD_WORKBOOK: Final = "old workbook"
OBJECTS: Final = "JSON"
FEATURES: Final = "GeoJSON"
ACTIVITIES: Final = "XML"
PARQUET: Final = "Parquet"
ZIP: Final = "ZIP"
GZIP: Final = "gzip"

_BY_SUFFIX: Final = {
    ".csv": DELIMITED, ".tsv": DELIMITED, ".tab": DELIMITED, ".psv": DELIMITED, ".txt": DELIMITED, ".xlsx": WORKBOOK,
    ".xlsm": WORKBOOK, ".xls": OLD_WORKBOOK, ".json": OBJECTS, ".geojson": FEATURES, ".xml": ACTIVITIES,
    ".parquet": PARQUET, ".pq": PARQUET, ".zip": ZIP, ".gz": GZIP,
}  # fmt: skip
_READ: Final = "CSV, XLSX, XLS, JSON, GeoJSON, IATI XML, Parquet, each also in .gz or .zip"
_HEAD: Final = 64 << 10
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BY_BYTES: Final = (
    (b"PK\x03\x04", ZIP), (b"PK\x05\x06", ZIP), (b"\x1f\x8b", GZIP), (b"PAR1", PARQUET), (b"PARE", PARQUET),
    (_OLE, OLD_WORKBOOK),
)  # fmt: skip
_FOREIGN: Final = re.compile(
    rb"\x89PNG|\x89HDF|\x89\r\n|GIF8|\xff\xd8\xff|RIFF|%PDF-|%!PS|\x7fELF|MZ[\x00-\xff]{2}[\x00-\x1f]|BZh\d|\xfd7zXZ"
    rb"|7z\xbc\xaf|Rar!|SQLite format 3|ARROW1|\x80[\x02-\x05][\x00-\xff]|\x28\xb5\x2f\xfd|\{\\rtf|PGDMP|ORC|Obj\x01"
)
_MARKUP: Final = re.compile(rb"\s*(<\?xml|<!doctype|<html|<[a-z][\w:.-]*[\s>])", re.IGNORECASE)
_JSON: Final = re.compile(rb"\s*(\{\s*\"[^\"\r\n]*\"\s*:|\[\s*[{\[])")
_CONTROLS: Final = bytes({*range(32), 127} - set(b"\t\n\r\f"))
_MOST_CONTROLS: Final = 0.1
# What a file is refused as, by what its name says it is, and the bytes each may begin with.
_RULES: Final = {
    DELIMITED: "not-csv", WORKBOOK: "not-xlsx", OLD_WORKBOOK: "not-xlsx", OBJECTS: "json-syntax",
    FEATURES: "not-geojson", ACTIVITIES: "xml-syntax", PARQUET: "not-parquet", ZIP: "unsupported-format",
    GZIP: "unsupported-format",
}  # fmt: skip
_AGREED: Final = {
    DELIMITED: ("text",), WORKBOOK: (ZIP, OLD_WORKBOOK), OLD_WORKBOOK: (OLD_WORKBOOK,), OBJECTS: ("JSON", "text"),
    FEATURES: ("JSON", "text", "XML"), ACTIVITIES: ("XML", "text"), PARQUET: (PARQUET,), ZIP: (ZIP,), GZIP: (GZIP,),
}  # fmt: skip


def named_format(name: str) -> str | None:
    """Return the format a file's name says, None where it says none that is read."""
    return _BY_SUFFIX.get(suffix(name))


def suffix(name: str) -> str:
    """Return the last suffix of a name in lower case, whatever system the name comes from."""
    last = PureWindowsPath(name).name.rstrip()
    return f".{last.rpartition('.')[2].lower()}" if "." in last else ""


def settle_format(path: Path, name: str, sheet: str = "") -> str:
    """Return the format of a file, on which its name and its first bytes agree.

    Args:
        path: The file; it has at least one byte.
        name: The name its sender gave it.
        sheet: Name for a refusal.

    Raises:
        RefusedError: The name says no format that is read, or the bytes are something else.
    """
    named = named_format(name)
    if named is None:
        refuse("unsupported-format", "is in no format that is read here", f"send {_READ}", sheet=sheet)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if _seen(head) not in _AGREED[named]:
        refuse(_RULES[named], f"is named as {named} but is something else", "name it as what it is, or save it anew",
               sheet=sheet)  # fmt: skip
    # GeoJSON is JSON, so a collection of features may be named either way.
    return FEATURES if named == OBJECTS and b'"FeatureCollection"' in head else named


def _seen(head: bytes) -> str:
    found = next((kind for mark, kind in _BY_BYTES if head.startswith(mark)), None)
    if found:
        return found
    if _FOREIGN.match(head):
        return "binary"
    if is_wide(head):
        return "text"
    if len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head):
        return "binary"
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(bare):
        return "XML"
    return "JSON" if _JSON.match(bare) else "text"
