"""JSON lists of flat objects: an object a row, its place in the list from 1 the row number."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loaders.formats.headings import Wanted
from loaders.formats.jsontexts import JsonText, is_object
from loaders.formats.limits import Limits
from loaders.formats.records import Records
from loaders.formats.sheets import Sheet, refuse


def read_objects(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Read a JSON list of objects as one sheet.

    Keys may differ from object to object: a column has every key met, empty where an object lacks it. Numbers keep
    all their digits; NaN and Infinity become those words, which no column of numbers takes; true and false become
    TRUE and FALSE. A list or object inside an object, and a key that stands twice in one, set its row aside.

    Raises:
        RefusedError: It is no JSON list of objects, is too deep or too long, or lacks a required column.
    """
    records = Records(wanted, limits)
    with JsonText(path, limits) as text:
        for pairs in _objects(text):
            records.add(pairs)
    yield records.sheet()


def _objects(text: JsonText) -> Iterator[list[tuple[str, Any]]]:
    if text.peek() != "[":
        _refuse_shape(text)
    for number, value in enumerate(text.members(), start=1):
        if not is_object(value):
            refuse("json-shape", "is no object with a name for every value", "send a list of objects", row=number)
        yield value
    if text.peek():
        text.refuse_here("nothing more is expected after the list")


def _refuse_shape(text: JsonText) -> None:
    is_an_object = text.peek() == "{"
    text.value()
    found = "an object" if is_an_object else "a single value"
    refuse("json-shape", f"the JSON is {found}, not a list of records", "send a list with one object for each row")
