"""The suite passes the embedded parser, and catches parsers that fail, change their mind, or make things up."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

import recbot_sdk as rb
from recbot_sdk.testing import Report, check_parser, truth_catalog

CATALOG = truth_catalog()
COMMANDS = ["no red", "only floral", "under 5 price", "more like the second one", "undo that"]
Reading = Callable[[rb.Command, rb.PreferenceMemory], rb.Parse]


class Reader:
    """A parser that reads as its function does."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        return self.reading(command, memory)


def report_of(reading: Reading) -> Report:
    return check_parser(Reader(reading), CATALOG, COMMANDS)


def proposing(preference: rb.Preference, *, where: str = "", start: int = 0, end: int = 0) -> Reading:
    """Proposes one preference whenever somebody says "no"."""

    def reading(command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        at = command.text.find("no ")
        if at < 0:
            return rb.Parse(text=command.text)
        span = rb.Span(start=at + start, end=at + 2 + end, text=where or "no")
        step = rb.steps.Add(preference=preference)
        return rb.Parse(text=command.text, proposals=(rb.Proposal(step=step, spans=(span,)),))

    return reading


RED = rb.dislike(rb.field("colour") == "Red", hard=True)


def test_the_embedded_parser_is_well_behaved() -> None:
    report = check_parser(rb.GrammarParser(CATALOG), CATALOG, COMMANDS)
    assert report.ok, str(report)


def test_a_modest_parser_of_someone_else_passes() -> None:
    report = report_of(proposing(RED))
    assert report.ok, str(report)
    assert str(report).startswith("Reader: 5 of 5 laws hold")


def test_a_parser_that_fails_on_odd_text_is_caught() -> None:
    def brittle(command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        return rb.Parse(text=command.text.encode("ascii").decode())

    report = report_of(brittle)
    assert "reads any text" in [check.law for check in report.failures]
    assert "UnicodeEncodeError" in str(report)


def test_a_parser_that_changes_its_mind_is_caught() -> None:
    calls = itertools.count()

    def moody(command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        return rb.Parse(text=command.text, asks_memory=next(calls) % 2 == 0)

    assert [check.law for check in report_of(moody).failures] == [
        "reads the same when asked again, and leaves memory alone"
    ]


def test_a_parser_that_writes_into_memory_is_caught() -> None:
    def writing(command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        object.__setattr__(memory, "seq", memory.seq + 1)
        return rb.Parse(text=command.text)

    assert "memory is another one" in str(report_of(writing))


@pytest.mark.parametrize(
    ("reading", "law", "said"),
    [
        (proposing(RED, end=900), "points at words of the text", "a span from"),
        (proposing(RED, where="never"), "points at words of the text", "says 'never'"),
        (
            proposing(rb.dislike(rb.field("aroma") == "rose", hard=True)),
            "names nothing that is not there",
            "no field 'aroma'",
        ),
        (
            proposing(rb.like(rb.Similar(item="sofa"))),
            "names nothing that is not there",
            "no item 'sofa'",
        ),
        (
            proposing(RED.model_copy(update={"id": "p7"})),
            "names nothing that is not there",
            "issued the id 'p7'",
        ),
    ],
)
def test_what_is_made_up_is_caught(reading: Reading, law: str, said: str) -> None:
    report = report_of(reading)
    assert [check.law for check in report.failures] == [law]
    assert said in str(report)


def test_a_parser_that_hears_wishes_everywhere_is_caught() -> None:
    def eager(command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        return rb.Parse(text=command.text, proposals=(rb.Proposal(step=rb.steps.Add(preference=RED)),))

    assert [check.law for check in report_of(eager).failures] == ["proposes nothing where there is no wish"]
