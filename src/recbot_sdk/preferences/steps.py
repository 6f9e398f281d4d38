"""The closed list of steps by which memory changes, and the row of the log that holds them.

A step addresses slots and values, never positions in memory, so that every subset of a log folds: on an empty slot a
step is an add, or nothing where it only takes away.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ..types import Polarity, Scope
from .preference import Moment, Preference, Target, Words


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Wish(_Step):
    preference: Preference
    named: bool = True
    """Whether the words name the value: only then does it lift what has the other polarity on it."""


class _Correction(_Step):
    scope: Scope | None = None
    """Where it holds, if the words say so; None: each preference that it touches keeps its own scope."""


class Add(_Wish):
    """A new wish. A hard like replaces the hard likes of its slots that came with earlier changes; see the fold."""

    do: Literal["add"] = "add"


class Move(_Wish):
    """Set a bound (or both) of a range to a new value: "make it 120", "90 then"."""

    do: Literal["move"] = "move"


class Extend(_Wish):
    """The whole slot OR this: "or westerns", "dramas too"."""

    do: Literal["extend"] = "extend"


class Narrow(_Wish):
    """AND one more in the slot: "and also funny", "with X as well"."""

    do: Literal["narrow"] = "narrow"


class Swap(_Wish):
    """`preference` in the place of `old`: "crime instead of war". With an empty place it is an add."""

    do: Literal["swap"] = "swap"
    old: Target


class Harden(_Correction):
    """What is there about `target` becomes a rule: "I mean it, only those"."""

    do: Literal["harden"] = "harden"
    target: Target


class Soften(_Correction):
    """What is there about `target` becomes a wish with a dose: "prefer, not only"."""

    do: Literal["soften"] = "soften"
    target: Target
    dose: float = Field(default=0.25, gt=0, le=1)


class Retract(_Correction):
    """Take back what is there about `target` (or the preference with this `id`), of one polarity or of both."""

    do: Literal["retract"] = "retract"
    target: Target | None = None
    id: str | None = None
    polarity: Polarity | None = None


class Free(_Correction):
    """Forget every preference on a field: "length doesn't matter any more"."""

    do: Literal["free"] = "free"
    field: str


class Lend(_Step):
    """Give what is there about `target` (or all, or the preference with this `id`) an expiry or another scope."""

    do: Literal["lend"] = "lend"
    target: Target | None = None
    id: str | None = None
    scope: Scope | None = None
    expires_at: Moment | None = None


Part: TypeAlias = Literal["all", "like", "dislike", "hard", "soft"]
"""What of memory is wiped."""


class Wipe(_Step):
    """Forget everything, or only the likes, the dislikes, or what is not a rule: "start over"."""

    do: Literal["wipe"] = "wipe"
    only: Part = "all"


class Undo(_Step):
    """Switch off the change `seq`; a parser leaves it None, the commit resolves it."""

    do: Literal["undo"] = "undo"
    seq: int | None = None


class Redo(_Step):
    """Switch on again the change `seq`; a parser leaves it None, the commit resolves it."""

    do: Literal["redo"] = "redo"
    seq: int | None = None


Step: TypeAlias = Annotated[
    Add | Move | Extend | Narrow | Swap | Harden | Soften | Retract | Free | Lend | Wipe | Undo | Redo,
    Field(discriminator="do"),
]
STEP: TypeAdapter[Step] = TypeAdapter(Step)
STEPS: TypeAdapter[tuple[Step, ...]] = TypeAdapter(tuple[Step, ...])


class MemoryChange(BaseModel):
    """One row of the log: what one command (or one edit) changed. Switching it off switches off all of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int = 0
    """1, 2, 3... per user, issued by the log at append; 0 before."""
    request_id: Words
    """Unique within the user's log: the same request is recorded once."""
    session: Words = ""
    """Issued by the log at append where it is empty."""
    at: Moment
    expires_at: Moment | None = None
    words: Words | None = None
    """The command; None for an edit without words."""
    steps: tuple[Step, ...] = ()
