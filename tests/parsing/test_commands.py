"""What people say, and what is remembered of it: each row is one promise."""

from __future__ import annotations

from datetime import timedelta

import pytest

import recbot_sdk as rb

from .conftest import NOW, Say, unread, wishes

ONE = {
    # polarity and its scope
    "only jazz": ["only style: Jazz"],
    "just rock please": ["only style: Rock"],
    "show me some folk": ["only style: Folk"],
    "no pop": ["no style: Pop"],
    "no pop or metal": ["no style: Pop", "no style: Metal"],
    "anything but metal": ["no style: Metal"],
    "everything except pop and rock": ["no style: Pop", "no style: Rock"],
    "jazz without Tom Okafor": ["only style: Jazz", "no artist: Tom Okafor"],
    "not rock but folk": ["no style: Rock", "only style: Folk"],
    "nothing from Germany, only jazz": ["no country: Germany", "only style: Jazz"],
    "no French pop": ["no country: France and style: Pop"],
    "-pop": ["no style: Pop"],
    "metal -pop": ["only style: Metal", "no style: Pop"],
    "anyone but Milo Brandt": ["no artist/producer: Milo Brandt"],
    "I don't like pop": ["no style: Pop"],
    "no metal for my kids": ["no style: Metal"],
    # strength, dose and scope
    "more jazz": ["more style: Jazz"],
    "less rock, a lot more folk": ["less style: Rock", "more style: Folk"],
    "I'd prefer something folky": ["more style: Folk"],
    "ideally on vinyl": ["more on_vinyl: True"],
    "it must be on vinyl": ["only on_vinyl: True"],
    "I hate metal": ["no style: Metal"],
    "I don't really like pop": ["less style: Pop"],
    "I'm not that into pop": ["less style: Pop"],
    "I'm a big fan of Ada Lindqvist": ["more artist: Ada Lindqvist"],
    # several values
    "folk and electronic": ["only style: Folk", "only style: Electronic"],
    "jazz or folk": ["only style: Jazz or Folk"],
    "jazz and pop": ["only style: Jazz or Pop"],  # no album is both
    "rock, pop and jazz": ["only style: Rock or Pop or Jazz"],
    "jazz, folk or latin": ["only style: Jazz or Folk or Latin"],
    "from Sweden or Finland": ["only country: Sweden or Finland"],
    "Sunday and Corner": ["only label: Sunday or Corner"],
    # numbers, units, ranges
    "under 40 minutes": ["only minutes under 40"],
    "at least an hour": ["only minutes at least 60"],
    "shorter than three quarters of an hour": ["only minutes under 45"],
    "between 40 and 50 minutes": ["only minutes 40 to 50"],
    "less than $10": ["only price_usd under 10"],
    "10 bucks tops": ["only price_usd at most 10"],
    "nothing over 15 dollars": ["only price_usd at most 15"],
    "$8-$12": ["only price_usd 8 to 12"],
    "8–12 dollars": ["only price_usd 8 to 12"],
    "15 to spend": ["only price_usd at most 15"],
    "I have 15 dollars to spend": ["only price_usd at most 15"],
    "my budget is 15": ["only price_usd at most 15"],
    "under an hour and ten minutes": ["only minutes under 70"],
    "under 1:05": ["only minutes under 65"],
    "score above 80": ["only score over 80"],
    "max 15 dollars, at least 40 minutes, score over 80": [
        "only price_usd at most 15", "only minutes at least 40", "only score over 80",
    ],
    "180 000 sold": ["only sold exactly 180000"],
    "at least half a million sold": ["only sold at least 500000"],
    "a score of at least ninety": ["only score at least 90"],
    "more than 2k sold": ["only sold over 2000"],
    # times
    "from the 70s": ["only year 1970 to 1979"],
    "before 1970": ["only year under 1970"],
    "since 2004": ["only year at least 2004"],
    "early nineties": ["only year 1990 to 1994"],
    "made in 1962": ["only year exactly 1962"],
    "from the sixties or the eighties": ["only year 1960 to 1969 or year 1980 to 1989"],
    "the last ten years": ["only year 2014 to 2024"],
    # names
    "Tom Okafor": ["only artist: Tom Okafor"],
    "something by Milo Brandt": ["only producer: Milo Brandt"],
    "with Milo Brandt": ["only artist: Milo Brandt"],
    "produced by Greta Voss": ["only producer: Greta Voss"],
    "no Castellano": ["no artist: June Castellano"],
    "Petrova's albums": ["only artist/producer: Nadia Petrova"],
    "tom okafro": ["only artist: Tom Okafor"],
    "folc from swedn": ["only style: Folk", "only country: Sweden"],
    "Swedish folk": ["only country: Sweden", "only style: Folk"],
    "with synths": ["only style: Electronic"],
    "hip hop": ["only style: Hip-Hop"],
    # words of degree, grounded in roles
    "shorter": ["more minutes below 58"],
    "a bit cheaper": ["more price_usd below 14"],
    "newer please": ["more year above 1996"],
    "less expensive": ["more price_usd below 14"],
    "well reviewed": ["more score at least 90.4"],
    "newest first": ["year highest first"],
    "sort by price": ["price_usd lowest first"],
    "cheaper than the second one": ["only price_usd under 14"],
    "longer than Wooden Ships": ["only minutes over 44"],
    # items
    "more like the second one": ["more like a3"],
    "something like Low Tide": ["more like a10"],
    "not the first one": ["no item a1"],
    "I have heard the last two": ["no item a3, a5"],
    "already heard Night Bus": ["no item a3"],
    "more variety": ["diversify"],
    "like the 2nd one": ["more like a3"],
    "more like 3": ["more like a5"],
    "not these": ["no item a1, a3, a5"],
    # what an item has of a field
    "the producer of the second one": ["only producer: Dex Marlow"],
    "same label as the first one": ["only label: Redwood"],
    "no albums by the artist of the third one": ["no artist: Nadia Petrova"],
    "like the second one but not from that label": ["more like a3", "no label: Corner"],
    # as people type
    "plzzz only jazzzz": ["only style: Jazz"],
    "noooo pop": ["no style: Pop"],
    # what is denied
    "no longer than 40 minutes": ["no minutes over 40"],
    "not more expensive than $10": ["no price_usd over 10"],
    "shouldn't take more than 40 minutes": ["no minutes over 40"],
    "jazz-free": ["no style: Jazz"],
    "pop is out": ["no style: Pop"],
    "jazz, nothing before 1960": ["only style: Jazz", "no year under 1960"],
    "I never want to hear metal again": ["no style: Metal"],
    # several clauses
    "under 40 minutes and under $10": ["only minutes under 40", "only price_usd under 10"],
    "more folk, under 50 minutes": ["more style: Folk", "only minutes under 50"],
    "no pop and at least 40 minutes": ["no style: Pop", "only minutes at least 40"],
    "10-12 dollars": ["only price_usd 10 to 12"],
    "not enough jazz": ["more style: Jazz"],
    "I prefer jazz to pop": ["more style: Jazz", "less style: Pop"],
    "sort by price, highest first": ["price_usd highest first"],
    "best first": ["score highest first"],
    "quicker": ["more minutes below 58"],
    "older than 40 years": ["only year under 1984"],
    "pop: no": ["no style: Pop"],
    "jazz, pop no thanks": ["only style: Jazz", "no style: Pop"],
    "don't exclude pop": [],
    "no pop, metal or over 15 dollars": ["no style: Pop", "no style: Metal", "no price_usd over 15"],
    "15+ dollars": ["only price_usd at least 15"],
    "rather jazz than pop": ["more style: Jazz", "less style: Pop"],
    "less than one hour": ["only minutes under 60"],
    "no more than one and a half hours": ["only minutes at most 90"],
    # free text
    "about growing up by the sea": ["more about “growing up by the sea”"],
}  # fmt: skip


