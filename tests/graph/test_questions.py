"""Questions: words that can be read in two ways are asked about before anything is remembered, and the answer goes on."""

import json
from io import StringIO
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from rich.console import Console

import recbot_sdk as rb
from recbot_sdk.rendering import feed_html

from .cinema import ALL, WITHOUT_ADA, WITHOUT_DI, Scripted, asking, cinema, no_cast, open_in
from .conftest import codes


def test_words_with_two_readings_are_asked_about_and_nothing_is_remembered_before_the_answer(asker: rb.RecBot) -> None:
    feed = asker.recommend("ann", "no Kim")
    question = open_in(feed)
    assert (question.text, question.words) == ("What is meant by “no Kim”?", "no Kim")
    assert [option.text for option in question.options] == ["no director/cast: Ada Kim", "no cast: Di Kim"]
    assert feed.ids == ALL
    assert feed.change is None
    assert asker.log("ann") == ()


@pytest.mark.parametrize(("option", "left"), [(0, WITHOUT_ADA), (1, WITHOUT_DI), (None, ALL)])
def test_the_reading_that_is_chosen_is_remembered_and_once(
    asker: rb.RecBot, option: int | None, left: list[str]
) -> None:
    feed = asker.answer("ann", open_in(asker.recommend("ann", "no Kim")).id, option)
    assert feed.ids == left
    assert feed.question is None
    assert "ambiguous" not in codes(feed)
    assert asker.recommend("ann").ids == left
    assert [change.words for change in asker.log("ann")] == ([] if option is None else ["no Kim"])


@pytest.mark.parametrize("option", [0, 1])
def test_it_leads_where_tapping_its_steps_would_lead(asker: rb.RecBot, films: rb.Catalog, option: int) -> None:
    question = open_in(asker.recommend("ann", "more Roe"))
    tapped = rb.RecBot(films, cinema).apply("ann", question.options[option].steps)
    answered = asker.answer("ann", question.id, option)
    assert answered.ids == tapped.ids
    assert [str(wish) for wish in answered.memory] == [str(wish) for wish in tapped.memory]


def test_an_answer_is_undone_as_any_command(asker: rb.RecBot) -> None:
    asker.answer("ann", open_in(asker.recommend("ann", "no Kim")).id, 1)
    assert asker.undo("ann").ids == ALL


def test_what_else_was_said_waits_for_the_answer_and_comes_with_it(asker: rb.RecBot) -> None:
    waiting = asker.recommend("ann", "no Kim, no war")
    assert waiting.ids == ALL
    feed = asker.answer("ann", open_in(waiting).id, 0)
    assert feed.ids == ["f2", "f3", "f6", "f7"]
    assert len(asker.log("ann")) == 1


def test_where_neither_was_meant_the_words_are_left_out_and_the_rest_is_done(asker: rb.RecBot) -> None:
    feed = asker.answer("ann", open_in(asker.recommend("ann", "no Kim, no war")).id, None)
    assert [str(wish) for wish in feed.memory] == ["no genre: war"]
    (notice,) = (notice for notice in feed.notices if notice.code == "not_understood")
    assert notice.text == "“no Kim” was left out: you meant none of its readings."


def test_without_questions_the_likelier_reading_is_taken_and_the_other_is_a_tap_away(films: rb.Catalog) -> None:
    bot = rb.RecBot(films, cinema, checkpointer=InMemorySaver())
    feed = bot.recommend("ann", "no Kim")
    assert feed.question is None
    assert feed.ids == WITHOUT_ADA
    (offer,) = next(notice for notice in feed.notices if notice.code == "ambiguous").suggestions
    assert offer.text == "no cast: Di Kim"


@pytest.mark.parametrize("words", ["no Ada Kim", "no Kim as director", "more comedy", "no blorp", "thanks", ""])
def test_what_has_one_reading_is_not_asked_about(asker: rb.RecBot, words: str) -> None:
    assert asker.recommend("ann", words).question is None


def test_readings_that_lead_to_the_same_memory_are_not_asked_about(films: rb.Catalog) -> None:
    bot = asking(films, parser=Scripted({"not Di": [(no_cast("Di Kim"), no_cast("Di Kim"))]}))
    feed = bot.recommend("ann", "not Di")
    assert feed.question is None
    assert feed.ids == WITHOUT_DI


def test_nor_are_those_that_memory_has_made_the_same(films: rb.Catalog) -> None:
    parser = Scripted({"neither": [(no_cast("Di Kim"), no_cast("Ada Kim"))]})
    bot = asking(films, parser=parser)
    bot.apply("ann", [no_cast("Di Kim").preference, no_cast("Ada Kim").preference])
    assert bot.recommend("ann", "neither").question is None


