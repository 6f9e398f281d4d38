"""A chat model for tests that answers from a script."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.tool import tool_call
from langchain_core.output_parsers import JsonOutputParser, PydanticOutputParser
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableMap, RunnablePassthrough
from langchain_core.utils.function_calling import convert_to_json_schema, convert_to_openai_tool
from pydantic import BaseModel, PrivateAttr

Answer: TypeAlias = dict[str, Any] | BaseModel | str | AIMessage | BaseException
"""Values of a schema; a string is plain text where a schema was asked for; a message as it is; an exception is raised."""


class Structured(BaseChatModel):
    """A chat model that binds tools and answers in a schema, by function calling or by JSON schema."""

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with tools to call."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], tool_choice=tool_choice, **kwargs)

    def with_structured_output(
        self, schema: dict[str, Any] | type, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, dict[str, Any] | BaseModel]:
        """The model answering in a schema; `method` is "function_calling" (default), "json_schema" or "json_mode"."""
        method = kwargs.pop("method", "function_calling")
        if method == "function_calling":
            return super().with_structured_output(schema, include_raw=include_raw, **kwargs)
        if method not in ("json_schema", "json_mode"):
            raise ValueError(f"method={method!r}. Allowed: 'function_calling', 'json_schema', 'json_mode'.")
        model = self.bind(response_format={"type": "json_schema", "json_schema": convert_to_json_schema(schema)})
        parser: Any = (
            PydanticOutputParser(pydantic_object=schema)
            if isinstance(schema, type) and issubclass(schema, BaseModel)
            else JsonOutputParser()
        )
        if not include_raw:
            plain: Runnable[LanguageModelInput, Any] = model | parser
            return plain
        parsed = RunnablePassthrough.assign(
            parsed=lambda told: parser.invoke(told["raw"]), parsing_error=lambda _: None
        )
        failed = RunnablePassthrough.assign(parsed=lambda _: None)
        both: Runnable[LanguageModelInput, Any] = RunnableMap(raw=model) | parsed.with_fallbacks(
            [failed], exception_key="parsing_error"
        )
        return both


class ScriptedChatModel(Structured):
    """A LangChain chat model that answers from a script; `bind_tools` and `with_structured_output` work.

    Args:
        answers: One after the other, or a function of the messages. A dict or a pydantic model fills the schema (or calls
            the first tool) that was bound; a string is plain text.

    >>> model = ScriptedChatModel(["Hello."])
    >>> model.invoke("Hi!").content, len(model.asked)
    ('Hello.', 1)
    """

    answers: Any
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    def __init__(self, answers: Sequence[Answer] | Callable[[list[BaseMessage]], Answer], **kwargs: Any) -> None:
        super().__init__(**{"answers": answers, **kwargs})

    @property
    def asked(self) -> list[list[BaseMessage]]:
        """The messages of every request so far."""
        return self._asked

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        with self._lock:
            self._asked.append(list(messages))
            place = len(self._asked) - 1
        answer: Any
        if callable(self.answers):
            answer = self.answers(messages)
        elif place < len(self.answers):
            answer = self.answers[place]
        else:
            raise LookupError(f"the script has {len(self.answers)} answers and was asked {place + 1} times")
        if isinstance(answer, BaseException):
            raise answer
        return result(answer if isinstance(answer, AIMessage) else _message(answer, kwargs), messages)


def _message(answer: dict[str, Any] | BaseModel | str, bound: dict[str, Any]) -> AIMessage:
    """An answer as a provider would send it: plain text, a tool call, or JSON text."""
    if isinstance(answer, str):
        return AIMessage(answer)
    values = answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer
    if not bound.get("tools"):
        return AIMessage(json.dumps(values))
    name = bound["tools"][0]["function"]["name"]
    return AIMessage("", tool_calls=[tool_call(name=name, args=values, id="call_1")])


def result(message: AIMessage, messages: list[BaseMessage]) -> ChatResult:
    """With tokens as a service reports them: four characters each."""
    given = sum(len(str(m.content)) for m in messages) // 4 + 1
    made = (len(str(message.content)) + sum(len(json.dumps(call["args"])) for call in message.tool_calls)) // 4 + 1
    usage = {"input_tokens": given, "output_tokens": made, "total_tokens": given + made}
    told = {"finish_reason": "stop", **message.response_metadata}
    counted = message.model_copy(update={"usage_metadata": message.usage_metadata or usage, "response_metadata": told})
    return ChatResult(generations=[ChatGeneration(message=counted)])
