"""A small catalogue of made-up words that no language has, so that whatever is understood of it is the pack's own doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ...catalog.field import Field, Role
from ...parsing.grammar.parser import GrammarParser
from ...parsing.pack import Pack
from ...parsing.protocol import Command, Parse
from ...predicates import Compare, In, Sign
from ...preferences.memory import PreferenceMemory
from ...preferences.preference import Preference, Target, Where
from ...types import ItemKey

if TYPE_CHECKING:
    from ...catalog import Catalog

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
VALUE, OTHER, THIRD = "Zorvex", "Quilbrax", "Wumfroth"
KIND, MEASURE = "vurmik", "gromzil"
TITLES = tuple(f"{a}{b}" for a in ("Plonvak", "Druzbel", "Skavorn") for b in ("", "ulmi", "ontar", "ezquo"))
"""Titles of one word, first seat first."""
_UNITS: dict[Role, str | None] = {
    "duration": "minute", "price": "EUR", "size": "sqm", "weight": "kg", "distance": "km", "power": "kW", "speed": "km/h",
    "economy": "mpg", "recency": None, "quality": None, "popularity": None,
}  # fmt: skip
SPELLED = {"minute": "min", "EUR": "€", "sqm": "m2", "kW": "kW", "km/h": "km/h", "mpg": "mpg", "kg": "kg", "km": "km"}
"""How units are written in any language."""
_YEARS = {"recency": (1950, 2029)}


@dataclass(frozen=True)
class World:
    """What the commands of one pack are said to: a catalogue for each role that a number can have."""

    pack: Pack
    _readers: dict[tuple[Role | None, str | None], GrammarParser] = field(default_factory=dict)

    def read(
        self,
        text: str,
        *remembered: Preference,
        role: Role | None = None,
        unit: str | None = None,
    ) -> Parse:
        """What a command is understood to ask, where the number field of the catalogue has this role or unit."""
        memory = PreferenceMemory(
            preferences=tuple(p.model_copy(update={"seq": 1, "id": f"p{k}"}) for k, p in enumerate(remembered)),
            seq=len(remembered[:1]),
        )
        return self.reader(role, unit).parse(Command(text=text, now=NOW, on_screen=self.screen), memory)

    def reader(self, role: Role | None = None, unit: str | None = None) -> GrammarParser:
        """The parser over the catalogue whose number field has this role or unit."""
        if (role, unit) not in self._readers:
            self._readers[role, unit] = GrammarParser(_catalog(role, unit), pack=self.pack)
        return self._readers[role, unit]

    @cached_property
    def screen(self) -> tuple[ItemKey, ...]:
        """What is on the screen: the whole catalogue, first seat first."""
        return tuple(self.reader().catalog.key(k) for k in range(len(TITLES)))


def amount(number: str | float, role: Role | None = None) -> str:
    """A number with the unit of a role, as anybody writes it."""
    unit = _UNITS[role] if role else "kg"
    return f"{number} {SPELLED[unit]}" if unit else str(number)


def number_of(role: Role | None) -> int:
    """A number that the field of a role may well have."""
    return {"recency": 1990, "quality": 7}.get(role or "", 90)


def wish(target: Target | str = VALUE, *, like: bool = True, hard: bool = False) -> Preference:
    """A wish that is remembered."""
    target = Where(predicate=In(field=KIND, values=(target,))) if isinstance(target, str) else target
    return Preference(polarity="like" if like else "dislike", target=target, hard=hard)


def bounded(sign: Sign, number: float) -> Preference:
    """A bound that is remembered."""
    return wish(Where(predicate=Compare(field=MEASURE, sign=sign, value=number)), hard=True)


def _catalog(role: Role | None, unit: str | None) -> Catalog:
    from ...catalog import Catalog

    unit = unit or (_UNITS[role] if role else "kg")
    low, high = _YEARS.get(role or "", (1, 10) if role == "quality" else (10, 200))
    values: Sequence[list[str]] = ([VALUE], [OTHER], [VALUE, OTHER], [THIRD])
    rows = [
        {"id": f"i{k}", "name": title, KIND: values[k % 4], MEASURE: low + (high - low) * k // (len(TITLES) - 1)}
        for k, title in enumerate(TITLES)
    ]
    fields = {KIND: Field(kind="tags"), MEASURE: Field(kind="number", role=role or "weight", unit=unit)}
    return Catalog.from_records(rows, id="id", title="name", fields=fields)