def test_a_question_offers_each_outcome_once_and_five_at_most(films: rb.Catalog) -> None:
    many = [no_cast(name) for name in ("Di Kim", "Ada Kim", "Di Kim", "Bo Lee", "Eve Moss", "Jon Ray", "Cy Vale")]
    question = open_in(asking(films, parser=Scripted({"not them": [tuple(many)]})).recommend("ann", "not them"))
    assert [option.text for option in question.options] == [
        "no cast: Di Kim",
        "no cast: Ada Kim",
        "no cast: Bo Lee",
        "no cast: Eve Moss",
    ]


def test_one_question_a_turn_about_what_weighs_most_and_the_rest_keeps_its_likelier_reading(asker: rb.RecBot) -> None:
    question = open_in(asker.recommend("ann", "more Roe, no Kim"))
    assert question.words == "no Kim"  # a rule before a wish
    feed = asker.answer("ann", question.id, 1)
    assert feed.question is None
    assert [str(wish) for wish in feed.memory] == ["more director: Al Roe", "no cast: Di Kim"]
    (notice,) = (notice for notice in feed.notices if notice.code == "ambiguous")
    assert notice.suggestions[0].text == "more director: Io Roe"


def test_what_stands_weighs_more_than_what_lasts_a_session(asker: rb.RecBot) -> None:
    assert open_in(asker.recommend("ann", "no Kim. never Roe")).words == "never Roe"


def test_a_doubt_with_readings_is_asked_about_too(films: rb.Catalog) -> None:
    bot = asking(films, parser=Scripted({}, doubts={"not Dee": [no_cast("Di Kim")]}))
    question = open_in(bot.recommend("ann", "not Dee"))
    assert [option.text for option in question.options] == ["no cast: Di Kim"]
    feed = bot.answer("ann", question.id, 0)
    assert feed.ids == WITHOUT_DI
    assert "ambiguous" not in codes(feed)


def test_a_doubt_whose_readings_change_nothing_is_only_said(films: rb.Catalog) -> None:
    bot = asking(films, parser=Scripted({}, doubts={"not Dee": [no_cast("Di Kim")]}))
    bot.apply("ann", no_cast("Di Kim").preference)
    feed = bot.recommend("ann", "not Dee")
    assert feed.question is None
    assert "ambiguous" in codes(feed)


# -- while it is open ---------------------------------------------------------------------------------------------------


def test_the_feed_that_asks_is_the_users_own_as_it_stands(asker: rb.RecBot) -> None:
    asker.recommend("ann", "no war")
    feed = asker.recommend("ann", "no Kim", n=2, exclude=["f0"])
    assert feed.ids == ["f1", "f2"]
    assert [str(wish) for wish in feed.memory] == ["no genre: war"]
    assert feed.parse is not None
    assert feed.parse.text == "no Kim"


def test_it_stays_open_behind_feeds_without_words_further_pages_and_previews(asker: rb.RecBot) -> None:
    feed = asker.recommend("ann", "no Kim", n=2)
    question, following = open_in(feed), feed.next()
    assert following is not None
    assert following.ids == ALL[2:4]
    assert open_in(following) == open_in(asker.recommend("ann")) == question
    assert asker.recommend("ann", "no Roe", commit=False).question is None
    asker.explain("ann", "f1")
    asker.parse("ann", "no Roe")
    assert asker.answer("ann", question.id, 0).ids == WITHOUT_ADA[:2]


def test_a_preview_asks_nothing_and_takes_the_likelier_reading(asker: rb.RecBot) -> None:
    feed = asker.recommend("ann", "no Kim", commit=False)
    assert feed.question is None
    assert feed.ids == WITHOUT_ADA
    assert "ambiguous" in codes(feed)
    assert asker.recommend("ann").question is None


def test_it_is_shown_in_its_own_session(asker: rb.RecBot) -> None:
    question = open_in(asker.recommend("ann", "no Kim", session="sofa"))
    assert asker.recommend("ann", session="train").question is None
    assert asker.recommend("ann", session="sofa").question == question
    feed = asker.answer("ann", question.id, 1)
    assert feed.session == "sofa"
    assert asker.recommend("ann", session="sofa").ids == WITHOUT_DI
    assert asker.recommend("ann", session="train").ids == ALL


def test_the_positions_that_a_later_command_names_are_those_of_the_feed_that_asked(asker: rb.RecBot) -> None:
    asker.recommend("ann", "no Kim", exclude=["f0"])
    feed = asker.recommend("ann", "not the first one")
    assert feed.ids == [item for item in ALL if item != "f1"]


