"""The container of an .xlsx workbook: which parts it has, what its sheets are called, and the texts they share."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple, NoReturn

import pyarrow as pa
from lxml import etree

from loaders.formats.archives import list_members
from loaders.formats.limits import Limits
from loaders.formats.numberformats import kind_of
from loaders.formats.prologs import PROLOG_BYTES, XML_OPTIONS, refuse_doctype
from loaders.formats.sharedtexts import read_shared
from loaders.formats.sheets import RefusedError, refuse

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How a damaged archive, a broken XML or a number that is none shows itself.
BROKEN: Final = (
    zipfile.BadZipFile,
    etree.XMLSyntaxError,
    EOFError,
    OSError,
    NotImplementedError,
    KeyError,
    IndexError,
    ValueError,
    zlib.error,
)
_OUTSIDE: Final = ("/externalLink", "/connections", "/queryTable", "/externalLinkPath")
_TRUE: Final = ("1", "true")
MEND: Final = "open it in a spreadsheet program, save it anew as .xlsx and send that"


class Listed(NamedTuple):
    """A sheet of a workbook: its name, its part, whether it is hidden, and whether it is a grid of cells."""

    name: str
    part: str
    is_hidden: bool
    is_grid: bool


@dataclass(frozen=True)
class Container:
    """What a workbook says of its sheets and cells.

    Attributes:
        path: The file.
        sheets: Its sheets in the order of their tabs.
        texts: The texts the cells share, an empty one as null.
        kinds: What each cell style makes of a number; see ``numberformats.kind_of``.
        epoch: Year from whose start days are counted.
        links: Addresses outside the workbook that it takes values from.
    """

    path: Path
    sheets: tuple[Listed, ...]
    texts: pa.StringArray
    kinds: list[str]
    epoch: int
    links: tuple[str, ...]


def open_container(path: Path, limits: Limits) -> Container:
    """Open a workbook and read all but its sheets; every part is checked before any is read.

    Raises:
        RefusedError: It is no workbook, is encrypted, too large or damaged, or a part has a DOCTYPE.
    """
    with path.open("rb") as file:
        start = file.read(len(_OLE))
    if start == _OLE:
        refuse("encrypted", "the workbook is locked with a password, or is an old .xls in a new name",
               "save it as .xlsx without a password")  # fmt: skip
    try:
        list_members(path, limits)
        with zipfile.ZipFile(path) as parts:
            _check_prologs(parts)
            return _opened(parts, path)
    except BROKEN as error:
        refuse_broken(error)


def refuse_broken(error: Exception, sheet: str = "") -> NoReturn:
    """Refuse a workbook that is not what it should be.

    Raises:
        RefusedError: Always.
    """
    if isinstance(error, RefusedError):
        raise error
    refuse("not-xlsx", "the workbook is damaged or is none", MEND, sheet=sheet)


def _check_prologs(parts: zipfile.ZipFile) -> None:
    for name in parts.namelist():
        if name.endswith((".xml", ".rels", ".vml")):
            refuse_doctype(_head(parts, name))


def _head(parts: zipfile.ZipFile, part: str) -> bytes:
    with parts.open(part) as stream:
        return stream.read(PROLOG_BYTES)


def _opened(parts: zipfile.ZipFile, path: Path) -> Container:
    book = next((to for kind, to in _links_of(parts, "").values() if kind.endswith("/officeDocument")), None)
    if book is None or book not in parts.namelist():
        refuse("not-xlsx", "the archive holds no workbook", MEND)
    links = _links_of(parts, book)
    tree = _tree(parts, book)
    texts = next((to for kind, to in links.values() if kind.endswith("/sharedStrings")), "")
    styles = next((to for kind, to in links.values() if kind.endswith("/styles")), "")
    properties = tree.find("{*}workbookPr")
    starts_1904 = properties is not None and properties.get("date1904") in _TRUE
    return Container(
        path, tuple(_listed(tree, links)), read_shared(parts, texts), _kinds(parts, styles),
        1904 if starts_1904 else 1900, tuple(_outside(parts)),
    )  # fmt: skip


def _tree(parts: zipfile.ZipFile, part: str) -> Any:
    return etree.fromstring(parts.read(part), etree.XMLParser(**XML_OPTIONS))


def _links_of(parts: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target of each relationship of a part by its id; targets outside are left as they are."""
    at = PurePosixPath(part)
    rels = str(at.parent / "_rels" / f"{at.name}.rels") if part else "_rels/.rels"
    if rels not in parts.namelist():
        return {}
    return {
        link.get("Id", ""): (link.get("Type", ""), _inside(at.parent, link))
        for link in _tree(parts, rels).iterchildren("{*}Relationship")
    }


def _inside(folder: PurePosixPath, link: Any) -> str:
    target = link.get("Target", "")
    if link.get("TargetMode") == "External":
        return str(target)
    steps: list[str] = []
    for step in (folder / target).parts if not target.startswith("/") else target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _listed(tree: Any, links: dict[str, tuple[str, str]]) -> Iterator[Listed]:
    for sheet in tree.iterfind("{*}sheets/{*}sheet"):
        by_id = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        kind, part = links.get(by_id, ("", ""))
        yield Listed(
            sheet.get("name", ""), part, sheet.get("state", "visible") != "visible", kind.endswith("/worksheet")
        )


def _kinds(parts: zipfile.ZipFile, part: str) -> list[str]:
    if not part:
        return []
    tree = _tree(parts, part)
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in tree.iterfind("{*}numFmts/{*}numFmt")}
    return [
        kind_of(codes.get(style.get("numFmtId"), ""), int(style.get("numFmtId", "0")))
        for style in tree.iterfind("{*}cellXfs/{*}xf")
    ]


def _outside(parts: zipfile.ZipFile) -> Iterator[str]:
    for part in parts.namelist():
        if not part.endswith(".rels"):
            continue
        for link in _tree(parts, part).iterchildren("{*}Relationship"):
            is_value = link.get("Type", "").endswith(_OUTSIDE)
            if is_value and (link.get("TargetMode") == "External" or link.get("Type").endswith("/connections")):
                yield link.get("Target", "")