@pytest.mark.parametrize("command", ONE)
def test_a_command_is_understood(say: Say, command: str) -> None:
    assert wishes(say(command)) == ONE[command]


THEN = {
    ("only jazz", "folk"): ["only style: Folk"],
    ("only jazz", "or folk"): ["only style: Jazz or Folk"],
    ("only folk", "electronic as well"): ["only style: Folk", "only style: Electronic"],
    ("only jazz", "folk too"): ["only style: Jazz or Folk"],
    ("with Tom Okafor", "with Ada Lindqvist too"): ["only artist: Tom Okafor", "only artist: Ada Lindqvist"],
    ("only jazz", "rock instead of jazz"): ["only style: Rock"],
    ("no pop", "pop is fine again"): [],
    ("no pop", "more pop"): ["more style: Pop"],
    ("under 40 minutes", "make it 50"): ["only minutes under 50"],
    ("under 40 minutes", "90 then"): ["only minutes under 90"],
    ("at least 40 minutes", "under an hour"): ["only minutes at least 40", "only minutes under 60"],
    ("under 40 minutes, no pop", "length doesn't matter"): ["no style: Pop"],
    ("no pop", "forget the price"): ["no style: Pop"],
    ("under $10", "forget the price"): [],
    ("only jazz", "not only jazz"): ["more style: Jazz"],
    ("only jazz", "undo"): [],
    ("only jazz", "undo", "redo"): ["only style: Jazz"],
    ("only jazz", "no vinyl", "undo"): ["only style: Jazz"],
    ("only jazz", "I hate Tom Okafor", "start over"): [],
    ("more jazz", "more jazz"): ["more style: Jazz"],
    ("I prefer jazz", "I mean it"): ["only style: Jazz"],
    ("from Sweden", "also from Finland"): ["only country: Sweden or Finland"],
    ("no pop", "or metal"): ["no style: Pop", "no style: Metal"],
    ("only jazz", "swap jazz for folk"): ["only style: Folk"],
    ("only jazz", "not tonight"): [],
    ("no pop", "none of it"): ["no style: Pop"],
    ("at least 40 minutes", "none of it"): ["only minutes at least 40"],
    ("jazz or folk", "folk is fine"): ["only style: Jazz or Folk"],
    ("from Sweden", "Italy instead", "ok both"): ["only country: Sweden or Italy"],
    ("under 40 minutes", "no wait, 50"): ["only minutes under 50"],
    ("only jazz", "add folk"): ["only style: Jazz", "only style: Folk"],
    ("only jazz", "folk is fine as well"): ["only style: Jazz or Folk"],
    ("only jazz", "any style"): [],
    ("only jazz", "forget the style thing"): [],
    ("more jazz", "none of it"): ["no style: Jazz"],
    ("no pop", "bring it back"): [],
    ("no pop", "forget my pop"): [],
    ("hide the second one", "bring it back"): [],
    ("newest first", "forget the sorting"): [],
    ("sort by price", "highest first"): ["price_usd highest first"],
    ("newest first", "oldest first"): ["year lowest first"],
    ("under 40 minutes", "raise it by 10"): ["only minutes under 50"],
    ("under 40 minutes", "lower it to 35"): ["only minutes under 35"],
    ("under 40 minutes", "a bit longer is fine"): ["only minutes under 44"],
    ("at least 40 minutes", "a bit shorter is ok"): ["only minutes at least 36"],
}


