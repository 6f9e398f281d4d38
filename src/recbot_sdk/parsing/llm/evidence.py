"""What the words of a command say by themselves, as the embedded grammar sees them: what a model's clauses are held to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ...catalog.text import words as words_of
from ...preferences.preference import Preference
from ...types import ItemKey
from ..grammar.edges import Edge
from ..grammar.targets import plain
from ..pack import Cue
from ..protocol import Command, Span

if TYPE_CHECKING:
    from ..grammar.parser import GrammarParser

_ALIKE = 90
"""Of 100: how nearly a quote must be what the command says."""
_LONG = 12
"""Characters of a quote in which a letter more or less is a slip."""
_BEFORE, _BEHIND = 4, 3
"""Words around a quote in which what rules it may stand: models leave the "no" out of what they quote."""
_BREAKS = frozenset(".;,!?")


class Evidence:
    """One command, annotated. Places are numbers of tokens."""

    def __init__(self, grammar: GrammarParser, command: Command) -> None:
        self.grammar, self.command, self.pack = grammar, command, grammar.pack
        self.tokens = grammar.pack.tokens(command.text)
        self.path: list[Edge] = grammar.path(self.tokens, command.now) if self.tokens else []
        self.edges = [*grammar.lattice.edges(self.tokens, command.now), *self.path] if self.tokens else []

    def place(self, quote: str) -> tuple[int, int] | None:
        """Where a quote stands; None where the command does not say it."""
        said = [token.text for token in self.pack.tokens(quote)]
        texts = [token.text for token in self.tokens]
        for start in range(len(texts) - len(said) + 1 if said else 0):
            if texts[start : start + len(said)] == said:
                return start, start + len(said)
        found = fuzz.partial_ratio_alignment(quote, self.command.text, score_cutoff=_ALIKE) if said else None
        if found is None or len(quote) > len(self.command.text) + 2:
            return None
        slack = int(len(quote) > _LONG)  # whole words, but for a letter at either end of a long quote
        within = [k for k, t in enumerate(self.tokens) if t.start < found.dest_end and t.end > found.dest_start]
        whole = within and self.tokens[within[0]].start >= found.dest_start - slack
        whole = whole and self.tokens[within[-1]].end <= found.dest_end + slack
        return (within[0], within[-1] + 1) if whole else None

    def span(self, start: int, end: int) -> Span:
        """Tokens as a stretch of the command."""
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        return Span(start=first, end=last, text=self.command.text[first:last])

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The quote with the words beside it, as far as its clause goes."""
        first, last = start, end
        while first > max(0, start - _BEFORE) and self.tokens[first].gap not in _BREAKS:
            first -= 1
        while last < min(len(self.tokens), end + _BEHIND) and self.tokens[last].gap not in _BREAKS:
            last += 1
        return first, last

    def within(self, start: int, end: int) -> Iterator[Edge]:
        """Every reading of words within a stretch."""
        return (edge for edge in self.edges if edge.start >= start and edge.end <= end)

    def cues(self, start: int, end: int, *kinds: str) -> Iterator[Cue]:
        """The meanings of these kinds that phrases within a stretch have."""
        return (cue for edge in self.within(start, end) for cue in edge.cues if cue.kind in kinds)

    def acts(self, start: int, end: int, *acts: str) -> bool:
        """Whether words of a stretch ask for one of these acts on memory, as they are best read."""
        read = (edge.cue("action") for edge in self.path if edge.start >= start and edge.end <= end)
        return any(cue is not None and cue.do in acts for cue in read)

    def is_read(self, start: int, end: int) -> bool:
        """Whether the grammar knows every word of a stretch."""
        return not any(edge.kind == "unknown" and edge.start < end and edge.end > start for edge in self.path)

    def points_at(self, start: int, end: int, place: int, key: ItemKey) -> bool:
        """Whether words of a stretch say which item of the screen is meant: by its place, or by its title."""
        if any(int(cue.value) == place for cue in self.cues(start, end, "ordinal")):
            return True
        titles = (edge for edge in self.within(start, end) if edge.kind == "title")
        return any(link.value == key for edge in titles for link in edge.links)

    def agrees(self, start: int, end: int, sign: str) -> bool | None:
        """Whether the words of a stretch bound on this side; None where they do not say on which."""
        sides = {cue.sign[0] for cue in self.cues(start, end, "compare") if cue.sign[0] in "<>"}
        return None if not sides else sign[0] in sides

    def measures(self, start: int, end: int, field: str) -> bool:
        """Whether an amount within a stretch is plainly one of a field: by its unit, by the field's name, or as a time."""
        recent = self.grammar.catalog.fields[field].role == "recency"
        return any(
            (
                e.quantity is not None
                and e.quantity.unit is not None
                and self.grammar.targets.on(field, e.quantity) is not None
            )
            or (e.years is not None and e.years.sure and recent)
            for e in self.within(start, end)
        ) or self.speaks_of(start, end, field)

    def names(self, start: int, end: int, field: str, value: str) -> bool:
        """Whether words of a stretch name a value of a field, themselves or by another word for it."""
        wanted = words_of(value)
        return any(
            link.field == field and words_of(str(link.value)) == wanted
            for edge in self.within(start, end)
            for link in edge.links
            if link.kind == "value"
        )

    def speaks_of(self, start: int, end: int, field: str) -> bool:
        """Whether words of a stretch name a field, one of its values, or an end of its role ("long")."""
        role = self.grammar.catalog.fields[field].role
        if role and any(role in cue.roles for cue in self.cues(start, end, "adjective", "compare")):
            return True
        return any(
            link.field == field
            for edge in self.within(start, end)
            for link in edge.links
            if link.kind in ("value", "field")
        )

    def numbers(self, start: int, end: int, field: str) -> set[float]:
        """Every number that a stretch says, on the scale of a field."""
        found: set[float] = set()
        for edge in self.within(start, end):
            if edge.quantity is not None:
                on = self.grammar.targets.on(field, edge.quantity)
                found |= {edge.quantity.value, 1000 * edge.quantity.value} | ({plain(on)} if on is not None else set())
            if edge.years is not None:
                found |= {edge.years.low, edge.years.high}
        return found

    def dates(self) -> set[str]:
        """Every year, month and day that the command says, in ISO form."""
        spans = [edge.years for edge in self.edges if edge.years is not None]
        return {text for y in spans for text in (str(y.low), str(y.high), y.first, y.last) if text}

    def touches(self, start: int, end: int, preference: Preference) -> bool:
        """Whether words of a stretch speak of what is remembered, or take back what came last."""
        idle = self.pack.ordinary | self.pack.words
        said = {token.text for token in self.tokens[start:end]} - idle
        if said & {*words_of(preference.words), *words_of(preference.says(self.grammar.catalog.name_of))}:
            return True
        fields = [name for name in self.grammar.catalog.fields if self.speaks_of(start, end, name)]
        return any(name in preference.target.model_dump_json() for name in fields)
