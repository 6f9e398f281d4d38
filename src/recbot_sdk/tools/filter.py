"""Filter: what a rule decides, in or out."""

from __future__ import annotations

from pydantic import Field

from ..preferences.matching import allows
from ..preferences.preference import Preference
from ..types import Polarity
from .aim import Aim
from .candidates import Candidates
from .context import ToolContext
from .tool import Arguments, tool


class Filter(Arguments):
    """Keep only what a target names, or remove it."""

    target: Aim
    polarity: Polarity = Field(default="like", description="like keeps only these, dislike removes them")


@tool(stage="constrain")
def filter(candidates: Candidates, args: Filter, ctx: ToolContext) -> Candidates:
    """Keep only the items that a rule allows: the Filter of arXiv 2509.21317.

    A like holds where it is known to be true, a dislike wherever it is not known to be true.
    """
    rule = Preference(polarity=args.polarity, target=args.target, hard=True)
    keep = allows(ctx.catalog, rule, candidates.rows)
    return candidates if keep.all() else candidates.take(keep)
