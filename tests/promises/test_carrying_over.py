"""A log that is taken out and brought in elsewhere asks for the same, and serves the same."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.preferences.history import same_wishes
from recbot_sdk.preferences.steps import Add, Step

from .worlds import GENRES, START, World, bot_of, leaves, preferences, promise, steps, worlds

talk = st.lists(st.tuples(steps, st.sampled_from(["desk", "phone"]), st.integers(0, 300)), max_size=6)


@promise
@given(worlds(), talk, st.integers(0, 100))
def test_export_then_restore_is_the_identity(world: World, script: list[tuple[Step, str, int]], hours: int) -> None:
    table, host = world
    bot, elsewhere, now = bot_of(table, host), bot_of(table, host), START
    for step, session, minutes in script:
        now += timedelta(minutes=minutes)
        bot.apply("u", step, session=session, now=now)
    payload = json.loads(json.dumps(bot.export("u"), allow_nan=False))
    elsewhere.restore("u", payload)
    assert elsewhere.log("u") == bot.log("u")
    assert elsewhere.export("u") == payload
    now += timedelta(hours=hours)
    devices: tuple[str | None, ...] = (None, "desk", "phone", "tv")
    for device in devices:
        here, there = (b.recommend("u", n=6, session=device, now=now) for b in (bot, elsewhere))
        assert there.memory == here.memory
        assert list(there.ids) == list(here.ids)


@promise
@given(worlds(), st.lists(steps, max_size=5))
def test_signing_in_to_a_new_account_brings_every_wish_that_stands(world: World, script: list[Step]) -> None:
    table, host = world
    bot = bot_of(table, host)
    for step in script:
        bot.apply("guest", step, session="desk", now=START)
    wishes = bot.memory("guest", session="desk", now=START)
    feed = bot.recommend("guest", n=6, session="desk", now=START)
    bot.merge("guest", "ann")
    assert same_wishes(bot.memory("ann", session="desk", now=START), wishes)
    assert bot.log("guest") == ()
    if not any(isinstance(p.target, rb.Order) for p in wishes):
        assert list(bot.recommend("ann", n=6, session="desk", now=START).ids) == list(feed.ids)


hard = preferences(leaves).map(lambda p: Add(preference=p.model_copy(update={"hard": True, "expires_at": None})))


@promise
@given(worlds(), st.lists(hard, min_size=1, max_size=4), st.lists(hard, max_size=4))
def test_signing_in_keeps_every_wish_that_the_account_said_later(
    world: World, guest: list[Step], account: list[Step]
) -> None:
    table, host = world
    bot = bot_of(table, host)
    for step in guest:
        bot.apply("guest", step, session="desk", now=START)
    for step in account:
        bot.apply("ann", step, session="desk", now=START + timedelta(minutes=1))
    now = START + timedelta(minutes=2)
    own = [(p.polarity, p.target) for p in bot.memory("ann", session="desk", now=now)]
    bot.merge("guest", "ann")
    kept = [(p.polarity, p.target) for p in bot.memory("ann", session="desk", now=now)]
    assert all(wish in kept for wish in own)


def test_what_was_said_for_one_turn_shields_nothing_and_is_not_brought_over() -> None:
    genre = rb.field("genre")
    bot = rb.RecBot(rb.Catalog.from_records([{"id": k, "genre": g} for k, g in enumerate(GENRES * 2)], id="id"))
    at: dict[str, Any] = {"session": "desk", "now": START}
    later: dict[str, Any] = {"session": "desk", "now": START + timedelta(minutes=1)}
    bot.apply("guest", rb.dislike(genre == "noir", hard=True, scope="session"), **at)
    bot.apply("guest", rb.like(genre == "opera", hard=True, scope="turn"), **at)
    bot.apply("ann", rb.like(genre == "noir", hard=True, scope="session"), **later)
    bot.apply("ann", rb.like(genre == "farce", hard=True, scope="turn"), **later)
    bot.merge("guest", "ann")
    assert [str(p) for p in bot.memory("ann", **later)] == ["only genre: noir"]


def test_a_payload_that_no_export_wrote_is_refused() -> None:
    bot = rb.RecBot(rb.Catalog.from_records([{"id": 1}, {"id": 2}], id="id"))
    with pytest.raises(rb.ArgumentError, match="Give what `export` returned"):
        bot.restore("u", {"changes": []})
    assert bot.log("u") == ()
