"""The LLM parser: one question to a chat model, whose answer is held to the catalogue and to the words of the command."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ...models import ChatCalls, Usage
from ...preferences.memory import PreferenceMemory
from ..languages import Languages
from ..protocol import Command, Parse, Span
from .evidence import Evidence
from .ground import Grounder
from .prompt import messages, system, turn
from .wire import Clauses, wire_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from ...catalog import Catalog
    from ...tools import Tool
    from ..grammar.parser import GrammarParser


class LLMParser:
    """Reads commands with a LangChain chat model. By itself it fails where the model does; `Cascade` puts a floor under it.

    Args:
        catalog: The items: their fields and values are all that an answer may name.
        model: A chat model that can answer in a schema, or `ChatCalls` with a budget.
        grammar: The embedded parser: its language packs say which words ban, soften, undo and count.
        tools: Custom tools that an answer may name.

    Raises:
        ArgumentError: For a model that cannot answer in a schema.
    """

    def __init__(
        self,
        catalog: Catalog,
        model: BaseChatModel | ChatCalls,
        *,
        grammar: GrammarParser | Languages | None = None,
        tools: Sequence[Tool[Any]] = (),
    ) -> None:
        self.catalog, self.tools = catalog, tuple(tools)
        self.calls = model if isinstance(model, ChatCalls) else ChatCalls(model)
        self.grammar = grammar if grammar is not None else Languages(catalog, tools=tools)
        self._system, self._schema = system(catalog, tools), wire_of(catalog, tools)

    def parse(
        self,
        command: Command,
        memory: PreferenceMemory,
        understood: Sequence[str] = (),
        only: Sequence[Span] = (),
    ) -> Parse:
        """Ask the model.

        Args:
            command: What was said.
            memory: What is remembered.
            understood: What need not be read again, in plain words.
            only: The words to read; none: all of them.

        Raises:
            ModelFailure: There is no usable answer.
        """
        grounder, asked = self._question(command, memory, understood, only)
        return _told(command, grounder, *self.calls.ask(asked, self._schema, check=partial(_complaint, grounder)))

    async def aparse(
        self,
        command: Command,
        memory: PreferenceMemory,
        understood: Sequence[str] = (),
        only: Sequence[Span] = (),
    ) -> Parse:
        """`parse`, awaited."""
        grounder, asked = self._question(command, memory, understood, only)
        return _told(
            command, grounder, *await self.calls.aask(asked, self._schema, check=partial(_complaint, grounder))
        )

    def _question(
        self, command: Command, memory: PreferenceMemory, understood: Sequence[str], only: Sequence[Span]
    ) -> tuple[Grounder, Sequence[BaseMessage]]:
        grounder = Grounder(Evidence(self.grammar.reader(command), command), memory, self.tools)
        return grounder, messages(self._system, turn(self.catalog, command, memory, understood, only))


def _told(command: Command, grounder: Grounder, answer: Clauses, usage: Usage) -> Parse:
    proposals = tuple(grounder.proposals(answer.clauses))
    return Parse(text=command.text, proposals=proposals, asks_memory=grounder.asks_memory, usage=usage)


def _complaint(grounder: Grounder, answer: Clauses) -> str | None:
    return grounder.complaint(answer.clauses)
