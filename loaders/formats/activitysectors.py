"""The words behind codes of IATI: sectors of the OECD DAC, by the first three of their five digits."""

from typing import Final

# IATI code list SectorCategory (DAC 3 Digit Sector), https://codelists.codeforiati.org/SectorCategory/
_CATEGORIES: Final = {
    "110": "Education", "111": "Education, level unspecified", "112": "Basic education",
    "113": "Upper secondary education", "114": "Post-secondary education", "120": "Health", "121": "Health, general",
    "122": "Basic health", "123": "Non-communicable diseases",
    "130": "Population policies/programmes and reproductive health", "140": "Water supply and sanitation",
    "150": "Government and civil society", "151": "Government and civil society, general",
    "152": "Conflict, peace and security", "160": "Other social infrastructure and services",
    "210": "Transport and storage", "220": "Communications", "230": "Energy", "231": "Energy policy",
    "232": "Energy generation, renewable sources", "233": "Energy generation, non-renewable sources",
    "234": "Hybrid energy plants", "235": "Nuclear energy plants", "236": "Energy distribution",
    "240": "Banking and financial services", "250": "Business and other services",
    "310": "Agriculture, forestry, fishing", "311": "Agriculture", "312": "Forestry", "313": "Fishing",
    "320": "Industry, mining, construction", "321": "Industry", "322": "Mineral resources and mining",
    "323": "Construction", "330": "Trade policies and regulations", "331": "Trade policies and regulations",
    "332": "Tourism", "410": "General environment protection", "430": "Other multisector",
    "510": "General budget support", "520": "Development food assistance", "530": "Other commodity assistance",
    "600": "Action relating to debt", "720": "Emergency response", "730": "Reconstruction and rehabilitation",
    "740": "Disaster preparedness", "910": "Administrative costs of donors",
    "920": "Support to non-governmental organisations", "930": "Refugees/asylum seekers in donor countries",
    "998": "Unallocated / unspecified",
}  # fmt: skip


def sector_name(code: str) -> str:
    """Return the group a sector of the DAC belongs to, with its code; a code of no group as it is."""
    name = _CATEGORIES.get(code[:3])
    return f"{name} ({code})" if name else code
