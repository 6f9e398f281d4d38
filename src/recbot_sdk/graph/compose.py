"""`compose`: the last word. It decides hard rules itself, from memory, and turns what happened into receipts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, repeat
from typing import TYPE_CHECKING, Literal

import numpy as np

from ..feed import Feed, FeedEntry, Notice, Receipt, Suggestion
from ..preferences.preference import Items, Naming, Preference, Similar
from ..preferences.steps import MemoryChange, Retract
from ..tools.candidates import Candidates, Origin
from ..types import ItemId, ItemKey, Rows
from .cursor import decode_cursor, encode_cursor

if TYPE_CHECKING:
    from ..parsing.protocol import Parse
    from .binding import Binding
    from .turn import Turn

_MOST_SUGGESTIONS = 3
_TOLD = 0.05
"""Halvings of rank below which an effect is not worth a receipt."""


def compose(binding: Binding, turn: Turn, change: MemoryChange | None, parse: Parse | None) -> Feed:
    """The feed of a turn: at most `n` rows, each of which every rule of the user and the integrator lets pass."""
    if turn.candidates is None or turn.pool is None:
        return _host_feed(binding, turn, change, parse)
    catalog, n = binding.catalog, turn.request.n
    ranked = turn.candidates
    served = ranked.take(_first(binding, turn, ranked.rows))
    keys = catalog.keys(served.rows)
    scores = served.score.tolist()
    receipts = _receipts(binding, turn, served)
    entries = tuple(
        FeedEntry(
            id=catalog.ids[row],
            key=key,
            title=str(catalog.titles[row]),
            position=position,
            score=score,
            host_position=round(2.0 ** -float(base)) if origin == Origin.HOST else None,
            origin=_ORIGINS[int(origin)],
            receipts=tuple(said),
        )
        for position, (row, key, score, base, origin, said) in enumerate(
            zip(served.rows.tolist(), keys, scores, served.base, served.origin, receipts, strict=True), start=1
        )
    )
    notices = [*turn.notices, *_doses(binding, turn, ranked), *_idle(binding, turn, change), *_dropped(binding, turn)]
    if len(entries) < n:
        notices.append(_short(binding, turn, len(entries)))
    return Feed(
        ids=[entry.id for entry in entries],
        scores=scores,
        entries=entries,
        memory=turn.memory,
        change=change,
        plan=turn.plan,
        notices=tuple(notices),
        parse=parse,
        degraded=turn.degraded,
        steered=True,
        cursor=_cursor(turn, change, keys) if len(entries) == n else None,
        session=turn.memory.session,
        names=_names(binding, turn, change),
        offset=len(turn.seen),
    )


def _first(binding: Binding, turn: Turn, rows: Rows) -> Rows:
    """Places of the first `n` rows that may be served; no more rows are judged than it takes."""
    found: list[Rows] = [np.empty(0, np.int64)]
    start, size = 0, 2 * turn.request.n
    while start < len(rows) and sum(map(len, found)) < turn.request.n:
        found.append(start + np.flatnonzero(turn.servable(binding, rows[start : start + size])))
        start, size = start + size, 4 * size
    return np.concatenate(found)[: turn.request.n]


_ORIGINS: dict[int, Literal["host", "scored", "prior"]] = {
    Origin.HOST.value: "host",
    Origin.SCORED.value: "scored",
    Origin.PRIOR.value: "prior",
}


def _host_feed(binding: Binding, turn: Turn, change: MemoryChange | None, parse: Parse | None) -> Feed:
    """The host's own answer, byte for byte: the same ids and scores, unknown and repeated ones included."""
    answer, catalog = turn.answer, binding.catalog
    ids: Sequence[ItemId] = [] if answer is None else answer.ids
    scores = None if answer is None else answer.scores
    rows: Rows = catalog.rows(ids)
    floats = [*(_number(s) for s in (() if scores is None else scores)), *repeat(None, len(ids))][: len(ids)]
    entries = tuple(
        FeedEntry(
            id=item,
            key=catalog.key(row) if row >= 0 else None,
            title=str(catalog.titles[row]) if row >= 0 else None,
            position=position,
            score=score,
            host_position=position + len(turn.seen),
        )
        for position, (item, row, score) in enumerate(zip(ids, rows.tolist(), floats, strict=True), start=1)
    )
    known: list[ItemKey] = [entry.key if entry.key is not None else str(entry.id) for entry in entries]
    return Feed(
        ids=ids,
        scores=scores,
        entries=entries,
        memory=turn.memory,
        change=change,
        plan=turn.plan,
        notices=(*turn.notices, *_idle(binding, turn, change)),
        parse=parse,
        degraded=turn.degraded,
        steered=False,
        cursor=_cursor(turn, change, known) if len(ids) >= turn.request.n else None,
        session=turn.memory.session,
        names=_names(binding, turn, change),
        offset=len(turn.seen),
    )


def _cursor(turn: Turn, change: MemoryChange | None, keys: Sequence[ItemKey]) -> str:
    began = decode_cursor(turn.request.cursor).turn if change is None else change.seq
    return encode_cursor([*turn.seen, *keys], began)


def _names(binding: Binding, turn: Turn, change: MemoryChange | None) -> dict[ItemKey, str]:
    """Titles of the items that the memory and the change name."""
    steps = () if change is None else change.steps
    wishes = [*turn.memory, *(p for step in steps if (p := getattr(step, "preference", None)) is not None)]
    targets = [
        *(p.target for p in wishes),
        *(getattr(step, part, None) for step in steps for part in ("target", "old")),
    ]
    keys = [
        key
        for t in targets
        for key in (t.items if isinstance(t, Items) else (t.item,) if isinstance(t, Similar) else ())
    ]
    return {key: binding.catalog.name_of(key) for key in keys}


