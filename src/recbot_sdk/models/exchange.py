"""One question put to a model: its deadline, its tries and what they cost. How it is sent is not known here."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypedDict, TypeVar

from tenacity import RetryCallState, retry_if_exception
from tenacity.retry import retry_base

from .answers import cut, read, wrong
from .failure import ModelFailure
from .retrying import kind_of, retry_after, status_of, transient
from .usage import Usage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

T = TypeVar("T")
PAUSE = 0.1
"""Seconds before another try where the service does not say; up to twice as many, by chance."""


class Retry(TypedDict):
    """The arguments of tenacity's `Retrying` and `AsyncRetrying`."""

    retry: retry_base
    wait: Callable[[RetryCallState], float]
    stop: Callable[[RetryCallState], bool]
    reraise: bool


class Exchange(Generic[T]):
    """The state of one question. `messages` is what the next try sends: a complaint is appended as a message of its own."""

    def __init__(
        self,
        messages: Sequence[BaseMessage],
        schema: type[T],
        check: Callable[[T], str | None] | None,
        *,
        seconds: float,
        tries: int,
        price: tuple[float, float] | None,
    ) -> None:
        self.messages = list(messages)
        self.usage = Usage()
        self.answer: T | None = None
        """The last answer that fits the schema, whether `check` complained of it or not."""
        self._schema, self._check, self._tries, self._price = schema, check, tries, price
        self._complained = False
        self._again, self._pause = False, 0.0
        self._deadline = time.monotonic() + seconds
        self._began = 0.0

    @property
    def left(self) -> float:
        """Seconds until the deadline, never below 0."""
        return max(0.0, self._deadline - time.monotonic())

    @property
    def retry(self) -> Retry:
        """When to try again: what may pass, while there are tries, and time for the pause that it takes."""
        return Retry(retry=retry_if_exception(self._may_pass), wait=self._wait, stop=self._stops, reraise=True)

    def begin(self) -> None:
        """A try is about to be sent."""
        self._began = time.monotonic()

    def failed(self, error: Exception) -> NoReturn:
        """The model raised `error` instead of answering."""
        self._spent(cut(error))
        kind, status = kind_of(error), status_of(error)
        if kind == "malformed":
            self._complain(wrong(error))
        else:
            asked = retry_after(error)
            self._again, self._pause = transient(error), PAUSE * (1.0 + random.random()) if asked is None else asked
        # not the message: it may hold a user's words
        detail = type(error).__name__ + (f" {status}" if status is not None else "")
        raise ModelFailure(kind, detail, self.usage) from error

    def take(self, answer: Any) -> None:
        """The model answered. Raises `ModelFailure` unless the answer can be used as it is."""
        self._spent(answer.get("raw") if isinstance(answer, dict) else None)
        parsed, kind, detail = read(answer, self._schema)
        if parsed is None:
            self._again = False
            if kind in ("malformed", "prose"):
                self._complain(detail)
            raise ModelFailure(kind or "malformed", detail, self.usage)
        self.answer = parsed
        complaint = self._check(parsed) if self._check is not None and not self._complained else None
        if complaint is not None:
            self._complained = True
            self._complain(complaint)
            raise ModelFailure("malformed", "the answer did not pass its check", self.usage)

    def _spent(self, raw: BaseMessage | None) -> None:
        self.usage += Usage.of(raw, time.monotonic() - self._began, self._price)

    def _complain(self, detail: str) -> None:
        """Tells the model what is wrong, to be asked once more at once."""
        from langchain_core.messages import HumanMessage

        text = f"Your last answer could not be used: {detail[:500]}. Answer the same question again."
        self.messages.append(HumanMessage(text))
        self._again, self._pause = True, 0.0

    def _may_pass(self, error: BaseException) -> bool:
        return isinstance(error, ModelFailure) and self._again

    def _wait(self, state: RetryCallState) -> float:
        return self._pause

    def _stops(self, state: RetryCallState) -> bool:
        return state.attempt_number >= self._tries or state.upcoming_sleep >= self.left
