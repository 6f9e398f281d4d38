"""The embedded parser: words to a lattice, its best path, what that says, and what it means here. No model, no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...catalog.text import Token, ideograph, words
from ...errors import ArgumentError
from ...preferences.memory import PreferenceMemory
from ..lexicon import load_lexicon
from ..pack import Pack, load_pack
from ..protocol import Command, Parse
from .clauses import read
from .edges import FILLER, Edge
from .grounding import Grounding
from .lattice import Lattice
from .meanings import Meanings, unread_in
from .naming import Names
from .nearness import Nearest
from .path import best_path
from .resolve import resolve
from .targets import Targets
from .telling import Telling

if TYPE_CHECKING:
    from ...catalog import Catalog
    from ...tools import Tool

_RULING = frozenset({"polarity", "action", "and", "or", "but"})
MOST_MENDED = 40
"""Unknown words of one command in which a slip of the keyboard is looked for."""


class GrammarParser:
    """Reads commands over one catalogue in microseconds to milliseconds, on the words of a language pack.

    Args:
        catalog: Where fields, values and titles come from: the grammar knows none of its own.
        pack: The language pack: its name, the path of a .toml file, or one that is compiled.
        tools: Custom tools, reachable by their phrases.

    Raises:
        ArgumentError: There is no such language pack, its file is no pack, or a tool's phrase is one of its words.
    """

    def __init__(self, catalog: Catalog, *, pack: str | Pack = "en", tools: Sequence[Tool[Any]] = ()) -> None:
        self.catalog, self.pack = catalog, pack if isinstance(pack, Pack) else load_pack(pack)
        for tool in tools:
            for phrase in (phrase for phrase in tool.phrases if clash(self.pack, phrase)):
                raise ArgumentError(
                    f"phrase {phrase!r} of tool {tool.name} already means something in every command. Give it words of its own."
                )
        self.lattice = Lattice(catalog, self.pack, tools)
        self.meanings = Meanings(catalog, self.pack, partial(load_lexicon, self.pack.name))
        self.nearest = None if catalog.meaning is None else Nearest(catalog.meaning, self.meanings.values)
        self.telling = Telling(self.pack, self.lattice.named, self.meanings.knows)
        self.names, self.targets = Names(catalog, self.lattice.wording), Targets(catalog, self.pack)

    def parse(self, command: Command, memory: PreferenceMemory) -> Parse:
        """Read a command in the light of what is on the screen and in memory. Total over any text; writes nothing."""
        said = self.pack.tokens(command.text)
        if not said:
            return Parse(text=command.text)
        told = self.telling.told(said)
        path = self._path(said, command.now, told)
        return resolve(Grounding(read(path, said, told), said, self.names, self.targets, command, memory, path))

    def reader(self, command: Command) -> GrammarParser:
        """Itself: this parser reads one language."""
        return self

    def path(self, said: Sequence[Token], now: datetime) -> list[Edge]:
        """The best reading of tokens, edge by edge: ordinary words for values and slips of the keyboard where nothing else fits."""
        return self._path(said, now, self.telling.told(said))

    def _path(self, said: Sequence[Token], now: datetime, told: frozenset[int]) -> list[Edge]:
        edges = self.lattice.edges(said, now)
        path = best_path(edges, len(said))
        if meant := self.meanings.edges(said, path):
            edges += meant
            path = best_path(edges, len(said))
        unknown = [at for edge in path if edge.kind == "unknown" for at in range(edge.start, edge.end)][:MOST_MENDED]
        if unknown and (slips := self.lattice.slips(said, unknown, _in_part(path), now)):
            edges += [edge for edge in slips if not self._meant_so(said, edge)]
            path = best_path(edges, len(said))
        if self.nearest is not None:
            unread = sorted(unread_in(path)[0] - told)[:MOST_MENDED]
            if near := self.nearest.edges(said, unread):
                edges += near
                path = best_path(edges, len(said))
        while misplaced := _misplaced(path, said) + self.telling.asides(path, said, told):
            edges = [edge for edge in edges if edge not in misplaced]
            edges += [Edge(at, at + 1, "filler", FILLER) for edge in misplaced for at in range(edge.start, edge.end)]
            path = best_path(edges, len(said))
        return path

    def _meant_so(self, said: Sequence[Token], slip: Edge) -> bool:
        """Whether what a slip would make a value of is a word of the language, with other letters: "cold" is no "gold".

        Names may be any words, and letters are lost, doubled and swapped in any of them.
        """
        if slip.kind != "value" or slip.end > slip.start + 1 or self.lattice.named(slip):
            return False
        word = said[slip.start].text
        values = [" ".join(words(str(link.value))) for link in slip.links]
        return not any(_jumbled(word, value) for value in values) and self.meanings.knows(word)


def clash(pack: Pack, phrase: str) -> bool:
    """Whether a tool would be reached by words that rule the clauses of every command."""
    said = pack.tokens(phrase)
    whole = [cues for end, cues in (pack.cues(said, 0) if said else ()) if end == len(said)]
    return any(cue.kind in _RULING for cues in whole for cue in cues)


def _jumbled(word: str, value: str) -> bool:
    """Whether one is the other with its letters in another order, but for one that is missing."""
    more, less = Counter(value) - Counter(word), Counter(word) - Counter(value)
    return more.total() + less.total() <= 1


def _in_part(path: Sequence[Edge]) -> list[int]:
    """Where a part of a name stands beside an unknown word: the two may be one name with a slip."""
    found = []
    for before, edge, after in zip([None, *path], path, [*path[1:], None], strict=False):
        lonely = bool(edge.links) and all(link.evidence == "partial" for link in edge.links)
        if lonely and any(near is not None and near.kind == "unknown" for near in (before, after)):
            found.append(edge.start)
    return found


def _misplaced(path: Sequence[Edge], said: Sequence[Token]) -> list[Edge]:
    """Phrases that bound the amount before them ("or more"), where no amount stands there or the next one is theirs."""
    pairs = [(before, edge) for before, edge in pairwise(path) if _trails(edge) or _trails(before)]
    signs = {edge for pair in pairs for edge in pair if said[edge.end - 1].kind == "sign"}  # "95+ drama"
    followed = [edge for edge, after in pairs if _trails(edge) and after.kind in ("number", "years", "value")]
    followed = [edge for edge in followed if not _parted(said, edge.end)]  # "90 minutes or less, comedy"
    signs |= {
        edge for edge, _ in pairs if said[edge.start].gap == "" and ideograph(said[edge.start].text)
    }  # "90分钟以内喜剧"
    alone = [edge for before, edge in pairs if _trails(edge) and before.kind not in ("number", "years", "field")]
    return [edge for edge in followed if edge not in signs] + alone + _strengthening(path, said)


def _strengthening(path: Sequence[Edge], said: Sequence[Token]) -> list[Edge]:
    """Words for "even more" that ask for nothing by themselves, but strengthen what follows: "even more expensive"."""
    return [
        edge
        for edge, after in pairwise(path)
        if any(cue.do == "further" for cue in edge.cues)
        and after.cue("adjective", "degree_more", "degree_less") is not None
        and not _parted(said, after.start)
    ]


def _parted(said: Sequence[Token], at: int) -> bool:
    """Whether a mark stands before a token."""
    return said[at].gap in (",", ".", ";", ":", "?", "!")


def _trails(edge: Edge) -> bool:
    return edge.kind == "cue" and all(cue.kind == "compare" and cue.side == "after" for cue in edge.cues)
