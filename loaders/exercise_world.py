"""The exercise's world: invented statuses, requests, sources, events, needs and missions; nothing here happened."""

from typing import Final

RELEASES: Final = ("ex-2011-08-15", "ex-2011-09-01", "ex-2011-09-15")
# What is older than the first release is known from this day.
FIRST_KNOWN: Final = "2011-08-01"

# id | title | days of its editions, oldest first | how often it is promised
_SOURCES: Final = """
X001|Corps deployment roster|2011-08-12 2011-08-31 2011-09-14|30
X002|Embassy Juba staffing report|2011-08-09 2011-08-26 2011-09-09|30
X003|Embassy Tripoli staffing report|2011-08-05|14
X004|Justice travel notice|2011-09-12|30
X005|Commerce deployment return|2011-08-08|30
X006|Embassy Kabul staffing report|2011-08-10 2011-08-29 2011-09-10|30
X007|Post request register|2011-08-11 2011-08-30 2011-09-13|30
X008|Interagency status review|2011-08-01 2011-08-30 2011-09-12|30
X009|Agency roll|2011-02-11|365
X010|Corps strength report|2011-06-30|90
X011|Humanitarian needs bulletin|2011-08-12|30
X012|Partner mission list|2011-07-31|90
X013|Obligations ledger|2011-08-10 2011-08-26 2011-09-09|30
X014|Program register|2011-08-10 2011-08-26 2011-09-09|30
X015|FY2012 budget request|2011-02-14|365
X016|Late award report|2011-09-13|30
X017|New program notices|2011-09-11|30
X018|Event log|2011-08-15 2011-09-01 2011-09-15|7
"""
SOURCES: Final = tuple(tuple(line.split("|")) for line in _SOURCES.strip().splitlines())

# country | status | from | reason
_STATUSES: Final = """
AFG|COMPLEX|2005-01-01|Conflict and displacement in most provinces.
HTI|FAILING|2007-03-01|Weak services after storms.
HTI|COMPLEX|2010-01-14|Earthquake; government buildings lost.
SDN|COMPLEX|2005-06-01|Conflict and displacement in the west.
COD|COMPLEX|2006-02-01|Armed groups hold parts of the east.
SOM|FAILED|2005-01-01|No government holds the capital and the regions.
LBY|FAILING|2011-02-24|Fighting between the capital and the east.
LBY|COMPLEX|2011-09-12|Fighting displaced civil administration in three districts.
SYR|FAILING|2011-09-11|First assessment; deployments not yet reported.
YEM|FAILING|2011-03-21|Two governorates without administration.
PAK|FAILING|2010-09-01|Flood recovery beyond district means.
ZWE|FAILING|2007-05-01|Public services without funds.
TCD|FAILING|2008-02-15|Border region without administration.
CAF|FAILING|2008-11-01|State presence ends outside the capital.
GIN|FAILING|2009-10-05|Transition without a timetable.
KGZ|POST|2010-07-01|Violence in the south has ended.
KGZ|FAILING|2011-06-20|Second round of violence in two towns.
TJK|FAILING|2010-10-20|Fighting in one eastern district.
MMR|FAILING|2008-05-20|Delta districts without services.
CIV|FAILING|2010-12-10|Disputed election.
CIV|POST|2011-09-09|Interagency classification review.
SSD|POST|2011-07-09|Independence; peace agreement in force.
IRQ|POST|2009-07-01|Provincial handover complete.
LBR|POST|2005-01-01|Peace agreement in force.
XKX|POST|2008-02-17|Northern municipalities apart.
LBN|POST|2006-09-01|Cease-fire on the border.
TLS|POST|2006-09-15|Police still in rebuilding.
NPL|POST|2006-12-01|Integration of fighters not complete.
LKA|POST|2009-06-01|Resettlement in the north.
BDI|POST|2006-10-01|Last armed group has joined the talks.
GEO|POST|2008-09-01|Cease-fire lines.
GEO|NONE|2011-03-01|No longer followed.
"""
STATUSES: Final = tuple(tuple(line.split("|")) for line in _STATUSES.strip().splitlines())

