"""What a tool may know of the turn besides the candidates and its own arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..preferences.matching import match
from ..types import Floats, JsonValue, Rows, UserId

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..hosts import Sourcing
    from ..preferences import Preference, Target


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Read-only facts of one turn."""

    catalog: Catalog
    user: UserId = ""
    n: int = 20
    """Seats asked for; the first page's depth is `min(20, n)`."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    context: Mapping[str, JsonValue] = field(default_factory=dict)
    """The integrator's own facts of the request, as given to `recommend`."""
    preferences: tuple[Preference, ...] = ()
    """The preferences in force that the plan applies."""
    call: str = ""
    """Id of the call being run: the key of its contribution."""
    serves: tuple[str, ...] = ()
    """Ids of the preferences that the call serves."""
    sourcing: Sourcing | None = None
    """Host, eligibility, policy and exclusions; None where tools run without a bot."""

    @property
    def depth(self) -> int:
        """Seats of the first page: `min(20, n)`."""
        return max(1, min(20, self.n))

    def match(self, target: Target, rows: Rows) -> Floats:
        """(n,) float64 in [0, 1]: how much each row is what `target` names; 0 where that is unknown."""
        return match(self.catalog, target, rows)
