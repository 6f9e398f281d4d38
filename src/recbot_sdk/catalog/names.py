"""The words of a column's name, and the unit that it may hold."""

from __future__ import annotations

import re

from .text import fold
from .units import canonical

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_SHORT = frozenset(
    {
        "meter",
        "metre",
        "pounds",
        "foot",
        "feet",
        "second",
        "stone",
        "cup",
        "cups",
        "in",
        "m",
        "g",
        "l",
        "h",
        "s",
        "t",
        "d",
        "b",
        "min",
        "pt",
        "ct",
        "cal",
        "mo",
        "day",
        "month",
        "year",
        "days",
        "won",
    }
)
"""Units that are also ordinary words or letters: believed in brackets, or (but "in", "min" and spans of time) as a last word."""


def name_words(name: str) -> list[str]:
    """The folded words of a column's name.

    >>> name_words("BoxOffice"), name_words("runtime_minutes")
    (['box', 'office'], ['runtime', 'minutes'])
    """
    return re.findall(r"[^\W_]+|[$€£¥%]", fold(_CAMEL.sub(" ", name)))


def unit_of_name(name: str) -> str | None:
    """The unit that a column's name says; None where it says none.

    >>> unit_of_name("price_usd"), unit_of_name("Length (m)"), unit_of_name("mpg"), unit_of_name("min_age")
    ('USD', 'm', 'mpg', None)
    """
    for inside in _BRACKETS.findall(name):
        if canonical(inside):
            return canonical(inside)
    words = name_words(name)
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        last = place == len(words) - 1 and place > 0 and word in {"m", "g", "l", "h", "s", "min"}
        if canonical(word) and (word not in _SHORT or last):
            return canonical(word)
    return None
