"""The ground on which what was said is laid: catalogue, screen and memory; and what comes of it, proposals and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ...catalog.columns import PlainValue
from ...catalog.text import Token
from ...predicates import Compare, Predicate, leaves
from ...preferences.inherit import touched
from ...preferences.memory import PreferenceMemory
from ...preferences.preference import Preference, Target, Where
from ...preferences.steps import Add, Retract, Step
from ...types import ItemKey, Polarity, Scope
from ..pack import Pack
from ..protocol import Command, Doubt, DoubtReason, Proposal, Span
from .joining import Wish, fields
from .naming import Meaning, Names
from .reading import Mood, Reading, Said
from .shifting import OPPOSITE, measured
from .stepping import step_of
from .targets import Targets

if TYPE_CHECKING:
    from ...catalog import Catalog
    from .edges import Edge


class Grounding:
    """One reading on its way to proposals."""

    def __init__(
        self,
        reading: Reading,
        tokens: Sequence[Token],
        names: Names,
        targets: Targets,
        command: Command,
        memory: PreferenceMemory,
        path: Sequence[Edge],
    ) -> None:
        self.reading, self.tokens, self.targets, self.command, self.memory = reading, tokens, targets, command, memory
        self.path, self.names = path, names
        self.catalog: Catalog = targets.catalog
        self.pack: Pack = targets.pack
        self.entries: list[Wish | Proposal] = []
        self.doubts: list[Doubt] = []
        self.meanings: dict[tuple[object, ...], Meaning] = {}
        self.taken: set[Edge] = set()
        """Edges that a tool's arguments used up."""
        self.old: Target | None = None
        self.bounded: list[tuple[str, str]] = [
            (leaf.field, leaf.sign if isinstance(leaf, Compare) and leaf.sign in OPPOSITE else "==")
            for _, leaf in measured(memory)
        ]
        """(field, sign) of what was bounded before, in memory and in this command, newest first."""
        self.signs = dict(reversed(self.bounded))
        """The newest sign of each field in memory: what a bare number moves."""

    def meaning(self, said: Said) -> Meaning:
        """What a name means; long commands name one thing many times."""
        assert said.edge is not None
        key = (said.fields, said.led, *(link[2:] for link in said.edge.links))
        if key not in self.meanings:
            self.meanings[key] = self.names.value(said)
        return self.meanings[key]

    def wish(
        self,
        said: Said,
        target: Target,
        *,
        evidence: str = "exact",
        cost: float = 0.0,
        named: bool = True,
        others: tuple[Target, ...] = (),
        mood: Mood | None = None,
    ) -> None:
        """A wish, or (where the words take something back) the correction of one."""
        if said.action == "old":
            last = self.entries[-1] if self.entries else None
            if isinstance(last, Wish) and last.old is None:
                last.old = target
                last.spans += said.spans
            else:
                self.old = target
            return
        if said.action in ("retract", "free"):
            # what is fine again was banned: it may be wished all the same
            banned: Polarity | None = "dislike" if said.shift == "allow" else None
            correction = Retract(target=target, scope=self.scope(said.mood), polarity=banned)
            if not self.allowed(said, target) or touched(correction, self.memory.preferences):
                self.propose(said, correction, evidence=evidence, cost=cost)
                return
            said.action, said.shift = "", "extend"
        wish = Wish(target, said, mood or said.mood, evidence, cost, named, others, self.old, list(said.spans))
        self.old = None
        self.entries.append(wish)

    def allowed(self, said: Said, target: Target) -> bool:
        """Whether words that take a ban back ("81 is fine as well") speak of what a choice in memory leaves out."""
        mine = fields(target)
        return said.shift == "allow" and any(
            p.hard and p.polarity == "like" and mine & fields(p.target) for p in self.memory
        )

    def judged(self, said: Said, predicate: Predicate | None, mood: Mood | None = None) -> None:
        """A condition by a grade, or the doubt that nothing is measured so."""
        if predicate is None:
            self.doubt(said, "unsupported")
            return
        self.mention(predicate)
        self.wish(said, Where(predicate=predicate), evidence="role", named=False, mood=mood)

    def mention(self, predicate: Predicate) -> None:
        """A field that was spoken of is the likeliest one of an amount that follows: "low sodium, under 600 mg"."""
        self.bounded[:0] = [(leaf.field, "") for leaf in leaves(predicate) if isinstance(leaf, Compare)]

    def doubt(self, said: Said, reason: DoubtReason) -> None:
        """Say that words were not, or could not be, followed."""
        self.doubts.append(Doubt(span=self.span(said.start, said.end), reason=reason))

    def propose(self, said: Said, step: Step, *, evidence: str = "exact", cost: float = 0.0) -> None:
        """Take down a step of memory that is no wish."""
        self.entries.append(
            Proposal(
                step=step,
                spans=self.spans(said.spans),
                evidence=evidence,
                scope_said=self.scope(said.mood) is not None,
                confidence=_confidence(cost),
            )
        )

    def proposal(self, wish: Wish) -> Proposal:
        """A wish as the step that memory takes."""
        mood, spans = wish.mood, self.spans(wish.spans)
        scope, until = self.scope(mood), self.until

        def preference(target: Target) -> Preference:
            return Preference(
                polarity=mood.polarity,
                target=target,
                hard=mood.hard,
                dose=mood.dose,
                scope=scope or ("session" if until is None else "standing"),
                expires_at=until,
                words=" ".join(span.text for span in spans),
            )

        step = step_of(wish, preference(wish.target), self.memory, self.catalog)
        return Proposal(
            step=step,
            spans=spans,
            confidence=_confidence(wish.cost + 0.25 * len(wish.others)),
            evidence=wish.evidence,
            scope_said=scope is not None or until is not None,
            named=wish.named,
            alternatives=tuple(Add(preference=preference(target)) for target in wish.others),
        )

    # -- looking around ------------------------------------------------------------------------------------------------

    def beside(self, said: Said) -> tuple[Said | None, Said | None]:
        """What was said right before and right after."""
        every = self.reading.said
        place = next(k for k, other in enumerate(every) if other is said)
        return every[place - 1] if place else None, every[place + 1] if place + 1 < len(every) else None

    def pointed(self, said: Said) -> list[ItemKey]:
        """The items that a title or positions on the screen name; none where the screen does not have them."""
        if said.edge is not None and said.edge.kind == "title":
            return [link.value for link in said.edge.links[:1] if isinstance(link.value, int | str)]
        shown = self.command.on_screen
        return [shown[place] for place in said.places if -len(shown) <= place < len(shown)]

    def value_of(self, name: str, keys: Sequence[ItemKey]) -> PlainValue:
        """What the first of some items has of a field; None where there is no item."""
        return self.catalog.value_of(name, int(self.catalog.rows_of_keys(keys[:1])[0])) if keys else None

    @property
    def until(self) -> datetime | None:
        """When wishes that were said to last some days end."""
        days = self.reading.days
        return None if days is None else self.command.now + timedelta(days=days)

    def scope(self, mood: Mood) -> Scope | None:
        """How long the words want a wish to last; None: they do not say."""
        return mood.scope or self.reading.scope

    def spans(self, said: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        """Stretches of tokens as stretches of the command."""
        return tuple(self.span(*span) for span in sorted(set(said)))

    def span(self, start: int, end: int) -> Span:
        """Tokens as a stretch of the command."""
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        return Span(start=first, end=last, text=self.command.text[first:last])

    def text(self, start: int, end: int) -> str:
        """The words as they were written."""
        return self.span(start, end).text


def _confidence(cost: float) -> float:
    return max(0.1, 1.0 - 0.4 * cost)
