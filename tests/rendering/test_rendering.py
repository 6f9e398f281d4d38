"""A feed as people see it: nothing lost, nothing of a title read as markup."""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console, Group
from rich.table import Table

import recbot_sdk as rb
from recbot_sdk.parsing.protocol import Doubt, Parse, Proposal, Span
from recbot_sdk.preferences import steps as s
from recbot_sdk.rendering import chip, describe_step, feed_html, feed_table, understood

COMEDY = rb.Where(predicate=rb.field("Genre") == "Comedy")
WISH = rb.like(COMEDY, dose=rb.Dose.LOT, scope="session")
HOSTILE = "[bold red]<script>alert('x')</script>[/]"


def feed(*titles: str, memory: tuple[rb.Preference, ...] = (WISH,), steered: bool = True) -> rb.Feed:
    receipt = rb.Receipt(tool="boost", effect=1.5, reason="more Genre: Comedy", words="funny ones")
    entries = tuple(
        rb.FeedEntry(id=i, key=i, title=t, position=i, score=0.0, host_position=i + 2, receipts=(receipt,))
        for i, t in enumerate(titles, start=1)
    )
    notice = rb.Notice(
        code="short", text="only 2 <items>", suggestions=(rb.Suggestion(text="drop <it>", steps=(), adds=7),)
    )
    return rb.Feed(
        ids=[e.id for e in entries],
        scores=[0.0] * len(entries),
        entries=entries,
        memory=rb.PreferenceMemory(preferences=memory),
        change=None,
        plan=rb.Plan(),
        notices=(notice,),
        steered=steered,
    )


def shown(renderable: Group | Table) -> str:
    console = Console(width=140, record=True, file=StringIO())
    console.print(renderable)
    return console.export_text()


def test_a_title_is_never_read_as_markup_or_html() -> None:
    page = feed_html(feed(HOSTILE))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;items&gt;" in page
    assert HOSTILE.replace(" ", "") in shown(feed_table(feed(HOSTILE))).replace(" ", "").replace("\n", "")


def test_every_seat_shows_its_title_how_far_it_moved_and_why() -> None:
    text = shown(feed_table(feed("Alpha", "Beta")))
    assert "Alpha" in text
    assert "▲2" in text
    assert "more Genre: Comedy (+1.5)" in text
    assert "more Genre: Comedy (a lot)" in text
    assert "1. drop <it>" in text


def test_an_unsteered_feed_claims_to_have_moved_nothing() -> None:
    assert "moved" not in shown(feed_table(feed("Alpha", memory=(), steered=False)))


def test_a_rule_that_every_seat_passed_is_said_once() -> None:
    rule = rb.Receipt(tool="filter", effect=0.0, reason="only Genre: Comedy")
    steered = feed("Alpha", "Beta")
    entries = tuple(replace(e, receipts=(rule, *e.receipts)[: 3 - e.position]) for e in steered)
    text = shown(feed_table(replace(steered, entries=entries)))
    assert "only Genre: Comedy" not in text
    assert text.count("more Genre: Comedy (+1.5)") == 1


def test_a_feed_without_a_seat_shows_no_empty_table() -> None:
    text = shown(feed_table(feed()))
    assert "title" not in text
    assert "only 2 <items>" in text


def test_cells_of_the_integrator_stand_beside_the_title() -> None:
    assert "1999 [x]" in shown(feed_table(feed("Alpha"), lambda item: {"year": "1999 [x]"}))


@pytest.mark.parametrize(
    ("preference", "said"),
    [
        (rb.like(COMEDY), "more Genre: Comedy (stands)"),
        (rb.like(COMEDY, dose=rb.Dose.BIT, scope="turn"), "more Genre: Comedy (a bit, this time)"),
        (rb.dislike(COMEDY, hard=True, scope="session"), "no Genre: Comedy"),
    ],
)
def test_a_chip_says_dose_and_scope(preference: rb.Preference, said: str) -> None:
    assert chip(preference) == said


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (s.Add(preference=WISH), "more Genre: Comedy"),
        (s.Move(preference=WISH), "make it more Genre: Comedy"),
        (s.Swap(old=COMEDY, preference=WISH), "more Genre: Comedy instead of Genre: Comedy"),
        (s.Harden(target=COMEDY), "only Genre: Comedy"),
        (s.Soften(target=COMEDY), "rather Genre: Comedy"),
        (s.Retract(target=COMEDY), "take back Genre: Comedy"),
        (s.Free(field="Runtime"), "anything goes for Runtime"),
        (s.Lend(expires_at=datetime(2026, 5, 1, 9, tzinfo=UTC)), "all of it, until 01 May 09:00"),
        (s.Wipe(), "forget everything"),
        (s.Wipe(only="soft"), "forget every soft wish"),
        (s.Undo(), "undo"),
    ],
)
def test_a_step_is_told_in_plain_words(step: s.Step, said: str) -> None:
    assert describe_step(step) == said


def test_words_that_say_their_reading_themselves_are_not_repeated() -> None:
    undo = Proposal(step=s.Undo(), spans=(Span(start=0, end=4, text="Undo"),))
    assert "→" not in shown(understood(Parse(text="Undo", proposals=(undo,))))


def test_what_was_heard_shows_the_words_behind_each_reading_and_what_was_not_understood() -> None:
    words = "funny ones with zorblax"
    text = shown(
        understood(
            Parse(
                text=words,
                proposals=(Proposal(step=s.Add(preference=WISH), spans=(Span(start=0, end=5, text="funny"),)),),
                doubts=(Doubt(span=Span(start=16, end=23, text="zorblax")),),
            )
        )
    )
    assert words in text
    assert "funny  →  more Genre: Comedy" in text
    assert "zorblax  →  not understood (unknown)" in text


def test_a_notebook_underlines_what_was_understood_and_strikes_what_was_not() -> None:
    parse = Parse(
        text="funny <b> ones",
        proposals=(Proposal(step=s.Add(preference=WISH), spans=(Span(start=0, end=5, text="funny"),)),),
        doubts=(Doubt(span=Span(start=6, end=9, text="<b>")),),
    )
    assert parse._repr_html_() == (
        "<p><u>funny</u> <s>&lt;b&gt;</s> ones</p>"
        "<ul><li>more Genre: Comedy</li><li>not understood: &lt;b&gt;</li></ul>"
    )
