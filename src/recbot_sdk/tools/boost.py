"""Boost: raise what is liked, by a dose."""

from __future__ import annotations

from pydantic import Field

from ..preferences.preference import Dose
from .aim import Aim, aim
from .candidates import Candidates
from .context import ToolContext
from .tool import Arguments, tool


class Boost(Arguments):
    """Raise what a target names, until it wins a share of the first page's seats."""

    target: Aim
    dose: float = Field(default=Dose.MORE.value, gt=0, le=1, description="share of the first page's seats to win")


@tool(stage="score")
def boost(candidates: Candidates, args: Boost, ctx: ToolContext) -> Candidates:
    """Raise items that match a target, such as a genre, a person, or being like another item.

    The contribution is the match in [0, 1], the Matcher's semantic term (arXiv 2509.21317); `aggregate` finds the weight.
    """
    return candidates.contribute(ctx.call, aim(ctx, args.target, candidates.rows), args.dose)
