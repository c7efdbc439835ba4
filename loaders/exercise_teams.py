"""The exercise's people: invented teams, who serves in them, where and from when to when."""

from dataclasses import dataclass
from typing import Final

_FUNCTIONS: Final = {
    "P": "PLANNING",
    "G": "GOVERNANCE",
    "J": "JUSTICE",
    "F": "FINANCE",
    "A": "AGRICULTURE",
    "H": "HEALTH",
    "T": "TRADE",
    "L": "LOGISTICS",
}
_COMPONENTS: Final = {"A": "ACTIVE", "S": "STANDBY", "R": "RESERVE"}

# country agency | team | first day | last day (- open, * drawn) | posts: function, people by component, place
_SERVING: Final = """
SSD STATE|Stabilization team|2011-03-10|2012-01-31|P 5A1S Juba; G 2A1S Malakal; J 1A1S Wau; T 1A Juba; L 1A Juba
SSD USAID|Governance and transition|2011-01-20|2012-02-28|P 2A Juba; G 2A Juba; F 1S Juba; A 1A1S1R Bor
SSD USAID|Health and supply|2011-02-14|2011-09-30|H 1S Wau; L 1A Juba
SSD USAID|Governance and transition|2011-09-09|2012-02-28|G 4A Juba
SSD USDA|Agriculture advisers|2011-05-01|2011-12-15|A 2A Malakal; A 1S Wau
SSD HHS|Clinic advisers|2011-02-20|2011-09-30|H 1A Wau; H 1S Malakal
SSD DHS|Border post mentor|2011-07-25|2011-09-30|J 1A Juba
SSD DOJ|Court advisers|2011-06-20|-|J 3A Juba
SSD DOJ|Court advisers|2011-09-09|-|J 3S Juba
SSD TREAS|Budget adviser|2011-07|2011-11-30|F 1S Juba
SSD DOT|Airfield planner|2011-08-01|2011-09-30|P 1S Juba
SDN STATE|Darfur field presence|2010-07|*|P 3A Khartoum; P 2A Nyala
SDN STATE|Negotiation support|*|*|G 1S Khartoum
SDN USAID|Transition team|*|*|P 2A Khartoum; G 1A1S Nyala; G 1S El Fasher
SDN DOJ|Border law adviser|*|*|J 1A Khartoum
SDN USDA|Livestock adviser|*|*|A 1S Nyala
SDN HHS|Camp health adviser|*|*|H 1S El Fasher
SOM STATE|Transition liaison|*|*|P 1A1S Mogadishu; L 1A Mogadishu
SOM USAID|Regional administration team|*|*|P 1A Hargeisa; G 1A Hargeisa; L 1S Mogadishu
COD STATE|Security sector liaison|*|*|P 1A1S Kinshasa; J 1A Goma
COD USAID|Eastern provinces team|2010-11-15|2012-02-15|G 2A1S Goma; J 1A Bukavu; F 1R Kinshasa
COD HHS|Survivor health adviser|2011-04-01|2011-10-31|H 1A Bukavu
COD DOJ|Military justice advisers|*|*|J 1A1S Kinshasa
COD USDA|Market recovery adviser|*|*|A 1A Bukavu
TCD STATE|Border monitor|*|*|P 1A N'Djamena
TCD USAID|Resettlement planner|*|*|P 1A Abeche
CAF STATE|Transition planner|2011-06|*|P 1A Bangui
LBR STATE|Elections planning|*|*|P 1A Monrovia; J 1S Monrovia
LBR USAID|County governance team|*|*|G 1A1S Gbarnga; J 1A Monrovia
LBR DOJ|Court advisers|2011-03-01|2012-05-31|J 2A1S Monrovia
LBR HHS|Hospital planner|*|*|H 1S Monrovia
CIV STATE|Elections follow-up|2011-05-20|*|P 1A1S Abidjan; F 1A Abidjan
CIV USAID|Return and recovery|2011-07-11|*|G 1A Bouake
GIN STATE|Transition adviser|*|*|G 1S Conakry
BDI STATE|Reintegration adviser|*|*|G 1A Bujumbura
BDI USAID|Reintegration planner|*|*|P 1A Bujumbura
AFG STATE|Planning cell, Kabul|2010-06-15|2012-06-30|P 6A2S Kabul; G 2A1S Kandahar; J 1A Herat
AFG USAID|District stabilization|2010-08-01|2011-12-31|G 6A2S Kandahar; G 1S Jalalabad; P 1A Kabul
AFG USAID|Provincial services|*|2012-01-31|J 1A Jalalabad; H 1R Kabul
AFG USDA|Irrigation and orchards|*|*|A 2A1S Kandahar; A 1A1S Herat
AFG DOC|Mining law adviser|*|*|T 1S Kabul
AFG HHS|Hospital mentor|*|*|H 1A Kandahar
AFG DOJ|Rule-of-law teams|2010-12-01|2011-11-15|J 4A Kabul; J 2S Herat
AFG TREAS|Budget adviser|*|*|F 1A Kabul
PAK STATE|Flood recovery planning|2010-09|*|P 1A1S Peshawar
PAK USAID|District recovery adviser|*|*|G 1A Peshawar
PAK USDA|Water use adviser|*|*|A 1A Multan
PAK DOJ|Prosecution adviser|*|*|J 1S Lahore
KGZ STATE|Reconciliation team|2010-07-15|*|P 2A Osh; G 1S Bishkek
KGZ USAID|Local governance team|*|*|P 1A Osh; G 1S Osh
KGZ DHS|Customs adviser|*|*|L 1S Bishkek
TJK STATE|Border region planner|2011-07-18|*|G 1A Khujand
TJK USAID|Public finance adviser|*|*|F 1S Dushanbe
NPL STATE|Integration adviser|*|*|P 1A Kathmandu
NPL USAID|District courts adviser|*|*|J 1A Nepalgunj
NPL DOJ|Police adviser|*|*|J 1S Kathmandu
LKA STATE|Resettlement adviser|*|*|P 1S Jaffna
LKA USDA|Fisheries adviser|*|*|A 1S Jaffna
LBY STATE|Transition liaison|2011-08-28|2012-02-28|P 1A1S Benghazi
LBY STATE|Transition liaison|2011-09-08|2012-02-28|P 1A Tripoli; G 1A Tripoli
LBY USAID|Municipal services team|2011-07-05|*|G 1A Benghazi
LBY USAID|Municipal services team|2011-09-08|*|G 1S Misrata
LBY DOJ|Detention adviser|2011-09-08|*|J 1A Tripoli
LBY TREAS|Asset recovery adviser|2011-09-08|*|F 1S Tripoli
YEM STATE|Contingency planning|*|*|P 1A Sanaa; G 1A Aden
YEM USAID|Local councils adviser|*|*|G 1A Aden
IRQ STATE|Provincial transition team|2009|*|P 2A1S Baghdad; G 1A Basrah; J 1S Erbil
IRQ USAID|Provincial services|*|*|G 1A1S Kirkuk; F 1A Basrah
IRQ USDA|Dates and irrigation|*|*|A 1A Basrah
IRQ DOC|Trade law adviser|*|*|T 1A Baghdad
IRQ DHS|Port of entry adviser|*|*|L 1A Basrah
IRQ DOJ|Courts and police team|*|*|J 2A1S Baghdad; J 1S Erbil
IRQ TREAS|Central bank adviser|*|-|F 1A Baghdad
LBN STATE|Border planning|*|*|P 1A Beirut; G 1S Beirut
LBN USAID|Municipal adviser|2011-03-01|2011-11-30|G 1S Beirut
LBN DHS|Customs adviser|*|*|L 1S Beirut
HTI STATE|Recovery planning|2010-02|*|P 2A1S Port-au-Prince; G 1A Cap-Haitien
HTI USAID|Recovery coordination|2010-02-01|2012-01-12|P 2A Port-au-Prince; G 1A2S Cap-Haitien; H 1S Port-au-Prince
HTI USDA|Watershed advisers|*|2011-12-15|A 1A1S Les Cayes
HTI DOC|Port trade adviser|*|2011-12-31|T 1S Port-au-Prince
HTI HHS|Cholera response|2010-11-08|2011-11-30|H 1A1S Port-au-Prince
HTI DHS|Customs and ports|*|*|L 1A Cap-Haitien
HTI DOJ|Prisons adviser|*|2011-10-31|J 1A Port-au-Prince
HTI DOT|Port and roads engineer|2011-03-15|2012-01-31|L 1R Port-au-Prince
XKX STATE|Northern municipalities|*|*|G 1A Mitrovica
XKX DHS|Border police mentor|*|*|J 1S Pristina
XKX DOJ|Courts team|*|-|J 1A1S Pristina
TLS STATE|Elections planner|*|*|P 1A Dili
TLS USAID|Village councils adviser|*|*|G 1A Dili
TLS DOJ|Police adviser|*|*|J 1R Dili
"""

