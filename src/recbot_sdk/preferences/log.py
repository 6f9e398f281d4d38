"""The log of what users said: the protocol, the log in this process, and the one way to commit to any log."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, runtime_checkable
from uuid import uuid4

from ..errors import RecBotError, RequestConflictError, StoreBusyError
from ..types import UserId
from .fold import current_session
from .steps import Add, Extend, MemoryChange, Move, Narrow, Swap

TRIES = 5


class SeqConflict(RecBotError):
    """Another writer came first. Internal: `commit` takes it up, reads again, and tries again."""


@runtime_checkable
class PreferenceLog(Protocol):
    """An append-only sequence of changes per (namespace, user). `recbot_sdk.testing.check_log` tests an implementation."""

    def read(self, namespace: str, user: UserId) -> tuple[MemoryChange, ...]:
        """Every change of a user, in sequence order; empty for a user who is not known."""
        ...

    def append(self, namespace: str, user: UserId, change: MemoryChange, expected_seq: int) -> MemoryChange:
        """Record a change after number `expected_seq`, and return it with `seq` and `session` issued.

        A request id that is there already returns its recorded change and writes nothing.

        Raises:
            SeqConflict: Another writer came first.
            RequestConflictError: The request id was recorded with other words.
        """
        ...

    def find(self, namespace: str, user: UserId, request_id: str) -> MemoryChange | None:
        """The change that a request recorded."""
        ...

    def forget(self, namespace: str, user: UserId) -> None:
        """Erase a user: nothing of what was said is left."""
        ...


class InProcessLog:
    """A log that lives and ends with the process. Safe to use from many threads."""

    def __init__(self) -> None:
        self._logs: dict[tuple[str, UserId], tuple[MemoryChange, ...]] = {}
        self._lock = threading.Lock()

    def read(self, namespace: str, user: UserId) -> tuple[MemoryChange, ...]:
        """Every change of a user, in sequence order."""
        return self._logs.get((namespace, user), ())

    def append(self, namespace: str, user: UserId, change: MemoryChange, expected_seq: int) -> MemoryChange:
        """Record a change after number `expected_seq`; see `PreferenceLog.append`."""
        with self._lock:
            changes = self.read(namespace, user)
            recorded = _find(changes, change.request_id)
            if recorded is not None:
                return same_request(recorded, change)
            issued = issue(change, changes, expected_seq)
            self._logs[namespace, user] = (*changes, issued)
            return issued

    def find(self, namespace: str, user: UserId, request_id: str) -> MemoryChange | None:
        """The change that a request recorded."""
        return _find(self.read(namespace, user), request_id)

    def forget(self, namespace: str, user: UserId) -> None:
        """Erase a user."""
        with self._lock:
            self._logs.pop((namespace, user), None)


def issue(change: MemoryChange, changes: tuple[MemoryChange, ...], expected_seq: int) -> MemoryChange:
    """`change` as it enters the log after `changes`; raises `SeqConflict` if these do not end at `expected_seq`."""
    last = changes[-1].seq if changes else 0
    if last != expected_seq:
        raise SeqConflict(f"the log is at {last}, not at {expected_seq}: another writer came first. Read it again.")
    session = change.session or current_session(changes, change.at) or uuid4().hex[:16]
    return change.model_copy(update={"seq": last + 1, "session": session})


def same_request(recorded: MemoryChange, change: MemoryChange) -> MemoryChange:
    """`recorded`, if `change` says the same; an edit without words says what the words of its wishes say."""
    if recorded.words != change.words or (change.words is None and _wishes(recorded) != _wishes(change)):
        raise RequestConflictError(
            f"request id {change.request_id!r} was recorded with other words. Give each request an id of its own."
        )
    return recorded


def commit(
    log: PreferenceLog,
    namespace: str,
    user: UserId,
    propose: Callable[[tuple[MemoryChange, ...]], MemoryChange | None],
    request_id: str,
    *,
    words: str | None = None,
) -> MemoryChange | None:
    """Append what `propose` makes of the log, again on the newer log whenever another writer came first.

    Args:
        log: The log.
        namespace: One per application.
        user: Whose log it is.
        propose: Pure; from the log to the change, or None (or no steps) where there is nothing to record.
        request_id: If the log has it already, its recorded change is returned and nothing is proposed.
        words: The command, to be compared with the recorded one.

    Raises:
        StoreBusyError: Other writers came first five times; nothing was written.
        RequestConflictError: The request id was recorded with other words.
    """
    from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

    def once() -> MemoryChange | None:
        changes = log.read(namespace, user)
        recorded = _find(changes, request_id)
        if recorded is not None:
            if recorded.words != words:
                raise RequestConflictError(
                    f"request id {request_id!r} was recorded with other words. Give each request an id of its own."
                )
            return recorded
        change = propose(changes)
        if change is None or not change.steps:
            return None
        return log.append(namespace, user, change, changes[-1].seq if changes else 0)

    tries = Retrying(
        stop=stop_after_attempt(TRIES),
        retry=retry_if_exception_type(SeqConflict),
        wait=wait_random_exponential(multiplier=0.002, max=0.05),
    )
    try:
        return tries(once)
    except RetryError as error:
        raise StoreBusyError(
            f"other writers of this user came first {TRIES} times; nothing was written. Send the request again."
        ) from error


def _find(changes: tuple[MemoryChange, ...], request_id: str) -> MemoryChange | None:
    return next((change for change in reversed(changes) if change.request_id == request_id), None)


def _wishes(change: MemoryChange) -> list[str]:
    steps = (step for step in change.steps if isinstance(step, Add | Move | Extend | Narrow | Swap))
    return sorted(step.preference.words for step in steps)
