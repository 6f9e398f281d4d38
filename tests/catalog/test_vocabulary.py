from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

import recbot_sdk as rb
from recbot_sdk.catalog.slips import Slips
from recbot_sdk.catalog.spellings import Spellings, name_words
from recbot_sdk.catalog.text import words as words_of
from recbot_sdk.catalog.vocabulary import Link

PEOPLE = [
    ["Marta Kovanic", "Jean-Luc Odell", "Zoë O'Brian"],
    ["Maria Kovanic", "Ronald McDermott", "J. R. R. Talbot"],
    ["Tim Lindqvist", "Ann Petrova", "Björn Lindqvist"],
    ["Alessandro Montefiore", "Petrova"],
]
TOYS = [
    {"id": n, "title": title, "maker": makers, "kind": kind, "in_stock": True}
    for n, (title, makers, kind) in enumerate(
        zip(
            ["The Tin Drum: Deluxe", "Kite", "The Kite", "Wooden Train"],
            PEOPLE,
            ["Sci-Fi", "Board Games", "Superhero", "Board Games"],
            strict=True,
        )
    )
]


@pytest.fixture(scope="module")
def toys() -> rb.Catalog:
    fields = {
        "maker": rb.Field(kind="tags", role="person"),
        "kind": rb.Field(kind="category", synonyms={"Board Games": ("table games",)}, aliases=("sort",)),
    }
    return rb.Catalog.from_records(TOYS, id="id", title="title", fields=fields)


def plural(word: str) -> Iterator[tuple[str, float]]:
    if word.endswith("s"):
        yield word[:-1], 0.1


def whole(links: Sequence[Link], size: int) -> set[tuple[object, str]]:
    """What links over all of the words say."""
    return {(link.value, link.evidence) for link in links if (link.start, link.end) == (0, size)}


@pytest.mark.parametrize(
    ("said", "value", "evidence"),
    [
        ("marta kovanic", "Marta Kovanic", "exact"),
        ("martakovanic", "Marta Kovanic", "exact"),
        ("ronald mc dermott", "Ronald McDermott", "exact"),
        ("jrr talbot", "J. R. R. Talbot", "exact"),
        ("zoe obrian", "Zoë O'Brian", "exact"),
        ("scifi", "Sci-Fi", "exact"),
        ("science fiction", "Sci-Fi", "abbreviation"),
        ("super hero", "Superhero", "exact"),
        ("superheros", "Superhero", "inflected"),
        ("table games", "Board Games", "synonym"),
        ("montefiore", "Alessandro Montefiore", "partial"),
        ("in stock", None, "exact"),
    ],
)
def test_words_name_a_value_however_they_are_divided(
    toys: rb.Catalog, said: str, value: str | None, evidence: str
) -> None:
    words = said.split()
    assert (value if value is not None else True, evidence) in whole(toys.vocabulary.links(words, plural), len(words))


@pytest.mark.parametrize("said", ["su perhero", "no body", "marta lindqvist", "", "qwerty"])
def test_what_is_no_name_links_to_nothing_as_a_whole(toys: rb.Catalog, said: str) -> None:
    words = said.split()
    assert not whole(toys.vocabulary.links(words, plural), len(words))


def slipped(name: str) -> Iterator[tuple[str, int]]:
    """(the name with one slip in it, which of its words holds that), letter by letter."""
    for which, word in enumerate(said := list(name_words(name))):
        for at in range(len(word)):
            others = [word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word[:at] + "x" + word[at + 1 :]]
            if at + 1 < len(word):
                others.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
            for other in others:
                if other not in (word, ""):
                    yield " ".join([*said[:which], other, *said[which + 1 :]]), which


@pytest.mark.parametrize("name", [name for names in PEOPLE for name in names if " " in name and "." not in name])
def test_any_one_slip_in_a_name_of_several_words_is_mended(toys: rb.Catalog, name: str) -> None:
    for said, which in slipped(name):
        words = said.split()
        near = [link for link in toys.vocabulary.near(words, [which]) if (link.start, link.end) == (0, len(words))]
        assert name in {link.value for link in near}, said
        assert {link.evidence for link in near} == {"fuzzy"}


@pytest.mark.parametrize(
    ("said", "unknown", "value"),
    [
        ("mrata kovanci", [0, 1], "Marta Kovanic"),
        ("tmi lindqvist", [0], "Tim Lindqvist"),
        ("alesandro montefoire", [0, 1], "Alessandro Montefiore"),
        ("alesndro montefiore", [0], "Alessandro Montefiore"),
        ("bord games", [0], "Board Games"),
        ("bord gaems", [0, 1], "Board Games"),
        ("scfi", [0], "Sci-Fi"),
        ("superehros", [0], "Superhero"),
        ("petrvoa", [0], "Petrova"),
        ("tabel games", [0], "Board Games"),
    ],
)
def test_slips_in_several_words_in_short_ones_and_in_synonyms_are_mended(
    toys: rb.Catalog, said: str, unknown: list[int], value: str
) -> None:
    words = said.split()
    assert (value, "fuzzy") in whole(toys.vocabulary.near(words, unknown, plural), len(words))


