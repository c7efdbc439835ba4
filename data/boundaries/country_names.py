"""Short names: what this dashboard calls each country and territory.

The names are those in use in US Government writing while the record runs
(2004-2014), so Burma, Macedonia, Swaziland and Turkey keep the names of those
years. Everything not listed here takes the short name of ISO 3166-1.
"""

import pycountry

PERIOD_NAMES = {
    "BHS": "Bahamas",
    "CIV": "Côte d'Ivoire",
    "COD": "DR Congo",
    "COG": "Republic of the Congo",
    "CPV": "Cape Verde",
    "CZE": "Czech Republic",
    "FLK": "Falkland Islands",
    "FSM": "Micronesia",
    "KGZ": "Kyrgyz Republic",
    "MAC": "Macau",
    "MAF": "Saint Martin (French part)",
    "MKD": "Macedonia",
    "MMR": "Burma",
    "PSE": "West Bank and Gaza",
    "RUS": "Russia",
    "SHN": "Saint Helena",
    "SWZ": "Swaziland",
    "SXM": "Sint Maarten",
    "TUR": "Turkey",
    "VAT": "Holy See",
    "VGB": "British Virgin Islands",
    "VIR": "US Virgin Islands",
    "BRN": "Brunei",
}

OUTSIDE_ISO = {
    "CYN": "Northern Cyprus",
    "IOA": "Indian Ocean Territories",
    "KAS": "Siachen Glacier",
    "SOL": "Somaliland",
    "XKX": "Kosovo",
}


def short_name(code: str) -> str:
    """Return the name shown for one code of the boundary set.

    Args:
        code: ISO 3166-1 alpha-3, ``XKX``, or a territory code of the set.

    Raises:
        KeyError: No name is known for the code; add it to ``OUTSIDE_ISO``.
    """
    if code in OUTSIDE_ISO:
        return OUTSIDE_ISO[code]
    if code in PERIOD_NAMES:
        return PERIOD_NAMES[code]
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        raise KeyError(f"no short name for {code!r}; add it to OUTSIDE_ISO in {__file__}")
    return getattr(country, "common_name", country.name)
