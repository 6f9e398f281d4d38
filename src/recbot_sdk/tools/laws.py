"""The law of each stage: what a tool may change. Cost follows the candidates; an array that is shared costs nothing."""

from __future__ import annotations

import numpy as np

from ..hosts.normal import distinct
from ..types import AnyArray, Rows, Stage
from .candidates import Candidates


def breach(stage: Stage, before: Candidates, after: object, call: str) -> str | None:
    """How `after` breaks the law of `stage`, in plain words; None where it keeps it.

    `source` only adds rows; `constrain` only drops them and keeps order and values; `score` gives one finite
    contribution a row under `call` and touches nothing else; `fuse` and `arrange` permute.
    """
    if not isinstance(after, Candidates):
        return f"it returned {type(after).__name__} instead of Candidates"
    if stage != "score" and not after.contributions.keys() <= before.contributions.keys():
        return "only a score tool contributes"
    if not after.solutions.keys() <= after.contributions.keys():
        return "it gave weights to calls that said nothing"
    match stage:
        case "source":
            return _adds(before, after)
        case "constrain":
            return _drops(before, after)
        case "score":
            return _contributes(before, after, call)
        case _:
            return _permutes(before, after)


def _adds(before: Candidates, after: Candidates) -> str | None:
    if (len(after) and after.rows.min() < 0) or not distinct(after.rows):
        return "a source tool gives each row once"
    if not np.isfinite(after.base).all():
        return "a source tool gives finite base scores"
    places = _places(after.rows, before.rows)
    if (places < 0).any():
        return "a source tool only adds rows"
    return _kept(before, after.take(places)) if len(before) else None


def _drops(before: Candidates, after: Candidates) -> str | None:
    if after.rows is before.rows:
        return _kept(before, after)
    places = _taken(before, after)
    known = places is not None
    places = _places(before.rows, after.rows) if places is None else places
    if len(places) and places.min() < 0:
        return "a constrain tool only drops rows; it added some"
    if (places[1:] <= places[:-1]).any():
        return "a constrain tool keeps the order of rows, each once"
    return None if known else _kept(before.take(places), after)


def _contributes(before: Candidates, after: Candidates, call: str) -> str | None:
    if not _same(before.rows, after.rows):
        return "a score tool keeps rows and their order"
    added = [key for key in after.contributions if key not in before.contributions]
    if added != [call]:
        return f"a score tool gives one contribution, under the id of its call (contribute(ctx.call, ...)); it gave {len(added)}"
    said = after.contributions[call]
    if said.values.shape != (len(after),):
        return f"its contribution has shape {said.values.shape} for {len(after)} rows"
    if not np.isfinite(said.values).all():
        return "its contribution is not finite everywhere"
    if said.dose is not None and not (
        0 < abs(said.dose) <= 1 and said.values.min(initial=0) >= 0 and said.values.max(initial=0) <= 1
    ):
        return "a contribution with a dose holds a match between 0 and 1, and the dose is a share of seats"
    return _kept(before, after)


def _permutes(before: Candidates, after: Candidates) -> str | None:
    if after.rows is before.rows:
        return _kept(before, after)
    if len(before) != len(after):
        return f"it may only permute; it made {len(after)} rows of {len(before)}"
    places = _taken(before, after)
    known = places is not None
    places = _places(before.rows, after.rows) if places is None else places
    seen = np.zeros(len(before), bool)
    seen[places if known else places[places >= 0]] = True
    if not seen.all():
        return "it may only permute; it dropped or repeated rows"
    return None if known else _kept(before.take(places), after)


def _taken(before: Candidates, after: Candidates) -> Rows | None:
    """The places of `before` that `after` is, where it was made by `take`: then all values moved along with their rows."""
    if after.taken is None:
        return None
    parent, places = after.taken
    same = (
        parent.rows is before.rows
        and _kept(before, parent) is None
        and len(parent.contributions) == len(before.contributions)
    )
    return places if same and (not len(places) or places.min() >= 0) else None


def _kept(before: Candidates, after: Candidates) -> str | None:
    """Whether what was said of the rows, now in one order, is what was said before; weights and solutions may be new."""
    if not _same(before.base, after.base):
        return "it changed base scores"
    if not _same(before.origin, after.origin):
        return "it changed origins"
    for key, said in before.contributions.items():
        now = after.contributions.get(key)
        if now is None or now.dose != said.dose or not _same(said.values, now.values):
            return "it changed the contribution of another call"
    return None


def _same(one: AnyArray, other: AnyArray) -> bool:
    return one is other or (one.shape == other.shape and bool((one == other).all()))


def _places(rows: Rows, wanted: Rows) -> Rows:
    """(m,) int64: where each wanted row stands in `rows`, -1 where it does not. No sort: a sparse set over row numbers."""
    if not len(rows) or not len(wanted):
        return np.full(len(wanted), -1, np.int64)
    top = int(rows.max())
    place = np.empty(top + 1, np.int64)
    place[rows] = np.arange(len(rows))
    inside = (wanted >= 0) & (wanted <= top)
    found = np.full(len(wanted), -1, np.int64)
    at = place[wanted[inside]]
    at = np.where((at >= 0) & (at < len(rows)), at, 0)  # a row that was never placed reads what the memory held before
    found[inside] = np.where(rows[at] == wanted[inside], at, -1)
    return found
