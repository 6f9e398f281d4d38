"""What a tool may be aimed at: a target, or a bare predicate, which is the same as `Where(predicate)`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

import numpy as np
from pydantic import BaseModel, BeforeValidator

from ..preferences.preference import About, Similar, Target
from ..types import Floats, Rows
from .context import ToolContext

BEST = 100
"""Best matches of a graded target that count; at most a tenth of the candidates."""


def _aimed(given: object) -> object:
    if isinstance(given, BaseModel) and hasattr(given, "op"):
        return {"kind": "where", "predicate": given}
    if isinstance(given, Mapping) and "op" in given and "kind" not in given:
        return {"kind": "where", "predicate": given}
    return given


Aim: TypeAlias = Annotated[Target, BeforeValidator(_aimed)]
"""A target as an argument of a tool: any `Target`, or a predicate."""


def aim(ctx: ToolContext, target: Target, rows: Rows) -> Floats:
    """(n,) float64 in [0, 1]: the match of a target on candidates.

    A graded one (`Similar`, `About`) is clamped at 0 and cut to its 100 best matches, at most a tenth of the rows; equal
    matches at the cut keep the order of `rows`.
    """
    match = ctx.match(target, rows)
    if not isinstance(target, Similar | About):
        return match
    match = np.clip(match, 0.0, 1.0)
    limit = min(BEST, max(1, len(rows) // 10))
    found = np.flatnonzero(match)
    if len(found) <= limit:
        return match
    best = found[np.argsort(-match[found], kind="stable")[:limit]]
    cut = np.zeros(len(rows))
    cut[best] = match[best]
    return cut