@pytest.mark.parametrize("commands", THEN, ids=" | ".join)
def test_a_correction_finds_what_it_corrects(say: Say, commands: tuple[str, ...]) -> None:
    assert wishes(say(*commands)) == THEN[commands]


@pytest.mark.parametrize(
    "command",
    [
        "thanks!",
        "good evening",
        "hello there",
        "ok",
        "hm, well",
        "",
        "   ",
        "?!",
        "🙂",
        "please",
        "that's nice, thank you so much",
        "i see",
    ],
)
def test_words_without_a_wish_change_nothing(say: Say, command: str) -> None:
    before = say("only jazz")
    after = say(command)
    assert after.change is None
    assert after.ids == before.ids
    assert not unread(after)


def test_what_is_not_understood_is_reported_word_by_word(say: Say) -> None:
    feed = say("jazz with glimmerwock blorp")
    assert wishes(feed) == ["only style: Jazz"]
    assert unread(feed) == ["glimmerwock blorp"]


def test_a_name_that_the_catalogue_lacks_is_not_snapped_to_a_near_one(say: Say) -> None:
    feed = say("with Tom Hollander")
    assert wishes(feed) == []
    assert unread(feed) == ["Tom Hollander"]


def test_a_disliked_name_that_the_catalogue_lacks_is_kept_dormant(say: Say) -> None:
    feed = say("no Zed Quillfeather")
    assert [p.hard for p in feed.memory] == [True]
    assert "Zed Quillfeather" in str(feed.memory[0])
    assert "dormant" in [notice.code for notice in feed.notices]


