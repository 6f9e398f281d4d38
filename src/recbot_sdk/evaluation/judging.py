"""Judges one turn by the feeds before and after it, item by item, against the catalogue's own values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ..catalog import Catalog
from ..catalog.text import words
from ..feed import Feed
from .conditions import Condition, cells_of
from .sessions import Turn

PAGE = 20
"""Seats in which shares and distinct values are counted."""
DEEP = 40
"""How deep a rule or an absent item is looked for."""


def judge(turn: Turn, catalog: Catalog, before: Feed, after: Feed) -> list[str]:
    """Why a turn fails, from the feeds before and after it; nothing where it passes."""
    was, now = _Ranking(catalog, before), _Ranking(catalog, after)
    reasons = [*_rules(turn, now), *_seats(turn, was, now), *_page(turn, was, now), *_said(turn, after)]
    reasons += [f"{notice.code}: {notice.text}" for notice in after.notices if notice.code.endswith("_failed")]
    if after.steered and len(set(now.ids)) < len(now.ids):  # a host's own feed is passed on as it is, repeats included
        reasons.append("an item is there twice")
    return reasons


class _Ranking:
    """A feed as the rows that it ranks."""

    def __init__(self, catalog: Catalog, feed: Feed) -> None:
        self.catalog, self.ids = catalog, list(feed.ids)
        self.rows: list[int] = catalog.rows(self.ids).tolist()

    def __len__(self) -> int:
        return len(self.ids)

    def count(self, condition: Condition, depth: int) -> int:
        return sum(condition.holds(cells_of(self.catalog, row)) for row in self.rows[:depth])

    def distinct(self, column: str) -> int:
        values = [cells_of(self.catalog, row)(column) for row in self.rows[:PAGE]]
        return len({one for value in values for one in (value if isinstance(value, list) else [value])} - {None})


def _rules(turn: Turn, now: _Ranking) -> Iterator[str]:
    """What must hold of every item."""
    catalog, must, k = now.catalog, turn.must or (), turn.k
    for condition in must:
        held = now.count(condition, k)
        if held < min(k, len(now)):
            yield f"must: {condition} holds for {held} of the first {min(k, len(now))}"
    if must and len(now) < k:
        every = (cells_of(catalog, row) for row in range(len(catalog)))
        fitting = sum(1 for _ in islice((c for c in every if all(m.holds(c) for m in must)), k))
        if len(now) < fitting:
            yield f"must: {len(now)} came back where {fitting}{' or more' if fitting == k else ''} fit"
    if turn.open is not None and now.count(turn.open, DEEP) == len(now.rows[:DEEP]):
        yield f"open: {turn.open} holds for all of the first {len(now.rows[:DEEP])}"
    there = {catalog.titles[row] for row in now.rows[:DEEP] if row >= 0}.intersection(turn.absent or ())
    if there:
        yield f"absent: {', '.join(sorted(there))} is there"


def _seats(turn: Turn, was: _Ranking, now: _Ranking) -> Iterator[str]:
    """What must win or lose seats."""
    depth = max(PAGE, turn.k)
    seats = min(depth, len(was))
    wanted = (("lift", turn.lift), ("drop", turn.drop), ("flat", turn.flat))
    for key, condition in wanted:
        if condition is None:
            continue
        a, b = was.count(condition, depth), now.count(condition, depth)
        good = {"lift": b > a or a == b == seats, "drop": b < a or a == b == 0, "flat": b <= a}
        if not good[key]:
            yield f"{key}: {condition} had {a} of {seats} seats and has {b}"


def _page(turn: Turn, was: _Ranking, now: _Ranking) -> Iterator[str]:
    """What must be so of the page as a whole."""
    if turn.must is None and len(now) < min(PAGE, len(was)):
        yield f"short: {len(now)} came back"
    if turn.same and now.ids != was.ids:
        yield "same: the feed changed"
    if turn.diverse is not None and now.distinct(turn.diverse) <= was.distinct(turn.diverse):
        yield f"diverse: {turn.diverse} had {was.distinct(turn.diverse)} values and has {now.distinct(turn.diverse)}"


def _said(turn: Turn, after: Feed) -> Iterator[str]:
    """What must be remembered, and reported as not understood."""
    remembered = [str(preference) for preference in after.memory]
    if turn.memory is not None and sorted(turn.memory) != sorted(remembered):
        yield f"memory: {'; '.join(remembered) or 'nothing'}"
    told = [text for notice in after.notices if notice.code == "not_understood" for text in notice.words]
    reported = {word for text in told for word in words(text)}
    silent = [word for word in turn.unknown or () if not reported.issuperset(words(word))]
    if silent:
        yield f"unknown: {', '.join(silent)} was not reported"
    elif turn.unknown == () and told:
        yield f"unknown: {', '.join(told)} was reported"
