"""Packing: a figure as it goes over the wire; nothing is said twice, no number is longer than can be seen."""

from collections.abc import Mapping, Sequence
from typing import Final

_DIGITS: Final = 6
"""Significant digits of a number; at 2,000 px a hundredth of a px is the fifth."""
_SHORT: Final = 3
"""Lists up to this length are sent again rather than pointed at."""

Trace = dict[str, object]


def packed(figure: Mapping[str, object]) -> dict[str, object]:
    """Return a figure with rounded numbers, repeated lists pointed at, and for the phone only what differs.

    A list that a trace before has under the same name becomes ``=n``, n being the first such trace; a list of the
    phone's that is a stretch of one under the same names in the wide figure becomes ``~n:first:end``.
    ``narrow`` keeps ``drop`` and ``shrink``; its layout holds the keys that differ, and its data one
    entry a trace: None where it is the wide one, else the keys that differ. None as a value takes a key away.

    Args:
        figure: Data, layout, height, click and narrow, where narrow may repeat all of the figure.
    """
    slim = {name: _rounded(value) for name, value in figure.items() if name != "narrow"}
    wide = _pointed(_traces(slim))
    whole: dict[str, object] = {**slim, "data": wide}
    if "narrow" in figure:
        whole["narrow"] = _narrowed(whole, _rounded(figure["narrow"]))
    return whole


def _traces(figure: Mapping[str, object]) -> list[Trace]:
    data = figure.get("data", [])
    return [dict(trace) for trace in data] if isinstance(data, Sequence) else []


def _rounded(value: object) -> object:
    if isinstance(value, float):
        short = float(f"{value:.{_DIGITS}g}")
        return int(short) if short.is_integer() else short
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


def _pointed(traces: list[Trace]) -> list[Trace]:
    """Return traces in which a list that stands under the same name in an earlier one points at it."""
    first: dict[tuple[str, str], int] = {}
    found: list[Trace] = []
    for number, trace in enumerate(traces):
        held: Trace = {}
        for key, value in trace.items():
            is_long = isinstance(value, list) and len(value) > _SHORT
            at = first.setdefault((key, repr(value)), number) if is_long else number
            held[key] = value if at == number else f"={at}"
        found.append(held)
    return found


def _narrowed(wide: Mapping[str, object], given: object) -> dict[str, object]:
    if not isinstance(given, Mapping):
        return {}
    narrow = {key: value for key, value in given.items() if wide.get(key) != value}
    layout, own = wide.get("layout"), given.get("layout")
    if isinstance(layout, Mapping) and isinstance(own, Mapping):
        narrow["layout"] = _differing(layout, own)
    if "data" in given:
        base, other = _traces(wide), _pointed(_traces(given))
        pairs = zip(other, [*base, *[Trace()] * len(other)], strict=False)
        changed = [_differing(trace, mine) for mine, trace in pairs]
        narrow["data"] = [
            {key: _stretch(value, (key,), base) for key, value in trace.items()} or None for trace in changed
        ]
    return narrow


def _stretch(value: object, path: tuple[str, ...], wide: list[Trace]) -> object:
    """Return a list as the stretch of a wide trace's list that it is, if it is one; a mapping with its lists so."""
    if isinstance(value, dict):
        return {key: _stretch(item, (*path, key), wide) for key, item in value.items()}
    if not isinstance(value, list) or len(value) <= _SHORT:
        return value
    for number, trace in enumerate(wide):
        held = _under(trace, path)
        for first in range(len(held) - len(value) + 1):
            if held[first] == value[0] and held[first : first + len(value)] == value:
                return f"~{number}:{first}:{first + len(value)}"
    return value


def _under(trace: Trace, path: tuple[str, ...]) -> list[object]:
    found: object = trace
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, list) else []


def _differing(base: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """Return the keys whose values differ, with None for those that the other lacks."""
    changed = {key: value for key, value in other.items() if key not in base or base[key] != value}
    return {**changed, **{key: None for key in base if key not in other}}
