"""From what a command asks to the steps that memory takes: what is dropped, what is filled in, and what is said of it.

Pure and total: no proposal is an error. The fold sees nothing but the steps that come out, so all that it needs to know
of the words (scope, strength, whether a value was named) is written into them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from pydantic import BaseModel, ConfigDict

from .apply import Place, Preferences, apply, decidable
from .fold import SESSION_TTL, counts, fold, switched_off
from .history import redo_target, same_wishes, undo_target
from .inherit import inherited, touched
from .memory import PreferenceMemory
from .preference import Directive, Dose, Order, Preference, describe_target, utc
from .steps import (
    Add,
    Extend,
    Free,
    Harden,
    Lend,
    MemoryChange,
    Move,
    Narrow,
    Redo,
    Retract,
    Soften,
    Step,
    Swap,
    Undo,
    Wipe,
)

_MOST_WEIGHED = 64
"""Steps of one change up to which each that changes nothing is left out of the log."""
LIVE_LIMIT = 200
"""Live preferences that a user may have."""


class Said(Protocol):
    """The words of a step: where they stand is its parser's affair."""

    @property
    def text(self) -> str:
        """The words themselves."""
        ...


class Proposed(Protocol):
    """What a parser proposes; `recbot_sdk.Proposal` is one."""

    @property
    def step(self) -> Step:
        """The step that the words ask for."""
        ...

    @property
    def spans(self) -> Sequence[Said]:
        """The words that ask for it."""
        ...

    @property
    def scope_said(self) -> bool:
        """Whether they name the scope."""
        ...

    @property
    def named(self) -> bool:
        """Whether they name the value."""
        ...


