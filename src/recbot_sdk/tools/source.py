"""Source: which rows may be served. The host's own, and where it was said what else is eligible, those that it lacks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import HostError
from ..hosts.normal import SENTINEL, normal_rows
from ..hosts.sourcing import Sourcing
from ..preferences.preference import About, Directive, Similar, Where
from ..types import ItemId, Rows
from .aim import BEST, aim
from .candidates import Candidates, Origin
from .context import ToolContext
from .dose import Wish, contenders, solve

if TYPE_CHECKING:
    from ..hosts import Host

FIRST_ASK = 64
AMPLE = 2.0
"""Times as many as should do are asked for at first: one call of the host is dearer than some rows."""
STEP = 4
"""Each ask is this many times the one before."""
POOL = 10 * BEST
"""Candidates that a graded wish or a tool by name should have to choose from: its best tenth is then its best hundred."""


def source(sourcing: Sourcing, ctx: ToolContext) -> Candidates:
    """Candidates that the host returned, in its own order, and eligible ones where it has too few.

    The host is asked for more, fourfold each time, until `ctx.n` rows pass every rule and every dose can be met, or an
    answer adds no new id, or `max_ask` is reached; everything at once where a preference sorts. If its answers do not
    agree, the newest one's order stands and what only earlier ones held follows. The base is `-log2(1 + rank)` over all
    rows that it returned, before anything is removed; rows that policy, `exclude` or `only` forbid are then left out,
    rows that break a rule of the user are left to `filter`. With `eligible`, and too few: eligible rows that pass
    everything, in the order of the host's scores, then those it cannot score in the order of the catalogue's prior.

    Raises `HostError` when the host fails and `PolicyError` when the policy does.
    """
    rows = np.empty(0, np.int64) if sourcing.host is None else _asked(sourcing.host, sourcing, ctx)
    origin = np.full(len(rows), Origin.HOST, np.int8)
    rank = np.arange(1, len(rows) + 1)
    if sourcing.narrows:
        keep = sourcing.permitted(rows)
        more = _widened(sourcing, ctx, rows, keep)
        rows, origin, rank = rows[keep], origin[keep], rank[keep]
    else:
        more = _widened(sourcing, ctx, rows, np.ones(len(rows), bool))
    if more is not None:
        rows = np.concatenate([rows, more.rows])
        origin = np.concatenate([origin, more.origin])
        rank = np.concatenate([rank, more.rank])
    return Candidates(rows, -np.log2(rank.astype(np.float64)), origin)


def _asked(host: Host, sourcing: Sourcing, ctx: ToolContext) -> Rows:
    """All rows that the host returned, in its order."""
    catalog = ctx.catalog
    most = len(catalog) if sourcing.max_ask is None else min(sourcing.max_ask, len(catalog))
    asked = min(most, _first_ask(sourcing, ctx, most))
    excluded = [catalog.ids[row] for row in sourcing.exclude.tolist()] if host.capabilities.exclude else ()
    ceiling = host.ceiling(ctx.user)
    rows, seen = np.empty(0, np.int64), set[ItemId]()
    longest = 0
    while asked > 0:
        answer = host.ask(ctx.user, asked, excluded, ctx.context)
        newest = normal_rows(answer, catalog)
        if len(answer.ids) and not len(newest) and not (catalog.rows(answer.ids) >= 0).any():
            raise HostError(
                f"none of the {len(answer.ids)} ids that {host!r} returned is in the catalogue (first: {answer.ids[0]!r}). "
                f"The catalogue's ids are like {catalog.ids[0]!r}: return those."
            )
        missed = rows[~np.isin(rows, newest)] if len(rows) else rows
        grew = len(newest) + len(missed) > len(rows)
        if longest and not grew and seen.issuperset(answer.ids):
            host.remember_ceiling(ctx.user, longest, len(rows))
            break
        rows, longest = np.concatenate([newest, missed]) if len(missed) else newest, asked
        if asked >= most or (ceiling is not None and asked >= ceiling[0] and len(rows) == ceiling[1]):
            break
        shortfall = _shortfall(sourcing, ctx, rows)
        if shortfall == 0:
            break
        seen.update(answer.ids)
        known_end = ceiling[0] if ceiling is not None and asked < ceiling[0] else 0
        # wishes that quarrel over seats are settled by rows that may stand anywhere: ask for all at once, not step by step
        asked = most if 0 < shortfall < 1 else min(most, max(asked * STEP, known_end))
    return rows


def _first_ask(sourcing: Sourcing, ctx: ToolContext, most: int) -> int:
    """As many as should do if what the wishes name were spread evenly over the host's order."""
    if sourcing.sorts:
        return most
    deep = any(isinstance(p.target, Directive) for p in sourcing.preferences)
    deep = deep or any(isinstance(p.target, Similar | About) for p in sourcing.wishes)
    passing, rows = 1.0, float(ctx.n)
    for p in sourcing.preferences:
        if p.hard and isinstance(p.target, Where):
            passing *= ctx.catalog.share(p.target.predicate, p.polarity)
    for p in sourcing.wishes:
        if isinstance(p.target, Where) and (share := ctx.catalog.share(p.target.predicate)):
            rare = share if p.polarity == "like" else 1 - share
            rows = max(rows, ctx.depth * (1 + p.dose / max(rare, 1 / len(ctx.catalog))))
    spread = AMPLE * rows / max(passing, 1 / len(ctx.catalog))
    return max(4 * ctx.n, POOL if deep else FIRST_ASK, min(most, math.ceil(spread)))


