"""The cascade: the embedded parser answers alone where it is sure; a chat model is asked for the words that it left open."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..models import ModelFailure
from ..predicates import fields_of
from ..preferences.memory import PreferenceMemory
from ..preferences.preference import Target, Where
from ..preferences.steps import Add, Extend, Free, Move, Narrow, Step
from ..rendering import describe_step
from ..types import Polarity
from .protocol import Command, Doubt, Parse, Parser, Proposal, Span

if TYPE_CHECKING:
    from .llm import LLMParser

SURE = 0.5
"""Confidence of a reading from which it stands without a model: measured by benchmarks/cascade.py, told in docs/models.md."""
OPEN = frozenset({"unknown", "ambiguous", "unsupported"})
"""Doubts that a model may resolve. It knows no screen that was not sent, and no name that the catalogue lacks."""


class Cascade:
    """The embedded parser with a chat model behind it. It never fails, and never knows less than the embedded parser.

    Args:
        embedded: The floor: its sure readings are final.
        llm: What is asked for the rest.
        sure: Confidence (0 to 1) of a reading from which it stands by itself: 0 asks for doubts alone, 1 for all but words
            that are the catalogue's own.
    """

    def __init__(self, embedded: Parser, llm: LLMParser, *, sure: float = SURE) -> None:
        self.embedded, self.llm, self.sure = embedded, llm, sure

    def parse(self, command: Command, memory: PreferenceMemory) -> Parse:
        """Read a command; the embedded reading is ready before the model is asked, and stands where the model fails."""
        floor = self.embedded.parse(command, memory)
        spans = open_spans(floor, self.sure)
        if not spans:
            return floor
        try:
            heard = self.llm.parse(command, memory, self._understood(floor), spans)
        except ModelFailure as failure:
            return _without(floor, failure)
        return merged(floor, heard, spans, self.sure)

    async def aparse(self, command: Command, memory: PreferenceMemory) -> Parse:
        """`parse`, awaited: a turn that is cancelled cancels the request. The embedded parser works in a thread."""
        floor = await asyncio.to_thread(self.embedded.parse, command, memory)
        spans = open_spans(floor, self.sure)
        if not spans:
            return floor
        try:
            heard = await self.llm.aparse(command, memory, self._understood(floor), spans)
        except ModelFailure as failure:
            return _without(floor, failure)
        return merged(floor, heard, spans, self.sure)

    def _understood(self, floor: Parse) -> list[str]:
        """What the model need not read again, in plain words."""
        sure = (p for p in floor.proposals if not is_open(p, self.sure))
        return [describe_step(p.step, self.llm.catalog.name_of) for p in sure]


def _without(floor: Parse, failure: ModelFailure) -> Parse:
    """The embedded reading, with what the model cost and why it is left out."""
    return floor.model_copy(update={"usage": failure.usage, "failure": failure.kind})


def open_spans(parse: Parse, sure: float = SURE) -> tuple[Span, ...]:
    """The words that the embedded parser did not read, or not beyond doubt."""
    spans = [doubt.span for doubt in parse.doubts if _may_resolve(doubt)]
    spans += [span for proposal in parse.proposals if is_open(proposal, sure) for span in proposal.spans]
    return tuple(spans)


def _may_resolve(doubt: Doubt) -> bool:
    """Whether a model may know better; what stands in the place of a name may be a word for something all the same."""
    return doubt.reason in OPEN or (doubt.reason == "unknown_name" and doubt.span.text.islower())


def is_open(proposal: Proposal, sure: float = SURE) -> bool:
    """Whether a reading is only the likelier one."""
    return proposal.confidence < sure or bool(proposal.alternatives)


def merged(floor: Parse, heard: Parse, spans: Sequence[Span], sure: float = SURE) -> Parse:
    """Both readings: the model's for the words that were open, the embedded parser's for the rest.

    A reading of the model that touches no open words is dropped, however good: what was sure is final. Between readings of
    one name it may only choose. Where it has nothing to say of open words, the embedded reading of them stands.
    """
    choices = [p for p in floor.proposals if p.alternatives and p.confidence >= sure]
    final = [p for p in floor.proposals if not is_open(p, sure)]
    within = [p for p in heard.proposals if _overlap(p.spans, spans) and not any(_disputes(p, f) for f in final)]
    taken = [p for p in (_chosen(p, choices) for p in within) if p is not None]
    said = [span for p in taken for span in p.spans]
    kept = [p for p in floor.proposals if not (is_open(p, sure) and _overlap(p.spans, said))]
    doubts: list[Doubt] = [d for d in floor.doubts if not (_may_resolve(d) and _overlap((d.span,), said))]
    steps = [p.step for p in kept]
    new = [p for p in taken if p.step not in steps]
    return floor.model_copy(
        update={
            "proposals": tuple(sorted((*kept, *new), key=lambda p: p.spans[0].start if p.spans else 0)),
            "doubts": tuple(doubts),
            "asks_memory": floor.asks_memory or heard.asks_memory,
            "usage": heard.usage,
        }
    )


def _chosen(heard: Proposal, choices: Sequence[Proposal]) -> Proposal | None:
    """A model's reading; where the embedded parser could not tell between several, the one of these that it is, if any."""
    for choice in choices:
        if _overlap(heard.spans, choice.spans):
            steps = [step for step in (choice.step, *choice.alternatives) if _asks(step) == _asks(heard.step)]
            return heard.model_copy(update={"step": steps[0]}) if steps and _asks(heard.step) is not None else None
    return heard


def _disputes(heard: Proposal, final: Proposal) -> bool:
    """Whether a model's reading is about a field that was read surely, in the same words or as a rule."""
    mine, theirs = (_fields(p.step) for p in (heard, final))
    rules = isinstance(heard.step, Add | Move | Extend | Narrow) and heard.step.preference.hard
    return bool(mine & theirs) and (rules or _overlap(heard.spans, final.spans))


def _fields(step: Step) -> set[str]:
    """The fields that a step is about."""
    asked = _asks(step)
    if asked is None:
        return {step.field} if isinstance(step, Free) else set()
    target = asked[1]
    return set(fields_of(target.predicate)) if isinstance(target, Where) else {getattr(target, "field", "")} - {""}


def _asks(step: Step) -> tuple[Polarity, Target] | None:
    """What a step wishes; None where it is no wish."""
    return (
        (step.preference.polarity, step.preference.target) if isinstance(step, Add | Move | Extend | Narrow) else None
    )


def _overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in some for b in others)
