"""Each expectation passes where the feed does what it says, and fails where it does not, with the reason."""

import io
from typing import Any

import pytest
from rich.console import Console

import recbot_sdk as rb
from recbot_sdk.evaluation import CommandReport, Session, Verdict, check_commands, read_sessions

from .conftest import Write

LAMPS, CHAIRS = ["kind", "any", ["lamp"]], ["kind", "any", ["chair"]]


@pytest.fixture
def said(bot: rb.RecBot, shop: rb.Catalog, write: Write) -> Any:
    """The reasons why each turn of one session fails."""

    def said(*turns: dict[str, Any]) -> list[tuple[str, ...]]:
        report = check_commands(bot, read_sessions(write(list(turns)), shop))
        return [verdict.reasons for verdict in report.verdicts]

    return said


@pytest.mark.parametrize(
    ("say", "good", "bad", "reason"),
    [
        ("only chairs", {"must": [CHAIRS]}, {"must": [LAMPS]}, "must: kind any lamp holds for 0 of the first 10"),
        ("only chairs under 20", {"must": [CHAIRS, ["price", "<", 20]]}, {"must": [["price", "<", 20]]}, "must: 3 came back where 9 fit"),
        ("a lot more chairs", {"lift": CHAIRS}, {"lift": LAMPS}, "lift: kind any lamp had 15 of 20 seats and has 5"),
        ("a lot more chairs", {"drop": LAMPS}, {"drop": CHAIRS}, "drop: kind any chair had 5 of 20 seats and has 15"),
        ("a lot more chairs", {"flat": LAMPS}, {"flat": CHAIRS}, "flat: kind any chair had 5 of 20 seats and has 15"),
        ("more chairs", {"open": CHAIRS}, {"open": ["price", "none", [1]]}, "open: price none 1 holds for all of the first 40"),
        ("hello", {"same": True}, {"lift": CHAIRS}, "lift: kind any chair had 5 of 20 seats and has 5"),
        ("no chairs", {"absent": ["Piece 4"]}, {"absent": ["Piece 5", "Piece 4"]}, "absent: Piece 5 is there"),
        ("no chairs", {"must": [LAMPS]}, {"must": [LAMPS], "same": True}, "same: the feed changed"),
        ("newest first", {"flat": ["listed", "<", "2015"]}, {"diverse": "listed"}, "diverse: listed had 10 values and has 4"),
        ("no chairs", {"memory": ["no kind: chair"]}, {"memory": []}, "memory: no kind: chair"),
        ("hello", {"memory": []}, {"memory": ["no kind: chair"]}, "memory: nothing"),
        ("more zorblax", {"unknown": ["Zorblax"]}, {"unknown": ["zorblax", "quux"]}, "unknown: quux was not reported"),
        ("no chairs", {"unknown": []}, {"unknown": ["chairs"]}, "unknown: chairs was not reported"),
        ("florble zorblax", {"same": True}, {"unknown": []}, "unknown: florble zorblax was reported"),
    ],
)  # fmt: skip
def test_an_expectation_passes_and_fails(
    said: Any, say: str, good: dict[str, Any], bad: dict[str, Any], reason: str
) -> None:
    assert said({"say": say, **good}) == [()]
    assert said({"say": say, **bad}) == [(reason,)]


def test_more_variety_is_more_distinct_values() -> None:
    records = [{"id": i, "kind": f"kind {i // 30}"} for i in range(120)]
    catalog = rb.Catalog.from_records(records, id="id")
    session = Session.model_validate({"id": "a", "turns": [{"say": "more variety", "diverse": "kind"}]})
    assert check_commands(rb.RecBot(catalog), [session]).share == 1


def test_a_rule_that_the_catalogue_cannot_fill_may_leave_a_short_page(said: Any) -> None:
    assert said({"say": "only chairs under 20", "must": [CHAIRS, ["price", "<", 20]]}) == [()]
    assert said({"say": "only chairs under 20"}) == [("short: 3 came back",)]


def test_seats_are_compared_with_the_turn_before(said: Any) -> None:
    turns = [{"say": "a lot more chairs", "lift": CHAIRS}, {"say": "undo", "drop": CHAIRS, "memory": []}]
    assert said(*turns) == [(), ()]


def test_what_fills_the_page_already_cannot_rise(said: Any) -> None:
    expected = {"lift": LAMPS, "drop": CHAIRS}
    assert said({"say": "no chairs", **expected}, {"say": "more lamps", **expected}) == [(), ()]


def test_every_session_is_a_new_user_and_leaves_nothing(bot: rb.RecBot, shop: rb.Catalog, write: Write) -> None:
    sessions = read_sessions(write([{"say": "never chairs"}], [{"say": "hello", "memory": []}]), shop)
    told: list[Verdict] = []
    for _ in range(2):
        assert check_commands(bot, sessions, on_verdict=told.append).share == 1
    assert [verdict.session for verdict in told] == ["s1", "s2"] * 2
    assert bot.log("recbot-check/s1") == ()


def test_a_turn_that_raises_is_a_failure_and_the_rest_goes_on(shop: rb.Catalog, write: Write) -> None:
    def policy(user: str, context: object) -> rb.Predicate:
        if bot.memory(user):
            raise TimeoutError("too slow")
        return rb.field("kind").isin(["lamp", "chair"])

    bot = rb.RecBot(shop, policy=policy)
    report = check_commands(bot, read_sessions(write([{"say": "no chairs"}, {"say": "forget that"}]), shop))
    assert "it raised PolicyError" in report.verdicts[0].reasons[0]
    assert len(report.verdicts) == 2


def test_a_turn_in_which_a_part_of_the_bot_failed_is_a_failure(shop: rb.Catalog, write: Write) -> None:
    def host(user: str, n: int) -> list[int]:
        if down:
            raise TimeoutError("too slow")
        return list(range(60))[:n]

    down: list[bool] = []
    bot = rb.RecBot(shop, host)
    sessions = read_sessions(write([{"say": "no chairs"}, {"say": "hello", "same": True}]), shop)
    report = check_commands(bot, sessions, on_verdict=lambda verdict: down.append(True))
    assert [verdict.passed for verdict in report.verdicts] == [True, False]
    assert report.verdicts[1].reasons[-1].startswith("host_failed: ")


def test_a_host_that_repeats_itself_is_not_blamed_while_nothing_steers(shop: rb.Catalog, write: Write) -> None:
    bot = rb.RecBot(shop, lambda user, n: ([1, 1, *range(2, 60)])[:n])
    assert check_commands(bot, read_sessions(write([{"say": "hello", "same": True}]), shop)).share == 1


def test_the_report_says_how_many_and_which() -> None:
    verdicts = [
        Verdict(session="a", turn=1, say="one"),
        Verdict(session="a", turn=2, say="[b]two[/b]", reasons=("same: the feed changed",)),
        Verdict(session="b", turn=1, say="three"),
    ]
    report = CommandReport(tuple(verdicts))
    assert str(report) == "2 of 3 turns pass (66.7%), 1 of 2 sessions whole"
    assert report.failures == (verdicts[1],)
    console = Console(width=80, file=io.StringIO())
    console.print(report)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "[b]two[/b]" in shown
    assert "three" not in shown
    assert shown.endswith(f"{report}.\n")
