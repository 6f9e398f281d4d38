"""Several languages at once: each command is read in the one whose words it is made of. Counted, never modelled, so never late."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError
from ..preferences.memory import PreferenceMemory
from .grammar.parser import GrammarParser, clash
from .pack import load_pack
from .pack_words import PackWords, pack_words
from .packs.reading import is_file, pack_names
from .protocol import Command, Parse

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..tools import Tool


_REMEMBERED = 10_000
"""Words of which it is remembered whether the first language has them."""
_ALONE = 0.75
"""What a word that rules nothing says: enough by itself, too little beside words that its language lacks."""
_SHORT = 2
"""Letters of words that tell nothing: initials, units and codes are in any language."""


class Languages:
    """The embedded parser in several languages.

    Args:
        catalog: The items; their values may be in any language.
        languages: Names of language packs, or paths of your own (.toml), the likeliest first: it reads what no other knows
            more words of. None: every pack that ships, English first.
        tools: Custom tools, reachable by their phrases in every language where these mean nothing else.

    Raises:
        ArgumentError: There is no such language pack, a file is none, or a tool's phrase is a word of the first.
    """

    def __init__(
        self, catalog: Catalog, languages: Sequence[str] | None = None, *, tools: Sequence[Tool[Any]] = ()
    ) -> None:
        if isinstance(languages, str):
            raise ArgumentError(f"languages={languages!r} is one string. Give a list of names: [{languages!r}].")
        self.names = pack_names() if languages is None else tuple(dict.fromkeys(languages))
        own = [name for name in self.names if is_file(name)]
        if not self.names or set(self.names) - {*own, *pack_names()}:
            ships = ", ".join(pack_names())
            raise ArgumentError(f"languages={list(self.names)!r}. Packs: {ships}, or the paths of .toml files.")
        for name in own:
            load_pack(name)
            pack_words(name)  # a mistake in it is told now, not when somebody speaks
        self.catalog, self._tools = catalog, tuple(tools)
        self._readers = {self.names[0]: GrammarParser(catalog, pack=self.names[0], tools=tools)}
        self._lock = threading.Lock()
        self._first = lru_cache(maxsize=_REMEMBERED)(self._is_first)

    def parse(self, command: Command, memory: PreferenceMemory) -> Parse:
        """Read a command in its language. Total over any text; writes nothing."""
        return self.reader(command).parse(command, memory)

    def reader(self, command: Command) -> GrammarParser:
        """The parser of the language that a command is in, made when it is first needed."""
        name = self.language(command.text)
        if name in self._readers:  # no command waits for the pack of another language
            return self._readers[name]
        with self._lock:
            if name not in self._readers:
                pack = load_pack(name)
                tools = [t for t in self._tools if not any(clash(pack, phrase) for phrase in t.phrases)]
                self._readers[name] = GrammarParser(self.catalog, pack=name, tools=tools)
            return self._readers[name]

    def language(self, text: str) -> str:
        """The language that a text is in: the first one, unless another knows more words that it lacks than the other way round.

        Words that the lexicon of the first knows count for less, and a single one is not enough beside a word that nothing here
        knows.
        """
        first, *others = self.names
        mine = pack_words(first)
        if not others or all(map(mine.knows, mine.split(text))):
            return first
        found: list[tuple[float, int, str]] = []
        for name in others:
            theirs = pack_words(name)
            words = theirs.split(text)
            shared = [word for word in words if theirs.knows(word)]
            rest = [word for word in words if not theirs.knows(word)]
            new = sum(self._weight(word, theirs) for word in set(shared))
            strange = any(not self._first(word) and not self.catalog.vocabulary.knows(word) for word in rest)
            strange = strange and any(mine.knows(word) for word in words)  # else the first reads none of it
            if new >= (1 if rest else _ALONE) + strange:
                found.append((new - sum(mine.knows(word) for word in rest), len(shared), name))
        most, _, name = max(found, default=(0.0, 0, first))
        return name if most > 0 else first

    def _weight(self, word: str, theirs: PackWords) -> float:
        """What a word of another language says for it: most if it rules there, half of that if the first may have it too."""
        if self._first(word) or word in theirs.names or (len(word) <= _SHORT and word.isascii()):
            return 0.5 if word in theirs.ruling and not pack_words(self.names[0]).knows(word) else 0.0
        return 1.0 if word in theirs.ruling else _ALONE

    def _is_first(self, word: str) -> bool:
        """Whether a word is one of the first language."""
        return pack_words(self.names[0]).knows(word) or self._readers[self.names[0]].meanings.knows(word)
