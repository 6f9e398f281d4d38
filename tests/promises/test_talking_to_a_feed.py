"""A user with two devices who says, taps, undoes, waits and forgets: every feed on the way keeps the promises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import recbot_sdk as rb
from recbot_sdk.preferences.steps import Step

from .rows import Record, broken
from .worlds import FIELDS, GENRES, MAKERS, START, CountingHost, steps

TABLE: list[Record] = [
    {
        "id": f"i{k}",
        "genre": sorted({GENRES[k % 4], GENRES[k * 7 % 4]}) if k % 7 else [],
        "maker": MAKERS[k % 3] if k % 5 else None,
        "year": 1990 + k % 11 if k % 6 else None,
        "len": 1 + k % 9 if k % 4 else None,
    }
    for k in range(36)
]
ROWS = {row["id"]: row for row in TABLE}
CATALOG = rb.Catalog.from_records(TABLE, id="id", fields=FIELDS)
OFFERED = [f"i{k * 11 % 36}" for k in range(30)]  # six items are withheld
N = 8
genres, makers, lengths = st.sampled_from(GENRES), st.sampled_from(MAKERS), st.integers(1, 9)


class Talking(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.host = CountingHost(OFFERED)
        self.bot = rb.RecBot(CATALOG, self.host)
        self.session, self.now = "desk", START

    def say(self, words: str | None = None) -> rb.Feed:
        self.host.asked.clear()
        return self.seen(self.bot.recommend("ann", words, n=N, session=self.session, now=self.now))

    def tap(self, step: Step) -> rb.Feed:
        self.host.asked.clear()
        return self.seen(self.bot.apply("ann", step, n=N, session=self.session, now=self.now))

    def seen(self, feed: rb.Feed) -> rb.Feed:
        """Every feed: lawful, complete, and the host's own where nothing is applied."""
        assert not feed.degraded
        applied = [p for p in feed.memory if p.id not in feed.plan.dormant]
        assert feed.steered is bool(applied)
        if not applied:
            assert self.host.last is not None
            assert (id(feed.ids), self.host.asked) == (id(self.host.last[0]), [N])
            return feed
        assert len(set(feed.ids)) == len(feed.ids)
        allowed = {item for item in OFFERED if not broken(feed.memory, feed.plan.dormant, ROWS[item])}
        assert set(feed.ids) <= allowed
        assert len(feed) == min(N, len(allowed))
        return feed

    @rule(genre=genres, manner=st.sampled_from(["no {}", "never {}", "no {} this time", "nothing with {}"]))
    def refuse(self, genre: str, manner: str) -> None:
        feed = self.say(manner.format(genre))
        assert not [item for item in feed.ids if genre in ROWS[str(item)]["genre"]]

    @rule(genre=genres)
    def choose(self, genre: str) -> None:
        feed = self.say(f"only {genre}")
        assert all(genre in ROWS[str(item)]["genre"] for item in feed.ids)

    @rule(maker=makers)
    def choose_a_maker(self, maker: str) -> None:
        assert all(ROWS[str(item)]["maker"] == maker for item in self.say(f"only {maker}").ids)

    @rule(most=lengths)
    def bound(self, most: int) -> None:
        held = [ROWS[str(item)]["len"] for item in self.say(f"under {most} len").ids]
        assert all(length is not None and length < most for length in held)

    @rule(genre=genres, manner=st.sampled_from(["more {}", "a bit more {}", "a lot less {}"]))
    def wish(self, genre: str, manner: str) -> None:
        self.say(manner.format(genre))

    @rule(words=st.sampled_from(["start over", "more like the second one", "newest first", "undo", "redo"]))
    def say_something_else(self, words: str) -> None:
        self.say(words)

    @rule(words=st.sampled_from(["thanks", "hello", "ok", "qwxzv"]))
    def say_nothing_of_a_wish(self, words: str) -> None:
        before, log = self.say(), self.bot.log("ann")
        after = self.say(words)
        assert (list(after.ids), after.memory, after.change) == (list(before.ids), before.memory, None)
        assert self.bot.log("ann") == log

    @rule(step=steps)
    def touch(self, step: Step) -> None:
        self.tap(step)

    @rule()
    def undo_and_redo(self) -> None:
        before = self.say()
        if "undone" in said(self.bot.undo("ann", n=N, session=self.session, now=self.now)):
            self.bot.redo("ann", n=N, session=self.session, now=self.now)
        after = self.say()
        assert (list(after.ids), asked(after)) == (list(before.ids), asked(before))

    @rule(hours=st.sampled_from([1, 5, 30]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(device=st.sampled_from(["desk", "phone"]))
    def take_a_device(self, device: str) -> None:
        self.session = device

    @rule()
    def forget(self) -> None:
        self.bot.forget("ann")
        assert self.bot.log("ann") == ()
        assert not self.say().steered

    @invariant()
    def the_feed_keeps_the_promises(self) -> None:
        feed = self.say()
        assert list(self.say().ids) == list(feed.ids)  # asked twice, answered twice the same

    @invariant()
    def a_stranger_gets_the_hosts_own_feed(self) -> None:
        assert not self.bot.recommend("bob", n=N, now=self.now).steered


def said(feed: rb.Feed) -> list[str]:
    return [notice.code for notice in feed.notices]


def asked(feed: rb.Feed) -> list[Any]:
    return [(p.polarity, p.target, p.hard, p.scope) for p in feed.memory]


Talking.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestTalking = Talking.TestCase
