"""What people tell and do not wish: "I was at the dentist, and they had an old one on" asks for no dentist.

A weak reading (a part of a name, a synonym, a slip, an adjective, a bare number) needs more than to be possible: somebody must
ask for it, or all of its clause must be about wishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ...catalog.text import Token
from ..pack import Cue, Pack
from .edges import Edge

_ENDS = frozenset(",.;:?!(")
_LIGHT = frozenset({"filler", "noun", "this", "define", "it_is", "theirs", "same"})
_ASKING = ("polarity", "similar", "dissimilar", "seen", "instead_of")
_AROUND = ("noun", "one")
_EXACT = frozenset({"exact", "abbreviation"})
_SURE = 0.2
"""What a form of a word may cost and still be the word itself: a plural."""


class Telling:
    """Tells what is told from what is wished, over one pack.

    Args:
        pack: The words.
        named: Whether a reading is a name rather than a kind of thing.
        ordinary: Whether a word is one of the language, whatever else it may be.
    """

    def __init__(self, pack: Pack, named: Callable[[Edge], bool], ordinary: Callable[[str], bool]) -> None:
        self.pack, self.named, self.ordinary = pack, named, ordinary

    def told(self, tokens: Sequence[Token]) -> frozenset[int]:
        """The tokens of clauses with a word of telling ("was", "my") that belongs to no phrase of a wish."""
        places = [
            at for at, token in enumerate(tokens) if token.text in self.pack.telling and not self._of_items(tokens, at)
        ]
        if not places:
            return frozenset()
        covered = {at for start in range(len(tokens)) for at in self._wished(tokens, start)}
        found: set[int] = set()
        for clause in clauses(tokens):
            if any(at in clause and at not in covered for at in places):
                found.update(clause)
        return frozenset(found)

    def _of_items(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a word of telling is said of items ("films that were"), or asks about them ("was he ever in a comedy")."""
        if at == 0 or tokens[at].gap in _ENDS:
            return bool(self.pack.spoken(tokens, at, "define"))
        return tokens[at - 1].text in self.pack.subjects

    def _wished(self, tokens: Sequence[Token], start: int) -> range:
        """The tokens of the longest phrase that says more than nothing, from `start`."""
        for end, cues in self.pack.cues(tokens, start):
            if any(cue.kind not in _LIGHT for cue in cues):
                return range(start, end)
        return range(0)

    def asides(self, path: Sequence[Edge], tokens: Sequence[Token], told: frozenset[int]) -> list[Edge]:
        """The readings on a path that nobody asked for."""
        unread = {at for edge in path if edge.kind == "unknown" for at in range(edge.start, edge.end)}
        lost = {at for clause in clauses(tokens) if unread.intersection(clause) for at in clause}
        found: list[Edge] = []
        for place, edge in enumerate(path):
            if edge.start in told or edge.start in lost or edge.kind in ("title", "value"):
                aside = self._aside(path, place, tokens, told=edge.start in told, lost=edge.start in lost)
                found += [edge] if aside and not self._joined(path, place, found) else []
        return found

    def _aside(self, path: Sequence[Edge], place: int, tokens: Sequence[Token], *, told: bool, lost: bool) -> bool:
        edge = path[place]
        match edge.kind:
            case "value":
                return self._name_aside(path, place, tokens, told=told, lost=lost)
            case "title":
                return self._title_aside(path, place, tokens, told=told)
            case "number" | "years":
                return told and self._number_aside(path, place, tokens)
            case "cue" if edge.cue("adjective") is not None:
                denied = _before(path, place).cue("polarity")
                asked = self._asked(path, place) and (denied is None or denied.polarity == "like")
                return told and not self._about_items(path, place, tokens) and not asked
        return False

    def _name_aside(self, path: Sequence[Edge], place: int, tokens: Sequence[Token], *, told: bool, lost: bool) -> bool:
        """A part of a name, a synonym, a slip: not asked for, where people tell or the word is an ordinary one."""
        edge, said = path[place], self._content(path[place], tokens)
        mine = (
            edge.start > 0 and tokens[edge.start - 1].text in self.pack.owners
        )  # "my English", but "for my dog", "forget my dog"
        if (
            mine
            and _before(path, place).cue("audience", "action") is None
            and not self._about_items(path, place, tokens)
        ):
            return True
        name = self.named(edge)
        exact = edge.links[0].cost <= _SURE and edge.links[0].evidence in (*_EXACT, "inflected")
        if len(said) > 1 or (exact and (edge.end - edge.start > 1 or not name)):
            return False
        if self._asked(path, place) or self._about_items(path, place, tokens):
            return False
        if not name or not all(map(self.ordinary, said)):
            return told
        any_one = any(token.text in self.pack.indefinite for token in tokens[max(0, edge.start - 2) : edge.start])
        return told or any_one or (lost and not self._alone(path, place, tokens))

    def _title_aside(self, path: Sequence[Edge], place: int, tokens: Sequence[Token], *, told: bool) -> bool:
        """A title that is one ordinary word: "the dentist", "a babysitter"."""
        edge, said = path[place], self._content(path[place], tokens)
        common = all(map(self.ordinary, said))
        if len(said) > 1 or not common:
            return told and len(said) == 1 and not self._asked(path, place)
        if edge.start and tokens[edge.start - 1].text in self.pack.indefinite:
            return True
        if told:
            return not (edge.end - edge.start > 1 and _before(path, place).cue("seen", "similar"))
        asked = self._asked(path, place) or self._about_items(path, place, tokens)
        return not asked and not self._alone(path, place, tokens)

    def _number_aside(self, path: Sequence[Edge], place: int, tokens: Sequence[Token]) -> bool:
        """A bare number or year that bounds nothing: "I am not five", "in bed by ten", "couché à dix heures"."""
        edge, led = path[place], _before(path, place)
        if edge.quantity is not None and edge.quantity.unit is not None:
            return edge.quantity.unit == "hour" and led.cue("clock") is not None
        after = _edge(path, place + 1)
        beside = any(e is not None and e.kind in ("field", "number") for e in (led, after))
        if (
            beside
            or (after is not None and after.cue("to") is not None)
            or led.cue("compare", "between", "to", "action", "number", "last") is not None
        ):
            return False
        mine = led.cue("polarity") is not None and led.start > 0 and tokens[led.start - 1].text in self.pack.telling
        return mine or not self._asked(path, place)

    def _content(self, edge: Edge, tokens: Sequence[Token]) -> list[str]:
        return [token.text for token in tokens[edge.start : edge.end] if token.text not in self.pack.fillers]

    def _asked(self, path: Sequence[Edge], place: int) -> bool:
        """Right behind a word that asks, or behind "with", "from" after a noun for items."""
        before = _before(path, place)
        if before.kind == "field" or before.cue(*_ASKING, *_AROUND) is not None:
            return True
        linked = before.cue("with", "by", "from", "at") is not None
        return linked and _before(path, path.index(before)).cue(*_ASKING, *_AROUND) is not None

    def _about_items(self, path: Sequence[Edge], place: int, tokens: Sequence[Token]) -> bool:
        """Whether a noun for items follows at once: "hitchcock pictures", "old ones"."""
        after = _edge(path, place + 1)
        return after is not None and after.cue(*_AROUND) is not None and tokens[after.start].gap in ("", " ")

    def _alone(self, path: Sequence[Edge], place: int, tokens: Sequence[Token]) -> bool:
        """Whether the clause names nothing else."""
        clause = next(clause for clause in clauses(tokens) if path[place].start in clause)
        others = (e for k, e in enumerate(path) if k != place and e.start in clause)
        return all(e.kind == "filler" or (e.cues and e.cue("filler", "filler_phrase") is not None) for e in others)

    def _joined(self, path: Sequence[Edge], place: int, asides: Sequence[Edge]) -> bool:
        """Whether "and" or "or" joins a reading to one that stays."""
        before = _before(path, place)
        if before.cue("and", "or") is None:
            return False
        last = _before(path, path.index(before))
        return last.kind == "value" and last not in asides


def clauses(tokens: Sequence[Token]) -> Iterator[range]:
    """The stretches of tokens between marks."""
    start = 0
    for at, token in enumerate(tokens):
        if at and token.gap in _ENDS:
            yield range(start, at)
            start = at
    yield range(start, len(tokens))


_FILLERS = {Cue("filler")}
_NOTHING = Edge(0, 0, "filler", 0.0)


def _edge(path: Sequence[Edge], place: int) -> Edge | None:
    return path[place] if 0 <= place < len(path) else None


def _before(path: Sequence[Edge], place: int) -> Edge:
    """The last edge before a place that is more than a filler."""
    for edge in path[:place][::-1]:
        if edge.links or edge.kind in ("number", "years", "unknown", "tool") or set(edge.cues) - _FILLERS:
            return edge
    return _NOTHING
