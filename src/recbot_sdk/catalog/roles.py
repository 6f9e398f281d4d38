"""Which role a field's name gives it: words of any shop, film, car, song, grocery or hotel table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .field import Field, Role
from .names import name_words
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
        "year|released|release date|release year|release|published|publication date|publication year|date added|added|created|"
        "created at|listed|launch|launched|model year|issued|date",
    ),
    ("price", "price|cost|msrp|fare|fee|rent|rate|tariff|list price|unit price|retail price"),
    (
        "duration",
        "runtime|run time|duration|length|playtime|playing time|running time|minutes|cook time|cooking time|prep time|total time|time",
    ),
    ("weight", "weight|mass|wt|kilos"),
    ("power", "horsepower|power|hp|bhp|watts|wattage|torque"),
    ("speed", "speed|top speed|max speed|mph|kmh|acceleration"),
    ("distance", "distance|miles|kilometers|kilometres|range|how far"),
    (
        "size",
        "size|height|width|depth|volume|capacity|area|square feet|square meters|sqft|carat|storage|displacement|pages|page count|length",
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
    "volume": "size",
    "data": "size",
}


def infer_role(name: str, field: Field, cells: Sequence[object]) -> Role | None:
    """The role of a field by its name, then its unit, then its values; None where nothing tells."""
    words = name_words(name)
    if field.kind in ("category", "tags"):
        return _named(words, _STRINGS)
    if field.kind not in ("number", "date"):
        return None
    if field.kind == "date":
        return "recency" if _named(words, _NUMBERS) == "recency" else None
    what = dimension(field.unit) if field.unit else None
    if _MONEY_NOT_PRICE & set(words):
        return "popularity" if "sales" in words and what != "money" else None
    role = _named(words, _NUMBERS)
    if (
        what is not None
        and role in ("duration", "size", "distance", "weight", "price", "power", "speed")
        and _BY_DIMENSION.get(what) != role
    ):
        role = "distance" if role == "distance" and what == "length" else _BY_DIMENSION.get(what)
    if role == "recency" and not _years(cells):
        role = None
    if role is None and what is not None:
        role = _BY_DIMENSION.get(what)
    return role


def _years(cells: Sequence[object]) -> bool:
    numbers = np.array([float(str(cell)) for cell in cells if str(cell).replace(".", "", 1).isdigit()])
    return bool(len(numbers)) and bool(((numbers >= 1000) & (numbers <= 2100)).mean() > 0.98)


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
