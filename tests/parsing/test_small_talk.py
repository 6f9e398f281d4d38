"""Small talk: what people tell is not what they wish, and weak readings of it need to be asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import recbot_sdk as rb

from .conftest import NOW, Say, unread, wishes

FILMS = [
    dict(zip(("id", "title", "director", "genre", "language", "minutes", "rating"), row, strict=True))
    for row in [
        ("f1", "Iron Tides", "Mara Quill", "Drama", "English", 95, 7.1),
        ("f2", "The Long Shift", "Mara Quill", "Action", "English", 128, 6.0),
        ("f3", "Night Letters", "Joss Winter", "Horror", "Polish", 84, 8.2),
        ("f4", "Paper Moonrise", "Ines Falk", "Comedy", "French", 110, 6.6),
        ("f5", "The Babysitter", "Ines Falk", "Horror", "English", 76, 4.9),
        ("f6", "A Quiet Ledger", "Joon Vell", "Drama", "Polish", 141, 8.9),
        ("f7", "Dentist", "Joon Vell", "Comedy", "French", 99, 5.8),
    ]
]
FIELDS = {
    "director": rb.Field(kind="category", role="person"),
    "genre": rb.Field(kind="category"),
    "language": rb.Field(kind="category", role="language"),
    "minutes": rb.Field(role="duration", unit="minute"),
    "rating": rb.Field(role="quality"),
}
Tell = Callable[[str], rb.Feed]


@pytest.fixture(scope="module")
def tell() -> Tell:
    """Says one command as a user of its own."""
    bot = rb.RecBot(rb.Catalog.from_records(FILMS, id="id", title="title", fields=FIELDS))
    return lambda command: bot.recommend(command, command, n=3, now=NOW)


TOLD = [
    "we had dinner with the babysitter and it was awful",
    "I was at the dentist",
    "my English teacher said hi",
    "my old boss was awful",
    "I was ten then",
    "we met a Quill at the office",
    "my boss is called Falk, can you believe it",
]


@pytest.mark.parametrize("command", TOLD)
def test_what_is_told_is_not_wished(tell: Tell, command: str) -> None:
    assert wishes(tell(command)) == []


@pytest.mark.parametrize("command", TOLD)
def test_a_wish_beside_a_story_is_followed(tell: Tell, command: str) -> None:
    assert wishes(tell(f"{command}. Comedies please")) == ["only genre: Comedy"]
    assert wishes(tell(f"{command}. No horror, under 100 minutes")) == ["no genre: Horror", "only minutes under 100"]


ASKED = {
    "like The Babysitter": ["more like f5"],
    "only English": ["only language: English"],
    "old films by Falk": ["only director: Ines Falk"],
    "my boss loves films by Ines Falk, so only Falk": ["only director: Ines Falk"],
    "I was told to try Joon Vell": ["only director: Joon Vell"],
    "my mum was sad, show me an english comedy": ["only language: English", "only genre: Comedy"],
    "I adore Ines Falk. Could I see her films?": ["only director: Ines Falk"],
    "long day, my boss was awful. Something good": ["more rating at least 7.98"],
}


@pytest.mark.parametrize("command", ASKED)
def test_what_is_asked_for_is_wished(tell: Tell, command: str) -> None:
    assert wishes(tell(command)) == ASKED[command]


@pytest.mark.parametrize(
    "command",
    [
        "what does folk mean?",
        "what is folk?",
        "who is Milo Brandt?",
        "how long is the first one?",
        "when was the second one released?",
        "what's the label of the first one?",
        "is the second one any good?",
    ],
)
def test_a_question_wishes_nothing_and_is_said_to_have_no_answer(say: Say, command: str) -> None:
    feed = say("only jazz", command)
    assert wishes(feed) == ["only style: Jazz"]
    assert feed.change is None
    assert unread(feed)


@pytest.mark.parametrize(
    "command",
    ["thanks, much better", "that's great", "looks really good", "long day", "what a week", "k thx", "no sorry"],
)
def test_praise_and_pleasantries_change_nothing(say: Say, command: str) -> None:
    feed = say("only jazz", command)
    assert wishes(feed) == ["only style: Jazz"]
    assert feed.change is None