def test_the_likelier_name_costs_less(toys: rb.Catalog) -> None:
    near = {link.value: link.cost for link in toys.vocabulary.near(["mara", "kovanic"], [0])}
    assert near["Marta Kovanic"] == near["Maria Kovanic"]
    assert (
        near["Maria Kovanic"]
        < {link.value: link.cost for link in toys.vocabulary.near(["marla", "kovanic"], [0])}["Maria Kovanic"]
    )


@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        ("marta lindqvits", [1]),  # no one of that name
        ("kovanci", [0]),  # a part of a name alone
        ("tmi", [0]),
        ("pe", [0]),
        ("board 9ames", [1]),
    ],
)
def test_a_name_that_the_catalogue_lacks_is_not_taken_for_its_neighbour(
    toys: rb.Catalog, said: str, unknown: list[int]
) -> None:
    assert not toys.vocabulary.near(said.split(), unknown, plural)


def test_titles_are_known_whole_without_their_article_and_up_to_a_colon(toys: rb.Catalog) -> None:
    found = {
        (link.start, link.end, link.value)
        for link in toys.vocabulary.titles(["like", "the", "tin", "drum", "or", "kite"])
    }
    assert found == {(1, 4, 0), (5, 6, 1)}


def test_a_word_of_any_name_is_known(toys: rb.Catalog) -> None:
    assert [word for word in ["kovanic", "scifi", "stock", "sort", "qwerty"] if toys.vocabulary.knows(word)] == [
        "kovanic",
        "scifi",
        "stock",
        "sort",
    ]


def test_a_catalogue_without_names_knows_only_its_fields() -> None:
    catalog = rb.Catalog.from_records([{"id": 1, "weight": 3}], id="id")
    assert [link.field for link in catalog.vocabulary.links(["weight"])] == ["weight"]
    assert [link.field for link in catalog.vocabulary.near(["wieght"], [0])] == ["weight"]


WORDS = st.text(st.sampled_from("abcdeéß яю0"), min_size=1, max_size=9).filter(lambda word: " " not in word)


@given(st.lists(WORDS, min_size=1, max_size=40, unique=True), WORDS, st.integers(1, 2))
def test_slips_finds_all_words_within_so_many_edits(words: list[str], said: str, most: int) -> None:
    expected = {(at, OSA.distance(said, word)) for at, word in enumerate(words)}
    assert set(Slips(words).near([said], most)[0]) == {(at, edits) for at, edits in expected if 0 < edits <= most}


@given(st.lists(st.text(max_size=20), max_size=30))
def test_spellings_hold_the_words_of_each_name(names: list[str]) -> None:
    spellings = Spellings(names)
    said = [list(name_words(name)) for name in names]
    assert [spellings.of(place) for place in range(len(spellings))] == said
    letters = ["".join(words) for words in said]
    found = set(spellings.spelled(letters))
    assert found == {(i, j) for i, one in enumerate(letters) for j, other in enumerate(letters) if one == other}
    for word, code in spellings.code.items():
        held = spellings.having(code)
        assert set(spellings.places(held).tolist()) == {place for place, words in enumerate(said) if word in words}
        assert all(a < b for a, b in pairwise(held.tolist()))


@given(
    st.text(st.characters(max_codepoint=0x24F, categories=("L", "Nd", "Zs")) | st.sampled_from("'’&-."), max_size=25)
)
def test_names_are_folded_as_commands_are(name: str) -> None:
    assert list(name_words(name)) == list(words_of(name))


def test_a_name_of_a_large_catalogue_is_found_by_any_slip() -> None:
    rng = np.random.default_rng(11)
    syllables = ["ba", "ko", "ri", "zu", "ten", "mar", "lo", "vis", "ga", "ne"]
    made = ["".join(rng.choice(syllables, 3)) for _ in range(900)]
    names = sorted({f"{one} {other}" for one, other in pairwise(made)})
    catalog = rb.Catalog.from_records(
        [{"id": n, "who": [name]} for n, name in enumerate(names)], id="id", fields={"who": rb.Field(role="person")}
    )
    for name in names[::40]:
        for said, which in slipped(name):
            near = catalog.vocabulary.near(said.split(), [which])
            exact = {link.value for link in catalog.vocabulary.links(said.split()) if link.evidence == "exact"}
            assert name in {link.value for link in near} | exact, said
