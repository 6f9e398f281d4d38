"""Units of measure: their names, what they measure, and how they convert."""

from __future__ import annotations

import re

# dimension -> canonical unit -> (how many of the dimension's first unit it is, other spellings)
_TABLE: dict[str, dict[str, tuple[float, str]]] = {
    "time": {
        "second": (1.0, "s sec secs seconds"),
        "minute": (60.0, "min mins minutes"),
        "hour": (3600.0, "h hr hrs hours"),
        "day": (86400.0, "d days"),
        "week": (604800.0, "wk weeks"),
        "month": (2629746.0, "months mo"),
        "year": (31556952.0, "yr yrs years"),
        "millisecond": (0.001, "ms msec millis milliseconds"),
    },
    "length": {
        "m": (1.0, "metre metres meter meters"),
        "km": (1000.0, "kms kilometre kilometres kilometer kilometers"),
        "cm": (0.01, "centimetre centimetres centimeter centimeters"),
        "nm": (1e-9, "nanometre nanometres nanometer nanometers"),
        "mm": (0.001, "millimetre millimetres millimeter millimeters"),
        "mile": (1609.344, "mi miles"),
        "yard": (0.9144, "yd yds yards"),
        "foot": (0.3048, "ft feet"),
        "inch": (0.0254, "in inches ″"),
    },
    "area": {
        "sqm": (1.0, "m2 m² squaremetre squaremetres squaremeter squaremeters"),
        "sqft": (0.09290304, "ft2 ft² squarefoot squarefeet"),
        "acre": (4046.8564224, "acres"),
        "hectare": (10000.0, "ha hectares"),
    },
    "mass": {
        "kg": (1.0, "kgs kilo kilos kilogram kilograms kilogramme kilogrammes"),
        "g": (0.001, "gr gram grams gramme grammes"),
        "mg": (1e-6, "milligram milligrams"),
        "tonne": (1000.0, "t tonnes ton tons"),
        "pound": (0.45359237, "lb lbs pounds"),
        "ounce": (0.028349523125, "oz ounces"),
        "carat": (0.0002, "ct carats"),
    },
    "volume": {
        "l": (1.0, "litre litres liter liters ltr"),
        "ml": (0.001, "millilitre millilitres milliliter milliliters"),
        "cl": (0.01, "centilitre centilitres centiliter centiliters"),
        "gallon": (3.785411784, "gal gallons"),
        "pint": (0.473176473, "pt pints"),
        "cup": (0.2365882365, "cups"),
        "fluid_ounce": (0.0295735295625, "floz fl-oz"),
        "cc": (0.001, "ccm cm3"),
    },
    "power": {
        "kW": (1000.0, "kilowatt kilowatts"),
        "W": (1.0, "watt watts"),
        "hp": (745.6998715822702, "bhp horsepower"),
        "PS": (735.49875, "cv"),
    },
    "speed": {
        "km/h": (1.0, "kmh kph kmph"),
        "mph": (1.609344, ""),
        "m/s": (3.6, "mps"),
        "knot": (1.852, "knots kn"),
    },
    "data": {
        "byte": (1.0, "bytes b"),
        "KB": (1e3, "kilobyte kilobytes"),
        "MB": (1e6, "megabyte megabytes"),
        "GB": (1e9, "gigabyte gigabytes gig gigs"),
        "TB": (1e12, "terabyte terabytes"),
    },
    "energy": {
        "kcal": (4184.0, "cal calorie calories kilocalorie kilocalories"),
        "kJ": (1000.0, "kilojoule kilojoules"),
        "kWh": (3.6e6, "kilowatthour kilowatthours"),
    },
    "frequency": {
        "Hz": (1.0, "hertz"),
        "kHz": (1e3, "kilohertz"),
        "MHz": (1e6, "megahertz"),
        "GHz": (1e9, "gigahertz"),
    },
    "consumption": {"mpg": (1.0, "")},
    "torque": {"Nm": (1.0, ""), "lb-ft": (1.3558179483314004, "lbft ft-lb")},
    "rotation": {"rpm": (1.0, "")},
    "percent": {"percent": (1.0, "% pct percents percentage")},
}
_CURRENCIES = {
    "USD": "$ us$ dollar dollars bucks buck",
    "EUR": "€ euro euros",
    "GBP": "£ quid sterling",
    "JPY": "¥ yen",
    "CNY": "yuan rmb renminbi",
    "INR": "₹ rupee rupees",
    "KRW": "₩ won",
    "RUB": "₽ rouble roubles ruble rubles",
    "CHF": "franc francs",
    "CAD": "c$",
    "AUD": "a$",
    "BRL": "r$ reais",
    "SEK": "",
    "NOK": "",
    "DKK": "",
    "PLN": "zł zloty",
    "MXN": "",
    "TRY": "₺ lira",
}
_UNITS = {unit: (dimension, size) for dimension, units in _TABLE.items() for unit, (size, _) in units.items()}
_UNITS |= {
    code: (code, 1.0) for code in _CURRENCIES
}  # each currency is a dimension: money converts only by a rate of a day
_EXACT = {unit: unit for unit in _UNITS}
_NAMES: dict[str, str] = {}
for _units in _TABLE.values():
    for _unit, (_, _spellings) in _units.items():
        for _spelling in (_unit, *_spellings.split()):
            _NAMES.setdefault(_spelling.casefold(), _unit)
for _unit, _spellings in _CURRENCIES.items():
    for _spelling in (_unit, *_spellings.split()):
        _NAMES.setdefault(_spelling.casefold(), _unit)


def canonical(unit: str) -> str | None:
    """The name that the library uses for a unit; None where it knows none.

    >>> canonical("Minutes"), canonical("$"), canonical("parsec")
    ('minute', 'USD', None)
    """
    text = re.sub(r"\s+|\.$", "", unit.strip())
    return _EXACT.get(text) or _NAMES.get(text.casefold())


def dimension(unit: str) -> str | None:
    """What a unit measures: "time", "length"...; "money" for every currency; None where it is unknown."""
    known = canonical(unit)
    if known is None:
        return None
    return "money" if known in _CURRENCIES else _UNITS[known][0]


def convert(value: float, source: str, target: str) -> float | None:
    """`value` of `source` in `target`; None where they do not convert: other dimensions, other currencies, unknown units.

    >>> convert(2, "hours", "minute"), convert(40, "USD", "EUR")
    (120.0, None)
    """
    start, end = canonical(source), canonical(target)
    if start is None or end is None or _UNITS[start][0] != _UNITS[end][0]:
        return None
    return float(value) if start == end else value * _UNITS[start][1] / _UNITS[end][1]


def spellings() -> dict[str, str]:
    """Every spelling of every unit, casefolded, with the canonical unit."""
    return dict(_NAMES)
