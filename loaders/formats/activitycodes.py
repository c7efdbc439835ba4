"""The words behind codes of IATI: statuses of activities and regions of the OECD DAC."""

from typing import Final

# IATI 2.03 code list ActivityStatus.
STATUSES: Final = {
    "1": "Pipeline/identification", "2": "Implementation", "3": "Finalisation", "4": "Closed", "5": "Cancelled",
    "6": "Suspended",
}  # fmt: skip
# IATI 2.03 code list Region (OECD DAC).
REGIONS: Final = {
    "88": "States Ex-Yugoslavia unspecified", "89": "Europe, regional", "189": "North of Sahara, regional",
    "289": "South of Sahara, regional", "298": "Africa, regional", "380": "West Indies, regional",
    "389": "North & Central America, regional", "489": "South America, regional", "498": "America, regional",
    "589": "Middle East, regional", "619": "Central Asia, regional", "679": "South Asia, regional",
    "689": "South & Central Asia, regional", "789": "Far East Asia, regional", "798": "Asia, regional",
    "889": "Oceania, regional", "998": "Developing countries, unspecified", "1027": "Eastern Africa, regional",
    "1028": "Middle Africa, regional", "1029": "Southern Africa, regional", "1030": "Western Africa, regional",
    "1031": "Caribbean, regional", "1032": "Central America, regional", "1033": "Melanesia, regional",
    "1034": "Micronesia, regional", "1035": "Polynesia, regional",
}  # fmt: skip
