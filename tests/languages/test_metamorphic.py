"""In every language the same wish in other words is the same wish, and a wish about one thing leaves all others alone."""

from __future__ import annotations

from itertools import permutations

import pytest

from .de import GERMAN
from .es import SPANISH
from .fr import FRENCH
from .shelf import but, fields_of, liked, listener
from .wordings import Wordings
from .zh import CHINESE

LANGUAGES: dict[str, Wordings] = {"de": GERMAN, "es": SPANISH, "fr": FRENCH, "zh": CHINESE}
AMOUNTS = (40, 55)
CASES = (str.lower, str.upper, str.title)
MARKS = ("{}.", "{}!", "{}?", "  {}  ", "{} ...", "“{}”", "({})")


def same(language: str, command: str, others: list[str]) -> None:
    """Every other wording leads to what the command leads to."""
    heard = listener(language)
    meant = heard.outcome(command)
    assert meant
    assert {other: heard.outcome(other) for other in others} == dict.fromkeys(others, meant)


said = pytest.mark.parametrize(
    ("language", "command"), [(name, text) for name, words in LANGUAGES.items() for text in words.commands]
)
spoken = pytest.mark.parametrize("language", LANGUAGES)


@said
def test_case_and_marks_at_the_ends_do_not_matter(language: str, command: str) -> None:
    cases = [case(command) for case in CASES]
    same(language, command, cases + [mark.format(command) for mark in MARKS])


@said
def test_politeness_does_not_matter(language: str, command: str) -> None:
    same(language, command, [polite.format(command) for polite in LANGUAGES[language].polite])


@spoken
def test_spelling_and_slips_of_the_keyboard_do_not_matter(language: str) -> None:
    for first, *others in LANGUAGES[language].alike:
        same(language, first, others)


@pytest.mark.parametrize(("language", "value"), [(name, v) for name, words in LANGUAGES.items() for v in words.values])
def test_one_wish_in_other_phrases(language: str, value: str) -> None:
    for ways in LANGUAGES[language].wishes:
        first, *others = [way.format(value) for way in ways]
        same(language, first, others)


@spoken
@pytest.mark.parametrize("number", AMOUNTS)
def test_one_bound_in_other_phrases(language: str, number: int) -> None:
    words = LANGUAGES[language]
    for ways in words.bounds:
        first, *others = [way.format(words.minutes.format(number)) for way in ways]
        same(language, first, others)


@spoken
def test_one_range_in_other_phrases(language: str) -> None:
    words = LANGUAGES[language]
    low, high = AMOUNTS
    first, *others = [way.format(low, words.minutes.format(high)) for way in words.ranges]
    same(language, first, others)


@spoken
def test_clauses_mean_together_what_each_means_in_any_order(language: str) -> None:
    heard, words = listener(language), LANGUAGES[language]
    alone = {clause: heard.outcome(clause) for clause in words.clauses}
    for first, second in permutations(words.clauses, 2):
        meant = sorted(alone[first] + alone[second])
        joined = [join.join((first, second)) for join in words.joins]
        assert {text: heard.outcome(text) for text in joined} == dict.fromkeys(joined, meant)


@said
def test_another_no_adds_no_liking_and_leaves_other_fields_alone(language: str, command: str) -> None:
    heard, words = listener(language), LANGUAGES[language]
    before = heard.hear(command)
    for value in words.values[:3]:
        after = heard.hear(words.no.format(command, value))
        named = {name for p in heard.hear(words.wishes[1][0].format(value)) for name in fields_of(p)}
        refused = liked(heard.hear(words.wishes[0][0].format(value)))
        assert not refused & liked(after) - liked(before)
        assert but(after, named) == but(before, named)


@said
def test_a_command_about_one_field_leaves_what_is_known_of_others(language: str, command: str) -> None:
    heard, kept = listener(language), LANGUAGES[language].kept
    known = heard.hear(*kept)
    assert len(known) == len(kept)
    touched = {name for p in heard.hear(command) for name in fields_of(p)}
    after = heard.outcome(*kept, command)
    assert [wish for wish in but(known, touched) if wish not in after] == []