Reason: TypeAlias = Literal["softened", "unspoken", "absent", "known", "limit", "nothing_to_undo", "nothing_to_redo"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Remark(_Frozen):
    """What became of a proposal that was not taken as it came.

    softened: no rule can be made of it, so it is a wish of the largest dose. unspoken: no words of the user asked for it.
    absent: what it would change is not there. known: it changes nothing. limit: too many preferences.
    """

    reason: Reason
    text: str
    """In plain words."""
    words: tuple[str, ...] = ()
    """The words of the command that it is about."""


class Consolidation(_Frozen):
    """The steps to commit (none: nothing changes), the hard rules that they lift, and what is to be said."""

    steps: tuple[Step, ...] = ()
    lifted: tuple[Preference, ...] = ()
    """Rules as they were before a wish of the other polarity took them, or a value of them, back."""
    remarks: tuple[Remark, ...] = ()


def consolidate(
    memory: PreferenceMemory,
    proposals: Iterable[Proposed | Step],
    *,
    now: datetime,
    changes: Sequence[MemoryChange] = (),
    session: str | None = None,
    limit: int = LIVE_LIMIT,
    session_ttl: timedelta = SESSION_TTL,
) -> Consolidation:
    """Decide which proposals enter memory, and as which steps.

    Args:
        memory: What is remembered before.
        proposals: What the words ask for. A bare step is an edit, made in a UI or in code: it is taken as it is said.
        now: The moment of the command.
        changes: The log that `memory` is the fold of; undo and redo are found in it.
        session: The session that the caller named, if any: how far undo and redo reach.
        limit: Most live preferences; wishes beyond it are refused.
        session_ttl: How long what is said for a session lasts.
    """
    desk = _Desk(memory, utc(now), tuple(changes), session, limit, session_ttl)
    for proposal in proposals:
        desk.take(proposal)
    return desk.closed()


def foreseen(
    memory: PreferenceMemory,
    proposals: Iterable[Proposed | Step],
    *,
    now: datetime,
    limit: int = LIVE_LIMIT,
    session_ttl: timedelta = SESSION_TTL,
) -> Preferences:
    """What would be remembered with `proposals`; undo and redo, for which it takes the log, apart. See `consolidate`."""
    desk = _Desk(memory, utc(now), (), None, limit, session_ttl)
    for proposal in proposals:
        desk.take(proposal)
    return desk.after


class _Desk:
    """The change in the making: the steps taken so far, and the memory as they leave it."""

    def __init__(
        self,
        memory: PreferenceMemory,
        now: datetime,
        changes: tuple[MemoryChange, ...],
        session: str | None,
        limit: int,
        session_ttl: timedelta,
    ) -> None:
        self.memory, self.changes, self.session, self.limit = memory, changes, session, limit
        self.seq = max(memory.seq, max((c.seq for c in changes), default=0)) + 1
        self.place = Place(memory.session or "new", now, self.seq, session_ttl)
        self.change = MemoryChange(seq=self.seq, request_id="", session=self.place.session, at=now)
        self.steps: list[tuple[Step, tuple[str, ...], bool]] = []
        """Each with its words, and whether it left memory as it was."""
        self.remarks: list[Remark] = []
        self.before = self.after = memory.preferences

    def take(self, proposal: Proposed | Step) -> None:
        """Admit one proposal, or say why not."""
        if isinstance(proposal, BaseModel) and hasattr(proposal, "do"):
            step: Step = proposal
            words: tuple[str, ...] | None = None
        else:
            step = proposal.step  # type: ignore[union-attr]
            words = tuple(span.text for span in proposal.spans)  # type: ignore[union-attr]
            step = _marked(step, proposal)  # type: ignore[arg-type]
        if isinstance(step, Undo | Redo):
            self._history(step, words or ())
        elif isinstance(step, Add | Move | Extend | Narrow | Swap):
            self._wish(step, words, proposal)
        else:
            self._correction(step, words)

    def closed(self) -> Consolidation:
        """The steps that matter: those without which memory would be the same are left out."""
        steps = self.steps
        if same_wishes(self.memory, self.after) and not any(isinstance(s, Undo | Redo) for s, _, _ in steps):
            self.remarks += [_known(words) for _, words, _ in steps]
            return Consolidation(remarks=tuple(self.remarks))
        idle = [taken for taken in reversed(steps) if taken[2]]
        for taken in idle if len(steps) <= _MOST_WEIGHED else ():
            rest = [other for other in steps if other is not taken]
            if same_wishes(self._replayed(s for s, _, _ in rest)[0], self.after):
                steps = rest
                self.remarks.append(_known(taken[1]))
        kept = tuple(step for step, _, _ in steps)
        _, lifted = self._replayed(kept)
        return Consolidation(steps=kept, lifted=lifted, remarks=tuple(self.remarks))

    def _wish(self, step: Add | Move | Extend | Narrow | Swap, words: tuple[str, ...] | None, proposal: object) -> None:
        wish = step.preference.model_copy(update={"id": "", "seq": 0})
        if wish.polarity == "dislike" and isinstance(wish.target, Directive | Order):
            self._correction(Retract(target=wish.target), words)  # less of an order is no order
            return
        if words is not None and not isinstance(step, Add):
            scope_said = bool(getattr(proposal, "scope_said", False))
            wish = inherited(step, wish, self.after, scope_said=scope_said)
        if wish.hard and not decidable(wish.target):
            wish = wish.model_copy(update={"hard": False, "dose": Dose.LOT.value})
            self._remark(
                "softened", f"No rule can be made of “{describe_target(wish.target)}”: it is a strong wish.", words
            )
        elif wish.hard and words == ():
            wish = wish.model_copy(update={"hard": False, "dose": Dose.LOT.value})
            self._remark("unspoken", f"Only your own words make a rule: {wish} is a strong wish.", words)
        self._admit(step.model_copy(update={"preference": wish}), words or ())

    def _correction(self, step: Step, words: tuple[str, ...] | None) -> None:
        if words == ():
            self._remark("unspoken", "Nothing was taken back: no words of yours asked for that.", words)
            return
        if not isinstance(step, Wipe) and not touched(step, self.after):
            self._remark("absent", "There is nothing like that to change.", words)
            return
        pinned = self._pinned(step) if isinstance(step, Lend) else []
        for each in pinned or [step]:
            self._admit(each, words or ())

    def _pinned(self, step: Lend) -> list[Step]:
        """What stands from now on is said anew: other sessions never saw it."""
        there = touched(step, self.after)
        if step.scope != "standing" or all(p.scope == "standing" for p in there):
            return []
        update = {"scope": "standing", "id": "", "seq": 0}
        if step.expires_at is not None:
            update["expires_at"] = step.expires_at
        new = [Swap(old=p.target, preference=p.model_copy(update=update), named=False) for p in there]
        return [*new]

    def _admit(self, step: Step, words: tuple[str, ...]) -> None:
        after = self.after
        if counts(step, self.change, self.place):
            after = apply(after, step, self.change, len(self.steps), self.place).preferences
        if len(after) > self.limit and len(after) > len(self.after):
            self._remark("limit", f"You have {self.limit} wishes already; take one back first.", words)
            return
        self.steps.append((step, words, same_wishes(self.after, after)))
        self.after = after

    def _history(self, step: Undo | Redo, words: tuple[str, ...]) -> None:
        find, reason = (undo_target, "nothing_to_undo") if isinstance(step, Undo) else (redo_target, "nothing_to_redo")
        past = [s for s, _, _ in self.steps if isinstance(s, Undo | Redo)]
        log = (*self.changes, self.change.model_copy(update={"steps": tuple(past)})) if past else self.changes
        seq = step.seq
        if seq is None:
            seq = find(log, self.place.now, self.session, session_ttl=self.place.session_ttl)
        elif (seq in switched_off(log)) == isinstance(step, Undo) or all(c.seq != seq for c in self.changes):
            seq = None
        if seq is None:
            text = "There is nothing to undo." if isinstance(step, Undo) else "There is nothing to redo."
            self._remark(reason, text, words)  # type: ignore[arg-type]
            return
        self.steps.append((step.model_copy(update={"seq": seq}), words, False))
        past.append(self.steps[-1][0])  # type: ignore[arg-type]
        log = (*self.changes, self.change.model_copy(update={"steps": tuple(past)}))
        self.before = fold(log, self.place.now, self.place.session, session_ttl=self.place.session_ttl).preferences
        self.after, _ = self._replayed(s for s, _, _ in self.steps)

    def _replayed(self, steps: Iterable[Step]) -> tuple[Preferences, Preferences]:
        preferences, lifted = self.before, []
        for k, step in enumerate(steps):
            if not isinstance(step, Undo | Redo) and counts(step, self.change, self.place):
                done = apply(preferences, step, self.change, k, self.place)
                preferences = done.preferences
                lifted += [p for p in done.lifted if p.hard and p.seq < self.seq]
        return preferences, tuple({p.id: p for p in reversed(lifted)}.values())[::-1]

    def _remark(self, reason: Reason, text: str, words: tuple[str, ...] | None) -> None:
        self.remarks.append(Remark(reason=reason, text=text, words=words or ()))


def _known(words: tuple[str, ...]) -> Remark:
    return Remark(reason="known", text="That is so already.", words=words)


def _marked(step: Step, proposal: Proposed) -> Step:
    """The step with what the fold must know of its words."""
    if isinstance(step, Add | Move | Extend | Narrow | Swap):
        return step.model_copy(update={"named": step.named and proposal.named})
    if isinstance(step, Harden | Soften | Retract | Free) and not proposal.scope_said:
        return step.model_copy(update={"scope": None})
    return step
