"""What the words of measures do: bounds, ranges, number words, units, words for the ends of roles, decades."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...catalog.field import Role
from ...catalog.units import spellings as unit_spellings
from ...parsing.packs.schema import ComparatorWords, End, PackData, Words
from ...parsing.protocol import Parse
from ...predicates import Between, Compare, Leaf, leaves
from ...preferences.preference import Order, Preference, Toward, Where
from .cases import Case, all_of, wishes
from .world import MEASURE, VALUE, amount, number_of

_ROLES: tuple[Role, ...] = (
    "duration", "price", "size", "weight", "distance", "power", "speed", "economy", "recency", "quality", "popularity",
)  # fmt: skip
"""Roles of numbers."""


def cases(data: PackData) -> Iterator[Case]:
    """A case for each phrase of the tables of measures."""
    for entry in data.comparator:
        role: Role | None = next((known for known in _ROLES if known in entry.roles), None)
        for phrase in all_of(entry.phrases, data):
            yield Case(
                "every comparison sets its bound",
                phrase,
                (_compared(phrase, entry, role),),
                _bound(entry, role),
                role=role,
            )
    under = next((e for e in data.comparator if e.sign == "<=" and e.side == "before" and not e.roles), None)
    at_most = all_of(under.phrases, data) if under else []
    written = [phrase for phrase in at_most if phrase[0].isalpha()][:3]
    yield from _ranges(data)
    yield from _numbers(data, written)
    yield from _units(data, written)
    deeds = {*all_of((phrase for act in data.action for phrase in act.phrases), data)}
    for adjective in data.adjective:
        ends: tuple[tuple[End, Words], ...] = (("low", adjective.low), ("high", adjective.high))
        for end, words in ends:
            for measured in filter(_counts, adjective.roles):
                forms = all_of((form for three in words for form in three.split() if form != "-"), data)
                yield from (_graded(form, measured, end, data) for form in forms if form not in deeds)
    for grade in (grade for grade in data.evaluative if len(grade.where) == 1):
        graded, at = grade.where[0]
        yield from (_graded(phrase, graded, at, data) for phrase in all_of(grade.phrases, data) if graded in _ROLES)
    for word, year in data.times.decades.items():
        texts = tuple(f"{at} {word}".strip() for at in ("", *all_of(data.times.at, data)))
        yield Case("every decade is its ten years", word, texts, _decade(year), role="recency")
    for role, names in data.roles_called.items():
        for phrase in all_of(names, data) if role in _ROLES else ():
            number = number_of(role)
            texts = tuple(f"{phrase} {sign} {number}" for sign in at_most)
            yield Case("every name of a role finds its field", phrase, texts, _has("<=", number), role=role)


def _counts(role: Role) -> bool:
    """Whether fields of a role hold numbers."""
    return role in _ROLES


def _compared(phrase: str, entry: ComparatorWords, role: Role | None) -> str:
    said = amount(number_of(role), role)
    glued = "" if phrase in ("~", "+") else " "
    return f"{said}{glued}{phrase}" if entry.side == "after" else f"{phrase}{glued}{said}"


def _bound(entry: ComparatorWords, role: Role | None) -> Callable[[Parse], bool]:
    number = number_of(role)
    if entry.sign == "~":
        return lambda parse: any(isinstance(leaf, Between) and leaf.low < number < leaf.high for leaf in _leaves(parse))  # type: ignore[operator]
    return _has(entry.sign, number)


def _ranges(data: PackData) -> Iterator[Case]:
    law, low, high = "every range has two ends", 40, 90
    between, to = all_of(data.range.get("between", ()), data), all_of(data.range.get("to", ()), data)

    def holds(parse: Parse) -> bool:
        return any(isinstance(leaf, Between) and (leaf.low, leaf.high) == (low, high) for leaf in _leaves(parse))

    for phrase in between:
        texts = tuple(
            text for joint in to for text in (f"{phrase} {low} {joint} {high} kg", f"{low} {joint} {high} kg {phrase}")
        )
        yield Case(law, phrase, texts, holds)
    for phrase in to:
        texts = (f"{low} {phrase} {high} kg", *(f"{word} {low} {phrase} {high} kg" for word in between))
        yield Case(law, phrase, texts, holds)


def _numbers(data: PackData, at_most: list[str]) -> Iterator[Case]:
    for word, number in data.numbers.items():
        if 1 <= number <= 100:
            texts = tuple(f"{sign} {one} {word} kg" for sign in at_most for one in ("", *data.indefinite))
            yield Case("number words from 1 to 100 count", word, texts, _has("<=", number))


def _units(data: PackData, at_most: list[str]) -> Iterator[Case]:
    known = set(unit_spellings().values())
    for unit, phrases in data.units.items():
        for phrase in all_of(phrases, data) if unit in known else ():
            texts = tuple(f"{sign} 90 {phrase}" for sign in at_most)
            yield Case("every word for a unit measures in it", phrase, texts, _has("<=", 90), unit=unit)


def _graded(phrase: str, role: Role, end: End, data: PackData) -> Case:
    law = "every word for an end of a role points there"
    nouns = (*data.fillers.get("nouns", ())[:2], VALUE)  # "great" by itself is praise
    texts = (phrase, *(text for noun in nouns for text in (f"{phrase} {noun}", f"{noun} {phrase}")))
    return Case(
        law, f"{phrase} ({end} {role})", texts, lambda parse: any(_points(w, end) for w in wishes(parse)), role=role
    )


def _points(wish: Preference, end: str) -> bool:
    """Whether a wish leads to one end of the measure."""
    if isinstance(wish.target, Toward | Order):
        return wish.target.direction == ("up" if end == "high" else "down")
    if not isinstance(wish.target, Where) or wish.polarity == "dislike":
        return False
    signs = ("<", "<=") if end == "low" else (">", ">=")
    return any(isinstance(leaf, Compare) and leaf.sign in signs for leaf in leaves(wish.target.predicate))


def _leaves(parse: Parse) -> list[Leaf]:
    """The conditions of the rules that are proposed, where one wish is."""
    found = [wish for wish in wishes(parse) if wish.hard and wish.polarity == "like" and isinstance(wish.target, Where)]
    return [leaf for wish in found if isinstance(wish.target, Where) for leaf in leaves(wish.target.predicate)]


def _has(sign: str, number: float) -> Callable[[Parse], bool]:
    def holds(parse: Parse) -> bool:
        return any(
            isinstance(leaf, Compare) and leaf.sign == sign and leaf.field == MEASURE and leaf.value == number
            for leaf in _leaves(parse)
        )

    return holds


def _decade(year: int) -> Callable[[Parse], bool]:
    """Whether ten years are wished that begin so, in whichever century."""

    def holds(parse: Parse) -> bool:
        spans = [(leaf.low, leaf.high) for leaf in _leaves(parse) if isinstance(leaf, Between)]
        return any(low in (year, 1900 + year, 2000 + year) and high == int(low) + 9 for low, high in spans)

    return holds
