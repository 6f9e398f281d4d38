"""Where a language cuts words, beyond blanks and marks."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recbot_sdk.catalog.text import fold, tokens
from recbot_sdk.parsing.glued import GluedNumbers
from recbot_sdk.parsing.seams import Seams
from recbot_sdk.parsing.segment import Segmentation

NUMBERS = {
    "ein": 1,
    "zwei": 2,
    "fünf": 5,
    "zwanzig": 20,
    "neunzehn": 19,
    "achtzig": 80,
    "hundert": 100,
    "tausend": 1000,
}
CUTS = Segmentation(frozenset({"d", "l", "qu"}), ("komodien", "filme"), frozenset({"lieblingsfilme"}))
GERMAN = Segmentation(
    tails=("komodien", "filme"),
    whole=frozenset({"uber", "neue"}),
    digraphs={"ä": "ae", "ö": "oe", "ü": "ue"},
    accented=frozenset({"länge"}),
    seams=Seams(
        openers=frozenset({"die"}),
        shortened=frozenset({"max"}),
        ordered=frozenset({"der"}),
        ordinal="te",
        separable={"weg": frozenset({"lass"})},
    ),
    thousands=".",
    glued=GluedNumbers({fold(word): count for word, count in NUMBERS.items()} | {"einhalb": 0.5}, "und"),
)


def cut(text: str) -> list[str]:
    return [token.text for token in CUTS(text)]


def test_an_elided_word_is_cut_off_before_its_apostrophe() -> None:
    assert cut("pas d'horreur, L’acteur qu'Émile aime") == ["pas", "d", "horreur", "l", "acteur", "qu", "emile", "aime"]


def test_other_apostrophes_stay_within_their_word() -> None:
    assert cut("aujourd'hui, don't, O'Hara") == ["aujourdhui", "dont", "ohara"]


def test_a_noun_is_cut_off_the_end_of_a_compound() -> None:
    assert cut("Horrorfilme und Liebeskomödien") == ["horror", "filme", "und", "liebes", "komodien"]


def test_a_noun_by_itself_and_a_word_of_the_language_stay_whole() -> None:
    assert cut("Filme, Lieblingsfilme") == ["filme", "lieblingsfilme"]


def german(text: str) -> list[str]:
    return [token.text for token in GERMAN(text)]


def test_a_letter_without_its_accent_is_written_as_two() -> None:
    assert german("ueber, über, neue") == ["uber", "uber", "neue"]
    assert german("Liebeskomoedien, LIEBESKOMÖDIEN") == ["liebes", "komodien"] * 2
    assert german("Samuel") == ["samuel"]


def test_a_word_that_only_its_accents_tell_from_another_is_kept_apart() -> None:
    assert german("Länge LÄNGE lange laenge") == ["laenge", "laenge", "lange", "laenge"]


def test_number_words_that_are_written_as_one_are_a_number() -> None:
    said = GERMAN("hundertzwanzig einundzwanzig fuenfundzwanzig zweitausendfünf neunzehnhundertachtzig zweieinhalb")
    assert [token.text for token in said] == ["120", "21", "25", "2005", "1980", "2.5"]
    assert {token.kind for token in said} == {"number"}
    assert german("zwei hundert zweifilme") == ["zwei", "hundert", "zwei", "filme"]


def test_the_mark_between_thousands_is_that_of_the_language() -> None:
    assert german("1.000.000 und 12.500, 1.5") == ["1,000,000", "und", "12,500", "1.5"]


def test_a_comma_before_a_clause_within_a_sentence_parts_nothing() -> None:
    assert [token.gap for token in GERMAN("Filme, die, kurz")] == ["", " ", ","]


def test_the_point_of_a_word_cut_short_ends_no_sentence() -> None:
    assert [token.gap for token in GERMAN("kurz, max. 90. Danke")] == ["", ",", " ", "."]
    assert [token.gap for token in GERMAN("das ist das max. Danke")][-1] == "."


def test_a_number_with_a_point_is_an_ordinal_behind_an_article() -> None:
    assert german("wie der 2. Film") == ["wie", "der", "2", "te", "film"]
    assert german("bis 2. Danke") == ["bis", "2", "danke"]


def test_the_particle_of_a_verb_goes_back_to_it_from_the_end_of_the_clause() -> None:
    assert german("lass alle kurzen weg, danke") == ["weglass", "alle", "kurzen", "danke"]
    assert german("lass das. weg") == ["lass", "das", "weg"]
    assert german("lass weg von hier") == ["lass", "weg", "von", "hier"]


def test_each_character_of_a_script_without_blanks_is_a_word() -> None:
    assert [token.text for token in tokens("不要恐怖片,Tom Hanks演的")] == [*"不要恐怖片", "tom", "hanks", *"演的"]
    assert [token.gap for token in tokens("好。不、要")] == ["", ".", ","]


@given(st.text(alphabet="dlqu'’ filmekomödien ÄÖÜß不要", max_size=30))
def test_every_piece_keeps_its_place_in_the_text(text: str) -> None:
    said = CUTS(text)
    assert all(0 <= token.start < token.end <= len(text) for token in said)
    assert all(before.end <= after.start for before, after in pairwise(said))
    assert "".join(t.text for t in said) == "".join(t.text for t in tokens(text))


@given(st.text(alphabet="lfimekzwodun äÄÖÜßæ,.019", max_size=30))
def test_no_piece_overlaps_another_where_words_are_respelled(text: str) -> None:
    said = GERMAN(text)
    assert all(0 <= token.start < token.end <= len(text) for token in said)
    assert all(before.end <= after.start for before, after in pairwise(said))
