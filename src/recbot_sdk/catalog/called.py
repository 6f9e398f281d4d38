"""What fields, flags and values are called beside the values' own spelling: names of columns, aliases, synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .names import name_words, word_set
from .text import words as words_of
from .units import dimension

if TYPE_CHECKING:
    from .catalog import Catalog


class Form(NamedTuple):
    """A field or one of its values, and what it costs to mean it by the words that were said."""

    field: str
    value: str | bool | None
    """None: the field itself."""
    cost: float
    evidence: str


MOST_KINDS = 300
"""Values of a field, beyond which they are names rather than kinds."""
_GRANTED = word_set("allowed available included permitted provided accepted welcome possible offered supported")
"""What the names of flags say behind what they are about: "pets_allowed"."""
_PIECE, _UNIT = 0.4, 0.1
_EVERYDAY = ("time", "money", "percent", "length", "mass", "volume")
"""Dimensions whose units are said of much that is no field: "a minute"."""
_CODE = re.compile(r"(?<![^\W_])[^\W\d_]{1,3}\d{1,4}(?![^\W_])")
_JOINT = re.compile(r"\s*/\s*|\s+&\s+|\s+\+\s+")
Called: TypeAlias = dict[str, list[Form]]


def called(catalog: Catalog) -> Called:
    """Names of fields and flags, and what the fields' own synonyms stand for, by their folded words."""
    found: Called = {}

    def add(words: Sequence[str], form: Form) -> None:
        there = found.setdefault(" ".join(words), [])
        if not any(f.field == form.field and f.value == form.value for f in there):
            there.append(form)

    for name, field in catalog.fields.items():
        if field.role == "title":
            continue  # "titles", "name a film": these are no wishes about how items are called
        for said in (*map(words_of, field.aliases), name_words(name)):
            add(said, Form(name, None, 0.0, "exact"))
        if field.unit is not None and len(field.unit) > 1 and dimension(field.unit) not in _EVERYDAY:
            add(words_of(field.unit), Form(name, None, _UNIT, "exact"))
        if len(name_words(name)) > 2:
            add(["".join(word[0] for word in name_words(name))], Form(name, None, _UNIT, "abbreviation"))
        if field.kind == "flag":
            for said in (flag_words(name), *map(words_of, (*field.aliases, *field.synonyms.get("True", ())))):
                add(said, Form(name, True, 0.0, "exact"))
            if len(flag_words(name)) == 2 and flag_words(name)[1] in _GRANTED:
                add(flag_words(name)[:1], Form(name, True, _PIECE, "abbreviation"))
        elif field.kind in ("category", "tags"):
            if field.role != "person" and len(catalog.values(name)) <= MOST_KINDS:
                for value in catalog.values(name):
                    for piece in pieces(value):
                        add(piece, Form(name, value, _PIECE, "partial"))
                for code, value in _codes(catalog.values(name)):
                    add(code, Form(name, value, _PIECE, "abbreviation"))
                for initials, value in _initials(catalog.values(name)):
                    add(words_of(initials), Form(name, value, _PIECE, "abbreviation"))
            known = set(catalog.values(name))
            for value, synonyms in field.synonyms.items():
                for synonym in synonyms if value in known else ():
                    add(words_of(synonym), Form(name, value, 0.0, "synonym"))
    return found


def pieces(value: str) -> list[list[str]]:
    """The names that a value joins: "Hip Hop/Rap", "Action & Adventure"; none where it is one name."""
    parts = _JOINT.split(value)
    return [list(words_of(part)) for part in parts if words_of(part)] if len(parts) > 1 else []


def _codes(values: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """Letters glued to a number within a value: the "i5" of "Core i5"."""
    for value in values:
        for code in _CODE.findall(value):
            yield list(words_of(code)), value


def _initials(values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The first letters of values of several words, where they are those of only one: "dq" for "Dairy Queen"."""
    found: dict[str, list[str]] = {}
    for value in values:
        said = words_of(value)
        if 2 <= len(said) <= 4 and all(word.isalpha() for word in said):
            found.setdefault("".join(word[0] for word in said), []).append(value)
        capitals = "".join(c for c in value if c.isupper() or c.isdecimal()).casefold()
        if 2 <= len(capitals) <= 5 and capitals[0].isalpha() and any(map(str.isdecimal, capitals)):  # "PS5"
            found.setdefault(capitals, []).append(value)
    return ((initials, own[0]) for initials, own in found.items() if len(own) == 1)


def flag_words(name: str) -> list[str]:
    """What people call a flag: its name without "is" or "has"."""
    said = name_words(name)
    return said[1:] if len(said) > 1 and said[0] in ("is", "has") else said