def _shortfall(sourcing: Sourcing, ctx: ToolContext, rows: Rows) -> float:
    """0 where `n` rows pass and every dose is met, to within a seat; under 1 where wishes quarrel, which more rows may settle."""
    passing = rows[sourcing.allowed(ctx.catalog, rows)]
    wishes = _wishes(sourcing, ctx, passing)
    if len(passing) < ctx.n or (
        len(passing) < POOL and any(isinstance(p.target, Similar | About) for p in sourcing.wishes)
    ):
        return 1.0 + ctx.n
    solved = solve(Candidates.ranked(passing).base, None, wishes, ctx.depth)
    if any(s.reachable != s.promised for s in solved):
        return 1.0
    missed = [s.promised - s.won if s.dose > 0 else s.won - s.promised for s in solved]
    off = sum(seats for seats in missed if seats > 1)
    return off / (1.0 + off)


def _wishes(sourcing: Sourcing, ctx: ToolContext, rows: Rows) -> list[Wish]:
    """The wishes as `boost` and then `suppress` will say them, in the order in which `aggregate` will solve them."""
    likes_first = sorted(sourcing.wishes, key=lambda p: p.polarity == "dislike")
    return [Wish(p.id, aim(ctx, p.target, rows), p.dose if p.polarity == "like" else -p.dose) for p in likes_first]


@dataclass(frozen=True, slots=True, eq=False)
class _More:
    rows: Rows
    origin: np.ndarray[tuple[int, ...], np.dtype[np.int8]]
    rank: Rows


def _widened(
    sourcing: Sourcing, ctx: ToolContext, rows: Rows, keep: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> _More | None:
    """Eligible rows that the host did not return and that pass everything, where too few do; None where none are needed."""
    if sourcing.eligible is None:
        return None
    if not sourcing.sorts and _shortfall(sourcing, ctx, rows[keep]) == 0:
        return None
    catalog = ctx.catalog
    extra = _eligible(sourcing, ctx)
    extra = extra[~np.isin(extra, rows)]
    extra = extra[sourcing.allowed(catalog, extra)]
    if not len(extra):
        return None
    scores = np.full(len(extra), np.nan)
    if sourcing.host is not None and sourcing.host.capabilities.score:
        scores = sourcing.host.score(ctx.user, [catalog.ids[row] for row in extra.tolist()])
    known = np.isfinite(scores) & (scores > SENTINEL)
    scored, rest = extra[known], extra[~known]
    scored = scored[np.argsort(-scores[known], kind="stable")]
    if len(rest):
        rest = rest[np.argsort(-catalog.prior()[rest], kind="stable")]
    extra = np.concatenate([scored, rest])
    origin = np.repeat(np.array([Origin.SCORED, Origin.PRIOR], np.int8), [len(scored), len(rest)])
    rank = len(rows) + np.arange(1, len(extra) + 1)
    if not sourcing.sorts and len(extra) > POOL + 10 * ctx.n:
        first = np.zeros(len(extra), bool)
        first[: POOL + 10 * ctx.n] = True
        wishes = _wishes(sourcing, ctx, extra)
        first[contenders(-np.log2(rank), [w.match for w in wishes], ctx.depth)] = True
        extra, origin, rank = extra[first], origin[first], rank[first]
    return _More(extra, origin, rank)


def _eligible(sourcing: Sourcing, ctx: ToolContext) -> Rows:
    """Eligible rows, through the postings of the rule that leaves the fewest."""
    rules = [
        p.target.predicate
        for p in sourcing.preferences
        if p.hard and p.polarity == "like" and isinstance(p.target, Where)
    ]
    if isinstance(sourcing.eligible, str) and rules:
        return min((ctx.catalog.select(rule, "like") for rule in rules), key=len)
    return sourcing.eligible_rows(ctx.catalog)
