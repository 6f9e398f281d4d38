"""A chat model for tests that fails as services do."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatResult
from pydantic import PrivateAttr

from ..errors import ArgumentError
from .models import Structured, result

FaultKind: TypeAlias = Literal["slow", "down", "limited", "refused", "malformed", "truncated", "prose"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail.

    `slow` answers after `seconds`; `down` cannot be reached; `limited` is told to come back after `retry_after` seconds; the
    others answer, but `refused` will not, `malformed` breaks the schema, `truncated` is cut short and `prose` is plain text.
    """

    kind: FaultKind
    seconds: float = 5.0
    retry_after: float | None = None


class FaultyChatModel(Structured):
    """A chat model that fails as services do, and otherwise answers as `inner` does.

    Args:
        inner: The model that answers.
        fault: A fault, by name or as a `Fault`, for every request; or a schedule of them, None where a request goes well: it
            goes well as well after the last one, so that `["down", "down"]` fails twice and then works.
    """

    inner: BaseChatModel
    fault: Any
    _times: int = PrivateAttr(default=0)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    def __init__(
        self, inner: BaseChatModel, fault: Fault | FaultKind | Sequence[Fault | FaultKind | None], **kwargs: Any
    ) -> None:
        for one in [fault] if isinstance(fault, str | Fault) else fault:
            kind = one.kind if isinstance(one, Fault) else one
            if kind is not None and kind not in get_args(FaultKind):
                raise ArgumentError(f"fault={kind!r} is no fault. Allowed: {', '.join(get_args(FaultKind))}.")
        super().__init__(**{"inner": inner, "fault": fault, **kwargs})

    @property
    def times(self) -> int:
        """Requests so far, those that failed included."""
        return self._times

    @property
    def _llm_type(self) -> str:
        return "faulty"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        fault = self._next()
        if fault is not None and fault.kind == "slow":
            time.sleep(fault.seconds)
        elif fault is not None:
            return _faulty(fault, messages, kwargs)
        return self.inner._generate(messages, stop, run_manager, **kwargs)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        fault = self._next()
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None:
            return _faulty(fault, messages, kwargs)
        return await self.inner._agenerate(messages, stop, run_manager, **kwargs)

    def _next(self) -> Fault | None:
        with self._lock:
            place, self._times = self._times, self._times + 1
        faults = self.fault
        if not isinstance(faults, str | Fault):
            faults = faults[place] if place < len(faults) else None
        return Fault(faults) if isinstance(faults, str) else faults  # type: ignore[arg-type]


class ServiceError(Exception):
    """An error with an HTTP status and a response, as providers' clients raise."""

    def __init__(self, status_code: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"status {status_code}")
        self.status_code = status_code
        self.response = _Response(status_code, headers or {})


@dataclass(frozen=True, slots=True)
class _Response:
    status_code: int
    headers: dict[str, str]


def _faulty(fault: Fault, messages: list[BaseMessage], bound: dict[str, Any]) -> ChatResult:
    match fault.kind:
        case "down":
            raise ConnectionError("the service cannot be reached")
        case "limited":
            raise ServiceError(429, None if fault.retry_after is None else {"retry-after": str(fault.retry_after)})
        case "refused":
            return result(AIMessage("", additional_kwargs={"refusal": "I cannot help with that."}), messages)
        case "malformed":
            return result(_broken(bound), messages)
        case "truncated":
            return result(AIMessage('{"', response_metadata={"finish_reason": "length"}), messages)
        case _:
            return result(AIMessage("Sure, here is what I think."), messages)


def _broken(bound: dict[str, Any]) -> AIMessage:
    """Arguments, or text, that are no JSON."""
    if not bound.get("tools"):
        return AIMessage("{answer: of no use]")
    called = {"name": bound["tools"][0]["function"]["name"], "arguments": "{answer: of no use]"}
    return AIMessage("", additional_kwargs={"tool_calls": [{"id": "call_1", "type": "function", "function": called}]})
