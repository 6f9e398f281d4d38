"""What a parser is: a pure reading of (screen, command, memory) into proposals. It writes nothing and issues no ids."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from ..models.failure import FailureKind
from ..models.usage import Usage
from ..preferences.memory import PreferenceMemory
from ..preferences.preference import Words
from ..preferences.steps import Step
from ..rendering import understood, understood_html
from ..types import ItemKey

if TYPE_CHECKING:
    from rich.table import Table


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(_Frozen):
    """What the user said, with what was on the screen."""

    text: Words
    now: datetime
    """When it was said: what "this year" and "tonight" refer to."""
    on_screen: tuple[ItemKey, ...] = ()
    """Keys of the items shown, first seat first; empty where it is not known."""


class Span(_Frozen):
    """Characters `start` up to, not including, `end` of the command, and the text that stands there."""

    start: int
    end: int
    text: str


class Proposal(_Frozen):
    """One step that the words ask for. Consolidation decides whether and how it enters memory."""

    step: Step
    spans: tuple[Span, ...] = ()
    """The words that ask for it; a removal counts only if they touch what it removes."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    """0 to 1: 1 where the words are the catalogue's own."""
    evidence: str = "exact"
    """How the words were linked: exact, inflected, synonym, partial, fuzzy, role, screen, memory, text..."""
    scope_said: bool = False
    """Whether the words name the scope; a correction otherwise keeps the scope of what it touches."""
    named: bool = True
    """Whether the value is named in the words; otherwise it lifts no hard rule of the other polarity."""
    alternatives: tuple[Step, ...] = ()
    """Other readings of the same words, likeliest first."""
    source: Literal["embedded", "model"] = "embedded"
    """Who read it so: the grammar, or a chat model whose reading the words bear out."""


DoubtReason: TypeAlias = Literal["unknown", "unknown_name", "ambiguous", "neither", "no_screen", "unsupported"]


class Doubt(_Frozen):
    """Words that were not understood, or not beyond doubt."""

    span: Span
    reason: DoubtReason = "unknown"
    """No reading covers it; a name that nothing here has; several readings; the user was asked and meant none of them; it
    points at a screen that is not known; or it is understood and cannot be done on this catalogue."""
    alternatives: tuple[Step, ...] = ()
    """Readings to choose from, likeliest first."""


class Parse(_Frozen):
    """What a command was understood to ask, and what of it was not understood."""

    text: str
    proposals: tuple[Proposal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    asks_memory: bool = False
    """The user asks what is known about them: the feed answers with its memory."""
    language: str = "en"
    """Name of the language pack that it was read with."""
    usage: Usage | None = None
    """What a chat model cost; None where none was asked."""
    failure: FailureKind | None = None
    """Why a chat model that was asked is left out of it."""

    def __rich__(self) -> Table:
        return understood(self)

    def _repr_html_(self) -> str:
        return understood_html(self)


class Parser(Protocol):
    """`parse` is pure, total over any text, and writes nothing. It is bound to its catalogue when it is built."""

    def parse(self, command: Command, memory: PreferenceMemory) -> Parse:
        """Read a command in the light of what is on the screen and in memory."""
        ...
