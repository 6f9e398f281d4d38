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
from ..preferences.consolidate import consolidate
from ..preferences.history import same_wishes
from ..rendering import describe_step
from ..types import Scope

if TYPE_CHECKING:
    from ..preferences.memory import PreferenceMemory
    from ..preferences.preference import Naming, Preference
    from ..preferences.steps import Step
    from .binding import Binding

_MOST_FORKS = 8
"""Open words of one command that are weighed against each other; the first ones."""
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
        words = _quoted(self.parse.text, self.spans)
        options = tuple(Option(text=describe_step(step, naming), steps=(step,)) for step in self.steps)
        return Question(id=name, text=f"What is meant by “{words}”?", words=words, spans=self.spans, options=options)

    def _stretch(self) -> Span:
        start, end = self.spans[0].start, self.spans[-1].end
        return Span(start=start, end=end, text=self.parse.text[start:end])


def fork_of(binding: Binding, parse: Parse, memory: PreferenceMemory, now: datetime) -> Fork | None:
    """The most consequential fork of a parse; None where every reading leads to the same memory.

    A fork about a rule comes before one about a wish, what stands before what lasts a session or this time, the larger dose
    before the smaller, then what was said first.
    """

    def after(taken: Parse) -> tuple[Preference, ...]:
        ttl, limit = binding.session_ttl, binding.max_preferences
        return consolidate(memory, taken.proposals, now=now, session_ttl=ttl, limit=limit).after

    forks: list[tuple[tuple[bool, int, float], Fork]] = []
    said: tuple[Proposal | Doubt, ...] = (*parse.proposals, *parse.doubts)
    for item in [item for item in said if item.alternatives][:_MOST_FORKS]:
        likeliest = (item.step,) if isinstance(item, Proposal) else ()
        whole = Fork(parse, item, (*likeliest, *item.alternatives)[:_MOST_OPTIONS])
        outcomes: list[tuple[Preference, ...]] = (
            [] if likeliest else [after(parse)]
        )  # a doubt does nothing unless a reading is taken
        steps: list[Step] = []
        for option, step in enumerate(whole.steps):
            leads_to = after(whole.taken(option))
            if not any(same_wishes(leads_to, other) for other in outcomes):
                outcomes.append(leads_to)
                steps.append(step)
        if len(outcomes) > 1:
            forks.append((_consequence(outcomes), Fork(parse, item, tuple(steps))))
    return max(forks, key=lambda found: found[0])[1] if forks else None


def _consequence(outcomes: Sequence[tuple[Preference, ...]]) -> tuple[bool, int, float]:
    """How much hangs on the reading: the gravest wish that not all outcomes share."""
    told = [{repr((p.polarity, p.target, p.hard, p.dose, p.scope)): p for p in wishes} for wishes in outcomes]
    open_ones = [p for wishes in told for key, p in wishes.items() if not all(key in other for other in told)]
    return max(((p.hard, _LASTS.index(p.scope), p.dose) for p in open_ones), default=(False, 0, 0.0))


def _quoted(text: str, spans: Sequence[Span]) -> str:
    """The words of spans, with an ellipsis where others stand between them."""
    gaps = [" " if not text[one.end : other.start].strip() else " … " for one, other in pairwise(spans)]
    return "".join(span.text + gap for span, gap in zip(spans, [*gaps, ""], strict=True)) if spans else ""


def _with(items: tuple[T, ...], old: object, new: T | None) -> tuple[T, ...]:
    """`items` with `new` in the place of `old`, or at the end where `old` is none of them."""
    if any(item is old for item in items):
        return tuple(item if item is not old else new for item in items if item is not old or new is not None)  # type: ignore[misc]
    return items if new is None else (*items, new)
