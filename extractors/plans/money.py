"""Amounts of money in prose: "CAD 150 million", "EUR 40m", "4.5 million euros" to plain numbers and currency codes."""

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.plans.patterns import words

# ISO 4217, without the codes that are words in capitals (ALL, TOP, TRY).
_CODES = words(
    "AED AFN AMD ANG AOA ARS AUD AZN BAM BDT BGN BHD BIF BND BOB BRL BWP BYN CAD CDF CHF CLP CNY COP CRC CVE CZK DJF"
    " DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GMD GNF GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES"
    " KGS KHR KMF KRW KWD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MRU MUR MWK MXN MYR MZN NAD NGN"
    " NIO NOK NPR NZD OMR PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SDG SEK SGD SLE SLL SOS SSP STN SYP SZL"
    " THB TJS TMT TND TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF YER ZAR ZMW"
)
_SIGNS = {
    "CAN$": "CAD", "US$": "USD", "AU$": "AUD", "CA$": "CAD", "NZ$": "NZD", "A$": "AUD", "C$": "CAD",
    "€": "EUR", "£": "GBP", "₱": "PHP", "₦": "NGN", "₹": "INR", "₴": "UAH",
    "$": None, "¥": None,  # of several countries: which, the sentence does not say
}  # fmt: skip
_NAMES = {
    r"euros?": "EUR", r"pounds? sterling": "GBP", r"british pounds?": "GBP",
    r"(?:us|u\.s\.|american) dollars?": "USD", r"canadian dollars?": "CAD", r"australian dollars?": "AUD",
    r"new zealand dollars?": "NZD", r"norwegian kron(?:er|or|e)": "NOK", r"swedish kron(?:or|er|a)": "SEK",
    r"danish kron(?:er|or|e)": "DKK", r"swiss francs?": "CHF", r"philippine pesos?": "PHP",
    r"japanese yen": "JPY", r"(?:dollars?|pounds?|francs?|pesos?|kron(?:er|or|e|a)|rupees?|shillings?)": None,
}  # fmt: skip
_TENS = {"t": 3, "k": 3, "m": 6, "b": 9}

_SIGN = "|".join(map(re.escape, _SIGNS))
_NAME = "|".join(_NAMES)
_NUMBER = (
    r"(?<![\d.,/-])(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,12})(?:[.,]\d{1,2})?(?![.,/-]?\d)"
)
_SCALE = r"(?: ?(?i:(?P<{}>thousand|millions?|billions?|mn|mio|bn|m|k|b)\b\.?))?"
_YEAR = r"(?:19|20)\d\d\b(?![.,])"
AMOUNT = re.compile(
    rf"(?:(?P<sign>{_SIGN})|\b(?P<code>{_CODES})\b) ?(?P<number>{_NUMBER}){_SCALE.format('scale')}"
    rf"|(?!{_YEAR})(?P<number_>{_NUMBER}){_SCALE.format('scale_')} ?(?:of )?"
    rf"(?:(?P<sign_>€|£)|\b(?P<code_>{_CODES})\b|\b(?i:(?P<name>{_NAME}))\b)"
)


@dataclass(frozen=True)
class Amount:
    """A sum as plain digits, and its ISO 4217 code; None where the sentence does not tell which currency it is."""

    value: str
    currency: str | None


def read_amount(found: re.Match[str]) -> Amount | None:
    """Read a match of AMOUNT; None for a small bare number behind a code ("MAD 5"), or "1.500", which may be two."""
    digits, scale = found["number"] or found["number_"], found["scale"] or found["scale_"]
    number = _plain(digits)
    if number is None:
        return None
    if scale:
        number = number.scaleb(_TENS[scale[0].lower()])
    elif number < 1000 and (found["code"] or found["code_"]):
        return None
    return Amount(format(number.normalize(), "f"), _currency(found))


def _plain(digits: str) -> Decimal | None:
    if re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        return None
    whole, _, part = re.fullmatch(r"(.*?)([.,](\d{1,2}))?", digits).groups(default="")  # type: ignore[union-attr]
    return Decimal(re.sub(r"[., ]", "", whole) + (f".{part}" if part else ""))


def _currency(found: re.Match[str]) -> str | None:
    sign, code, name = found["sign"] or found["sign_"], found["code"] or found["code_"], found["name"]
    if sign:
        return _SIGNS[sign]
    if name:
        return next(code for pattern, code in _NAMES.items() if re.fullmatch(pattern, name, re.IGNORECASE))
    return str(code)
