"""Suppress: lower what is disliked, by a dose."""

from __future__ import annotations

from pydantic import Field

from ..preferences.preference import Dose
from .aim import Aim, aim
from .candidates import Candidates
from .context import ToolContext
from .tool import Arguments, tool


class Suppress(Arguments):
    """Lower what a target names, until it loses a share of the first page's seats."""

    target: Aim
    dose: float = Field(default=Dose.MORE.value, gt=0, le=1, description="share of the first page's seats to lose")


@tool(stage="score")
def suppress(candidates: Candidates, args: Suppress, ctx: ToolContext) -> Candidates:
    """Lower items that match a target without removing them.

    The Attenuator of arXiv 2509.21317: a term of its own with similarity clamped at 0, never part of a positive query.
    """
    return candidates.contribute(ctx.call, aim(ctx, args.target, candidates.rows), -args.dose)
