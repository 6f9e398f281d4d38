"""Several languages at once: each command is read in the one whose words it is made of. Counted, never modelled, so never late."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError
from ..preferences.memory import PreferenceMemory
from .grammar.parser import GrammarParser, clash
from .pack import load_pack, pack_words
from .packs.reading import is_file, pack_names
from .protocol import Command, Parse

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..tools import Tool

_FEWEST = 2
"""Words of another language that a command must have, at least, if they and names are not all of it."""


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

    def parse(self, command: Command, memory: PreferenceMemory) -> Parse:
        """Read a command in its language. Total over any text; writes nothing."""
        return self.reader(command).parse(command, memory)

    def reader(self, command: Command) -> GrammarParser:
        """The parser of the language that a command is in, made when it is first needed."""
        name = self.language(command.text)
        with self._lock:
            if name not in self._readers:
                pack = load_pack(name)
                tools = [t for t in self._tools if not any(clash(pack, phrase) for phrase in t.phrases)]
                self._readers[name] = GrammarParser(self.catalog, pack=name, tools=tools)
            return self._readers[name]

    def language(self, text: str) -> str:
        """The language of which a text has most words; the first one, unless another has more.

        Words that are the catalogue's own say nothing: titles and names are in any language.
        """
        first, *others = self.names
        known, left = pack_words(first).among(text)
        if not others or not any(not self.catalog.vocabulary.knows(word) for word in left):
            return first
        best = known
        for name in others:
            also, rest = pack_words(name).among(text)
            if also > best and (also >= _FEWEST or all(map(self.catalog.vocabulary.knows, rest))):
                first, best = name, also
        return first
