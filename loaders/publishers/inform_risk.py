"""INFORM Risk: how exposed, vulnerable and unable to cope each country is, year by year."""

from typing import Final

from loaders.facts import facts, joined
from loaders.layouts import Feed, Publisher, Texts


def _tell_indicators(texts: Texts) -> Texts:
    return facts(
        texts,
        indicator_id=joined("INFORM-risk", texts["year"], texts["country_code"], texts["indicator_code"]),
        country_code=texts["country_code"],
        indicator_code=texts["indicator_code"],
        indicator_name=texts["indicator_name"],
        unit_code="0-10",
        value=texts["value"],
        qualifier_code="EXACT",
        as_of_date=texts["year"],
        start_date=texts["year"],
        end_date=texts["year"],
        origin_name="INFORM",
        note="0 is the lowest and 10 the highest risk; all years are reckoned anew with each edition",
    )


PUBLISHER: Final = Publisher(
    "inform-risk",
    "INFORM, European Commission Joint Research Centre",
    "CC BY 4.0",
    (
        Feed(
            "Trends of the INFORM Risk Index",
            {
                "Iso3": "country_code", "GNAYear": "year", "IndicatorId": "indicator_code",
                "FullName": "indicator_name", "IndicatorScore": "value",
            },
            ("CountryName",),
            {"indicators": _tell_indicators},
        ),
    ),
    "twice a year",
    "The index stands among its three dimensions; the year is that of the edition, not that of the data behind it.",
)  # fmt: skip
