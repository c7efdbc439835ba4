"""UNHCR refugee population statistics: who fled from where, where they are, and what became of their claims."""

from typing import TYPE_CHECKING, Final

from loaders.facts import facts, joined, upright, written_out
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

# UNHCR's own codes for people whose country of origin is not known, or who have none or several.
_NO_COUNTRY: Final = ("UKN", "STA", "VAR")
_POPULATIONS: Final = {
    "REF": "Refugees",
    "IDP": "Internally displaced people of concern to UNHCR",
    "ASY": "Asylum seekers",
    "OOC": "Others of concern to UNHCR",
    "STA": "Stateless people",
    "VDA": "Venezuelans displaced abroad",
}
_DECISIONS: Final = {
    "Recognized": "Asylum decisions: recognized",
    "RecognizedOther": "Asylum decisions: other protection",
    "OtherwiseClosed": "Asylum decisions: otherwise closed",
    "Rejected": "Asylum decisions: rejected",
    "TotalDecided": "Asylum decisions",
}
_TOTAL: Final = "TotalDecided"
_PAIR: Final = {"Year": "year", "ISO3CoO": "origin_country_code", "ISO3CoA": "country_code"}


def _tell_populations(texts: Texts) -> Texts:
    return upright(texts, list(_POPULATIONS), _stock)


def _stock(rows: Texts, name: str) -> Texts:
    return _figure(rows, name, _POPULATIONS[name], _key(rows, name)).assign(as_of_date=rows["year"])


def _tell_applications(texts: Texts) -> Texts:
    return _flow(texts, "Applications", "Asylum applications", ("procedure", "application", "counted"))


def _tell_decisions(texts: Texts) -> Texts:
    return upright(texts, list(_DECISIONS), _decided)


def _decided(rows: Texts, name: str) -> Texts:
    kinds = ("procedure", "decision", "counted")
    told = _flow(rows, name, _DECISIONS[name], kinds)
    if name == _TOTAL:
        return told.assign(is_total="yes")
    return told.assign(is_total="no", part_of_id=_key(rows, *kinds, _TOTAL))


def _flow(rows: Texts, name: str, words: str, kinds: tuple[str, ...]) -> Texts:
    note = "Procedure, type and unit (P people, C cases) as UNHCR codes them: " + joined(
        *(rows[kind] for kind in kinds)
    )
    told = _figure(rows, name, words, _key(rows, *kinds, name))
    return told.assign(as_of_date=rows["year"], start_date=rows["year"], end_date=rows["year"], note=note)


def _figure(rows: Texts, name: str, words: str, key: "pd.Series[str]") -> Texts:
    return facts(
        rows,
        need_id=key,
        country_code=rows["country_code"],
        origin_country_code=rows["origin_country_code"].where(~rows["origin_country_code"].isin(_NO_COUNTRY)),
        indicator_name=words,
        unit_code="people",
        value=written_out(rows[name]),
        qualifier_code="EXACT",
        origin_name="UNHCR",
    )


def _key(rows: Texts, *parts: str) -> "pd.Series[str]":
    """Return a key out of the year, both countries, cells of some columns, and the name of the figure."""
    *kinds, name = parts
    return joined(
        "UNHCR", rows["year"], rows["origin_country_code"], rows["country_code"], *(rows[kind] for kind in kinds), name
    )


PUBLISHER: Final = Publisher(
    "unhcr",
    "UNHCR, Refugee Population Statistics Database",
    "CC BY 4.0",
    (
        Feed(
            "People of concern to UNHCR at the end of each year",
            {**_PAIR, **{name: name for name in _POPULATIONS}},
            (),
            {"needs": _tell_populations},
        ),
        Feed(
            "Asylum applications",
            {
                **_PAIR, "ProcedureType": "procedure", "ApplicationType": "application",
                "ApplicationDataType": "counted", "Applications": "Applications",
            },
            ("ApplicationAveragePersonsPerCase",),
            {"needs": _tell_applications},
        ),
        Feed(
            "Asylum decisions",
            {
                **_PAIR, "ProcedureType": "procedure", "DecisionType": "decision", "DecisionDataType": "counted",
                **{name: name for name in _DECISIONS},
            },
            ("DecisionsAveragePersonsPerCase",),
            {"needs": _tell_decisions},
        ),
    ),
    "twice a year",
    "UKN (unknown), STA (stateless) and VAR (various) stand where a country of origin should; a round number may be "
    "written 3e+05.",
)  # fmt: skip
