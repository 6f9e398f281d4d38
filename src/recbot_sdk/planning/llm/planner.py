"""The planner with a chat model: the rule planner's plan, and calls of custom tools for what rules cannot apply."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...errors import ToolError
from ...models import ChatCalls, ModelFailure, Usage
from ...preferences.memory import PreferenceMemory
from ...preferences.preference import About, Directive, Preference
from ...recent import Recent
from ..plan import Plan, ToolCall
from ..rules import MAX_CALLS, RulePlanner
from .admit import Admitted, admit
from .prompt import messages, system, wishes
from .wire import ProposedCalls, wire_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from ...catalog import Catalog
    from ...tools import Tool

RULED = frozenset({"retrieve", "filter", "boost", "suppress", "aggregate"})
"""Tools that the rules call: a model may not."""


class LLMPlanner:
    """Plans by rules, and asks a chat model which custom tools serve the wishes that rules cannot apply.

    Those are wishes in free text ("can be delivered this week") and tools asked for with arguments that do not fit. A model
    adds calls of custom tools, each for an open wish; every rule and every other wish stays as the rule planner planned it. It is
    not asked where nothing is open or there is no custom tool, nor twice for the same memory. A model that fails is left out,
    and the plan says why.

    Args:
        catalog: The items.
        tools: Every tool of the bot, built in or custom.
        model: A LangChain chat model that can answer in a schema, or `ChatCalls` with a budget.
        max_calls: Most calls of a plan.
        remembered: Answers that are kept, of the memories last planned for.

    Raises:
        ArgumentError: For a model that cannot answer in a schema.
    """

    def __init__(
        self,
        catalog: Catalog,
        tools: Iterable[Tool[Any]],
        model: BaseChatModel | ChatCalls,
        *,
        max_calls: int = MAX_CALLS,
        remembered: int = 1_000,
    ) -> None:
        every = tuple(tools)
        self.calls = model if isinstance(model, ChatCalls) else ChatCalls(model)
        self.rules = RulePlanner(catalog, every, max_calls=max_calls)
        self._name, self._max_calls = catalog.name_of, max_calls
        self._every = {tool.name: tool for tool in every}
        self._offered = {t.name: t for t in every if t.name not in RULED and t.stage != "fuse"}
        self._custom = bool(self._offered.keys() - {"diversify"})
        self._system, self._schema = system(self._offered.values()), wire_of(self._offered)
        self._known = Recent[Admitted](remembered)

    def plan(self, memory: PreferenceMemory, seconds: float | None = None) -> Plan:
        """The plan for a memory.

        Args:
            memory: What is remembered.
            seconds: Most that the model may take, where that is less than its own budget.
        """
        draft = self._draft(memory)
        if draft.admitted is not None:
            return self._with(draft, draft.admitted)
        try:
            answer, usage = self.calls.ask(draft.asked, self._schema, check=draft.complaint, seconds=seconds)
        except ModelFailure as failure:
            return self._without(draft, failure)
        return self._answered(draft, answer, usage)

    async def aplan(self, memory: PreferenceMemory, seconds: float | None = None) -> Plan:
        """`plan`, awaited: cancelled where its caller is."""
        draft = self._draft(memory)
        if draft.admitted is not None:
            return self._with(draft, draft.admitted)
        try:
            answer, usage = await self.calls.aask(draft.asked, self._schema, check=draft.complaint, seconds=seconds)
        except ModelFailure as failure:
            return self._without(draft, failure)
        return self._answered(draft, answer, usage)

    def forget(self) -> None:
        """Let go of all answers that are kept: they may hold words of a user."""
        self._known.clear()

    def _draft(self, memory: PreferenceMemory) -> _Draft:
        """The rules' plan, and what is left to ask."""
        plan = self.rules.plan(memory)
        open_ = {p.id: p for p in memory if self._is_open(p, plan)} if self._custom else {}
        if not open_:
            return _Draft(plan, {}, admitted=Admitted())
        key = _digest(memory)
        room = self._max_calls - len(plan)
        asked = messages(self._system, wishes(memory, open_, self._name))
        return _Draft(plan, open_, key, self._known.get(key), asked, self._offered, room)

    def _is_open(self, wish: Preference, plan: Plan) -> bool:
        if wish.id in plan.dormant:
            return False
        if isinstance(wish.target, Directive):
            return wish.target.tool in self._offered and not _fits(self._offered[wish.target.tool], wish.target)
        return isinstance(wish.target, About)

    def _answered(self, draft: _Draft, answer: ProposedCalls, usage: Usage) -> Plan:
        admitted = draft.admit(answer)
        self._known.put(draft.key, value=admitted)
        return self._with(draft, admitted).model_copy(update={"usage": usage})

    def _with(self, draft: _Draft, admitted: Admitted) -> Plan:
        """The rules' plan with the admitted calls; they stand in for its own attempt at the wishes that they score."""
        if not admitted.calls and not admitted.dropped:
            return draft.plan
        served = {name for call in admitted.calls if call.stage != "source" for name in call.serves}
        kept = [call for call in draft.plan if not draft.replaceable(call) or not served.issuperset(call.serves)]
        calls = self.rules.ordered([*kept, *admitted.calls])
        return draft.plan.model_copy(update={"calls": calls, "dropped": admitted.dropped})

    def _without(self, draft: _Draft, failure: ModelFailure) -> Plan:
        usage = failure.usage if failure.usage.calls else None
        return draft.plan.model_copy(update={"failure": failure.kind, "usage": usage})


@dataclass(frozen=True, slots=True)
class _Draft:
    """One planning: what the rules planned, and what a model is asked about it."""

    plan: Plan
    open_: dict[str, Preference]
    key: str = ""
    admitted: Admitted | None = None
    """What is known already; None where the model must be asked."""
    asked: list[BaseMessage] = field(default_factory=list)
    offered: dict[str, Tool[Any]] = field(default_factory=dict)
    room: int = 0

    def admit(self, answer: ProposedCalls) -> Admitted:
        return admit(answer.calls, self.offered, self.open_, self.room)

    def complaint(self, answer: ProposedCalls) -> str | None:
        return "; ".join(self.admit(answer).dropped) or None

    def replaceable(self, call: ToolCall) -> bool:
        """Whether a call of the rules is an attempt at an open wish: never at a rule."""
        return bool(call.serves) and all(name in self.open_ and not self.open_[name].hard for name in call.serves)


def _fits(tool: Tool[Any], directive: Directive) -> bool:
    try:
        tool.validate(directive.arguments)
    except ToolError:
        return False
    return True


def _digest(memory: PreferenceMemory) -> str:
    """Of what a memory says; not the words themselves, which are the user's to have erased."""
    said = [p.model_dump(mode="json", include={"id", "polarity", "target", "hard", "dose", "words"}) for p in memory]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
