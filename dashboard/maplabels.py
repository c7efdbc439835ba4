"""Labels of the country map: which of them fit, and on which side of their place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

_WIDTH: Final = 358.0
_HEIGHT: Final = 320.0
_LETTER: Final = 7.0
_BOLD: Final = 8.0
_LINE: Final = 16.0
_LONGEST: Final = 26
_BUTTONS: Final = (48.0, 82.0)
_SCALE: Final = (96.0, 32.0)
"""Width and height that the zoom buttons, upper left, and the scale, lower left, take up in pixels."""


@dataclass(frozen=True)
class Frame:
    """What the map shows first.

    Attributes:
        bounds: West, south, east and north in degrees.
    """

    bounds: tuple[float, float, float, float]

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a place lies in the frame, in pixels from its upper left corner."""
        west, south, east, north = self.bounds
        scale = min(_WIDTH / (east - west), _HEIGHT / (_mercator(north) - _mercator(south)))
        return (lon - west) * scale, (_mercator(north) - _mercator(lat)) * scale

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the bounds in pixels."""
        return self.at(self.bounds[1], self.bounds[2])

    @property
    def seen(self) -> tuple[float, float, float, float]:
        """What fits into the map beside the bounds: west, south, east and north in degrees."""
        west, south, east, north = self.bounds
        across, down = self.size
        wide = max(0.0, (_WIDTH - across) / 2) * (east - west) / across
        high = max(0.0, (_HEIGHT - down) / 2) * (north - south) / down
        return west - wide, south - high, east + wide, north + high


def radius_of(people: object) -> float:
    """Return the radius of a station's disc in pixels; area grows with people, and a number always fits."""
    if people is None or pd.isna(people):
        return 5.0
    return max(9.0, min(4.2 * float(people) ** 0.5, 34.0))  # type: ignore[arg-type]


def _mercator(lat: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


@dataclass(frozen=True)
class Label:
    """One text on the map.

    Attributes:
        text: What it says.
        lat: Latitude of its place in degrees.
        lon: Longitude of its place in degrees.
        kind: Class of the style sheet.
        size: Width and height in pixels.
        anchor: Where in that box the place lies.
    """

    text: str
    lat: float
    lon: float
    kind: str
    size: tuple[int, int]
    anchor: tuple[int, int]


Box = tuple[float, float, float, float]
Named = tuple[str, float, float]


def placed(frame: Frame, places: pd.DataFrame, countries: Sequence[Named], lines: Sequence[Named]) -> list[Label]:
    """Return the labels that fit: stations first, then disputed lines, then neighbours; none touches another.

    Args:
        frame: What the map shows first.
        places: Stations with place_name, lat, lon and people_count.
        countries: Name, latitude and longitude of the neighbours' labels.
        lines: Name, latitude and longitude of the middle of each disputed line.
    """
    discs = [(row, _disc(frame, row.lat, row.lon, row.people_count)) for row in places.itertuples()]
    taken: list[Box] = [*_controls(frame), *(box for _, box in discs)]
    labels = [_beside(frame, row, box, taken) for row, box in discs]
    labels += [_centred(frame, named, "cs-line", taken) for named in lines]
    labels += [_centred(frame, named, "cs-name", taken) for named in countries]
    return [label for label in labels if label]


def _controls(frame: Frame) -> tuple[Box, Box]:
    """Return what the zoom buttons and the scale cover."""
    across, down = frame.size
    left, top = min(0.0, (across - _WIDTH) / 2), min(0.0, (down - _HEIGHT) / 2)
    bottom = top + _HEIGHT
    return (left, top, left + _BUTTONS[0], top + _BUTTONS[1]), (left, bottom - _SCALE[1], left + _SCALE[0], bottom)


def _disc(frame: Frame, lat: float, lon: float, people: object) -> Box:
    x, y = frame.at(lat, lon)
    radius = radius_of(people)
    return x - radius, y - radius, x + radius, y + radius


def _beside(frame: Frame, row: object, disc: Box, taken: list[Box]) -> Label | None:
    name, lat, lon = str(row.place_name), row.lat, row.lon  # type: ignore[attr-defined]  # a row of places
    text = name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip(" ,;") + "…"
    width, middle = _BOLD * len(text) + 4, (disc[1] + disc[3]) / 2
    half = (disc[2] - disc[0]) / 2 + 3
    centre = (disc[0] + disc[2]) / 2
    spots = (
        ("cs-place", centre + half, middle - _LINE / 2, (-half, _LINE / 2)),
        ("cs-place cs-left", centre - half - width, middle - _LINE / 2, (width + half, _LINE / 2)),
        ("cs-place", centre - width / 2, disc[1] - _LINE, (width / 2, half + _LINE)),
        ("cs-place", centre - width / 2, disc[3], (width / 2, -half)),
    )
    for kind, x, y, (across, down) in spots:
        box = (x, y, x + width, y + _LINE)
        if _is_inside(frame, box) and _is_free(box, taken, disc):
            taken.append(box)
            return Label(text, lat, lon, kind, (round(width), round(_LINE)), (round(across), round(down)))
    return None


def _centred(frame: Frame, named: Named, kind: str, taken: list[Box]) -> Label | None:
    """Return a label over its place, or a line above or beneath; that of a disputed line may slide sideways."""
    text, lat, lon = named
    at, y = frame.at(lat, lon)
    half = (_LETTER * len(text) + 4) / 2
    x = at
    if kind == "cs-line":
        across = max(0.0, (_WIDTH - frame.size[0]) / 2)
        x = min(max(at, half - across), frame.size[0] + across - half)
    for shift in (0.0, -_LINE, _LINE, -2 * _LINE, 2 * _LINE):
        box = (x - half, y + shift - _LINE / 2, x + half, y + shift + _LINE / 2)
        if _is_inside(frame, box) and _is_free(box, taken, None):
            taken.append(box)
            anchor = (round(half + at - x), round(_LINE / 2 - shift))
            return Label(text, lat, lon, kind, (round(2 * half), round(_LINE)), anchor)
    return None


def _is_inside(frame: Frame, box: Box) -> bool:
    """Return whether a box lies within what the map shows, around the centre of its bounds."""
    across, down = max(0.0, (_WIDTH - frame.size[0]) / 2), max(0.0, (_HEIGHT - frame.size[1]) / 2)
    west, south, east, north = box
    return west >= -across and south >= -down and east <= frame.size[0] + across and north <= frame.size[1] + down


def _is_free(box: Box, taken: Sequence[Box], own: Box | None) -> bool:
    return all(
        other is own or box[2] <= other[0] or box[0] >= other[2] or box[3] <= other[1] or box[1] >= other[3]
        for other in taken
    )
