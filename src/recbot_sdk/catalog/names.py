"""The words of a column's name, and the unit that it may hold."""

from __future__ import annotations

import re

from .text import fold
from .units import canonical

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


def word_set(words: str) -> frozenset[str]:
    """Words that are separated by blanks, as a set."""
    return frozenset(words.split())


_LETTERS = frozenset({"m", "g", "l", "h", "s", "min"})
"""Believed as the last of several words, where no other word is a unit."""
_SPANS = frozenset({"days", "weeks", "months", "years", "yrs", "feet", "cups", "pounds"})
"""Believed as the last of several words."""
_WORDS = word_set(
    "meter metre foot second cup in t d b pt ct cal mo day week month year yr won kn sterling quid cv lira b"
)
"""Units that are ordinary words or letters: believed in brackets only."""


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
    if "per" in words:  # "miles per gallon" is not in gallons
        return canonical("".join(word[0] for word in words[max(0, words.index("per") - 1) : words.index("per") + 2]))
    letter = None
    for place in range(len(words) - 1, -1, -1):
        word, last = words[place], place == len(words) - 1 and place > 0
        unit = canonical(word)
        if unit is None or word in _WORDS:
            continue
        if word in _LETTERS:
            letter = unit if last else letter
        elif word not in _SPANS or last:
            return unit
    return letter
