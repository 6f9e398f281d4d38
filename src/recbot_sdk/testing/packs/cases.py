"""Commands made of a pack's own words, each with what must come of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...catalog.field import Role
from ...catalog.text import tokens
from ...parsing.packs.schema import PackData
from ...parsing.phrases import spellings
from ...parsing.protocol import Parse
from ...preferences.preference import Preference
from ...preferences.steps import Add, Extend, Move, Narrow, Step, Swap, Wipe
from .world import World


@dataclass(frozen=True)
class Case:
    """A phrase, the commands of which one at least must be read as it means, and what that is."""

    law: str
    phrase: str
    texts: Sequence[str]
    holds: Callable[[Parse], bool]
    memory: tuple[Preference, ...] = ()
    role: Role | None = None
    unit: str | None = None

    def read(self, world: World, text: str) -> Parse:
        """What one of the commands is read as."""
        return world.read(text, *self.memory, role=self.role, unit=self.unit)

    def understood(self, world: World) -> str | None:
        """The first of the commands that is read as it should be; None: none is."""
        return next((text for text in self.texts if self.holds(self.read(world, text))), None)

    def told(self, world: World) -> str:
        """What is wrong: the first command, and what it is read as."""
        return f"“{self.phrase}”: “{self.texts[0]}” is read as {told(self.read(world, self.texts[0]))}"


def covering(phrase: str, data: PackData) -> Iterator[str]:
    """Spellings of a phrase that hold each of its words once at least."""
    seen: set[str] = set()
    for text in spellings(phrase, ("", *data.declension)):
        words = {token.text for token in tokens(text)} or {text}
        if words - seen:
            seen |= words
            yield " ".join(text.split())


def all_of(phrases: Iterable[str], data: PackData) -> list[str]:
    """Spellings that hold each word of each of the phrases."""
    return [text for phrase in phrases for text in covering(phrase, data)]


def told(parse: Parse) -> str:
    """A reading in plain words."""
    said = [_step(proposal.step) for proposal in parse.proposals]
    said += [f"not understood “{doubt.span.text}”" for doubt in parse.doubts]
    said += ["a question about memory"] if parse.asks_memory else []
    return ", ".join(said) or "nothing"


def _step(step: Step) -> str:
    if isinstance(step, Add | Move | Extend | Narrow | Swap):
        return f"{'' if step.do == 'add' else step.do + ' '}{step.preference}"
    return f"{step.do} of {step.only}" if isinstance(step, Wipe) else step.do


def wishes(parse: Parse) -> list[Preference]:
    """The preferences that a reading proposes."""
    return [p.step.preference for p in parse.proposals if isinstance(p.step, Add | Move | Extend | Narrow | Swap)]


def steps(parse: Parse) -> list[Step]:
    """The steps that a reading proposes."""
    return [proposal.step for proposal in parse.proposals]


def plainly(text: str, accented: Iterable[str]) -> str:
    """A text as hasty people type it: shouted, without accents."""
    kept = {word.rstrip("*").lower() for word in accented}
    words = [word if any(word.lower().startswith(k) for k in kept) else _unaccented(word) for word in text.split()]
    return " ".join(words).upper()


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