def test_positions_mean_nothing_without_a_screen(say: Say) -> None:
    feed = say("more like the second one", on_screen=())
    assert wishes(feed) == []
    assert feed.parse is not None
    assert [doubt.reason for doubt in feed.parse.doubts] == ["no_screen"]


def test_the_user_can_ask_what_is_remembered(say: Say) -> None:
    feed = say("only jazz", "what do you know about me?")
    assert "memory" in [notice.code for notice in feed.notices]
    assert wishes(feed) == ["only style: Jazz"]


@pytest.mark.parametrize(
    ("command", "scope"),
    [
        ("no pop", "session"),
        ("never pop", "standing"),
        ("no pop this time", "turn"),
        ("I hate pop", "standing"),
        ("no pop from now on", "standing"),
        ("no pop tonight", "session"),
        ("no pop for now", "session"),
    ],
)
def test_how_long_a_wish_lasts_is_in_the_words(say: Say, command: str, scope: str) -> None:
    assert [p.scope for p in say(command).memory] == [scope]


@pytest.mark.parametrize(
    ("command", "dose"),
    [
        ("a bit more jazz", 0.1),
        ("more jazz", 0.25),
        ("a lot more jazz", 0.5),
        ("so much more jazz", 0.5),
        ("far cheaper", 0.5),
        ("slightly less jazz", 0.1),
    ],
)
def test_how_much_is_in_the_words(say: Say, command: str, dose: float) -> None:
    assert [p.dose for p in say(command).memory] == [dose]


@pytest.mark.parametrize(
    ("command", "days"), [("no pop this weekend", 2), ("no pop this week", 7), ("only jazz this month", 30)]
)
def test_a_wish_may_last_days(say: Say, command: str, days: int) -> None:
    [wish] = say(command).memory
    assert (wish.scope, wish.expires_at) == ("standing", NOW + timedelta(days=days))


@pytest.mark.parametrize(
    ("first", "further", "dose"),
    [("more jazz", "even more", 0.5), ("a bit more jazz", "a bit more of that", 0.35), ("less pop", "even more", 0.5)],
)
def test_a_wish_may_go_further(say: Say, first: str, further: str, dose: float) -> None:
    before = wishes(say(first))
    after = say(further)
    assert wishes(after) == before
    assert [p.dose for p in after.memory] == [dose]


@pytest.mark.parametrize(
    "exception", ["no pop unless it is cheap", "no pop, except when it's on vinyl", "no pop but only if it is old"]
)
def test_an_exception_is_said_and_not_followed(say: Say, exception: str) -> None:
    feed = say(exception)
    assert wishes(feed) == ["no style: Pop"]
    assert unread(feed)


@pytest.mark.parametrize("command", ["the second one", "not that one", "under", "cheaper than 3 kg"])
def test_words_that_cannot_be_followed_are_said(say: Say, command: str) -> None:
    feed = say(command, on_screen=())
    assert wishes(feed) == []
    assert unread(feed)


def test_an_unknown_value_is_kept_for_every_field_that_may_once_hold_it(say: Say) -> None:
    feed = say("no bagpipes")
    assert wishes(feed) == ["no style/artist/producer/country/label: bagpipes"]
    assert "dormant" in [notice.code for notice in feed.notices]


@pytest.mark.parametrize(
    ("command", "understood"),
    [
        ("punchy", "more loud at least"),
        ("punchier", "more loud above"),
        ("less punchy", "more loud below"),
        ("punchiest first", "loud highest first"),
        ("mellow", "more loud at most"),
    ],
)
def test_a_field_has_words_of_its_own_for_its_ends(command: str, understood: str) -> None:
    records = [{"id": k, "title": f"Track {k}", "loud": float(k)} for k in range(40)]
    fields = {"loud": rb.Field(kind="number", low=("mellow",), high=("punchy",))}
    bot = rb.RecBot(rb.Catalog.from_records(records, id="id", title="title", fields=fields))
    [wish] = bot.recommend("ann", command).memory
    assert str(wish).startswith(understood)
