"""What a turn says of the words and of what became of them: one notice for each thing that the user should know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..feed import Notice, NoticeCode, Suggestion
from ..preferences.preference import About
from ..preferences.steps import Free, Lend, MemoryChange, Redo, Retract, Undo, Wipe
from ..rendering import describe_step

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..models import FailureKind
    from ..parsing.protocol import Parse
    from ..preferences.consolidate import Consolidation, Reason
    from ..preferences.memory import PreferenceMemory
    from ..preferences.preference import Naming, Preference
    from ..types import Scope

_DOUBTS = {
    "unknown": "Not understood: “{}”.",
    "unknown_name": "Nothing here is called “{}”.",
    "ambiguous": "“{}” can mean several things.",
    "neither": "“{}” was left out: you meant none of its readings.",
    "no_screen": "“{}” points at the screen, and it is not known what is on it.",
    "unsupported": "“{}” is understood but cannot be done here.",
}
_SCOPES: dict[Scope, str] = {
    "session": "For this session: {}.",
    "standing": "From now on: {}.",
    "turn": "This time only: {}.",
}
_REMARKS: dict[Reason, NoticeCode] = {
    "softened": "refused",
    "unspoken": "refused",
    "absent": "refused",
    "limit": "refused",
    "known": "known",
    "nothing_to_undo": "nothing_to_undo",
    "nothing_to_redo": "nothing_to_redo",
}


_FAILURES: dict[FailureKind, str] = {
    "slow": "it did not answer in time",
    "down": "it could not be reached",
    "limited": "it has too many requests just now",
    "refused": "it would not answer",
    "malformed": "it gave no usable answer",
    "prose": "it gave no usable answer",
    "truncated": "its answer was cut short",
    "resting": "it failed a moment ago, and is not asked for a while",
}


def model_failed(kind: FailureKind) -> Notice:
    """That a language model is left out of this turn, and why."""
    return Notice(code="model_left_out", text=f"The language model was left out: {_FAILURES[kind]}.")


def not_understood(parse: Parse, name: Naming) -> list[Notice]:
    """The words that no reading covers, and those with several readings, each reading a one-tap change."""
    notices = []
    for doubt in parse.doubts:
        said = doubt.span.text
        code: NoticeCode = "ambiguous" if doubt.reason == "ambiguous" else "not_understood"
        offers = tuple(Suggestion(text=describe_step(step, name), steps=(step,)) for step in doubt.alternatives)
        notices.append(Notice(code=code, text=_DOUBTS[doubt.reason].format(said), words=(said,), suggestions=offers))
    for proposal in parse.proposals:
        if proposal.alternatives:
            said = " … ".join(span.text for span in proposal.spans)
            offers = tuple(Suggestion(text=describe_step(step, name), steps=(step,)) for step in proposal.alternatives)
            text = f"“{said}” was taken as: {describe_step(proposal.step, name)}."
            notices.append(Notice(code="ambiguous", text=text, words=(said,), suggestions=offers))
    return notices


def came_of(
    outcome: Consolidation,
    change: MemoryChange | None,
    before: PreferenceMemory,
    memory: PreferenceMemory,
    changes: Sequence[MemoryChange],
    name: Naming,
) -> list[Notice]:
    """What became of the proposals: how long they last, what they lift, what was refused, undone or redone.

    Args:
        outcome: What consolidation decided.
        change: What was written.
        before: What was remembered before it.
        memory: What is remembered with it.
        changes: The log before it.
        name: What people call an item.
    """
    notices = [Notice(code=_REMARKS[r.reason], text=r.text, words=r.words) for r in outcome.remarks]
    for rule in outcome.lifted:
        notices.append(Notice(code="lifted", text=f"That lifts your rule: {rule.says(name)}.", preferences=(rule.id,)))
    if change is None:
        return notices
    notices += _history(change, changes, name)
    if any(isinstance(step, Wipe | Retract | Free) for step in change.steps):
        gone = [p for p in before if not any((q.polarity, q.target) == (p.polarity, p.target) for q in memory)]
        told = "; ".join(p.says(name) for p in gone)
        notices += [Notice(code="cleared", text=f"No longer: {told}.")] if gone else []
    groups: dict[str, list[Preference]] = {}
    for p in (p for scope in _SCOPES for p in memory if p.seq == change.seq and p.scope == scope):
        lasts = _SCOPES[p.scope] if p.expires_at is None else f"Until {p.expires_at:%d %B %H:%M} UTC: {{}}."
        groups.setdefault(lasts, []).append(p)
    for text, new in groups.items():
        pin = Suggestion(text="Keep it from now on", steps=tuple(Lend(id=p.id, scope="standing") for p in new))
        kept = all(p.scope == "standing" for p in new)
        notices.append(
            Notice(
                code="scope",
                text=text.format("; ".join(p.says(name) for p in new)),
                preferences=tuple(p.id for p in new),
                words=tuple(dict.fromkeys(p.words for p in new if p.words)),
                suggestions=() if kept else (pin,),
            )
        )
    return notices


def compared(catalog: Catalog, change: MemoryChange | None, memory: PreferenceMemory) -> list[Notice]:
    """How the items are compared with free text that a change asks for: by meaning where there is an embedder, else by words."""
    how = "by words" if catalog.meaning is None else "by meaning"
    return [
        Notice(code="compared", text=f"Items are compared with “{p.target.text}” {how}.", preferences=(p.id,))
        for p in memory
        if change is not None and p.seq == change.seq and isinstance(p.target, About)
    ]


def _history(change: MemoryChange, changes: Iterable[MemoryChange], name: Naming) -> list[Notice]:
    said = {c.seq: c for c in changes}
    notices = []
    for step in change.steps:
        if isinstance(step, Undo | Redo) and step.seq is not None:
            what = said[step.seq].words or "; ".join(describe_step(s, name) for s in said[step.seq].steps)
            if isinstance(step, Undo):
                notices.append(Notice(code="undone", text=f"Undone: “{what}”."))
            else:
                notices.append(Notice(code="redone", text=f"Back again: “{what}”."))
    return notices
