"""From proposals to what is remembered: consolidated, committed before anything is ranked, and folded again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from ..errors import RecBotError
from ..feed import Notice
from ..parsing.protocol import Proposal
from ..preferences.consolidate import Consolidation, consolidate
from ..preferences.fold import current_session, fold
from ..preferences.log import commit, issue
from ..preferences.memory import PreferenceMemory
from ..preferences.preference import Toward
from ..preferences.steps import Add, Extend, MemoryChange, Move, Narrow, Step, Swap
from ..types import ItemKey
from .notices import came_of

if TYPE_CHECKING:
    from ..catalog import Catalog
    from .binding import Binding
    from .request import Request

logger = logging.getLogger("recbot_sdk")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a turn's proposals led to."""

    memory: PreferenceMemory
    change: MemoryChange | None
    """None where nothing changed."""
    notices: tuple[Notice, ...]
    replayed: bool = False
    """Whether another run of the same request wrote the change."""


def remember_proposals(
    binding: Binding, request: Request, user: str, now: datetime, proposals: Sequence[Proposal | Step]
) -> Remembered:
    """Commit what `proposals` change (in a preview: only imagine it) and fold the log with it.

    A log that fails loses nothing: the change holds for this feed, and a notice says whether it was kept. Raises
    `StoreBusyError` and `RequestConflictError`.
    """
    assert request.request_id is not None, "recall issues one"
    request_id = request.request_id
    before: tuple[MemoryChange, ...] = binding.logs.get(user) or ()
    outcome, name = Consolidation(), binding.catalog.name_of
    proposed: MemoryChange | None = None

    def folded(changes: tuple[MemoryChange, ...], turn: int | None = None, session: str = "") -> PreferenceMemory:
        reach = session or request.session or current_session(changes, now) or ""
        return fold(changes, now, reach, turn=turn, session_ttl=binding.session_ttl)

    def propose(changes: tuple[MemoryChange, ...]) -> MemoryChange | None:
        nonlocal before, outcome, proposed
        before, proposed = changes, None
        outcome = consolidate(
            folded(changes),
            proposals,
            now=now,
            changes=changes,
            session=request.session,
            session_ttl=binding.session_ttl,
            limit=binding.max_preferences,
        )
        if not outcome.steps:
            return None
        proposed = MemoryChange(
            request_id=request_id, session=request.session or "", at=now, words=request.command, steps=outcome.steps
        )
        return proposed

    def imagined() -> MemoryChange | None:
        change = propose(before)
        return None if change is None else issue(change, before, before[-1].seq if before else 0)

    kept: list[Notice] = []
    if request.commit:
        try:
            change = commit(binding.log, binding.namespace, user, propose, request_id, words=request.command)
        except RecBotError:
            raise
        except Exception as error:
            logger.warning("the preference log could not be written: %r", error)
            change, notice = _looked_up(binding, user, request_id)
            kept = [notice] if notice else []
            change = change or imagined()
    else:
        before = binding.log.read(binding.namespace, user)
        change = imagined()
    if change is None:
        return Remembered(
            folded(before), None, tuple(came_of(outcome, None, folded(before), folded(before), before, name))
        )
    ours = (
        change.seq == (before[-1].seq if before else 0) + 1
    )  # else the request was recorded before, maybe by another worker
    changes = (*before, change) if ours else binding.log.read(binding.namespace, user)
    memory = folded(changes, change.seq, change.session)
    if request.commit and not kept:
        binding.logs.put(user, value=changes)
    notices = (*kept, *came_of(outcome, change, folded(before), memory, changes, name))
    return Remembered(memory, change, notices, not _says(proposed, change))


def _says(proposed: MemoryChange | None, change: MemoryChange) -> bool:
    """Whether what was recorded is what was proposed here, and not what another run of the request proposed."""
    return proposed is not None and (proposed.steps, proposed.at) == (change.steps, change.at)


def _looked_up(binding: Binding, user: str, request_id: str) -> tuple[MemoryChange | None, Notice | None]:
    """Whether the log holds a change whose append was not answered."""
    try:
        change = binding.log.find(binding.namespace, user, request_id)
    except Exception as error:
        logger.warning("the preference log could not be asked: %r", error)
        return None, Notice(code="maybe_saved", text="This feed obeys; whether it is remembered is not known yet.")
    if change is None:
        return None, Notice(code="not_saved", text="This feed obeys, but it could not be remembered. Say it again.")
    return change, None


def grounded(catalog: Catalog, proposals: Sequence[Proposal], screen: Sequence[ItemKey]) -> tuple[Proposal, ...]:
    """Proposals in which every `Toward` without a reference has one: the median of what is on the screen.

    Where nothing is known of the screen the reference stays open, and is the catalogue's median.
    """
    rows = catalog.rows_of_keys(list(screen)[:20])
    rows = rows[rows >= 0]
    return tuple(_grounded(catalog, proposal, rows) for proposal in proposals)


def _grounded(catalog: Catalog, proposal: Proposal, rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Proposal:
    step = proposal.step
    if not isinstance(step, Add | Move | Extend | Narrow | Swap):
        return proposal
    target = step.preference.target
    if not isinstance(target, Toward) or target.reference is not None:
        return proposal
    if target.field not in catalog.fields or catalog.fields[target.field].kind not in ("number", "date", "flag"):
        return proposal
    numbers = catalog.numbers(target.field, rows)
    known = np.sort(numbers[np.isfinite(numbers)])
    if not len(known):
        return proposal
    reference = catalog.from_number(target.field, float(known[len(known) // 2]))
    said = step.preference.model_copy(update={"target": target.model_copy(update={"reference": reference})})
    return proposal.model_copy(update={"step": step.model_copy(update={"preference": said})})
