"""The same wish in other words is the same wish, and a wish about one thing leaves all others alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.catalog.text import words
from recbot_sdk.parsing.pack import load_pack
from recbot_sdk.predicates import In, leaves
from recbot_sdk.preferences import Preference, PreferenceMemory, Where
from recbot_sdk.preferences.consolidate import consolidate
from recbot_sdk.preferences.fold import fold
from recbot_sdk.preferences.steps import MemoryChange

from .conftest import FIELDS, NOW, SCREEN, SHELF
from .fuzz import CASE, GROCERIES, GROCERY_FIELDS, HOSTILE, MARKS, POLITE, names, typos

Outcome = list[tuple[str, bool, str, float]]
RECORDS = (
    "only jazz", "no pop", "no pop or metal", "anything but metal", "jazz without Tom Okafor", "not rock but folk",
    "nothing from Germany, only jazz", "more jazz", "less rock, a lot more folk", "I'd prefer something folky", "ideally on vinyl",
    "it must be on vinyl", "I hate metal", "I'm a big fan of Ada Lindqvist", "folk and electronic", "jazz or folk",
    "from Sweden or Finland", "under 40 minutes", "at least an hour", "between 40 and 50 minutes", "less than $10",
    "nothing over 15 dollars", "score above 80", "from the 70s", "before 1970", "since 2004", "early nineties", "Tom Okafor",
    "something by Milo Brandt", "produced by Greta Voss", "no Castellano", "Swedish folk", "hip hop", "shorter", "a bit cheaper",
    "newest first", "sort by price", "cheaper than the second one", "longer than Wooden Ships", "more like the second one",
    "something like Low Tide", "not the first one", "more variety",
)  # fmt: skip
SHOPPING = (
    "only cheese", "no vegan snacks", "organic", "organic and gluten free", "gluten-free bread", "not spicy", "under $5",
    "under 300 grams", "at least half a kilo", "less than 300 kcal", "4 stars or more", "from Spain or Italy", "Italian",
    "nothing from Japan", "made by Ines Calder", "no Pablo Rivas", "no Kestrel", "brand Orchard", "more fermented", "less salted",
    "cheaper", "best before June 2025", "lighter", "sort by price", "not vegan but vegetarian", "anything but cheese",
    "between 200 and 400 grams", "more like Aged Gouda", "not the first one", "I never want spicy", "veggie", "must be organic",
    "heavier than Smoked Almonds", "avoid gluten free", "no butcher", "only vegan, under $5, no snacks",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Listener:
    """Reads commands one after the other, and remembers them; nothing is ranked."""

    catalog: rb.Catalog
    parser: rb.GrammarParser
    screen: tuple[str, ...]

    def hear(self, *commands: str) -> PreferenceMemory:
        log: list[MemoryChange] = []
        memory = PreferenceMemory()
        for seq, text in enumerate(commands, start=1):
            parse = self.parser.parse(rb.Command(text=text, now=NOW, on_screen=self.screen), memory)
            steps = consolidate(memory, parse.proposals, now=NOW, changes=log).steps
            if steps:
                log.append(MemoryChange(seq=seq, request_id=text, session="s", at=NOW, steps=steps))
            memory = fold(log, NOW, "s", turn=seq)
        return memory

    def outcome(self, *commands: str) -> Outcome:
        """What is remembered, whatever its order."""
        return outcome(self.hear(*commands))


def outcome(memory: PreferenceMemory) -> Outcome:
    return sorted((str(p), p.hard, p.scope, 0.0 if p.hard else p.dose) for p in memory)


def listener(records: Sequence[dict[str, Any]], fields: dict[str, rb.Field], screen: tuple[str, ...]) -> Listener:
    catalog = rb.Catalog.from_records(records, id="id", title="title", fields=fields)
    return Listener(catalog, rb.GrammarParser(catalog), screen)


@cache
def shop(name: str) -> Listener:
    if name == "records":
        return listener(SHELF, FIELDS, SCREEN)
    return listener(GROCERIES, GROCERY_FIELDS, ("g1", "g3", "g5"))


SAID = [*(("records", text) for text in RECORDS), *(("groceries", text) for text in SHOPPING)]
said = pytest.mark.parametrize(("where", "command"), SAID, ids=lambda text: text)


def same(where: str, command: str, others: Sequence[str]) -> None:
    """Every other wording leads to what the command leads to."""
    heard = shop(where)
    meant = heard.outcome(command)
    assert meant
    assert {other: heard.outcome(other) for other in others} == dict.fromkeys(others, meant)


# -- the same in other words -------------------------------------------------------------------------------------------


@said
def test_case_does_not_matter(where: str, command: str) -> None:
    same(where, command, [case(command) for case in CASE.values()])


@said
def test_marks_at_the_ends_do_not_matter(where: str, command: str) -> None:
    same(where, command, [mark.format(command) for mark in MARKS])


@said
def test_politeness_does_not_matter(where: str, command: str) -> None:
    same(where, command, [polite.format(command) for polite in POLITE])


@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize("command", ["no vegan snacks", "a bit more spicy", "more like the second one", "organic"])
def test_an_attack_in_a_sentence_of_its_own_changes_nothing(attack: str, command: str) -> None:
    same("groceries", command, [f"{command}. {attack}", f"{attack}. {command}"])


KINDS = ("category", "tags")
NAMED = [(where, value) for where in ("records", "groceries") for value in names(shop(where).catalog)]
TYPOS = [
    (where, value, slip)
    for where, value in NAMED
    for word in words(value)
    if len(word) >= 5
    for slip in typos(word)
    if slip not in load_pack().words and not shop(where).catalog.vocabulary.knows(slip)
]


def misspelled(value: str, slip: str) -> str:
    """The value with the one of its words that has a slip."""
    said = list(words(value))
    [at] = [at for at, word in enumerate(said) if slip in typos(word)]
    return " ".join([*said[:at], slip, *said[at + 1 :]])


SLIPPED = [(where, value) for where, value in NAMED if any(len(word) >= 5 for word in words(value))]


@pytest.mark.parametrize(("where", "value"), SLIPPED)
def test_a_slip_of_the_keyboard_in_a_name_is_mended(where: str, value: str) -> None:
    same(where, f"no {value}", [f"no {misspelled(v, slip)}" for w, v, slip in TYPOS if (w, v) == (where, value)])


@pytest.mark.parametrize(("where", "value"), NAMED)
@pytest.mark.parametrize(
    "ways",
    [
        ("only {}", "just {}", "nothing but {}", "strictly {}", "exclusively {}", "only show me {}", "{} only"),
        ("no {}", "without {}", "anything but {}", "everything except {}", "not {}", "avoid {}", "exclude {}"),
        ("more {}", "some more {}", "more of {}"),
        ("less {}", "fewer {}"),
        ("never {}", "I hate {}", "never show me {}", "I can't stand {}"),
    ],
    ids=lambda ways: ways[0].format("_"),
)
def test_one_wish_in_other_phrases(where: str, value: str, ways: tuple[str, ...]) -> None:
    first, *others = [way.format(value) for way in ways]
    same(where, first, others)


AMOUNTS = [("records", "{} minutes", (40, 55)), ("records", "${}", (8, 15)), ("groceries", "{} grams", (200, 450))]


@pytest.mark.parametrize(
    "ways",
    [
        ("under {}", "less than {}", "below {}", "< {}", "lower than {}"),
        ("at most {}", "{} at most", "no more than {}", "up to {}", "{} or less", "max {}", "nothing over {}", "not over {}", "{} tops"),
        ("over {}", "more than {}", "above {}", "> {}", "higher than {}"),
        ("at least {}", "no less than {}", "{} or more", "minimum {}", "nothing under {}", "{} minimum"),
    ],
    ids=lambda ways: ways[0].format("_"),
)  # fmt: skip
def test_one_bound_in_other_phrases(ways: tuple[str, ...]) -> None:
    for where, unit, numbers in AMOUNTS:
        for number in numbers:
            first, *others = [way.format(unit.format(number)) for way in ways]
            same(where, first, others)


@pytest.mark.parametrize(("where", "unit", "numbers"), AMOUNTS)
def test_one_range_in_other_phrases(where: str, unit: str, numbers: tuple[int, int]) -> None:
    low, high = numbers[0], unit.format(numbers[1])
    ways = ("between {} and {}", "from {} to {}", "{} to {}", "{}-{}", "anywhere from {} to {}")
    first, *others = [way.format(low, high) for way in ways]
    same(where, first, others)


CLAUSES = {
    "records": (
        *("no pop", "under 40 minutes", "score above 80", "only on vinyl", "more folk"),
        *("without Tom Okafor", "nothing from Italy", "since 1960"),
    ),
    "groceries": (
        *("no snacks", "under $8", "at least 3 stars", "more fermented", "only organic"),
        *("without Pablo Rivas", "not from Japan", "under 500 grams"),
    ),
}
PAIRS = [(where, *pair) for where, clauses in CLAUSES.items() for pair in permutations(clauses, 2)]


@pytest.mark.parametrize(("where", "first", "second"), PAIRS)
def test_two_clauses_mean_together_what_each_means(where: str, first: str, second: str) -> None:
    heard = shop(where)
    meant = sorted(heard.outcome(first) + heard.outcome(second))
    joined = [join.join((first, second)) for join in (", ", ". ", "; ", " and ", ", but ")]
    assert {text: heard.outcome(text) for text in joined} == dict.fromkeys(joined, meant)


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.data(), st.sampled_from(sorted(CLAUSES)), st.sampled_from([", ", ". ", "; "]))
def test_the_order_of_independent_clauses_does_not_matter(data: st.DataObject, where: str, join: str) -> None:
    chosen = data.draw(st.lists(st.sampled_from(CLAUSES[where]), min_size=3, max_size=5, unique=True))
    same(where, join.join(chosen), [join.join(data.draw(st.permutations(chosen)))])


# -- one thing and no other --------------------------------------------------------------------------------------------


def fields_of(p: Preference) -> set[str]:
    """The fields that a wish is about."""
    if isinstance(p.target, Where):
        return {leaf.field for leaf in leaves(p.target.predicate)}
    name = getattr(p.target, "field", None)
    return set() if name is None else {name}


def likes(memory: PreferenceMemory, value: str) -> list[str]:
    """The wishes for a value."""
    return [
        str(p)
        for p in memory
        if p.polarity == "like" and isinstance(p.target, Where)
        for leaf in leaves(p.target.predicate)
        if isinstance(leaf, In) and value in leaf.values
    ]


def wishes(memory: PreferenceMemory, but: set[str] | frozenset[str] = frozenset()) -> Outcome:
    """The wishes that are about none of these fields."""
    return outcome(PreferenceMemory(preferences=tuple(p for p in memory if not but & fields_of(p))))


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.sampled_from(SAID), st.data())
def test_another_no_adds_no_liking_and_leaves_other_fields_alone(case: tuple[str, str], data: st.DataObject) -> None:
    where, command = case
    value = data.draw(st.sampled_from([value for shelf, value in NAMED if shelf == where]))
    before, after = shop(where).hear(command), shop(where).hear(f"{command}, no {value}")
    named = {name for p in shop(where).hear(f"no {value}") for name in fields_of(p)}
    assert not set(likes(after, value)) - set(likes(before, value))
    assert wishes(after, named) == wishes(before, named)


KEPT = {
    "records": (
        *("no metal", "under 70 minutes", "only from Sweden or Germany", "less Redwood", "at least 30 points of score"),
        *("no Vera Stone", "since 1950", "under $30"),
    ),
    "groceries": (
        *("no butcher", "under $9", "less spicy", "only from Spain or Italy or Japan", "at least 2 stars"),
        *("no Joost Dekker", "under 900 grams", "more Orchard"),
    ),
}


@said
def test_a_command_about_one_field_leaves_what_is_known_of_others(where: str, command: str) -> None:
    heard = shop(where)
    known = heard.hear(*KEPT[where])
    assert len(known) == len(KEPT[where])
    touched = {name for p in heard.hear(command) for name in fields_of(p)}
    after = heard.outcome(*KEPT[where], command)
    assert [wish for wish in wishes(known, touched) if wish not in after] == []


def is_form(slip: str, value: str) -> bool:
    """Whether the slip is another form of a word of the value, or another word for it: "german" of "Germany"."""
    forms = {other for other, _ in load_pack().inflections(slip)}
    return bool(forms & set(words(value))) or (slip,) in load_pack().means


RIVALS = [typo for typo in TYPOS if not is_form(typo[2], typo[1])][::14]


@pytest.mark.parametrize(("where", "value", "slip"), RIVALS)
def test_a_value_that_is_spelled_so_beats_one_that_is_nearly(where: str, value: str, slip: str) -> None:
    heard, rival = shop(where), misspelled(value, slip).title()
    records, fields = (SHELF, FIELDS) if where == "records" else (GROCERIES, GROCERY_FIELDS)
    name = next(n for n in fields if heard.catalog.fields[n].kind in KINDS and value in heard.catalog.values(n))
    held = [rival] if heard.catalog.fields[name].kind == "tags" else rival
    wider = listener([*records, {**records[0], "id": "new", name: held}], fields, ())
    for wish, verb in (("only", "only"), ("no", "no"), ("more", "more")):
        assert [str(p) for p in wider.hear(f"{wish} {rival}")] == [f"{verb} {name}: {rival}"]


@pytest.mark.parametrize("wish", ["only", "no", "more"])
def test_a_name_does_not_take_in_another_that_it_could_be_a_form_of(wish: str) -> None:
    two = listener([*SHELF, {**SHELF[0], "id": "new", "artist": ["Vera Stoner"]}], FIELDS, ())
    assert [str(p) for p in two.hear(f"{wish} Vera Stone")] == [f"{wish} artist: Vera Stone"]
    assert [str(p) for p in two.hear(f"{wish} Vera Stoner")] == [f"{wish} artist: Vera Stoner"]
