"""What a command names of a catalogue: values, fields and titles, each reading with its cost."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...catalog.called import MOST_KINDS
from ...catalog.names import name_words
from ...catalog.text import Token, ideograph
from ...catalog.text import words as words_of
from ...catalog.units import canonical
from ...catalog.vocabulary import Link
from ..pack import Cue, Pack
from .edges import LONG, PER_EDGE, Edge, linked
from .wording import Wording

if TYPE_CHECKING:
    from ...catalog import Catalog

_MARKS = frozenset(",.;?!")
_ANY_VALUE = 1.3
"""More for a value of a large vocabulary that is also a word of the language: a studio called "Good"."""
_FLAGGED, _SAID_ANYWAY = 0.1, 0.35
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
_POINTED, _ASKED = -0.3, 0.1
"""Less for a title behind "more like", "seen": a title is what is meant there; hardly more behind any other wish."""
_IN_TITLE = -1.0
"""Less for words that are said to stand in the title."""
_TITLE = (4.0, 1.5, 0.5)
"""More for a title of one, two, or more words that no cue introduces."""
_DESCRIBED = 1.5
"""More where titles describe: their words are said of many items."""


_NAMED, _MEANING = frozenset({"exact", "inflected", "abbreviation"}), frozenset({"synonym", "broader"})


class Mentions:
    """Finds what tokens name in one catalogue.

    Args:
        catalog: Where values, titles and fields come from.
        pack: The words of the language.
        wording: The words within titles.
        idle: Whether cues mean nothing on this catalogue.
    """

    def __init__(self, catalog: Catalog, pack: Pack, wording: Wording, idle: Callable[[Sequence[Cue]], bool]) -> None:
        self.catalog, self.pack, self.wording, self._idle = catalog, pack, wording, idle
        called = {name: name_words(name) for name in catalog.fields}
        self._short = {own[0]: name for name, own in called.items() if len(own) == 1 and 3 <= len(own[0]) <= 5}
        self._single = {name: own[0] for name, own in called.items() if len(own) == 1 and len(own[0]) > 5}
        small = [n for n, f in catalog.fields.items() if f.kind == "category" and len(catalog.values(n)) <= 12]
        self._coded = {n for n in small if all(len(value) <= 3 for value in catalog.values(n))}
        self._stems: dict[tuple[str, ...], str] = {}
        self._called_words = max(3, pack.longest_called)
        for name, own in called.items():
            for size in range(1, len(own)):
                if canonical(own[size]) is not None or own[size] in ("per", "in"):
                    self._stems.setdefault(tuple(own[:size]), name)
                    break
        self.large = {
            n
            for n, f in catalog.fields.items()
            if f.kind in ("category", "tags") and len(catalog.values(n)) > MOST_KINDS
        }

    def edges(
        self, tokens: Sequence[Token], words: Sequence[str], cues: Sequence[Edge], amounts: Container[int]
    ) -> Iterator[Edge]:
        """Readings of words as names: (n,) tokens and their `words`, beside `cues`, behind `amounts` (where those end)."""
        said = {e.start for e in cues if e.kind == "cue" and e.end == e.start + 1 and not self._idle(e.cues)}
        links = self._links(tokens, words, said)
        fields = {(at, link.field) for link in links if link.kind == "field" for at in (link.start, link.end)}
        spans = self._spans(links, self._leading(tokens, cues) | {at for at, _ in fields})
        sought = self._sought(words, cues)
        freed = {e.start for e in cues if any(c.do == "free" and c.side == "after" for c in e.cues)}
        for (start, end, kind), group in spans.items():
            group = _cheapest(group)
            extra = 0.0
            if kind == "value":
                named = any((start, link.field) in fields or (end, link.field) in fields for link in group)
                extra = self._strange(words, start, end, group, said, named=named)
            elif start in sought or start in amounts or end in freed:  # "any rooms", "50 rooms", "rooms do not matter"
                extra = 2 * _BESIDE
            yield from linked(group, PER_EDGE + min(link.cost for link in group) + extra - LONG * (end - start - 1))
        yield from self._within_titles(tokens, links)
        valued = {at for start, end, kind in spans for at in range(start, end) if kind == "value"}
        yield from self._titles(tokens, words, cues, valued, {at for at, _ in fields})

    # -- values and fields ---------------------------------------------------------------------------------------------

    def _links(self, tokens: Sequence[Token], words: Sequence[str], said: Container[int]) -> list[Link]:
        """All that the words may name, without marks inside; `said` are places of words of the language."""
        vocabulary = self.catalog.vocabulary
        places = _spoken(tokens)
        lone = {at for at in places if at not in said and words[at] not in self.pack.fillers}
        in_part = [k for k, at in enumerate(places) if at in lone]
        plain = [words[at] for at in places]
        links = [_at(link, places) for link in vocabulary.links(plain, self.pack.inflections, in_part)]
        for at, token in enumerate(tokens):  # "Petrova's"
            if token.owner:
                owned = [*words[:at], token.owner, *words[at + 1 :]]
                links += [link for link in vocabulary.links(owned, in_part=lone & {at}) if link.end == at + 1]
        links += self._counted(words)
        return [*(link for link in links if _whole(tokens, link)), *self._meant(words), *self._called(words)]

    def _spans(self, links: Iterable[Link], led: Container[int]) -> dict[tuple[int, int, str], list[Link]]:
        """The links of each run of words and kind; `led` are places where a name may be expected."""
        spans: dict[tuple[int, int, str], list[Link]] = {}
        for link in links:
            if link.evidence != "partial" or self._meant_in_part(link, led):
                spans.setdefault((link.start, link.end, link.kind), []).append(link)
        for (start, end, kind), group in spans.items():  # a flag's name says that it is set
            if kind == "field" and (set_ := spans.get((start, end, "value"))):
                group[:] = [link for link in group if link.field not in {s.field for s in set_ if s.value is True}]
        return {span: group for span, group in spans.items() if group}

    def _sought(self, words: Sequence[str], cues: Sequence[Edge]) -> set[int]:
        """Where the name of a field is to be expected: behind "any", "forget the", "more variety of", "fastest"."""
        ends = {e.end for e in cues if any(c.kind == "action" and c.do in _ON_FIELDS for c in e.cues)}
        ends |= {e.end for e in cues if any(c.kind == "adjective" and c.degree != "plain" for c in e.cues)}
        ends |= {e.end for e in cues if e.cue("degree_more", "degree_less", "degree_high", "degree_low") is not None}
        return ends | {at + 1 for at in ends if at < len(words) and words[at] in self.pack.by}

    def _strange(
        self, words: Sequence[str], start: int, end: int, group: Sequence[Link], said: Container[int], *, named: bool
    ) -> float:
        """What a value costs more, or less, for what its words are besides; `named`: its field stands beside it."""
        small = all(link.field not in self.large for link in group)
        known = all(at in said or word in self.pack.ordinary for at, word in enumerate(words[start:end], start))
        if len(words[start]) == end - start == 1 and not ideograph(words[start]):
            coded = any(link.field in self._coded for link in group)
            return _BESIDE if named else _CODE if coded else _LETTER
        if known and not small:
            return _ANY_VALUE
        if small and end == start + 1 and words[start] in self.pack.grading:
            return _NAMED_KIND - min(link.cost for link in group)
        if small and ideograph(words[start]) and tuple(words[start:end]) in self.pack.graded:
            return 2 * _NAMED_KIND  # dearer by itself: it is called by another word
        if known and end == start + 1 and not named:
            return _FLAGGED if all(link.value is True for link in group) else _SAID_ANYWAY
        return _BESIDE if named else 0.0

    # -- titles --------------------------------------------------------------------------------------------------------

    def _within_titles(self, tokens: Sequence[Token], links: Sequence[Link]) -> Iterator[Edge]:
        """Words of titles, of several titles' beginning, and words that are said to stand in the title."""
        named, meant = _covered(len(tokens), links, _NAMED), _covered(len(tokens), links, _NAMED | _MEANING)
        own = (*self.wording.links(tokens, named), *self.wording.series(tokens, meant))
        for link in (*own, *self._worded(tokens, meant)):
            yield from linked([link], PER_EDGE + link.cost - LONG * (link.end - link.start - 1))
        for link in self.wording.titled(tokens):
            yield from linked([link], PER_EDGE + _IN_TITLE)

    def _titles(
        self,
        tokens: Sequence[Token],
        words: Sequence[str],
        cues: Sequence[Edge],
        valued: Container[int],
        fields: Container[int],
    ) -> Iterator[Edge]:
        """Whole titles: cheap where they are pointed at, dear where their words are ordinary or name a value."""
        introduced = {e.end for e in cues if e.cue("similar", "dissimilar", "seen", "than")}
        introduced |= {e.end for e in cues if e.cue("define") and e.start == 0}
        introduced |= {e.end for e in cues if e.cue("as") and e.start in fields}
        followed = {e.start for e in cues if e.cue("seen")} | set(self._closed(tokens, cues))
        wished = {e.end for e in cues if any(c.kind == "polarity" and not c.weak for c in e.cues)}
        cued = {at for e in cues for at in range(e.start, e.end)}
        places = _spoken(tokens)
        for link in self.catalog.vocabulary.titles([words[at] for at in places]):
            link = _at(link, places)
            if not _whole(tokens, link, self.catalog.name_of(link.value) if isinstance(link.value, int | str) else ""):
                continue
            start, run = link.start, range(link.start, link.end)
            after = (start, start - 1) if start and words[start - 1] in self.pack.fillers else (start,)
            ordinary = all(at in valued or at in cued for at in run)
            a_name = len(run) > 1 or words[start] not in self.pack.words
            pointed = not introduced.isdisjoint(after) or link.end in followed
            if a_name and pointed and not all(at in valued for at in run):
                extra = _POINTED
            elif a_name and (pointed or (not ordinary and not wished.isdisjoint(after))):
                extra = _ASKED
            else:
                size = max(1, sum(words[at] not in self.pack.fillers for at in run))
                extra = _TITLE[0] if ordinary else _TITLE[min(size, 3) - 1] + _DESCRIBED * self.wording.describes
            yield Edge(start, link.end, "title", PER_EDGE + link.cost + extra - LONG * len(run), links=(link,))

    def _closed(self, tokens: Sequence[Token], cues: Sequence[Edge]) -> Iterator[int]:
        """Where words that point at what stands glued before them begin, with the particles between: "Abc我看过了"."""
        for edge in cues:
            at = edge.start
            if edge.cue("like_this") is not None:
                yield at
            elif edge.cue("seen") is not None:
                while at and tokens[at].gap == "":
                    yield at
                    if tokens[at - 1].text not in self.pack.fillers:
                        break
                    at -= 1

    # -- other ways to say a name --------------------------------------------------------------------------------------

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

    def meant(self, words: Sequence[str], at: int, cost: float) -> Iterator[Edge]:
        """Other words for values that take in the word at a place, at so much more than they cost."""
        spans: dict[tuple[int, int], list[Link]] = {}
        for link in self._meant(words):
            if link.start <= at < link.end:
                spans.setdefault((link.start, link.end), []).append(link)
        for links in spans.values():
            yield from linked(links, cost + min(link.cost for link in links))

    def _meant(self, words: Sequence[str]) -> Iterator[Link]:
        """By another word of the language, as in "Swedish" or "scary", where the catalogue has what it means."""
        for start in [at for at, word in enumerate(words) if word in self.pack.synonyms_begin]:
            for size in range(min(self.pack.longest_meant, len(words) - start), 0, -1):
                run = tuple(words[start : start + size])
                found = [*self._places(start, size, self.pack.means.get(run, ()), _MEANT, "synonym")]
                yield from found or self._places(start, size, self.pack.regions.get(run, ()), _AT_LARGE, "broader")

    def _worded(self, tokens: Sequence[Token], taken: Sequence[bool]) -> Iterator[Link]:
        """Other words for words that titles have, none `taken` by a name: "Käse" where goods are called cheese."""
        words = [token.text for token in tokens]
        for start in [at for at, word in enumerate(words) if word in self.pack.synonyms_begin and not taken[at]]:
            for size in range(min(4, len(words) - start), 0, -1):
                names = self.pack.means.get(tuple(words[start : start + size]), ())
                found = (self.wording.link(start, start + size, words_of(name)) for name in names)
                if (link := next(filter(None, found), None)) is not None:
                    yield link
                    break

    def _places(
        self, start: int, size: int, names: Iterable[str], cost: float, how: str, kind: str = "value"
    ) -> Iterator[Link]:
        """The values (or fields) of these names, as meanings of other words."""
        for name in names:
            said = list(words_of(name))
            for link in self.catalog.vocabulary.links(said):
                if kind == "value" and link.kind == kind and self.catalog.fields[link.field].role == "person":
                    continue  # a word for pink means nobody of that name
                if link.kind == kind and link.end - link.start == len(said) and link.evidence != "partial":
                    yield Link(start, start + size, link.kind, link.field, link.value, cost, how)

    def _called(self, words: Sequence[str]) -> Iterator[Link]:
        """Fields by what people call their role, and by the beginning of a word that their short name is: "cyl"."""
        for start in range(len(words)):
            for size in range(min(self._called_words, len(words) - start), 0, -1):
                run = tuple(words[start : start + size])
                names = self.pack.fields_called.get(run, ())
                yield from self._places(start, size, names, _MEANT, "synonym", "field")
                if run in self._stems:
                    yield Link(start, start + size, "field", self._stems[run], None, _MEANT, "abbreviation")
                role = self.pack.roles_called.get(run)
                for name in self.catalog.by_role(role) if role else ():
                    yield Link(start, start + size, "field", name, None, _ROLE, "role")
            near = (words[at] for at in (start - 1, start + 1) if 0 <= at < len(words))
            if len(words[start]) >= 3 and words[start] not in self.pack.ordinary and any(map(str.isdecimal, near)):
                begun = [
                    name for name, own in self._single.items() if own.startswith(words[start]) and own != words[start]
                ]
                if len(begun) == 1:
                    yield Link(start, start + 1, "field", begun[0], None, _ROLE, "abbreviation")
            for length in range(3, min(6, len(words[start]) - 1)):
                name = self._short.get(words[start][:length], "")
                if name and words[start] not in self.pack.ordinary:
                    yield Link(start, start + 1, "field", name, None, _ROLE, "abbreviation")