# Posts requested in all, by country and function; days are drawn where none is written below.
_REQUESTS: Final = """
AFG PLANNING 9 GOVERNANCE 14 JUSTICE 9 FINANCE 4 AGRICULTURE 6 HEALTH 2 TRADE 2
HTI PLANNING 5 GOVERNANCE 4 JUSTICE 4 FINANCE 2 AGRICULTURE 3 HEALTH 4 TRADE 2 LOGISTICS 2
SDN PLANNING 7 GOVERNANCE 5 JUSTICE 2 FINANCE 1 AGRICULTURE 3 HEALTH 3 LOGISTICS 1
COD PLANNING 2 GOVERNANCE 3 JUSTICE 7 FINANCE 4 AGRICULTURE 4 HEALTH 2 TRADE 1 LOGISTICS 1
SOM PLANNING 3 GOVERNANCE 3 JUSTICE 2 FINANCE 1 AGRICULTURE 1 HEALTH 1 LOGISTICS 3
YEM PLANNING 1 GOVERNANCE 3 JUSTICE 3 FINANCE 2 AGRICULTURE 1 HEALTH 1 LOGISTICS 1
PAK PLANNING 2 GOVERNANCE 2 JUSTICE 2 FINANCE 1 AGRICULTURE 2 HEALTH 1 TRADE 1
ZWE GOVERNANCE 1 JUSTICE 1 FINANCE 1 AGRICULTURE 1 HEALTH 1 TRADE 1
CIV PLANNING 2 GOVERNANCE 2 JUSTICE 2 FINANCE 1 AGRICULTURE 1 TRADE 1
TCD PLANNING 2 JUSTICE 1 AGRICULTURE 1 HEALTH 1 LOGISTICS 1
CAF PLANNING 1 GOVERNANCE 1 JUSTICE 1 HEALTH 1 LOGISTICS 1
IRQ PLANNING 3 GOVERNANCE 3 JUSTICE 6 FINANCE 3 AGRICULTURE 1 HEALTH 1 TRADE 2 LOGISTICS 1
LBR PLANNING 1 GOVERNANCE 2 JUSTICE 4 HEALTH 1
XKX GOVERNANCE 1 JUSTICE 2
LBN PLANNING 1 GOVERNANCE 2 JUSTICE 1 LOGISTICS 1
TLS PLANNING 1 GOVERNANCE 1 JUSTICE 1 TRADE 1
NPL PLANNING 1 JUSTICE 2 HEALTH 1
LKA PLANNING 1 AGRICULTURE 1 TRADE 1
BDI PLANNING 1 GOVERNANCE 1 HEALTH 1
GIN GOVERNANCE 1 JUSTICE 1
TJK GOVERNANCE 1 FINANCE 2 AGRICULTURE 1
KGZ PLANNING 3 GOVERNANCE 2 JUSTICE 1 TRADE 1 LOGISTICS 1
MMR PLANNING 1 AGRICULTURE 1 HEALTH 1 LOGISTICS 1
"""
_DATED_REQUESTS: Final = """
SSD 2010-09-01 PLANNING 4 GOVERNANCE 4 JUSTICE 2 AGRICULTURE 1 HEALTH 1
SSD 2011-01-05 PLANNING 3 GOVERNANCE 3 JUSTICE 3 FINANCE 1 AGRICULTURE 2
SSD 2011-03-01 JUSTICE 3 AGRICULTURE 1 HEALTH 1 LOGISTICS 1
SSD 2011-04-20 PLANNING 2 GOVERNANCE 2 JUSTICE 2 AGRICULTURE 2
SSD 2011-07-09 GOVERNANCE 2 JUSTICE 4 FINANCE 3 HEALTH 1 TRADE 1 LOGISTICS 1
SSD 2011-08-05 FINANCE 1 AGRICULTURE 2 HEALTH 1 TRADE 1
SSD 2011-09-10 JUSTICE 2 FINANCE 1
LBY 2011-03-15 PLANNING 2 GOVERNANCE 2 LOGISTICS 1
LBY 2011-07-20 PLANNING 1 GOVERNANCE 2 JUSTICE 1 FINANCE 1
LBY 2011-09-12 GOVERNANCE 1 JUSTICE 2 FINANCE 2 HEALTH 1 TRADE 1 LOGISTICS 1
SYR 2011-09-11 PLANNING 1 GOVERNANCE 1 JUSTICE 1 HEALTH 1 LOGISTICS 1
"""
# Three posts for Haiti's elections closed with the team that filled them.
CLOSED_REQUEST: Final = ("HTI", "GOVERNANCE", 3, "2010-10-15", "2011-09-08")


def _counts(words: list[str]) -> dict[str, int]:
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


REQUESTS: Final = {line[:3]: _counts(line.split()[1:]) for line in _REQUESTS.strip().splitlines()}
DATED_REQUESTS: Final = tuple(
    (line[:3], line[4:14], _counts(line.split()[2:])) for line in _DATED_REQUESTS.strip().splitlines()
)

