"""Where a command forks: words whose readings lead to different memories, the question about them, and what an answer makes.

Pure, and from the parse and the memory of the turn alone: after an answer the same fork is found again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from ..parsing.protocol import Doubt, Parse, Proposal, Span
from ..parsing.question import Option, Question
from ..preferences.consolidate import foreseen
from ..preferences.history import same_wishes
from ..preferences.steps import Add, Extend, Move, Narrow, Step, Swap
from ..rendering import describe_step
from ..types import Scope

if TYPE_CHECKING:
    from ..preferences.memory import PreferenceMemory
    from ..preferences.preference import Naming, Preference
    from .binding import Binding

_MOST_FORKS = 3
"""Forks of one command that are looked into; the gravest ones."""
_MOST_OPTIONS = 5
"""Readings that one question offers; the likeliest ones."""
_LASTS: tuple[Scope, ...] = ("turn", "session", "standing")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fork:
    """One proposal or doubt of a parse, and the readings of its words that lead to different memories."""

    parse: Parse
    item: Proposal | Doubt
    steps: tuple[Step, ...]
    """A step a reading, likeliest first."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """The words that can be read in several ways."""
        return self.item.spans if isinstance(self.item, Proposal) else (self.item.span,)

    def reading(self, option: int) -> Proposal:
        """One reading as what was meant."""
        if isinstance(self.item, Proposal):
            return self.item.model_copy(update={"step": self.steps[option], "alternatives": ()})
        return Proposal(step=self.steps[option], spans=self.spans)

    def taken(self, option: int | None) -> Parse:
        """The parse with one reading taken; None: with none of them, and the words left out."""
        chosen = None if option is None else self.reading(option)
        left = None if option is not None or not self.spans else Doubt(span=self._stretch(), reason="neither")
        proposals = _with(self.parse.proposals, self.item, chosen)
        doubts = _with(self.parse.doubts, self.item, left)
        return self.parse.model_copy(update={"proposals": proposals, "doubts": doubts})

    def question(self, name: str, naming: Naming) -> Question:
        """The question to ask, under the id `name`."""
        words = _quoted(self.parse.text, self.spans) or self.parse.text
        options = tuple(Option(text=describe_step(step, naming), steps=(step,)) for step in self.steps)
        return Question(id=name, text=f"What is meant by “{words}”?", words=words, spans=self.spans, options=options)

    def _stretch(self) -> Span:
        start, end = min(span.start for span in self.spans), max(span.end for span in self.spans)
        return Span(start=start, end=end, text=self.parse.text[start:end])


def fork_of(binding: Binding, parse: Parse, memory: PreferenceMemory, now: datetime) -> Fork | None:
    """The gravest fork of a parse; None where every reading leads to the same memory.

    Readings that would make a rule, or take something back, come before wishes, what stands before what lasts a session or
    this time, the larger dose before the smaller, then what was said first.
    """

    def after(taken: Parse) -> tuple[Preference, ...]:
        ttl, limit = binding.session_ttl, binding.max_preferences
        return foreseen(memory, taken.proposals, now=now, session_ttl=ttl, limit=limit)

    said: tuple[Proposal | Doubt, ...] = (*parse.proposals, *parse.doubts)
    forks = [Fork(parse, item, _readings(item)) for item in said if item.alternatives]
    for fork in sorted(forks, key=lambda fork: max(map(_gravity, fork.steps)), reverse=True)[:_MOST_FORKS]:
        outcomes = [] if isinstance(fork.item, Proposal) else [after(parse)]  # a doubt does nothing by itself
        steps: list[Step] = []
        for option, step in enumerate(fork.steps):
            leads_to = after(fork.taken(option))
            if not any(same_wishes(leads_to, other) for other in outcomes):
                outcomes.append(leads_to)
                steps.append(step)
        if len(outcomes) > 1:
            return Fork(parse, fork.item, tuple(steps))
    return None


def _readings(item: Proposal | Doubt) -> tuple[Step, ...]:
    likeliest = (item.step,) if isinstance(item, Proposal) else ()
    return (*likeliest, *item.alternatives)[:_MOST_OPTIONS]


def _gravity(step: Step) -> tuple[bool, int, float]:
    if isinstance(step, Add | Move | Extend | Narrow | Swap):
        wish = step.preference
        return wish.hard, _LASTS.index(wish.scope), wish.dose
    return True, len(_LASTS), 1.0


def _quoted(text: str, spans: Sequence[Span]) -> str:
    """The words of spans, with an ellipsis where others stand between them."""
    gaps = [" " if not text[one.end : other.start].strip() else " … " for one, other in pairwise(spans)]
    return "".join(span.text + gap for span, gap in zip(spans, [*gaps, ""], strict=False))


def _with(items: tuple[T, ...], old: object, new: T | None) -> tuple[T, ...]:
    """`items` with `new` in the place of `old`, or at the end where `old` is none of them."""
    if any(item is old for item in items):
        return tuple(item if item is not old else new for item in items if item is not old or new is not None)  # type: ignore[misc]
    return items if new is None else (*items, new)
