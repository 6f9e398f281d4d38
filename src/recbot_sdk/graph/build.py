"""The state machine: recall, parse, (ask,) consolidate, plan, every tool as a node in stage order, compose. From plan on, a line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from langchain_core.runnables import Runnable, RunnableConfig
from langgraph.graph import END, START, StateGraph

from ..errors import ArgumentError
from ..preferences.log import InProcessLog
from . import nodes
from .asking import ask
from .binding import Binding
from .request import request_of
from .state import TurnInput, TurnOutput, TurnState

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

    from ..bot import RecBot

Step = Callable[[Binding, Mapping[str, Any], str], dict[str, Any]]
AsyncStep = Callable[[Binding, Mapping[str, Any], str], Awaitable[dict[str, Any]]]
BEFORE_SOURCE = ("recall", "parse", "ask", "consolidate", "plan")
"""Nodes behind which (or before which) a graph may be interrupted: later ones hold what no checkpoint keeps."""


class Node(Runnable[Any, Any]):
    """One function as a sync and async node. `blocking` ones (log, words, host, models) leave the event loop free."""

    def __init__(
        self, binding: Binding, name: str, step: Step, *, blocking: bool = False, astep: AsyncStep | None = None
    ) -> None:
        self.binding, self.name, self.step, self.blocking, self.astep = binding, name, step, blocking, astep

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Run the node."""
        return self.step(self.binding, input, self._user(config, input))

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Run the node: awaited where it can be, in a worker thread where it may block."""
        user = self._user(config, input)
        if self.astep is not None:
            return await self.astep(self.binding, input, user)
        if self.blocking:
            return await asyncio.to_thread(self.step, self.binding, input, user)
        return self.step(self.binding, input, user)

    def _user(self, config: RunnableConfig | None, state: Mapping[str, Any]) -> str:
        user = user_of(config)
        if self.name != "recall" and state["recalled"]["user"] != user:
            raise ArgumentError(
                f"user_id={user!r} goes on with another user's turn. Resume it as the user who began it."
            )
        return user


def user_of(config: RunnableConfig | None) -> str:
    """The user id, from the config alone: nothing that a model can write."""
    user = ((config or {}).get("configurable") or {}).get("user_id")
    if not isinstance(user, str) or not user:
        raise ArgumentError(
            f'user_id={user!r} in config["configurable"] is not a user. Invoke with config={{"configurable": {{"user_id": "..."}}}}.'
        )
    return user


def route(state: Mapping[str, Any]) -> Literal["something said", "nothing said"]:
    """Where a turn goes from `recall`: without a command (or steps) there is nothing to parse or consolidate."""
    return "something said" if request_of(state["request"]).says_something else "nothing said"


class TurnGraph(StateGraph[Any, Any, Any, Any]):
    """The uncompiled graph of a turn. It compiles as any other, but refuses interrupts that could not be resumed."""

    def compile(self, checkpointer: Any = None, **options: Any) -> CompiledStateGraph[Any, Any, Any, Any]:
        """Compile; takes the options of `StateGraph.compile`.

        Raises:
            ArgumentError: For an interrupt behind the host's call: what follows it is held in process, in no checkpoint.
        """
        for name, legal in (("interrupt_before", {*BEFORE_SOURCE, "retrieve"}), ("interrupt_after", {*BEFORE_SOURCE})):
            where = options.get(name) or ()
            late = [node for node in (self.nodes if where == "*" else where) if node not in legal]
            if late:
                raise ArgumentError(
                    f"{name}={late} is behind the host's call and could not be resumed. Allowed: {sorted(legal)}."
                )
        return super().compile(checkpointer, **{"name": "recbot", **options})


def build_graph(bot: RecBot) -> TurnGraph:
    """The uncompiled graph of a bot: compile it with a checkpointer of your own, or embed it under a parent graph.

    Input and output are JSON-plain (`TurnInput`, `TurnOutput`), the user id comes from `config["configurable"]["user_id"]`.
    Interrupts are legal before `source` only; `compile` refuses others.
    """
    binding, graph = bot.binding, TurnGraph(TurnState, input_schema=TurnInput, output_schema=TurnOutput)
    remote = not isinstance(binding.log, InProcessLog)

    def node(name: str, step: Step, *, blocking: bool = False, astep: AsyncStep | None = None) -> None:
        graph.add_node(name, Node(binding, name, step, blocking=blocking, astep=astep))

    node("recall", nodes.recall, blocking=remote)
    node("parse", nodes.parse, astep=nodes.aparse)
    node("consolidate", nodes.remember, blocking=remote)
    node("plan", nodes.plan, astep=nodes.aplan)
    chain = ["parse", "consolidate", "plan"]
    if binding.questions:
        node("ask", ask)
        chain.insert(1, "ask")
    for tool in binding.chain:
        node(tool.name, nodes.tool_step(tool), blocking=tool.stage == "source" or tool.cost == "io")
        chain.append(tool.name)
    node("compose", nodes.finish)
    chain += ["compose", END]
    graph.add_edge(START, "recall")
    graph.add_conditional_edges("recall", route, {"something said": "parse", "nothing said": "plan"})
    for here, there in pairwise(chain):
        graph.add_edge(here, there)
    return graph