# date | country | category | title
_EVENTS: Final = """
2011-01-09|SSD|law|Referendum begins
2011-01-30|SSD|law|Referendum result published
2011-02-11||corps|Transportation joins the Corps
2011-02-14||budget|FY2012 request sent
2011-02-17|LBY|conflict|Conflict in Libya begins
2011-02-24|LBY|conflict|Libya assessed as failing
2011-03|CIV|conflict|Fighting reaches the port
2011-03-18|YEM|conflict|Two governorates cut off
2011-03-31|HTI|disaster|Cholera wards full in the north
2011-04-11|CIV|conflict|Truce in the capital
2011-04-15||budget|Full-year funds released
2011-05-06|PAK|disaster|River above the flood mark
2011-05-21|SDN|conflict|Border town occupied
2011-06-10|KGZ|conflict|Second round of violence in Osh
2011-06-20|SDN|law|Truce on the border signed
2011-07-09|SSD|law|Independence; now post-conflict
2011-07-20|SOM|disaster|Drought declared in two regions
2011-07-28|AFG|law|First districts handed over
2011-08-04|TCD|disaster|Wells dry in the border camps
2011-08-20|LBY|conflict|Fighting in the capital
2011-08-25|LBN|conflict|Shots across the border
2011-09-06|SSD|budget|Two programs started
2011-09-08|HTI|deployment|Elections support closed
2011-09-09|CIV|law|Courts reopen in the north
2011-09-11|SYR|conflict|First assessment of Syria
2011-09-12|LBY|conflict|Three districts without administration
"""
EVENTS: Final = tuple(tuple(line.split("|")) for line in _EVENTS.strip().splitlines())

# country | indicator | unit | value | how exact
_NEEDS: Final = """
AFG|Displaced people|people|447000|ABOUT
HTI|People in camps|people|595000|ABOUT
HTI|Homes destroyed|homes|105000|AT_LEAST
SDN|Displaced people|people|1900000|ABOUT
LBY|Displaced people|people|218000|ABOUT
COD|Displaced people|people|1700000|ABOUT
SOM|Displaced people|people|1460000|ABOUT
SOM|People short of food|people|4000000|AT_LEAST
YEM|Displaced people|people|415000|ABOUT
PAK|People short of shelter|people|800000|ABOUT
ZWE|People short of food|people|1000000|UP_TO
SYR|Displaced people|people||EXACT
TCD|Refugees|people|360000|ABOUT
CAF|Displaced people|people|176000|EXACT
KGZ|Displaced people|people|67000|EXACT
MMR|People short of food|people|340000|ABOUT
GIN|People short of food|people|90000|ABOUT
TJK|Displaced people|people|2100|EXACT
SSD|Displaced people|people|274000|ABOUT
SSD|Returned people|people|341000|AT_LEAST
LBR|Refugees|people|173000|ABOUT
CIV|Displaced people|people|247000|ABOUT
IRQ|Displaced people|people|1300000|ABOUT
XKX|Displaced people|people|18300|EXACT
LBN|Refugees|people|8600|EXACT
TLS|Households without roofs|households|1400|EXACT
NPL|Displaced people|people|50000|NEARLY
LKA|Displaced people|people|138000|ABOUT
BDI|Returned people|people|12500|EXACT
"""
NEEDS: Final = tuple(tuple(line.split("|")) for line in _NEEDS.strip().splitlines())

# mission | kind | country | lead | indicator | unit | value
_MISSIONS: Final = """
Exercise mission South|UN peacekeeping|SSD|Exercise United Nations|Uniformed personnel|people|5800
Exercise mission West|UN peacekeeping|LBR|Exercise United Nations|Uniformed personnel|people|9100
Exercise mission Lakes|UN peacekeeping|COD|Exercise United Nations|Uniformed personnel|people|19000
Exercise mission Island|UN peacekeeping|HTI|Exercise United Nations|Police|people|3500
Exercise mission Rule of Law|EU civilian|XKX|Exercise European mission|International staff|people|1600
Exercise mission Provinces|Provincial teams|AFG|Exercise coalition|Teams|teams|27
"""
MISSIONS: Final = tuple(tuple(line.split("|")) for line in _MISSIONS.strip().splitlines())

# day | Active | Standby | Reserve members
STRENGTH: Final = (
    ("2009-09-30", 61, 310, 0),
    ("2010-03-31", 92, 640, 0),
    ("2010-09-30", 118, 910, 12),
    ("2011-03-31", 136, 1040, 25),
    ("2011-06-30", 147, 1108, 31),
)
STRENGTH_TARGETS: Final = (("ACTIVE", 250), ("STANDBY", 2000), ("RESERVE", 2000))
# Members of each agency who are ready and not deployed.
READY: Final = {
    "STATE": 41, "USAID": 37, "USDA": 22, "DOC": 9, "HHS": 18, "DHS": 13, "DOJ": 34, "TREAS": 8, "DOT": 6,
}  # fmt: skip
