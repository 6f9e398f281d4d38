"""Which role a field's name gives it: words of any shop, film, car, song, grocery or hotel table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .cells import parts_of
from .field import Field, Role
from .names import name_words, word_set
from .units import dimension

_NUMBERS: tuple[tuple[Role, str], ...] = (
    (
        "popularity",
        "reviews|review count|ratings count|rating count|votes|vote count|popularity|views|plays|play count|playcount|downloads|"
        "sales|sold|units sold|purchases|orders|bookings|followers|listeners|likes|favorites|favourites|num ratings|num reviews|num votes|"
        "number of ratings|number of reviews|number of votes|streams|subscribers|popular",
    ),
    (
        "quality",
        "rating|ratings|score|stars|meter|metascore|critics|grade|quality|average rating|avg rating|review score|vote average|points",
    ),
    (
        "recency",
        "year|yr|vintage|released|release date|release year|release|published|publication date|publication year|date added|added|created|"
        "created at|listed|launch|launched|model year|issued|date",
    ),
    ("price", "price|cost|msrp|fare|fee|rent|rate|tariff|list price|unit price|retail price"),
    (
        "duration",
        "runtime|run time|duration|length|playtime|playing time|running time|minutes|cook time|cooking time|prep time|total time|time",
    ),
    ("weight", "weight|mass|wt|kilos"),
    ("audience", "age rating|minimum age|min age|age limit"),
    ("power", "horsepower|power|hp|bhp|watts|wattage|torque"),
    ("speed", "speed|top speed|max speed|mph|kmh"),
    ("economy", "mpg|miles per gallon|fuel economy|fuel efficiency|gas mileage|kmpl|energy efficiency"),
    ("distance", "distance|miles|kilometers|kilometres|range|how far"),
    (
        "size",
        "size|height|width|depth|volume|capacity|area|square feet|square meters|sqft|storage|displacement|pages|page count|length",
    ),
)
_STRINGS: tuple[tuple[Role, str], ...] = (
    (
        "audience",
        "rating|mpaa|mpaa rating|age rating|certificate|certification|audience|age group|maturity|parental|ages|suitable for",
    ),
    (
        "person",
        "cast|actor|actors|actress|actresses|director|directors|author|authors|artist|artists|writer|writers|composer|composers|"
        "performer|performers|singer|singers|starring|stars|creator|creators|chef|designer|designers|narrator|host|hosts|band|illustrator",
    ),
    ("language", "language|languages|lang|spoken language|spoken languages|original language|audio"),
    (
        "place",
        "country|countries|city|region|location|origin|ctry origin|place|state|neighbourhood|neighborhood|destination|venue|area|"
        "district|ctry|made in|nationality|country of origin",
    ),
    (
        "maker",
        "brand|brands|maker|make|manufacturer|mfr|studio|studios|publisher|label|record label|production|producer|production company|"
        "vendor|company|supplier|chain|winery|brewery|roaster",
    ),
    ("size", "size|sizes"),
)
_MONEY_NOT_PRICE = frozenset({"gross", "revenue", "budget", "income", "box", "earnings", "turnover", "sales", "profit"})
_BY_DIMENSION: dict[str, Role] = {
    "money": "price",
    "time": "duration",
    "mass": "weight",
    "power": "power",
    "speed": "speed",
    "length": "size",
    "area": "size",
    "volume": "size",
    "data": "size",
}
_MEASURED: dict[Role, frozenset[str]] = {
    "price": frozenset({"money"}),
    "duration": frozenset({"time"}),
    "weight": frozenset({"mass"}),
    "power": frozenset({"power", "torque"}),
    "speed": frozenset({"speed"}),
    "economy": frozenset({"consumption"}),
    "distance": frozenset({"length"}),
    "size": frozenset({"length", "area", "volume", "data", "mass"}),
}
"""What a field of a role may be measured in; a unit of another dimension overrules the name."""
_VALUES: dict[Role, frozenset[str]] = {
    "language": word_set(
        "english french spanish german italian portuguese dutch swedish danish norwegian finnish polish czech "
        "russian ukrainian turkish greek arabic hebrew persian hindi bengali tamil urdu chinese mandarin cantonese "
        "japanese korean thai vietnamese indonesian malay hungarian romanian latin en fr es de it pt nl sv pl ru ja "
        "ko zh"
    ),
    "place": word_set(
        "usa us uk france germany italy spain portugal netherlands belgium switzerland austria sweden denmark "
        "norway finland poland russia ukraine turkey greece israel egypt india china japan korea thailand vietnam "
        "indonesia australia canada mexico brazil argentina chile peru colombia ireland scotland england wales "
        "europe asia africa"
    )
    | {
        "united states",
        "united kingdom",
        "south korea",
        "new zealand",
        "south africa",
        "north america",
        "south america",
    },
    "audience": frozenset(
        {"g", "pg", "pg-13", "r", "nc-17", "tv-y", "tv-pg", "tv-14", "tv-ma", "e", "e10+", "t", "m", "ao"}
    )
    | {
        "all ages",
        "kids",
        "children",
        "teens",
        "adults",
        "family",
        "everyone",
        "mature",
        "12+",
        "16+",
        "18+",
        "3+",
        "7+",
    },
}


def infer_role(name: str, field: Field, cells: Sequence[object]) -> Role | None:
    """The role of a field by its name, then its unit, then its values; None where nothing tells."""
    words = name_words(name)
    if field.kind in ("category", "tags"):
        return _named(words, _STRINGS) or _by_values(cells, field.delimiter)
    if field.kind not in ("number", "date"):
        return None
    role = _named(words, _NUMBERS)
    if field.kind == "date":
        return "recency" if role == "recency" else None
    what = dimension(field.unit) if field.unit else None
    if _MONEY_NOT_PRICE & set(words):
        return "popularity" if "sales" in words and what != "money" else None
    if what is not None and role in _MEASURED:
        return role if what in _MEASURED[role] else _BY_DIMENSION.get(what)
    if role is None and what is not None:
        return _BY_DIMENSION.get(what)
    if role in ("recency", None):
        short = words[-1:] in (["yr"], ["year"])
        return "recency" if _years(cells, 0 if short else 1000 if role else 1900) else None
    return role


def named_role(name: str) -> Role | None:
    """The role that a column of strings has by its name alone."""
    return _named(name_words(name), _STRINGS)


def _years(cells: Sequence[object], first: int) -> bool:
    """Whether numbers are years: whole, from `first` to 2100, several but not many of them."""
    try:
        numbers = np.array([float(str(cell)) for cell in cells], np.float64)
    except ValueError:
        return False
    numbers = numbers[np.isfinite(numbers)]
    if not len(numbers) or (numbers % 1 != 0).any():
        return False
    within = (numbers >= first) & (numbers <= 2100)
    return float(within.mean()) > 0.95 and (first < 1900 or len(np.unique(numbers)) >= min(3, len(numbers)))


def _by_values(cells: Sequence[object], delimiter: str | None) -> Role | None:
    """The role that most of the values are known words of."""
    seen = {str(part).strip().casefold() for cell in cells for part in parts_of(cell, delimiter)}
    for role, known in _VALUES.items():
        if len(seen) >= 2 and len(seen & known) >= 0.6 * len(seen):
            return role
    return None


def _named(words: list[str], table: tuple[tuple[Role, str], ...]) -> Role | None:
    """The role whose phrase is the longest within the name; of two as long, the one that stands later in the name."""
    best: tuple[int, int] = (0, -1)
    role: Role | None = None
    for candidate, phrases in table:
        for phrase in phrases.split("|"):
            wanted = phrase.split()
            for place in range(len(words) - len(wanted) + 1):
                if words[place : place + len(wanted)] == wanted and (len(wanted), place) > best:
                    best, role = (len(wanted), place), candidate
    return role
