"""One number from one text, exactly, where it has one reading; otherwise why not."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from loaders.formats.sheets import WARNING
from loaders.values.digits import western
from loaders.values.hygiene import cleaned
from loaders.values.setting import Flaw, Reading, Setting, rejected, unknown
from loaders.values.words import is_cell_error, is_missing, is_withheld

_POINT: Final = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_GROUPS: Final = re.compile(
    r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+)(?:\.\d+)?|[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?"
)
_COMMA_GROUPS: Final = re.compile(
    r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?: \d{3})+|(?:'\d{3})+),\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}"
)
_COMMA: Final = re.compile(r"\d+,\d+")
# A group of three after one separator may be thousands or a fraction, unless nothing but zero stands before it.
_EITHER: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SCIENTIFIC: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d{1,3}")
_UNIT: Final = r"k|m|mm|mn|mln|mio|mil|b|bn|t|tn|millions?|billions?|trillions?|thousands?|hundreds?|lakhs?|crores?"
_SCALED: Final = re.compile(rf"[+-]?[\d.,' ]*\d\s*(?:{_UNIT})\.?", re.IGNORECASE)
_VAGUE: Final = re.compile(
    r"(?:~|≈|≥|>|±|c\.|ca\.?|circa|about|approx\.?|approximately|around|over"
    r"|more than|at least|almost|nearly|some|est\.?)\s*=?\s*\d.*"
    r"|\d[\d,. ']*(?:\+|(?:-|to|or|/)\s*\d[\d,. ']*|\(?(?:est\.?|approx\.?|estimated)\)?)",
    re.IGNORECASE,
)
_DOLLARS: Final = re.compile(r"(?:US ?)?\$ ?|\bUSD\b ?")
_PERCENT: Final = re.compile(r"(.*\d)\s*(?:%|‰|percent|per cent|pct)", re.IGNORECASE)
_NO_NUMBER: Final = frozenset({"nan", "inf", "infinity", "true", "false", "yes", "no"})
_NIL: Final = frozenset({"none", "nil", "no one", "nobody"})
_TWO: Final = 2
_MEND: Final = "write digits only, or leave the cell empty where it is not known"


class Figure(NamedTuple):
    """A number read, whether it was written with an exponent, and what to say about it."""

    value: Decimal
    is_scientific: bool = False
    flaws: tuple[Flaw, ...] = ()


def prepared(text: str | None, setting: Setting, *, is_required: bool) -> tuple[str, tuple[Flaw, ...]] | Reading:
    """Return a text in plain digits with its flaws, or its reading where it states no value at all."""
    clean = cleaned(text, setting)
    if clean.is_rejected:
        return Reading(None, clean.flaws)
    bare = clean.text.strip()
    if is_missing(bare):
        missing = unknown(is_required)
        return missing._replace(flaws=(*clean.flaws, *missing.flaws))
    if is_cell_error(bare):
        return rejected("cell-error", "is the error of a formula", "send the value")
    plain, had_others = western(bare)
    if had_others:
        return plain.strip(), (*clean.flaws, Flaw(WARNING, "other-digits", f"was read as {plain.strip()}"))
    return plain.strip(), clean.flaws


def read_figure(text: str, setting: Setting, *, is_point_sure: bool = False) -> Figure | Reading:
    """Read one number.

    Args:
        text: The number in plain digits, without a currency.
        setting: After ``;`` a comma may be a decimal point.
        is_point_sure: Whether three digits after a point are a fraction; a sum of money or people has none.
    """
    # A sum that is withheld, about one or a range is so with its dollar signs, too.
    bare = _DOLLARS.sub("", text)
    if is_withheld(bare):
        return Reading(None, (Flaw(WARNING, "suppressed-value", "is withheld by its sender; it counts as unknown"),))
    unsigned, is_negative = _without_sign(text)
    figure = _unsigned(unsigned, setting, is_point_sure)
    if isinstance(figure, Figure):
        return figure._replace(value=-figure.value) if is_negative and figure.value else figure
    return figure or _no_figure(bare)


def _without_sign(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    if text[:1] in ("-", "+"):
        return text[1:].strip(), text[0] == "-"
    return (text[:-1].strip(), True) if text.endswith("-") else (text, False)


def _unsigned(text: str, setting: Setting, is_point_sure: bool) -> Figure | Reading | None:
    has_commas = setting.delimiter == ";"
    if _EITHER.fullmatch(text):
        whole, separator, part = re.split(r"([.,])", text)
        if (separator == "." and not (is_point_sure and not has_commas)) or (separator == "," and has_commas):
            return _ambiguous(f"is {whole}{part} or {whole}.{part}")
    if _POINT.fullmatch(text):
        return Figure(Decimal(text))
    if _GROUPS.fullmatch(text):
        return Figure(Decimal(re.sub("[, ']", "", text)))
    if _COMMA_GROUPS.fullmatch(text):
        return _with_comma(re.sub("[. ']", "", text))
    if _COMMA.fullmatch(text):
        part = text.partition(",")[2]
        is_sure = has_commas or len(part) <= _TWO or text.startswith("0,")
        return _with_comma(text) if is_sure else _ambiguous(f"is {text.replace(',', '.')} or {text.replace(',', '')}")
    if _SCIENTIFIC.fullmatch(text):
        return Figure(Decimal(text), is_scientific=True)
    return None


def _with_comma(text: str) -> Figure:
    value = Decimal(text.replace(",", "."))
    return Figure(
        value,
        flaws=(Flaw(WARNING, "decimal-comma", "was read with its comma as decimal point"),) if "," in text else (),
    )


def _ambiguous(words: str) -> Reading:
    return rejected("ambiguous-number", words, "write it in full, with digits only and a point before a fraction")


def _no_figure(text: str) -> Reading:
    folded = text.casefold()
    if folded in _NIL:
        return _ambiguous("may mean zero or not known")
    if folded.lstrip("+-") in _NO_NUMBER:
        return rejected("not-a-number", "is no number", _MEND)
    if percent := _PERCENT.fullmatch(text):
        return _ambiguous(f"is {percent[1]} or a hundredth of it")
    if _SCALED.fullmatch(text):
        return _ambiguous("is shortened by a unit; its last digits are not known")
    if _VAGUE.fullmatch(text):
        return _ambiguous("is no one number but about one or a range")
    return rejected("not-a-number", "is no number", _MEND)
