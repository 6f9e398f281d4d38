"""“Even more” by itself asks for more of what came last; before a word of degree it strengthens it."""

import pytest

import recbot_sdk as rb


@pytest.fixture(scope="module")
def bot(shelf: rb.Catalog) -> rb.RecBot:
    return rb.RecBot(shelf)


@pytest.mark.parametrize(
    ("command", "wish"),
    [
        ("even more expensive", "more price_usd above 14"),
        ("even less expensive", "more price_usd below 14"),
        ("encore moins cher", "more price_usd below 14"),
        ("todavía más barato", "more price_usd below 14"),
    ],
)
def test_a_strengthened_word_of_degree_compares_with_the_screen(bot: rb.RecBot, command: str, wish: str) -> None:
    feed = bot.recommend(command, command, n=3, on_screen=["a1", "a3", "a5"])
    assert [str(p) for p in feed.memory] == [wish]


def test_even_more_by_itself_asks_for_more_of_what_came_last(bot: rb.RecBot) -> None:
    bot.recommend("ann", "more folk", n=3)
    (wish,) = bot.recommend("ann", "even more", n=3).memory
    assert (str(wish), wish.dose) == ("more style: Folk", 0.5)
