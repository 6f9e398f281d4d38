"""Questions to a chat model, answered in a schema, under a budget of time, tries and tokens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

from tenacity import AsyncRetrying, Retrying

from ..errors import ArgumentError
from ..waiting import within
from .binding import Proof, bounded, structured
from .breaker import Breaker
from .exchange import Exchange
from .failure import ModelFailure
from .usage import Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

logger = logging.getLogger("recbot_sdk")
T = TypeVar("T")
Method: TypeAlias = Literal["json_schema", "function_calling", "json_mode"]
"""How the model is made to answer in a schema: LangChain's `with_structured_output(method=)`."""
UNANSWERED = frozenset({"slow", "down", "limited"})
"""Failures of the service: what the breaker counts. Words of one user never make it rest for all."""


class ChatCalls:
    """A chat model, asked under a budget. Share one between parser and planner, and threads.

    Args:
        model: Any LangChain chat model that can answer in a schema.
        seconds: Most that one question may take, all its tries and pauses together.
        tries: Most requests for one question.
        max_tokens: Most tokens of an answer; a bound that was set on the model itself stays. None: the model's own.
        breaker: When to rest; None: `Breaker()`.
        price: Of a million input and of a million output tokens, for `Usage.cost`.
        method: How answers are held to the schema; None: the model's own way.

    Raises:
        ArgumentError: for a model that cannot answer in a schema, and for bounds that leave nothing.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        seconds: float = 2.0,
        tries: int = 2,
        max_tokens: int | None = 512,
        breaker: Breaker | None = None,
        price: tuple[float, float] | None = None,
        method: Method | None = None,
    ) -> None:
        for name, bound in (("seconds", seconds), ("tries", tries), ("max_tokens", max_tokens)):
            if bound is not None and not bound > 0:
                raise ArgumentError(f"{name}={bound!r} leaves the model nothing. Give a number above 0.")
        self.model = bounded(model, max_tokens)
        structured(self.model, Proof, method)
        self.breaker = breaker if breaker is not None else Breaker()
        self._seconds, self._tries, self._price, self._method = seconds, tries, price, method
        self._runnables: dict[type, Runnable[Any, Any]] = {}

    def __repr__(self) -> str:
        return f"ChatCalls({type(self.model).__name__}, seconds={self._seconds}, tries={self._tries})"

    def ask(
        self,
        messages: Sequence[BaseMessage],
        schema: type[T],
        *,
        check: Callable[[T], str | None] | None = None,
        seconds: float | None = None,
    ) -> tuple[T, Usage]:
        """An answer in `schema`, and what it cost. A request that is late is left behind in its thread.

        Args:
            messages: What to send.
            schema: A pydantic model.
            check: Says what is wrong with an answer that fits the schema, None where nothing is. The model is told once; the
                answer that it then gives, or the one it had given, is returned all the same.
            seconds: Most that this question may take, where that is less than what the calls have.

        Raises:
            ModelFailure: where there is no usable answer.
        """
        with self._exchange(messages, schema, check, seconds) as exchange:

            def attempt() -> None:
                exchange.begin()
                try:
                    runnable = self._runnable(schema)
                    answer = within(exchange.left, lambda: runnable.invoke(exchange.messages), "model")
                except Exception as error:
                    exchange.failed(error)
                exchange.take(answer)

            Retrying(**exchange.retry)(attempt)
        return cast(T, exchange.answer), exchange.usage

    async def aask(
        self,
        messages: Sequence[BaseMessage],
        schema: type[T],
        *,
        check: Callable[[T], str | None] | None = None,
        seconds: float | None = None,
    ) -> tuple[T, Usage]:
        """As `ask`, without a thread: a request that is late is cancelled, and so is one whose caller is."""
        with self._exchange(messages, schema, check, seconds) as exchange:

            async def attempt() -> None:
                exchange.begin()
                try:
                    async with asyncio.timeout(exchange.left):
                        answer = await self._runnable(schema).ainvoke(exchange.messages)
                except Exception as error:
                    exchange.failed(error)
                exchange.take(answer)

            await AsyncRetrying(**exchange.retry)(attempt)
        return cast(T, exchange.answer), exchange.usage

    @contextmanager
    def _exchange(
        self,
        messages: Sequence[BaseMessage],
        schema: type[T],
        check: Callable[[T], str | None] | None,
        seconds: float | None,
    ) -> Iterator[Exchange[T]]:
        """One question, unless the breaker rests. Its failure is raised unless there is an answer to fall back on."""
        most = self._seconds if seconds is None else min(seconds, self._seconds)
        if most <= 0:  # no fault of the model
            raise ModelFailure("slow", "no time was left to ask")
        if not self.breaker.admit():
            raise ModelFailure("resting", "it failed a moment ago")
        exchange = Exchange(messages, schema, check, seconds=most, tries=self._tries, price=self._price)
        try:
            yield exchange
        except ModelFailure as failure:
            if failure.kind in UNANSWERED:
                self.breaker.failed()
            else:
                self.breaker.succeeded()
            if exchange.answer is None:
                logger.warning("the language model failed: %s", failure)
                raise
        else:
            self.breaker.succeeded()

    def _runnable(self, schema: type) -> Runnable[Any, Any]:
        if schema not in self._runnables:
            self._runnables[schema] = structured(self.model, schema, self._method)
        return self._runnables[schema]