def _cheapest(links: Sequence[Link]) -> list[Link]:
    """In each field a name itself before its other forms."""
    least: dict[str, float] = {}
    for link in links:
        least[link.field] = min(link.cost, least.get(link.field, link.cost))
    return [link for link in links if link.cost == least[link.field]]


def _covered(size: int, links: Iterable[Link], evidence: frozenset[str]) -> list[bool]:
    """Which tokens name a value of the catalogue, by such evidence."""
    covered = [False] * size
    for link in links:
        if link.kind == "value" and link.evidence in evidence:
            covered[link.start : link.end] = [True] * (link.end - link.start)
    return covered


def _spoken(tokens: Sequence[Token]) -> list[int]:
    """The places of tokens that are no signs: names are known without their signs."""
    return [at for at, token in enumerate(tokens) if token.kind != "sign"]


def _at(link: Link, places: Sequence[int]) -> Link:
    """A link over some of the tokens as one over all of them."""
    if places[link.end - 1] == link.end - 1:
        return link
    return link._replace(start=places[link.start], end=places[link.end - 1] + 1)


def _whole(tokens: Sequence[Token], link: Link, written: str = "") -> bool:
    """Whether no mark stands inside the words of a name that is not `written` so: "horror, science" is no one's name."""
    return not any(token.gap in _MARKS and token.gap not in written for token in tokens[link.start + 1 : link.end])
