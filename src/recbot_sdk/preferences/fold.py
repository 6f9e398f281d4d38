"""The fold: the live changes of a log, in sequence order, into one preference memory. Pure and total.

Every step addresses slots and values, so every subset of a log folds, and switching a change off gives what the log
without it gives. The one clock is `now`; the one reach is `session`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from .apply import Place, Preferences, apply
from .memory import PreferenceMemory
from .preference import utc
from .steps import Add, Extend, Free, Harden, MemoryChange, Move, Narrow, Redo, Retract, Soften, Step, Swap, Undo, Wipe

SESSION_IDLE = timedelta(hours=4)
"""A user who names no session starts a new one after this long without an entry."""
SESSION_TTL = timedelta(hours=24)
"""What was said for a session ends this long after it was said, however long the session is named."""


def current_session(changes: Sequence[MemoryChange], now: datetime) -> str:
    """The session that an entry at `now` without an id belongs to: the last one, or "" where a new one begins."""
    if not changes or utc(now) - changes[-1].at >= SESSION_IDLE:
        return ""
    return changes[-1].session


def switched_off(changes: Sequence[MemoryChange]) -> frozenset[int]:
    """Sequence numbers that undo has switched off and redo has not switched on again.

    The newest live word on a change counts, so an undo that is itself switched off says nothing.
    """
    on: dict[int, bool] = {}
    for change in reversed(changes):
        if on.get(change.seq, True):
            for step in reversed(change.steps):
                if isinstance(step, Undo | Redo) and step.seq is not None and step.seq < change.seq:
                    on.setdefault(step.seq, isinstance(step, Redo))
    return frozenset(seq for seq, is_on in on.items() if not is_on)


def live(
    changes: Iterable[MemoryChange],
    now: datetime,
    session: str | None = None,
    *,
    turn: int | None = None,
    session_ttl: timedelta = SESSION_TTL,
) -> tuple[MemoryChange, ...]:
    """The changes of which a step counts at `now` in `session`: not undone, not expired, and said for this reach."""
    log = tuple(changes)
    place = Place(session or current_session(log, now), utc(now), turn, session_ttl)
    off = switched_off(log)
    return tuple(c for c in log if c.seq not in off and any(counts(step, c, place) for step in c.steps))


def counts(step: Step, change: MemoryChange, place: Place) -> bool:
    """Whether one step of a change that is not undone is live. Undo, redo and wipe never expire and hold everywhere."""
    if isinstance(step, Undo | Redo | Wipe):
        return True
    if change.expires_at is not None and change.expires_at <= place.now:
        return False
    if isinstance(step, Add | Move | Extend | Narrow | Swap):
        expires = step.preference.expires_at
        if expires is not None and expires <= place.now:
            return False
        return place.reaches(step.preference.scope, change)
    if isinstance(step, Harden | Soften | Retract | Free) and step.scope is not None:
        return place.reaches(step.scope, change)
    return True


def effective(
    changes: Iterable[MemoryChange],
    now: datetime,
    session: str | None = None,
    *,
    turn: int | None = None,
    session_ttl: timedelta = SESSION_TTL,
) -> frozenset[int]:
    """The changes that altered the memory when they came; without any other, it would be the same today."""
    log = tuple(changes)
    place = Place(session or current_session(log, now), utc(now), turn, session_ttl)
    off = switched_off(log)
    preferences: Preferences = ()
    altered: set[int] = set()
    for change in log:
        before = preferences
        for k, step in enumerate(change.steps):
            if change.seq not in off and counts(step, change, place):
                preferences = apply(preferences, step, change, k, place).preferences
        if preferences != before or any(isinstance(step, Undo | Redo) for step in change.steps):
            altered.add(change.seq)
    return frozenset(altered)


def fold(
    changes: Iterable[MemoryChange],
    now: datetime,
    session: str | None = None,
    *,
    turn: int | None = None,
    session_ttl: timedelta = SESSION_TTL,
) -> PreferenceMemory:
    """What a user wants at `now`, from the log in sequence order.

    Args:
        changes: The user's log, oldest first, or any subset of it.
        now: The moment; without a zone it is read as UTC.
        session: The session whose own wishes count besides those that stand. None: the one that an entry at `now`
            would join (`current_session`), so the last one within four idle hours; after these only what stands.
        turn: Sequence number of the change said in this very turn: wishes for "this time" count in it alone.
        session_ttl: How long after it was said a session's wish ends.
    """
    log = tuple(changes)
    place = Place(session or current_session(log, now), utc(now), turn, session_ttl)
    off = switched_off(log)
    preferences: Preferences = ()
    for change in log:
        if change.seq in off:
            continue
        for k, step in enumerate(change.steps):
            if counts(step, change, place):
                preferences = apply(preferences, step, change, k, place).preferences
    return PreferenceMemory(preferences=preferences, seq=max((c.seq for c in log), default=0), session=place.session)