def test_policy_and_rules_hold_in_the_feed_that_asks(films: rb.Catalog) -> None:
    bot = asking(films, policy=rb.field("genre").isin(["drama", "comedy"]))
    bot.recommend("ann", "no comedy")
    assert bot.recommend("ann", "no Kim").ids == ["f0", "f2", "f6", "f7"]


def test_a_repeated_request_asks_the_same_question_and_writes_once(asker: rb.RecBot) -> None:
    one, two = (open_in(asker.recommend("ann", "no Kim", request_id="r1")) for _ in range(2))
    assert one == two
    asker.answer("ann", one.id, 1)
    again = asker.recommend("ann", "no Kim", request_id="r1")
    assert again.question is None
    assert again.ids == WITHOUT_DI
    assert len(asker.log("ann")) == 1


# -- what a client sees --------------------------------------------------------------------------------------------------


def test_a_question_is_plain_json_in_the_feeds_own(asker: rb.RecBot) -> None:
    told = json.loads(json.dumps(asker.recommend("ann", "no Kim").to_json()))
    assert told["question"]["words"] == "no Kim"
    assert [option["text"] for option in told["question"]["options"]] == [
        "no director/cast: Ada Kim",
        "no cast: Di Kim",
    ]
    assert rb.Question.model_validate(told["question"]) == open_in(asker.recommend("ann"))
    assert asker.recommend("bob").to_json()["question"] is None


def test_what_is_told_in_steps_ends_in_the_feed_that_asks(asker: rb.RecBot) -> None:
    parse, feed = asker.stream("ann", "no Kim")
    assert isinstance(parse, rb.Parse)
    assert isinstance(feed, rb.Feed)
    assert open_in(feed).words == "no Kim"
    (refreshed,) = asker.stream("ann")
    assert isinstance(refreshed, rb.Feed)
    assert refreshed.question == feed.question


async def test_so_it_is_in_an_event_loop(asker: rb.RecBot) -> None:
    parse, feed = [step async for step in asker.astream("ann", "no Kim")]
    assert isinstance(parse, rb.Parse)
    assert isinstance(feed, rb.Feed)
    assert open_in(feed) == open_in(await asker.arecommend("ann"))
    (refreshed,) = [step async for step in asker.astream("ann")]
    assert isinstance(refreshed, rb.Feed)
    question = open_in(refreshed)
    assert (await asker.aanswer("ann", question.id, 1)).ids == WITHOUT_DI
    with pytest.raises(rb.StaleAnswerError, match="was answered"):
        await asker.aanswer("ann", question.id, 1)


def test_a_notebook_shows_a_question_and_reads_no_markup_in_it(films: rb.Catalog) -> None:
    bot = asking(films, parser=Scripted({"<b>": [(no_cast("Di Kim"), no_cast("<i>"))]}))
    page = feed_html(bot.recommend("ann", "<b>"))
    assert "What is meant by “&lt;b&gt;”?" in page
    assert "<li>no cast: &lt;i&gt;</li>" in page
    assert open_in(bot.recommend("ann"))._repr_html_() in page


def test_a_terminal_shows_the_options_by_number(asker: rb.RecBot) -> None:
    console = Console(width=120, record=True, file=StringIO())
    console.print(asker.recommend("ann", "no Kim"))
    shown = console.export_text()
    assert "? What is meant by “no Kim”?" in shown
    assert "2. no cast: Di Kim" in shown


# -- the bot that asks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("checkpointer", [None, False, True])
def test_a_bot_that_could_not_keep_its_questions_is_refused(films: rb.Catalog, checkpointer: Any) -> None:
    with pytest.raises(rb.ArgumentError, match="checkpointer"):
        rb.RecBot(films, cinema, questions=True, checkpointer=checkpointer)


def test_one_that_asks_nothing_takes_no_answer(films: rb.Catalog) -> None:
    with pytest.raises(rb.ArgumentError, match="asks no questions"):
        rb.RecBot(films, cinema).answer("ann", "q", 0)


def test_the_node_that_asks_is_drawn_only_where_questions_are_on(films: rb.Catalog, asker: rb.RecBot) -> None:
    edges = {(edge.source, edge.target) for edge in asker.graph.get_graph().edges}
    assert {("parse", "ask"), ("ask", "consolidate")} <= edges
    assert ("parse", "consolidate") not in edges
    assert "ask" not in rb.RecBot(films, cinema).graph.get_graph().nodes


def test_no_tool_may_have_its_name(films: rb.Catalog) -> None:
    @rb.tool(stage="score", name="ask")
    def question(candidates: rb.Candidates, args: rb.Arguments, ctx: rb.ToolContext) -> rb.Candidates:
        """Nothing."""
        return candidates

    with pytest.raises(rb.ToolError, match="'ask' is taken"):
        rb.RecBot(films, cinema, tools=[question])
