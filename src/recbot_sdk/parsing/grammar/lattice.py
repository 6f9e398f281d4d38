"""Everything that the words of a command may mean: overlapping edges over its tokens, each with a cost."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...catalog.text import Token, ideograph
from ...catalog.text import words as words_of
from ...catalog.units import dimension
from ...catalog.vocabulary import Link
from ..pack import Cue, Pack
from .edges import FILLER, LONG, PER_EDGE, UNKNOWN, Edge, linked
from .mentions import Mentions
from .mistaken import mistaken
from .numbers import Quantity, quantities
from .times import years
from .wording import Wording

if TYPE_CHECKING:
    from ...catalog import Catalog
    from ...tools import Tool

_REST = 4
"""Letters of two words that may be one name, though a slip makes a word of the language of one of them."""
_IDLE = 0.3
"""More for an adjective of which the catalogue measures nothing."""
_SLIP = 0.7
"""A slip in a word of the language costs a little more than one in a name."""
_STRANGE = 8
"""Characters of the longest strange word."""
_FURTHER = 0.6
"""What each further character of a strange word costs: less than most readings of a character, more than half a phrase of two."""
_DOUBTFUL = 3.0
"""More for a bare number that may be a year, where nothing says that a time follows."""
_HELD = re.compile(r"(.)\1{2,}")


class Lattice:
    """Annotates the tokens of commands over one catalogue."""

    def __init__(self, catalog: Catalog, pack: Pack, tools: Sequence[Tool[Any]]) -> None:
        self.catalog, self.pack = catalog, pack
        self.wording = Wording(catalog, pack)
        self._mentions = Mentions(catalog, pack, self.wording, self._idle)
        self._tools = [(said, tool) for tool in tools for phrase in tool.phrases if (said := words_of(phrase))]
        self._ends: dict[str, tuple[str, str]] = {}
        for name, field in catalog.fields.items():
            for end in ("low", "high"):
                for word in getattr(field, end):
                    self._ends[" ".join(words_of(word))] = (name, end)
        self._measured = {
            f.role for f in catalog.fields.values() if f.role is not None and f.kind in ("number", "date")
        }

    def edges(self, tokens: Sequence[Token], now: datetime) -> list[Edge]:
        """Every reading of every run of tokens, one for tokens that nothing reads included."""
        words = [token.text for token in tokens]
        amounts = [*self._amounts(tokens, now), *self._ordinals(tokens)]
        ends = {edge.end for edge in amounts if edge.kind != "cue"}
        found = [*self._cues(tokens, ends), *amounts, *self._own(words)]
        signed = {e.end for e in found if any(c.kind == "compare" and c.side == "after" for c in e.cues)}
        found += self._mentions.edges(tokens, words, found, ends | signed)
        cued = {edge.start for edge in found if edge.kind == "cue" and edge.end == edge.start + 1}
        for at, token in enumerate(tokens):
            if token.text in self.pack.fillers or token.kind == "sign":
                found.append(Edge(at, at + 1, "filler", FILLER))
            elif at not in cued:
                found.append(Edge(at, at + 1, "unknown", UNKNOWN))
        found += self._strange_runs(tokens)
        return found

    def _strange_runs(self, tokens: Sequence[Token]) -> Iterator[Edge]:
        """Characters side by side that may be one strange word, whatever each of them means by itself."""
        for start in range(len(tokens)):
            for end in range(start + 1, min(len(tokens), start + _STRANGE) + 1):
                token = tokens[end - 1]
                inside = end > start + 1 and token.gap != ""
                if inside or token.text in self.pack.fillers or not ideograph(token.text):
                    break
                if end > start + 1:
                    yield Edge(start, end, "unknown", UNKNOWN + _FURTHER * (end - start - 1))

    def slips(
        self, tokens: Sequence[Token], unknown: Sequence[int], in_part: Sequence[int], now: datetime
    ) -> list[Edge]:
        """Readings of tokens that nothing else reads, as slips of the keyboard: in words of the language, then in names."""
        found: list[Edge] = []
        texts = {tokens[at].text for at in unknown}
        respelled = {text: list(self.pack.respelled(text)) for text in texts if not self.catalog.vocabulary.knows(text)}
        found += self._held_down(tokens, unknown)
        for at in unknown:
            for other, edits in respelled.get(tokens[at].text, ()):
                said = [*tokens[:at], _as(tokens[at], other), *tokens[at + 1 :]]
                for start in range(max(0, at - 5), at + 1):
                    for end, cues in self.pack.cues(said, start):
                        if start <= at < end:
                            idle = all(cue.kind in ("noun", "filler") for cue in cues)
                            found.append(Edge(start, end, "cue", PER_EDGE + _SLIP * edits + _IDLE * idle, cues))
                found += self._mentions.meant([t.text for t in said], at, PER_EDGE + _SLIP * edits)
        for at, meant in mistaken(tokens, unknown, self.pack):
            said = [*tokens[:at], _as(tokens[at], meant), *tokens[at + 1 :]]
            found += self._mentions.meant([t.text for t in said], at, PER_EDGE + _SLIP)
        words = [token.text for token in tokens]
        unknown = [at for at in unknown if not ideograph(words[at])]  # one edit makes any other word of one character
        for link in self.wording.near(words, unknown):
            found += linked([link], PER_EDGE + link.cost)
        named: dict[tuple[int, int, object], list[Link]] = {}
        near = self.catalog.vocabulary.near(words, [*unknown, *in_part], self.pack.inflections)
        left = [at for at in unknown if not any(link.start <= at < link.end for link in near)]
        if beside := self._beside_names(words, left):
            near += self.catalog.vocabulary.near(words, [*left, *beside], self.pack.inflections)
        for link in near:
            if not any(link.start <= at < link.end for at in unknown):
                continue
            named.setdefault((link.start, link.end, link.value), []).append(link)
        for links in named.values():  # one name in all the fields that have it
            large = all(link.field in self._mentions.large and link.end == link.start + 1 for link in links)
            found += linked(links, PER_EDGE + min(link.cost for link in links) + (1.5 if large else 0.0))
        return found

    def _held_down(self, tokens: Sequence[Token], unknown: Sequence[int]) -> Iterator[Edge]:
        """Words whose letters were held down: "plzzz", "nooo"."""
        for at in unknown:
            word = tokens[at].text
            if _HELD.search(word) is None:
                continue
            for other in {_HELD.sub(r"\1", word), _HELD.sub(r"\1\1", word)}:
                if other in self.pack.fillers:
                    yield Edge(at, at + 1, "filler", FILLER)
                said = [*tokens[:at], _as(tokens[at], other), *tokens[at + 1 :]]
                yield from (Edge(at, end, "cue", PER_EDGE, cues) for end, cues in self.pack.cues(said, at))
                for link in self.catalog.vocabulary.links([other]):
                    if link.kind == "value" and link.evidence != "partial":
                        yield from linked([link._replace(start=at, end=at + 1)], PER_EDGE + link.cost)

    def _beside_names(self, words: Sequence[str], unknown: Sequence[int]) -> set[int]:
        """Words right beside an unknown one that is a part of names: a slip can make a word of the language of the rest."""
        parts = {at for at in unknown if len(words[at]) >= _REST and self.catalog.vocabulary.knows(words[at])}
        beside = {at + step for at in parts for step in (-1, 1)} - set(unknown)
        return {at for at in beside if 0 <= at < len(words) and len(words[at]) >= _REST}

    def named(self, edge: Edge) -> bool:
        """Whether an edge names a person, or a value of a large vocabulary, rather than a kind of thing."""
        fields = {link.field for link in edge.links}
        return any(name in self._mentions.large or self.catalog.fields[name].role == "person" for name in fields)

    def _cues(self, tokens: Sequence[Token], amounts: Container[int]) -> Iterator[Edge]:
        """Phrases of the pack; one that bounds the amount before it stands only where an amount ends."""
        for start in range(len(tokens)):
            for end, meanings in self.pack.cues(tokens, start):
                beside = any(at in amounts for at in (start, start - 1, start - 2))  # "12 cores at least"
                cues = tuple(c for c in meanings if c.kind != "compare" or c.side == "before" or beside)
                if not cues:
                    continue
                cost = FILLER - 0.1 if all(cue.kind == "filler" for cue in cues) else PER_EDGE
                if self._idle(cues):
                    cost += _IDLE
                yield Edge(start, end, "cue", cost - LONG * (end - start - 1), cues)

    def _idle(self, cues: Sequence[Cue]) -> bool:
        """Whether cues are adjectives of which the catalogue measures nothing."""
        plain = [cue for cue in cues if cue.kind not in ("degree_high", "degree_low")]
        return bool(plain) and all(c.kind == "adjective" and not self._measured.intersection(c.roles) for c in plain)

    def _amounts(self, tokens: Sequence[Token], now: datetime) -> Iterator[Edge]:
        for quantity in quantities(tokens, self.pack):
            if dimension(quantity.unit or "") == "time" and self._is_past(tokens, quantity.start):
                continue
            yield Edge(quantity.start, quantity.end, "number", PER_EDGE, quantity=quantity)
            yield from self._plus(tokens, quantity)
        recent = any(f.role == "recency" or f.kind == "date" for f in self.catalog.fields.values())
        for span in years(tokens, self.pack, now) if recent else ():
            doubtful = bool(span.first) and not span.sure and not self._leads_to_a_time(tokens, span.start)
            yield Edge(span.start, span.end, "years", PER_EDGE + (_DOUBTFUL if doubtful else -0.1), years=span)

    def _plus(self, tokens: Sequence[Token], quantity: Quantity) -> Iterator[Edge]:
        """As in "20+ euros": the sign stands between a number and its unit."""
        at = quantity.end
        if quantity.unit is None and at + 1 < len(tokens) and tokens[at].kind == "sign":
            unit = self.pack.units.get((tokens[at + 1].text,))
            signs = [
                c for _, cues in self.pack.cues(tokens, at) for c in cues if c.kind == "compare" and c.side == "after"
            ]
            if unit is not None and signs:
                whole = quantity._replace(end=at + 2, unit=unit)
                yield Edge(whole.start, whole.end, "number", PER_EDGE, (signs[0],), quantity=whole)

    def _is_past(self, tokens: Sequence[Token], end: int) -> bool:
        """Whether a span of time is the one just gone, "the last five minutes", and no length."""
        return any(end in self.pack.spoken(tokens, start, "last") for start in range(max(0, end - 4), end))

    def _ordinals(self, tokens: Sequence[Token]) -> Iterator[Edge]:
        """As in "2nd": a number and its ending, glued."""
        for at, (number, ending) in enumerate(pairwise(tokens)):
            glued = ending.text in self.pack.ordinal_endings and ending.gap == ""
            if glued and number.text.isdecimal() and 1 <= int(number.text[:4]) <= 50:
                yield Edge(at, at + 2, "cue", PER_EDGE, (Cue("ordinal", value=float(number.text)),))

    def _leads_to_a_time(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether the word before says that a time follows: "since", "in", "before"."""
        kinds = ("at", "compare", "between", "to", "last")
        return start > 0 and any(start in self.pack.spoken(tokens, start - 1, kind) for kind in kinds)

    def _own(self, words: Sequence[str]) -> Iterator[Edge]:
        for said, tool in self._tools:
            for start in range(len(words) - len(said) + 1):
                if tuple(words[start : start + len(said)]) == said:
                    yield Edge(start, start + len(said), "tool", PER_EDGE - LONG * len(said) - 0.1, tool=tool)
        for called, (name, end) in self._ends.items():
            size = len(called.split())
            for start in range(len(words) - size + 1):
                for other, degree in self._degrees(words[start : start + size]):
                    if other == called:
                        cue = Cue("adjective", degree=degree, key=end)
                        link = Link(start, start + size, "field", name, None, 0.0, "exact")
                        yield Edge(start, start + size, "end", PER_EDGE - 0.2, (cue,), (link,))

    def _degrees(self, run: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What a word of degree may be the plain, comparative or superlative form of."""
        yield " ".join(run), "plain"
        for degree, endings in self.pack.degree_endings.items() if len(run) == 1 else ():
            for ending, plain in endings:
                if run[0].endswith(ending):
                    yield run[0][: len(run[0]) - len(ending)] + plain, degree


def _as(token: Token, text: str) -> Token:
    return Token(text, token.start, token.end, "word", token.gap)
