"""What a command says, before it is known what that means on a catalogue: things named, each in its mood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ...preferences.preference import Dose
from ...types import Polarity, Scope
from ..pack import Cue
from .edges import Edge

NOWHERE = 1_000_000
"""A place that no screen has: what words point at without saying where."""
Joint = Literal["", "and", "or", "comma"]
Shift = Literal["", "extend", "narrow", "soften", "harden", "allow"]
SaidKind = Literal[
    "value",
    "bound",
    "grade",
    "toward",
    "order",
    "item",
    "similar",
    "aspect",
    "has",
    "tool",
    "about",
    "name",
    "action",
    "field",
    "unknown",
]


def opposite(end_of: str) -> str:
    """The other end of a field: `low` for `high`."""
    return "low" if end_of == "high" else "high"


@dataclass(frozen=True, slots=True)
class Mood:
    """How what follows is wished: until the next cue, or the end of the clause."""

    polarity: Polarity = "like"
    hard: bool = True
    dose: float = Dose.MORE.value
    scope: Scope | None = None
    bare: bool = True
    """No cue has been heard yet, or a plain request alone."""
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class Said:
    """One thing that the words name, in its mood. Only what its kind needs is set."""

    kind: SaidKind
    mood: Mood
    start: int
    end: int
    edge: Edge | None = None
    joint: Joint = ""
    """How it is joined to the one before."""
    fields: tuple[str, ...] = ()
    """The fields that the words name for it."""
    led: Literal["", "by", "with"] = ""
    """The word before a name: "by", "with"."""
    sign: str = ""
    """Of a bound: a comparator, "" for a bare number, "range"."""
    amounts: tuple[Edge, ...] = ()
    cues: tuple[Cue, ...] = ()
    end_of: str = ""
    """`low` or `high`: the end of a field that a word of degree means."""
    places: tuple[int, ...] = ()
    """Positions on the screen, 0 first, -1 last."""
    action: str = ""
    """What a correction does to it: retract, free, move, old (of a swap)."""
    shift: Shift = ""
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """Everything that a command says."""

    said: list[Said]
    scope: Scope | None = None
    asks_memory: bool = False
    days: int | None = None
    """How long the wishes are meant to last; None: as their scope says."""
