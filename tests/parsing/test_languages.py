"""Which language a command is in is told by its words; the catalogue's own words, titles and names, say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

import recbot_sdk as rb
from recbot_sdk.datasets import films
from recbot_sdk.parsing.packs.reading import pack_names
from recbot_sdk.testing.parsers import ODD

from .conftest import NOW

SPOKEN = {
    "en": ["no horror", "something shorter", "under 90 minutes", "a lot more comedy please", "undo", "what do you know about me?"],
    "de": ["keine Horrorfilme", "etwas Kürzeres", "unter 90 Minuten", "viel mehr Komödien bitte", "rückgängig"],
    "es": ["nada de terror", "algo más corto", "menos de 90 minutos", "mucha más comedia por favor", "deshacer"],
    "fr": ["pas de films d'horreur", "quelque chose de plus court", "moins de 90 minutes", "annule"],
    "zh": ["不要恐怖片", "短一点的", "不超过90分钟", "多来点喜剧", "撤销"],
}  # fmt: skip
ENGLISH = [
    "something like Das Boot", "more like La Dolce Vita", "no Die Hard", "the one with Les Enfants du paradis in the title",
    "not Amélie", "less film noir", "la la land", "ok", "no", "", "???",
]  # fmt: skip
"""Commands with words of other languages in them, and words that several languages have."""


@pytest.fixture(scope="module")
def all_of_them() -> rb.Languages:
    return rb.Languages(films())


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in pack_names() for text in SPOKEN.get(name, ())])
def test_a_command_is_read_in_its_language(all_of_them: rb.Languages, name: str, text: str) -> None:
    parse = all_of_them.parse(rb.Command(text=text, now=NOW), rb.PreferenceMemory())
    assert parse.language == name
    assert parse.proposals or parse.asks_memory
    assert not parse.doubts


@pytest.mark.parametrize("text", ENGLISH)
def test_titles_of_other_languages_leave_a_command_english(all_of_them: rb.Languages, text: str) -> None:
    assert all_of_them.language(text) == "en"


@pytest.mark.parametrize("text", ENGLISH + SPOKEN["en"])
def test_what_stays_english_is_read_as_if_there_were_no_other_language(all_of_them: rb.Languages, text: str) -> None:
    command = rb.Command(text=text, now=NOW)
    alone = rb.Languages(all_of_them.catalog, ["en"])
    assert all_of_them.parse(command, rb.PreferenceMemory()) == alone.parse(command, rb.PreferenceMemory())


@pytest.mark.parametrize("name", pack_names())
def test_where_two_languages_know_as_many_words_the_first_that_is_given_reads(
    all_of_them: rb.Languages, name: str
) -> None:
    for first in (name, "en"):
        ordered = rb.Languages(all_of_them.catalog, list(dict.fromkeys((first, "en", name))))
        assert {ordered.language(text) for text in ("ok", "", "drama", "1999", "???")} == {first}


def test_the_language_with_more_words_reads_a_mixture(all_of_them: rb.Languages) -> None:
    assert all_of_them.language("please, keine Komödien mehr und kürzer") == "de"
    assert all_of_them.language("please, nothing scary and no Komödien") == "en"


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read_by_somebody(all_of_them: rb.Languages, text: str) -> None:
    assert all_of_them.parse(rb.Command(text=text, now=NOW), rb.PreferenceMemory()).language in all_of_them.names


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from([w for texts in SPOKEN.values() for text in texts for w in text.split()]), max_size=9
    )
)
def test_any_mixture_of_languages_is_read_by_one_of_them(all_of_them: rb.Languages, words: list[str]) -> None:
    parse = all_of_them.parse(rb.Command(text=" ".join(words), now=NOW), rb.PreferenceMemory())
    assert parse.language in all_of_them.names


class Nothing(BaseModel):
    """A tool that needs to be told no more."""


@rb.tool(stage="score", phrases=["sin"])
def sinful(candidates: rb.Candidates, args: Nothing, ctx: rb.ToolContext) -> rb.Candidates:
    """What is sinful first."""
    return candidates


def test_a_phrase_of_a_tool_gives_way_in_a_language_where_it_means_something_else(all_of_them: rb.Languages) -> None:
    languages = rb.Languages(all_of_them.catalog, ["en", "es"], tools=[sinful])
    spanish = languages.parse(rb.Command(text="una comedia sin terror por favor", now=NOW), rb.PreferenceMemory())
    assert spanish.language == "es"
    assert [str(p.step.preference) for p in spanish.proposals if isinstance(p.step, rb.steps.Add)] == [
        "only Genre: Comedy",
        "no Genre: Horror",
    ]
    english = languages.parse(rb.Command(text="sin", now=NOW), rb.PreferenceMemory())
    assert english.language == "en"
    assert [p.step.preference.target.kind for p in english.proposals if isinstance(p.step, rb.steps.Add)] == [
        "directive"
    ]


def test_languages_are_a_list_of_names() -> None:
    with pytest.raises(rb.ArgumentError, match=r"languages='de' is one string\. Give a list of names: \['de'\]"):
        rb.Languages(films(), "de")
    with pytest.raises(rb.ArgumentError, match=r"languages=\[\]\. Packs: en"):
        rb.Languages(films(), [])


@pytest.mark.parametrize("text", ["不太喜欢恐怖片", "恐怖片看腻了", "看腻了恐怖片"])
def test_words_of_a_wish_may_stand_on_either_side_of_what_they_are_about(all_of_them: rb.Languages, text: str) -> None:
    parse = all_of_them.parse(rb.Command(text=text, now=NOW), rb.PreferenceMemory())
    assert [str(p.step.preference) for p in parse.proposals if isinstance(p.step, rb.steps.Add)] == [
        "less Genre: Horror"
    ]
