"""One turn: what is asked of the host, what is served, what is said."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

import recbot_sdk as rb
from recbot_sdk.preferences.steps import Wipe

from .conftest import ORDER, codes, genres, no, shop


def test_a_rule_holds_on_every_page_and_no_item_comes_twice(bot: rb.RecBot) -> None:
    first = bot.apply("ann", no("crime"), n=3)
    second = first.next()
    assert second is not None
    assert first.ids == ["b0", "b3", "b4"]
    assert second.ids == ["b5", "b7", "b8"]
    assert second.next() is None
    assert "crime" not in genres(first) | genres(second)


def test_a_cursor_works_on_another_worker(shelf: rb.Catalog, tmp_path: Any) -> None:
    store = str(tmp_path / "log.db")
    feed = rb.RecBot(shelf, shop, store=store).apply("ann", no("crime"), n=3)
    following = rb.RecBot(shelf, shop, store=store).recommend("ann", n=3, cursor=feed.cursor)
    assert following.ids == ["b5", "b7", "b8"]


@pytest.mark.parametrize("cursor", ["", "x", "1.", "1.AAAA", "2.abc", "1." + "A" * 5000])
def test_a_cursor_is_validated_not_trusted(bot: rb.RecBot, cursor: str) -> None:
    if not cursor:
        assert bot.recommend("ann", n=3, cursor=cursor).ids == ORDER[:3]
        return
    with pytest.raises(rb.ArgumentError, match="cursor"):
        bot.recommend("ann", n=3, cursor=cursor)


def test_the_hosts_own_pages_follow_one_another(bot: rb.RecBot) -> None:
    first = bot.recommend("ann", n=4)
    second = first.next()
    assert second is not None
    assert not second.steered
    assert [*first.ids, *second.ids] == ORDER[:8]


def test_a_preview_writes_nothing(bot: rb.RecBot) -> None:
    feed = bot.apply("ann", no("crime"), commit=False)
    assert "crime" not in genres(feed)
    assert feed.change is not None
    assert bot.log("ann") == ()
    assert len(bot.memory("ann")) == 0


def test_the_same_request_id_writes_once(bot: rb.RecBot) -> None:
    first = bot.apply("ann", no("crime"), request_id="r1")
    again = bot.apply("ann", no("crime"), request_id="r1")
    assert again.change == first.change
    assert again.ids == first.ids
    assert len(bot.log("ann")) == 1


def test_the_same_request_id_with_other_words_is_refused(bot: rb.RecBot) -> None:
    bot.apply("ann", no("crime"), request_id="r1")
    with pytest.raises(rb.RequestConflictError):
        bot.recommend("ann", "something else", request_id="r1")


def test_a_wish_for_this_time_holds_for_its_own_feed_only(bot: rb.RecBot) -> None:
    once = rb.dislike(rb.field("genre") == "crime", hard=True, scope="turn")
    assert "crime" not in genres(bot.apply("ann", once))
    assert "crime" in genres(bot.recommend("ann"))


def test_undo_and_redo_say_what_they_did(bot: rb.RecBot) -> None:
    bot.apply("ann", no("crime"))
    undone = bot.undo("ann")
    assert "crime" in genres(undone)
    assert not undone.steered
    assert "undone" in codes(undone)
    redone = bot.redo("ann")
    assert "crime" not in genres(redone)
    assert "redone" in codes(redone)
    assert "nothing_to_redo" in codes(bot.redo("ann"))


def test_exclude_and_candidates_only_remove(bot: rb.RecBot) -> None:
    assert bot.recommend("ann", n=3, exclude=["b0", "b2", "nobody"]).ids == ["b1", "b3", "b4"]
    assert bot.recommend("ann", n=3, candidates=["b9", "b4", "unknown"]).ids == ["b4", "b9"]
    assert bot.recommend("ann", n=3, candidates=[]).ids == []


def test_a_short_feed_says_what_would_fill_it(bot: rb.RecBot) -> None:
    feed = bot.apply("ann", [no("crime"), no("history"), rb.like(rb.field("pages") < 100, hard=True)], n=5)
    assert feed.ids == ["b0", "b5"]
    notice = next(n for n in feed.notices if n.code == "short")
    offer = notice.suggestions[0]
    assert offer.adds == 2
    assert len(bot.apply("ann", offer.steps, n=5)) == 4


def test_a_policy_outlives_every_command(shelf: rb.Catalog) -> None:
    bot = rb.RecBot(shelf, shop, policy=rb.field("price") < 15)
    for _ in range(2):
        feed = bot.recommend("ann")
        assert feed.ids == ["b0", "b1", "b5", "b6", "b7", "b9"]  # an unknown price is not below 15
        bot.apply("ann", Wipe())


def test_a_policy_may_look_at_user_and_context(shelf: rb.Catalog) -> None:
    def law(user: str, context: Mapping[str, Any]) -> rb.Predicate | None:
        return None if context.get("staff") else rb.field("price") < 10

    bot = rb.RecBot(shelf, shop, policy=law)
    assert bot.recommend("ann").ids == ["b0", "b5"]
    assert bot.recommend("ann", context={"staff": True}).ids == ORDER


def test_nothing_is_served_where_the_policy_fails(shelf: rb.Catalog) -> None:
    def law(user: str, context: Mapping[str, Any]) -> rb.Predicate:
        raise RuntimeError("no law today")

    with pytest.raises(rb.PolicyError, match="no law today"):
        rb.RecBot(shelf, shop, policy=law).recommend("ann")


def test_why_and_why_not(bot: rb.RecBot) -> None:
    bot.apply("ann", [no("crime"), rb.like(rb.field("genre") == "travel")], n=3)
    there = bot.explain("ann", "b4", n=3)
    assert there.served
    assert "travel" in str(there)
    gone = bot.explain("ann", "b1", n=3)
    assert not gone.served
    assert gone.blocked_by == (bot.memory("ann")[0].id,)
    assert "crime" in str(gone)
    below = bot.explain("ann", "b8", n=3)
    assert not below.served
    assert below.position is not None
    assert below.position > 3
    assert "does not hold" in str(bot.explain("ann", "nobody"))
    assert len(bot.log("ann")) == 1


def test_a_turn_is_told_in_numbers_and_never_in_words(shelf: rb.Catalog, caplog: pytest.LogCaptureFixture) -> None:
    told: list[rb.TurnRecord] = []
    bot = rb.RecBot(shelf, shop, on_turn=lambda record, feed: told.append(record))
    with caplog.at_level("INFO", logger="recbot_sdk"):
        bot.recommend("ann", "nothing with crime, thanks")
    assert len(told) == 1
    assert told[0].n == 20
    assert len(caplog.records) == 1
    assert "crime" not in caplog.text


def test_an_on_turn_that_raises_costs_nothing(shelf: rb.Catalog) -> None:
    def broken(record: rb.TurnRecord, feed: rb.Feed) -> None:
        raise RuntimeError

    assert rb.RecBot(shelf, shop, on_turn=broken).recommend("ann").ids == ORDER


def test_a_feed_is_plain_json(bot: rb.RecBot) -> None:
    bot.apply("ann", [no("crime"), rb.like(rb.field("pages") < 300)])
    said = bot.recommend("ann", "hello").to_json()
    assert json.loads(json.dumps(said)) == said
    assert said["items"][0]["id"] == bot.recommend("ann").ids[0]  # type: ignore[index,call-overload]


def test_export_restores_the_same_memory(bot: rb.RecBot) -> None:
    bot.apply("ann", [no("crime"), rb.like(rb.field("pages") < 300)])
    bot.undo("ann")
    bot.redo("ann")
    payload = json.loads(json.dumps(bot.export("ann")))
    assert bot.restore("bob", payload) == bot.memory("ann")
    assert bot.log("bob") == bot.log("ann")
    with pytest.raises(rb.ArgumentError, match="log already"):
        bot.restore("bob", payload)


def test_signing_in_brings_the_wishes_along(bot: rb.RecBot) -> None:
    bot.apply("guest", no("crime"))
    bot.apply("ann", no("history"))
    memory = bot.merge("guest", "ann")
    assert {str(p) for p in memory} == {"no genre: crime", "no genre: history"}
    assert bot.log("guest") == ()


def test_a_forgotten_user_is_a_new_one(bot: rb.RecBot) -> None:
    bot.apply("ann", no("crime"))
    bot.forget("ann")
    assert bot.log("ann") == ()
    assert bot.recommend("ann").ids == ORDER


def test_sessions_end_and_what_stands_stays(bot: rb.RecBot) -> None:
    noon = datetime(2030, 5, 1, 12, tzinfo=UTC)
    tonight = rb.dislike(rb.field("genre") == "history", hard=True, scope="session")
    bot.apply("ann", [no("crime"), tonight], now=noon)
    assert len(bot.memory("ann", now=noon.replace(hour=13))) == 2
    assert [str(p) for p in bot.memory("ann", now=noon.replace(hour=18))] == ["no genre: crime"]
