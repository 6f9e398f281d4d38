"""A log as JSON, out and in again, and one user's log brought into another's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from ..errors import ArgumentError
from .apply import Place, Preferences, apply
from .fold import counts, switched_off
from .steps import Lend, MemoryChange, Redo, Retract, Step, Undo, Wipe

FORMAT = "recbot-sdk preference log"
VERSION = 1
_NOBODY = MemoryChange(request_id="", at=datetime(2000, 1, 1, tzinfo=UTC))


def export_log(changes: Iterable[MemoryChange]) -> dict[str, Any]:
    """Everything that is kept of a user, JSON-plain; `import_log` reads it back as it was."""
    return {"format": FORMAT, "version": VERSION, "changes": [change.model_dump(mode="json") for change in changes]}


def import_log(payload: Mapping[str, Any]) -> tuple[MemoryChange, ...]:
    """The changes of an export, validated.

    Raises:
        ArgumentError: `payload` is not what `export_log` writes, or a later version of it.
    """
    if not isinstance(payload, Mapping) or payload.get("format") != FORMAT:
        raise ArgumentError(f"this is not a {FORMAT}. Give what `export` returned, read from JSON.")
    if payload.get("version") != VERSION:
        raise ArgumentError(
            f"this log is of version {payload.get('version')!r}; version {VERSION} can be read. Upgrade recbot-sdk."
        )
    try:
        changes = tuple(MemoryChange.model_validate(change) for change in payload.get("changes", ()))
    except (ValidationError, TypeError) as error:
        raise ArgumentError(f"a change of this log cannot be read: {error}") from error
    if [c.seq for c in changes] != sorted({c.seq for c in changes}) or any(c.seq < 1 for c in changes):
        raise ArgumentError("the changes of this log are not in sequence order. Give the export as it was written.")
    if len({c.request_id for c in changes}) != len(changes):
        raise ArgumentError("a request id comes twice in this log. Give the export as it was written.")
    return changes


def merged(changes_from: Sequence[MemoryChange], changes_into: Sequence[MemoryChange]) -> list[MemoryChange]:
    """The changes to append to `changes_into` so that it also holds the wishes of `changes_from`.

    They come in their own order, with their own words, times and sessions, behind all that is there; request ids are
    prefixed, so that none is brought twice. What was undone, or said for one turn, is left behind. A step that would
    take away or alter a wish that `changes_into` said later is left out: the newer words win. "Start over" takes back
    only what was said in its own log.
    """
    into, origin = tuple(changes_into), tuple(changes_from)
    there = {change.request_id for change in into}
    off = switched_off(origin)
    last = max((change.seq for change in into), default=0)
    said = {change.seq: change.at for change in into}
    account = _everything(into)
    own: Preferences = ()
    names: dict[str, str] = {}
    out: list[MemoryChange] = []
    for change in origin:
        request_id = f"merge:{change.request_id}"
        if change.seq in off or request_id in there:
            continue
        seq = last + len(out) + 1
        steps: list[Step] = []
        for k, step in enumerate(change.steps):
            if isinstance(step, Undo | Redo) or _over(step, change):
                continue
            for new in _own_wipe(step, own) if isinstance(step, Wipe) else [step]:
                renamed = _renamed(new, names)
                if renamed is None:
                    continue
                after = _applied(account, renamed, change, seq, len(steps))
                if any(p not in after for p in account if p.seq in said and said[p.seq] > change.at):
                    continue
                names[_name(change.seq, k)] = _name(seq, len(steps))
                account = after
                steps.append(renamed)
            own = _applied(own, step, change, change.seq, k)
        if steps:
            update = {"request_id": request_id, "seq": 0, "steps": tuple(steps)}
            out.append(change.model_copy(update=update))
    return out


def _everything(changes: Sequence[MemoryChange]) -> Preferences:
    """What a log asks for in all of its sessions at once; what was said for one turn is over."""
    off = switched_off(changes)
    preferences: Preferences = ()
    for change in changes:
        for k, step in enumerate(change.steps):
            if change.seq not in off and not isinstance(step, Undo | Redo) and not _over(step, change):
                preferences = _applied(preferences, step, change, change.seq, k)
    return preferences


def _applied(preferences: Preferences, step: Step, change: MemoryChange, seq: int, k: int) -> Preferences:
    place = Place(change.session, change.at, seq)
    return apply(preferences, step, change.model_copy(update={"seq": seq}), k, place).preferences


def _over(step: Step, change: MemoryChange) -> bool:
    """Whether a step held for its own turn only."""
    return not counts(step, change, Place(change.session, change.at))


def _own_wipe(step: Wipe, own: Preferences) -> list[Step]:
    kept = {p.id for p in _applied(own, step, _NOBODY, 0, 0)}
    return [Retract(id=p.id) for p in own if p.id not in kept]


def _renamed(step: Step, names: Mapping[str, str]) -> Step | None:
    if isinstance(step, Retract | Lend) and step.id is not None:  # an id that was not brought over would hit another
        return step.model_copy(update={"id": names[step.id]}) if step.id in names else None
    return step


def _name(seq: int, k: int) -> str:
    return f"p{seq}.{k}" if k else f"p{seq}"
