"""Everything that the words of a command may mean: overlapping edges over its tokens, each with a cost."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ...catalog.names import name_words
from ...catalog.text import Token
from ...catalog.units import canonical, dimension
from ...catalog.vocabulary import Link
from ..pack import Cue, Pack
from .numbers import Quantity, quantities
from .times import Years, years
from .wording import Wording

if TYPE_CHECKING:
    from ...catalog import Catalog
    from ...tools import Tool

EdgeKind = Literal["cue", "value", "title", "field", "number", "years", "end", "tool", "filler", "unknown"]
_MARKS = frozenset(",.;?!")
PER_EDGE = 0.8
"""Cost of any reading of a word: fewer, longer readings win."""
FILLER, UNKNOWN = 1.1, 2.7
LONG = 0.04
_REST = 4
"""Letters of two words that may be one name, though a slip makes a word of the language of one of them."""
_ANY_VALUE = 1.3
"""More for a value of a large vocabulary that is also a word of the language: a studio called "Good"."""
_LARGE = 300
_IDLE = 0.3
"""More for an adjective of which the catalogue measures nothing."""
_SLIP = 0.7
"""A slip in a word of the language costs a little more than one in a name."""
_SAID_ANYWAY = 0.35
"""More for a value that is also a word which people say without a wish: a maker called "Hi"."""
_LETTER, _CODE = 3.0, 0.7
"""More for a value of one letter; less where all values of its field are such codes: S, M, L."""
_NAMED_KIND = -0.15
"""A noun that could stand for any item is the value, where the catalogue has one of that name: "drinks"."""
_BESIDE = -0.3
"""Less for a value right beside the name of its field, and for a field right behind "any", "forget the"."""
_ON_FIELDS = ("free", "retract", "diversify")
_MEANT, _AT_LARGE = 0.2, 0.5
_ROLE = 0.3
_PROMINENT, _CROWD = 5, 2_000
"""Items from which a name is known well enough to be called by a part of it, out of the blue; fewer in a small catalogue."""
_POINTED = -0.3
"""Less for a title behind "more like", "seen": a title is what is meant there."""
_IN_TITLE = -1.0
"""Less for words that are said to stand in the title."""
_TITLE = (4.0, 1.5, 0.5)
"""More for a title of one, two, or more words that no cue introduces."""
_DESCRIBED = 1.5
"""More where titles describe: their words are said of many items."""


_NAMED, _MEANING = frozenset({"exact", "inflected", "abbreviation"}), frozenset({"synonym", "broader"})
_HELD = re.compile(r"(.)\1{2,}")


class Edge(NamedTuple):
    """One reading of tokens `start` to `end`."""

    start: int
    end: int
    kind: EdgeKind
    cost: float
    cues: tuple[Cue, ...] = ()
    links: tuple[Link, ...] = ()
    quantity: Quantity | None = None
    years: Years | None = None
    tool: Tool[Any] | None = None

    def cue(self, *kinds: str) -> Cue | None:
        """The meaning of one of these kinds, if the edge has it."""
        for cue in self.cues:
            if cue.kind in kinds:
                return cue
        return None


class Lattice:
    """Annotates the tokens of commands over one catalogue."""

    def __init__(self, catalog: Catalog, pack: Pack, tools: Sequence[Tool[Any]]) -> None:
        self.catalog, self.pack = catalog, pack
        self.wording = Wording(catalog, pack)
        self._tools = [(said, tool) for tool in tools for phrase in tool.phrases if (said := tuple(_words(phrase)))]
        self._ends: dict[str, tuple[str, str]] = {}
        for name, field in catalog.fields.items():
            for end in ("low", "high"):
                for word in getattr(field, end):
                    self._ends[" ".join(_words(word))] = (name, end)
        called = {name: name_words(name) for name in catalog.fields}
        self._short = {own[0]: name for name, own in called.items() if len(own) == 1 and 3 <= len(own[0]) <= 5}
        self._measured = {
            f.role for f in catalog.fields.values() if f.role is not None and f.kind in ("number", "date")
        }
        small = [n for n, f in catalog.fields.items() if f.kind == "category" and len(catalog.values(n)) <= 12]
        self._coded = {n for n in small if all(len(value) <= 3 for value in catalog.values(n))}
        self._stems: dict[tuple[str, ...], str] = {}
        for name, own in called.items():
            for size in range(1, len(own)):
                if canonical(own[size]) is not None or own[size] in ("per", "in"):
                    self._stems.setdefault(tuple(own[:size]), name)
                    break
        self._large = {
            n for n, f in catalog.fields.items() if f.kind in ("category", "tags") and len(catalog.values(n)) > _LARGE
        }

    def edges(self, tokens: Sequence[Token], now: datetime) -> list[Edge]:
        """Every reading of every run of tokens, one for tokens that nothing reads included."""
        words = [token.text for token in tokens]
        amounts = [*self._amounts(tokens, now), *self._ordinals(tokens)]
        ends = {edge.end for edge in amounts if edge.kind != "cue"}
        found = [*self._cues(tokens, ends), *amounts, *self._own(words)]
        found += self._names(tokens, words, found, ends)
        cued = {edge.start for edge in found if edge.kind == "cue" and edge.end == edge.start + 1}
        for at, token in enumerate(tokens):
            if token.text in self.pack.fillers or token.kind == "sign":
                found.append(Edge(at, at + 1, "filler", FILLER))
            elif at not in cued:
                found.append(Edge(at, at + 1, "unknown", UNKNOWN))
        return found

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
                            found.append(Edge(start, end, "cue", PER_EDGE + _SLIP * edits, cues))
        words = [token.text for token in tokens]
        for link in self.wording.near(words, unknown):
            found += self._edge([link], PER_EDGE + link.cost)
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
            large = all(link.field in self._large and link.end == link.start + 1 for link in links)
            found += self._edge(links, PER_EDGE + min(link.cost for link in links) + (1.5 if large else 0.0))
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
                        yield from self._edge([link._replace(start=at, end=at + 1)], PER_EDGE + link.cost)

    def _beside_names(self, words: Sequence[str], unknown: Sequence[int]) -> set[int]:
        """Words right beside an unknown one that is a part of names: a slip can make a word of the language of the rest."""
        parts = {at for at in unknown if len(words[at]) >= _REST and self.catalog.vocabulary.knows(words[at])}
        beside = {at + step for at in parts for step in (-1, 1)} - set(unknown)
        return {at for at in beside if 0 <= at < len(words) and len(words[at]) >= _REST}

    def named(self, edge: Edge) -> bool:
        """Whether an edge names a person, or a value of a large vocabulary, rather than a kind of thing."""
        fields = {link.field for link in edge.links}
        return any(name in self._large or self.catalog.fields[name].role == "person" for name in fields)

    # -- the kinds of readings -----------------------------------------------------------------------------------------

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
        recent = any(f.role == "recency" or f.kind == "date" for f in self.catalog.fields.values())
        for span in years(tokens, self.pack, now) if recent else ():
            doubtful = bool(span.first) and not span.sure and not self._leads_to_a_time(tokens, span.start)
            yield Edge(span.start, span.end, "years", PER_EDGE + (_LETTER if doubtful else -0.1), years=span)

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

    def _names(
        self, tokens: Sequence[Token], words: Sequence[str], cues: Sequence[Edge], amounts: Container[int]
    ) -> Iterator[Edge]:
        vocabulary = self.catalog.vocabulary
        said = {e.start for e in cues if e.kind == "cue" and e.end == e.start + 1 and not self._idle(e.cues)}
        spans: dict[tuple[int, int, str], list[Link]] = {}
        places = [at for at, token in enumerate(tokens) if token.kind != "sign"]  # names are known without their signs
        plain = [words[at] for at in places]
        lone = {at for at in places if at not in said and words[at] not in self.pack.fillers}
        in_part = [k for k, at in enumerate(places) if at in lone]
        links = [_at(link, places) for link in vocabulary.links(plain, self.pack.inflections, in_part)]
        for at, token in enumerate(tokens):  # "Petrova's"
            if token.owner:
                owned = [*words[:at], token.owner, *words[at + 1 :]]
                links += [link for link in vocabulary.links(owned, in_part=lone & {at}) if link.end == at + 1]
        links += self._counted(words)
        links = [link for link in links if _whole(tokens, link)]
        links += [*self._meant(words), *self._called(words)]
        fields = {(at, link.field) for link in links if link.kind == "field" for at in (link.start, link.end)}
        freed = {e.end for e in cues if any(c.kind == "action" and c.do in _ON_FIELDS for c in e.cues)}
        freed |= {e.end for e in cues if any(c.kind == "adjective" and c.degree != "plain" for c in e.cues)}
        freed |= {at + 1 for at in freed if at < len(words) and words[at] in self.pack.by}
        led = self._leading(tokens, cues) | {at for at, _ in fields}
        for link in links:
            if link.evidence == "partial" and not self._meant_in_part(link, led):
                continue
            spans.setdefault((link.start, link.end, link.kind), []).append(link)
        for (start, end, kind), group in spans.items():  # a flag's name says that it is set
            if kind == "field" and (set_ := spans.get((start, end, "value"))):
                group[:] = [link for link in group if link.field not in {s.field for s in set_ if s.value is True}]
        for (start, end, kind), group in spans.items():
            if not group:
                continue
            group = _cheapest(group)
            extra = 0.0
            if kind == "value":
                small = all(link.field not in self._large for link in group)
                known = all(at in said or word in self.pack.ordinary for at, word in enumerate(words[start:end], start))
                named = any((start, link.field) in fields or (end, link.field) in fields for link in group)
                if len(words[start]) == end - start == 1:
                    coded = any(link.field in self._coded for link in group)
                    extra = -0.3 if named else _CODE if coded else _LETTER
                elif known and not small:
                    extra = _ANY_VALUE
                elif small and end == start + 1 and words[start] in self.pack.grading:
                    extra = _NAMED_KIND
                elif known and end == start + 1 and not named:
                    extra = _SAID_ANYWAY
                elif named:
                    extra = _BESIDE
            elif start in freed or start in amounts:  # "any rooms", "50 rooms"
                extra = 2 * _BESIDE
            yield from self._edge(group, PER_EDGE + min(link.cost for link in group) + extra - LONG * (end - start - 1))
        covered, named_so = _covered(len(words), links, _NAMED), _covered(len(words), links, _NAMED | _MEANING)
        for link in (*self.wording.links(tokens, covered), *self.wording.series(tokens, named_so)):
            yield from self._edge([link], PER_EDGE + link.cost - LONG * (link.end - link.start - 1))
        for link in self.wording.titled(tokens):
            yield from self._edge([link], PER_EDGE + _IN_TITLE)
        introduced = {e.end for e in cues if e.cue("similar", "dissimilar", "seen", "than")}
        introduced |= {e.end for e in cues if e.cue("define") and e.start == 0}
        introduced |= {e.end for e in cues if e.cue("as") and any(at == e.start for at, _ in fields)}
        wished = {e.end for e in cues if any(c.kind == "polarity" and not c.weak for c in e.cues)}
        valued = {at for start, end, kind in spans for at in range(start, end) if kind == "value"}
        usual = valued | {at for e in cues for at in range(e.start, e.end)}
        for link in (_at(link, places) for link in vocabulary.titles(plain)):
            if not _whole(tokens, link, self.catalog.name_of(link.value) if isinstance(link.value, int | str) else ""):
                continue
            start = link.start
            size = max(1, sum(word not in self.pack.fillers for word in words[start : link.end]))
            after = (start, start - 1) if start and words[start - 1] in self.pack.fillers else (start,)
            ordinary = usual.issuperset(range(start, link.end))
            pointed_at = not introduced.isdisjoint(after)
            asked = pointed_at or (not ordinary and not wished.isdisjoint(after))
            pointed = pointed_at and not valued.issuperset(range(start, link.end))
            several = link.end - start > 1
            if pointed and (several or words[start] not in self.pack.words):
                extra = _POINTED
            elif asked and (several or words[start] not in self.pack.words):
                extra = 0.1
            else:
                extra = _TITLE[0] if ordinary else _TITLE[min(size, 3) - 1] + _DESCRIBED * self.wording.describes
            yield Edge(
                start, link.end, "title", PER_EDGE + link.cost + extra - LONG * (link.end - start), links=(link,)
            )

    def _counted(self, words: Sequence[str]) -> list[Link]:
        """Values with a small number in them, said in the other way: "2 story" for "Two story"."""
        other = self.pack.counts
        said = [other.get(word, word) for word in words]
        changed = {at for at, word in enumerate(words) if word in other}
        found = self.catalog.vocabulary.links(said, in_part=()) if changed else []
        return [k for k in found if k.kind == "value" and k.end - k.start > 1 and changed & set(range(k.start, k.end))]

    def _leading(self, tokens: Sequence[Token], cues: Sequence[Edge]) -> set[int]:
        """Where a name may be expected: behind a cue that asks for one, and behind what joins it to another."""
        places = set()
        for edge in cues:
            strong = any(c.kind == "polarity" and not c.weak for c in edge.cues)
            if strong or edge.cue("with", "by", "similar", "dissimilar", "seen", "and", "or", "instead_of"):
                places.add(edge.end)
        return places | {at for at, token in enumerate(tokens) if token.gap == "," or token.owner}

    def _meant_in_part(self, link: Link, led: Container[int]) -> bool:
        """Whether one word of a longer name is enough: where a name is expected, or where many items have it."""
        known = min(_PROMINENT, len(self.catalog) // _CROWD)
        return link.start in led or self.catalog.vocabulary.count(link) >= known

    def _edge(self, links: Sequence[Link], cost: float) -> Iterator[Edge]:
        start, end, kind = links[0].start, links[0].end, links[0].kind
        yield Edge(start, end, kind, cost, links=tuple(sorted(links, key=lambda link: link.cost)))

    def _meant(self, words: Sequence[str]) -> Iterator[Link]:
        """By another word of the language, as in "Swedish" or "scary", where the catalogue has what it means."""
        for start in [at for at, word in enumerate(words) if word in self.pack.synonyms_begin]:
            for size in range(min(4, len(words) - start), 0, -1):
                run = tuple(words[start : start + size])
                found = [*self._places(start, size, self.pack.means.get(run, ()), _MEANT, "synonym")]
                yield from found or self._places(start, size, self.pack.regions.get(run, ()), _AT_LARGE, "broader")

    def _places(self, start: int, size: int, names: Iterable[str], cost: float, how: str) -> Iterator[Link]:
        """The values of these names, as meanings of other words."""
        for name in names:
            said = _words(name)
            for link in self.catalog.vocabulary.links(said):
                if link.kind == "value" and link.end - link.start == len(said) and link.evidence != "partial":
                    yield Link(start, start + size, "value", link.field, link.value, cost, how)

    def _called(self, words: Sequence[str]) -> Iterator[Link]:
        """Fields by what people call their role, and by the beginning of a word that their short name is: "cyl"."""
        for start in range(len(words)):
            for size in range(min(2, len(words) - start), 0, -1):
                run = tuple(words[start : start + size])
                if run in self._stems:
                    yield Link(start, start + size, "field", self._stems[run], None, _MEANT, "abbreviation")
                role = self.pack.roles_called.get(run)
                for name in self.catalog.by_role(role) if role else ():
                    yield Link(start, start + size, "field", name, None, _ROLE, "role")
            for length in range(3, min(6, len(words[start]) - 1)):
                name = self._short.get(words[start][:length], "")
                if name and words[start] not in self.pack.ordinary:
                    yield Link(start, start + 1, "field", name, None, _ROLE, "abbreviation")


def _words(phrase: str) -> list[str]:
    from ...catalog.text import words

    return list(words(phrase))


def _cheapest(links: Sequence[Link]) -> list[Link]:
    """In each field a name itself before its other forms."""
    least: dict[str, float] = {}
    for link in links:
        least[link.field] = min(link.cost, least.get(link.field, link.cost))
    return [link for link in links if link.cost == least[link.field]]


def _as(token: Token, text: str) -> Token:
    return Token(text, token.start, token.end, "word", token.gap)


def _covered(size: int, links: Iterable[Link], evidence: frozenset[str]) -> list[bool]:
    """Which tokens name a value of the catalogue, by such evidence."""
    covered = [False] * size
    for link in links:
        if link.kind == "value" and link.evidence in evidence:
            covered[link.start : link.end] = [True] * (link.end - link.start)
    return covered


def _at(link: Link, places: Sequence[int]) -> Link:
    """A link over some of the tokens as one over all of them."""
    if places[link.end - 1] == link.end - 1:
        return link
    return link._replace(start=places[link.start], end=places[link.end - 1] + 1)


def _whole(tokens: Sequence[Token], link: Link, written: str = "") -> bool:
    """Whether no mark stands inside the words of a name that is not `written` so: "horror, science" is no one's name."""
    return not any(token.gap in _MARKS and token.gap not in written for token in tokens[link.start + 1 : link.end])
