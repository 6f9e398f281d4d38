"""Why an item stands where it stands, or why it does not stand in the feed at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..feed import Feed, Receipt
from ..preferences.matching import allows
from ..types import ItemId

if TYPE_CHECKING:
    from .binding import Binding
    from .turn import Turn


@dataclass(frozen=True, slots=True)
class Explanation:
    """One item in the light of one feed."""

    id: ItemId
    title: str | None
    position: int | None
    """Its seat in the ranking, 1 first, whether or not the feed is long enough; None where it may not be served."""
    served: bool
    reasons: tuple[str, ...]
    receipts: tuple[Receipt, ...] = ()
    blocked_by: tuple[str, ...] = ()
    """Ids of the preferences whose rules remove it."""

    def __str__(self) -> str:
        where = f"seat {self.position}" if self.served else "not in this feed"
        return f"{self.title or self.id}: {where}; " + "; ".join(self.reasons)


def explain(binding: Binding, turn: Turn, feed: Feed, item: ItemId) -> Explanation:
    """Why `item` is where it is in `feed`, or why it is not there."""
    catalog = binding.catalog
    row = int(catalog.rows([item])[0])
    for entry in feed:
        if entry.id == item:
            return Explanation(item, entry.title, entry.position, True, (entry.why,), entry.receipts)
    if row < 0:
        return Explanation(item, None, None, False, ("the catalogue does not hold it",))
    title, one = catalog.titles[row], np.array([row])
    broken = [p for p in turn.applied if not allows(catalog, p, one)[0]]
    reasons = [f"your wish “{p.says(catalog.name_of)}”" for p in broken]
    sourcing = turn.sourcing
    if sourcing.policy is not None and not sourcing.policy(one)[0]:
        reasons.append("it may not be served here")
    if np.isin(one, sourcing.exclude)[0]:
        reasons.append("the request excludes it, or an earlier page showed it")
    if sourcing.only is not None and not np.isin(one, sourcing.only)[0]:
        reasons.append("the request asks for other candidates")
    blocked = tuple(p.id for p in broken)
    if reasons:
        return Explanation(item, title, None, False, tuple(reasons), blocked_by=blocked)
    if turn.pool is None:
        return Explanation(
            item, title, None, False, (f"the recommender did not put it among its first {turn.request.n}",)
        )
    if not np.isin(one, turn.pool.rows)[0]:
        return Explanation(item, title, None, False, ("the recommender did not offer it",))
    assert turn.candidates is not None
    place = np.flatnonzero(turn.candidates.rows == row)
    if not len(place):
        return Explanation(item, title, None, False, ("a tool removed it",))
    above = turn.candidates.rows[: place[0] + 1]
    position = int(turn.servable(binding, above).sum())
    return Explanation(item, title, position, False, (f"it ranks {position}, and the feed has {turn.request.n} seats",))
