"""Ordinary words that name no value and mean one all the same."""

from __future__ import annotations

import pytest

import recbot_sdk as rb
from recbot_sdk.parsing import Command, Parse
from recbot_sdk.parsing.grammar.meanings import Meanings
from recbot_sdk.parsing.grammar.parser import GrammarParser
from recbot_sdk.parsing.lexicon import Lexicon, load_lexicon
from recbot_sdk.predicates import In, leaves
from recbot_sdk.preferences import PreferenceMemory, Where
from recbot_sdk.preferences.steps import Add

from .conftest import NOW

ROOMS = {
    "stuff": ("Cotton", "Leather", "Linen", "Silk", "Velvet", "Wool"),
    "colour": ("Blue", "Brown", "Gray", "Green", "Orange", "Red", "White"),
    "made in": ("Denmark", "France", "Italy", "Japan", "UK", "USA"),
    "pet": ("Bird", "Cat", "Dog", "Fish", "Horse", "Rabbit"),
    "dish": ("Beef", "Cheese", "Lamb", "Pasta", "Pork", "Rice", "Soup", "Tofu"),
    "sound": ("Blues", "Country", "Disco", "Folk", "Jazz", "Pop", "Punk", "Rock", "Soul"),
}


def parser_of(field: str, values: tuple[str, ...], *, lexicon: Lexicon | None = None) -> GrammarParser:
    records = [{"id": place, field: value} for place, value in enumerate(values * 2)]
    catalog = rb.Catalog.from_records(records, id="id", fields={field: rb.Field(kind="category")})
    parser = GrammarParser(catalog)
    if lexicon is not None:
        parser.meanings = Meanings(catalog, parser.pack, lambda: lexicon)
    return parser


def heard(parser: GrammarParser, text: str) -> Parse:
    return parser.parse(Command(text=text, now=NOW), PreferenceMemory())


def values(parse: Parse) -> set[str]:
    """The values that a command was understood to be about."""
    found = set()
    for proposal in parse.proposals:
        assert isinstance(proposal.step, Add)
        target = proposal.step.preference.target
        assert isinstance(target, Where)
        found |= {str(value) for leaf in leaves(target.predicate) if isinstance(leaf, In) for value in leaf.values}
    return found


@pytest.mark.parametrize(
    ("field", "word", "value", "evidence"),
    [
        ("colour", "grey", "Gray", "related"),
        ("colour", "scarlet", "Red", "synonym"),
        ("colour", "turquoise", "Blue", "broader"),
        ("made in", "united kingdom", "UK", "synonym"),
        ("made in", "a frenchman", "France", "related"),
        ("stuff", "silken", "Silk", "related"),
        ("stuff", "cashmere", "Wool", "broader"),
        ("pet", "poodles", "Dog", "broader"),
        ("pet", "a stallion", "Horse", "broader"),
        ("dish", "spaghetti", "Pasta", "broader"),
        ("sound", "bebop", "Jazz", "broader"),
    ],
)
def test_an_ordinary_word_means_the_value_that_it_is_another_word_for_or_a_kind_of(
    field: str, word: str, value: str, evidence: str
) -> None:
    parse = heard(parser_of(field, ROOMS[field]), f"more {word}")
    assert values(parse) == {value}
    assert parse.proposals[0].evidence == evidence


def test_a_word_that_is_wider_than_values_means_each_of_them() -> None:
    assert values(heard(parser_of("dish", ROOMS["dish"]), "no meat")) == {"Beef", "Lamb", "Pork"}


def test_a_word_as_wide_as_all_values_means_none() -> None:
    assert values(heard(parser_of("sound", ROOMS["sound"]), "more musical styles")) == set()


def test_who_wants_no_poodles_has_nothing_against_dogs() -> None:
    assert "Dog" not in values(heard(parser_of("pet", ROOMS["pet"]), "no poodles"))


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("sound", "nation"),  # no kind of music, though a country is one
        ("sound", "dad"),
        ("colour", "lemonade"),
        ("made in", "porcelain"),
        ("stuff", "sheep"),
        ("pet", "wheels"),
        ("colour", "word"),
    ],
)
def test_a_word_that_means_no_value_in_the_sense_of_its_field_is_not_understood(field: str, word: str) -> None:
    parse = heard(parser_of(field, ROOMS[field]), f"more {word}")
    assert values(parse) == set()
    assert [doubt.span.text for doubt in parse.doubts] == [word]


def test_a_name_is_itself_before_it_is_a_kind_of_anything() -> None:
    assert values(heard(parser_of("pet", (*ROOMS["pet"], "Poodle")), "more poodles")) == {"Poodle"}


def test_a_meaning_is_less_sure_than_a_name_and_a_kind_less_than_another_word() -> None:
    parser = parser_of("colour", ROOMS["colour"])
    named, other, kind = (heard(parser, f"more {word}").proposals[0] for word in ("gray", "grey", "turquoise"))
    assert named.confidence > other.confidence > kind.confidence
    assert [proposal.named for proposal in (named, other, kind)] == [True, True, False]


def test_names_that_are_also_words_are_not_taken_for_what_the_words_mean() -> None:
    makers = ("Acura", "Audi", "Isuzu", "Jaguar", "Lexus", "Mazda", "Suzuki", "Triumph")
    assert values(heard(parser_of("marque", makers), "more panthers")) == set()


def test_what_a_wish_is_about_stays_free_text() -> None:
    wished = heard(parser_of("pet", ROOMS["pet"]), "something about poodles and grandmothers").proposals
    assert [p.step.preference.target for p in wished if isinstance(p.step, Add)] == [
        rb.About(text="poodles and grandmothers")
    ]


def test_a_flag_is_set_by_another_word_for_it() -> None:
    records = [{"id": k, "has_sauna": k % 2 == 0, "is_vegetarian": k % 3 == 0} for k in range(12)]
    proposals = heard(GrammarParser(rb.Catalog.from_records(records, id="id")), "only a sweat room").proposals
    assert [p.step.preference.target for p in proposals if isinstance(p.step, Add)] == [
        rb.Where(predicate=rb.field("has_sauna") == True)  # noqa: E712
    ]


def test_a_word_of_the_language_is_no_slip_of_another_one() -> None:
    colours = (*ROOMS["colour"], "Gold", "Black")
    assert values(heard(parser_of("colour", colours), "more cold slacks")) == set()
    assert values(heard(parser_of("colour", colours), "more glod and balck")) == {"Gold", "Black"}


def test_without_a_lexicon_the_same_word_is_not_understood() -> None:
    parse = heard(parser_of("pet", ROOMS["pet"], lexicon=Lexicon("")), "more poodles, no cats")
    assert values(parse) == {"Cat"}
    assert [doubt.span.text for doubt in parse.doubts] == ["poodles"]


def test_a_pack_without_a_lexicon_has_one_that_knows_no_word() -> None:
    assert len(load_lexicon("fr")) == 0
    assert load_lexicon("fr").senses("chien") == []


def test_a_lexicon_knows_the_senses_of_a_word_and_what_stands_above_and_beside_them() -> None:
    lexicon = Lexicon("dog\t0\nfrance\t3\nfrench\t4\npoodle\t1\npup\t2 1\n\n\t\n0\t\n1\t\n\t4\n\t3")
    assert lexicon.senses("pup") == [2, 1]
    assert (lexicon.above(2), lexicon.above(1), lexicon.above(0)) == ([1], [0], [])
    assert (lexicon.beside(3), lexicon.beside(4)) == ([4], [3])
    assert lexicon.senses("zebra") == lexicon.senses("") == lexicon.senses("do") == []
