"""OCHA common operational datasets: the codes of administrative units, each with the unit that holds it."""

from typing import Final

from loaders.facts import facts, joined
from loaders.layouts import Feed, Publisher, Texts


def _tell_units(texts: Texts) -> Texts:
    return facts(
        texts,
        admin_unit_id=joined(texts["admin_code"], texts["valid_from"]),
        admin_code=texts["admin_code"],
        admin_name=texts["admin_name"],
        admin_level=texts["admin_level"],
        country_code=texts["country_code"],
        parent_code=texts["parent_code"],
        valid_from=texts["valid_from"],
    )


PUBLISHER: Final = Publisher(
    "cod-pcodes",
    "OCHA Common Operational Datasets: administrative units",
    "CC BY-IGO 3.0",
    (
        Feed(
            "Codes of administrative units",
            {
                "Location": "country_code",
                "Admin Level": "admin_level",
                "P-Code": "admin_code",
                "Name": "admin_name",
                "Parent P-Code": "parent_code",
                "Valid from date": "valid_from",
            },
            (),
            {"admin_units": _tell_units},
        ),
    ),
    "as countries change them",
    "A row of HXL tags under the heading; the unit that holds one of the first level is the country.",
)