def _number(score: object) -> float | None:
    try:
        return float(score)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):  # the host's own answer may hold anything
        return None


def _receipts(binding: Binding, turn: Turn, served: Candidates) -> list[list[Receipt]]:
    wishes, name = {p.id: p for p in turn.memory}, binding.catalog.name_of
    calls = {call.id: call for call in turn.plan}
    rules = [
        Receipt(call.tool, 0.0, *_reason(wishes, call.serves, name), preferences=call.serves)
        for call in turn.plan
        if call.stage == "constrain" and call.arguments.get("polarity", "like") == "like"
    ]
    receipts: list[list[Receipt]] = [list(rules) for _ in range(len(served))]
    for key, contribution in served.contributions.items():
        call = calls[key]
        reason, words = _reason(wishes, call.serves, name)
        for i in np.flatnonzero(np.abs(contribution.effect) >= _TOLD).tolist():
            effect = float(contribution.effect[i])
            receipts[i].append(Receipt(call.tool, effect, reason, words, call.serves))
    for key, before in turn.arranged:
        call = calls[key]
        reason, words = _reason(wishes, call.serves, name)
        places = {row: i for i, row in enumerate(before.tolist())}
        for i, row in enumerate(served.rows.tolist()):
            if places.get(row, i) != i:
                receipts[i].append(Receipt(call.tool, 0.0, reason, words, call.serves))
    return receipts


def _reason(wishes: dict[str, Preference], serves: tuple[str, ...], name: Naming) -> tuple[str, str]:
    asked = [wishes[served] for served in serves if served in wishes]
    return ", ".join(p.says(name) for p in asked), ", ".join(dict.fromkeys(p.words for p in asked if p.words))


def _idle(binding: Binding, turn: Turn, change: MemoryChange | None) -> list[Notice]:
    """The wishes that do nothing in this feed: the plan had no call left, or the catalogue lacks what was just named."""
    wishes = {p.id: p for p in turn.memory}
    beyond = [wishes[name] for name in turn.plan.left_out if name in wishes]
    told = "; ".join(p.says(binding.catalog.name_of) for p in beyond)
    text = f"Too many wishes at once; left out of this feed: {told}."
    left_out = [Notice(code="left_out", text=text, preferences=tuple(p.id for p in beyond))] if beyond else []
    return left_out + [
        Notice(
            code="dormant",
            text=f"Kept, but nothing in the catalogue answers to it today: {wishes[name].says(binding.catalog.name_of)}.",
            preferences=(name,),
            words=(wishes[name].words,) if wishes[name].words else (),
        )
        for name in turn.plan.dormant
        if name in wishes and change is not None and wishes[name].seq == change.seq
    ]


def _doses(binding: Binding, turn: Turn, ranked: Candidates) -> list[Notice]:
    wishes = {p.id: p for p in turn.memory}
    calls = {call.id: call for call in turn.plan}
    notices = []
    for solution in ranked.solutions.values():
        if solution.met:
            continue
        asked = calls[solution.call].serves
        reason, words = _reason(wishes, asked, binding.catalog.name_of)
        won, wanted = solution.won - solution.before, solution.promised - solution.before
        if wanted == 0:
            text = f"{reason}: the first page had no seat left to {'win' if solution.dose > 0 else 'lose'}."
            code = "dose_full"
        else:
            text = f"{reason}: {abs(won)} of {abs(wanted)} seats could be {'won' if solution.dose > 0 else 'freed'}."
            code = "dose_unmet"
        notices.append(Notice(code=code, text=text, preferences=asked, words=(words,) if words else ()))
    return notices


def _dropped(binding: Binding, turn: Turn) -> list[Notice]:
    """Rows that an integrator's own constrain tool removed are said, not refilled."""
    assert turn.pool is not None
    assert turn.candidates is not None
    if not any(call.stage == "constrain" and call.tool != "filter" for call in turn.plan):
        return []
    gone = int(turn.servable(binding, turn.pool.rows).sum()) - int(turn.servable(binding, turn.candidates.rows).sum())
    names = dict.fromkeys(call.tool for call in turn.plan if call.stage == "constrain" and call.tool != "filter")
    return [Notice(code="dropped_by_tool", text=f"{', '.join(names)} removed {gone} items.")] if gone else []


def _short(binding: Binding, turn: Turn, served: int) -> Notice:
    """Says that the feed is short, with the rules whose going would fill it: never silently padded."""
    assert turn.pool is not None
    rows = turn.pool.rows
    relaxed = []
    for preference in turn.applied:
        if not preference.hard:
            continue
        adds = int(turn.servable(binding, rows, without=preference).sum()) - served
        if adds > 0:
            relaxed.append((adds, preference))
    relaxed.sort(key=lambda found: -found[0])
    suggestions = tuple(
        Suggestion(
            text=f"Without “{p.says(binding.catalog.name_of)}”: {adds:,} more", steps=(Retract(id=p.id),), adds=adds
        )
        for adds, p in islice(relaxed, _MOST_SUGGESTIONS)
    )
    text = f"Only {served} of {turn.request.n} items fit." if served else "Nothing fits."
    return Notice(code="short", text=text, suggestions=suggestions, preferences=tuple(p.id for _, p in relaxed))
