"""Names of currencies other than the US dollar, as they stand beside an amount or in the format of a cell."""

import re
import unicodedata
from typing import Final

# ISO 4217, without the US dollar and without metals, funds and codes for tests.
_LISTED: Final = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL "
    "HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR "
    "RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD "
    "TZS UAH UGX UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL"
)
_CODES: Final = frozenset(_LISTED.split())
_WORDS: Final = frozenset(
    {"euro", "euros", "pound", "pounds", "sterling", "pounds sterling", "yen", "yuan", "renminbi", "rmb", "franc",
     "francs", "cfa", "fcfa", "f cfa", "shilling", "shillings", "rupee", "rupees", "rand", "naira", "birr", "dinar",
     "dinars", "dirham", "dirhams", "riyal", "riyals", "peso", "pesos", "real", "reais", "krona", "kroner", "kr",
     "zloty", "lira", "afghani", "afghanis", "afs", "rs", "rs.", "ksh", "kshs", "ush", "tsh", "gourdes", "htg", "fr",
     "sfr", "le", "tk", "taka", "kwacha", "cedi", "cedis", "r", "zl", "zł", "kč", "lei", "hryvnia", "rouble",
     "roubles", "ruble", "rubles", "som", "dram", "lari", "won", "baht", "canadian dollars", "australian dollars"}
)  # fmt: skip
_FOREIGN_DOLLAR: Final = re.compile(r"(?!us ?\$)[a-z]{1,3} ?\$")


def is_foreign(word: str) -> bool:
    """Whether a word is the name, the code or the sign of a currency other than the US dollar."""
    folded = word.casefold()
    if any(unicodedata.category(char) == "Sc" and char != "$" for char in word):
        return True
    return folded in _WORDS or word.upper() in _CODES or bool(_FOREIGN_DOLLAR.fullmatch(folded))
