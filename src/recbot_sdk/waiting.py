"""A bound on how long a caller waits for a function that may never return."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T], name: str) -> T:
    """What `work` returns or raises, or `TimeoutError` after `seconds`; `RuntimeError` for a cancelled task or an exit.

    It runs in a daemon thread of its own, called `name`, with the caller's context variables; when it is late it is left
    behind, so it must not change what the caller still holds.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # raised again in the calling thread
            errors.append(error)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True, name=name)
    thread.start()
    thread.join(seconds)
    if errors and not isinstance(errors[0], Exception | KeyboardInterrupt):
        raise RuntimeError(f"{name} raised {errors[0]!r}") from errors[
            0
        ]  # what ends a thread must not end the caller's turn
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"no answer within {seconds * 1000:.0f} ms")
    return results[0]
