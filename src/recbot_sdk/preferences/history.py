"""Which change an "undo" means, and which a "redo": found in the log when it is said, and stored with the step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from .fold import SESSION_TTL, current_session, effective, fold, live, switched_off
from .memory import PreferenceMemory
from .preference import Order, Preference
from .steps import MemoryChange, Redo, Undo


def undo_target(
    changes: Iterable[MemoryChange],
    now: datetime,
    session: str | None = None,
    *,
    session_ttl: timedelta = SESSION_TTL,
) -> int | None:
    """The newest live command, itself no undo or redo, without which the memory would be another; None where none is.

    Said in `session` if one is named, else by the user anywhere. What was said for one turn counts while nothing was
    said after it, because that turn is what the user looks at.
    """
    log = tuple(changes)
    if not log:
        return None
    alive = live(log, now, session, turn=log[-1].seq, session_ttl=session_ttl)
    reach = [c.seq for c in alive if (not session or c.session == session) and not _is_history(c)]
    return _newest(log, reach, Undo, now, session, session_ttl)


def redo_target(
    changes: Iterable[MemoryChange],
    now: datetime,
    session: str | None = None,
    *,
    session_ttl: timedelta = SESSION_TTL,
) -> int | None:
    """The change that was undone last and would change the memory again; None once something new was said in reach."""
    log = tuple(changes)
    off = switched_off(log)
    undone: list[int] = []
    for change in log:
        if session and change.session != session:
            continue
        if not _is_history(change):
            undone.clear()
            continue
        for step in change.steps:
            if isinstance(step, Undo | Redo) and step.seq is not None:
                undone = [seq for seq in undone if seq != step.seq] + [step.seq] * isinstance(step, Undo)
    return _newest(log, [seq for seq in undone if seq in off], Redo, now, session, session_ttl)


def same_wishes(one: Iterable[Preference], other: Iterable[Preference]) -> bool:
    """Whether two memories ask for the same, whoever asked and when. Only orders have an order: the last one leads."""
    return _asked(one) == _asked(other)


def _asked(preferences: Iterable[Preference]) -> list[str]:
    wishes = [
        (isinstance(p.target, Order), repr((p.polarity, p.target, p.hard, p.hard or p.dose, p.scope, p.expires_at)))
        for p in preferences
    ]
    return sorted(text for ordered, text in wishes if not ordered) + [text for ordered, text in wishes if ordered]


def _newest(
    log: Sequence[MemoryChange],
    candidates: Sequence[int],
    kind: type[Undo] | type[Redo],
    now: datetime,
    session: str | None,
    session_ttl: timedelta,
) -> int | None:
    if not candidates:
        return None
    where, turn = session or current_session(log, now), log[-1].seq

    def memory(changes: Sequence[MemoryChange]) -> PreferenceMemory:
        return fold(changes, now, where, turn=turn, session_ttl=session_ttl)

    today = memory(log)
    if kind is Undo:
        altered = effective(log, now, where, turn=turn, session_ttl=session_ttl)
        candidates = [seq for seq in candidates if seq in altered]
    for seq in reversed(candidates):
        step = MemoryChange(seq=turn + 1, request_id="", session=where, at=now, steps=(kind(seq=seq),))
        if not same_wishes(today, memory((*log, step))):
            return seq
    return None


def _is_history(change: MemoryChange) -> bool:
    return all(isinstance(step, Undo | Redo) for step in change.steps)