_ENDED: Final = """
HTI STATE|Elections support|2010-11-01|2011-09-08|G 2A1S Port-au-Prince
SSD STATE|Referendum planning|2010-07-15|2011-03-05|P 2A1S Juba; G 1A Malakal
SSD USAID|Referendum logistics|2010-08-20|2011-02-15|L 1A1S Juba
ZWE USAID|Land records adviser|2010-06-01|2011-02-28|G 1A Harare
"""

_PLANNED: Final = """
LBY TREAS|Asset recovery adviser|2011-10-04|2012-01-15|F 1S Tripoli
LBY DOJ|Police adviser|2011-10-16|-|J 2A Tripoli
SSD HHS|Clinic advisers|2011-09-30|2012-06-30|H 2S Wau
SSD STATE|Stabilization team, second rotation|2011-11-01|2012-10-31|P 5A1S Juba; G 2A1S Malakal
SSD USAID|Governance and transition, second rotation|2011-11-15|2012-11-15|G 4A2S Juba
SSD DOJ|Court advisers, state capitals|2011-10-15|2012-10-15|J 2A1S Malakal; J 2S Wau
COD DOJ|Military justice advisers|2011-11-01|2012-10-31|J 2A Goma
YEM USAID|Local councils adviser|2011-10-20|2012-04-20|G 1A1S Sanaa
AFG STATE|District stabilization handover|2011-11-01|2012-10-31|G 2A Kandahar
IRQ DOJ|Courts and police team|2011-10-10|2012-10-10|J 1A Baghdad
HTI HHS|Cholera response|2011-11-21|2012-05-31|H 1S Port-au-Prince
"""


@dataclass(frozen=True)
class Tour:
    """One invented tour: people of one agency, component, function and place.

    Attributes:
        start: First day as text at the precision known; ``*`` is still to be drawn.
        end: Last day as text, ``-`` for none recorded, ``*`` still to be drawn.
        people: People on the tour.
    """

    country: str
    agency: str
    team: str
    start: str
    end: str
    function: str
    component: str
    people: int
    place: str


def _tours(block: str) -> tuple[Tour, ...]:
    found: list[Tour] = []
    for line in block.strip().splitlines():
        whose, team, start, end, posts = line.split("|")
        country, agency = whose.split()
        for post in posts.split("; "):
            function, counts, place = post.split(" ", 2)
            for people, component in zip(counts[::2], counts[1::2], strict=True):
                what = (_FUNCTIONS[function], _COMPONENTS[component])
                found.append(Tour(country, agency, team, start, end, *what, int(people), place))
    return tuple(found)


SERVING: Final = _tours(_SERVING)
ENDED: Final = _tours(_ENDED)
PLANNED: Final = _tours(_PLANNED)
