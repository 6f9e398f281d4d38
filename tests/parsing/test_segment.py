"""Where a language cuts words, beyond blanks and marks."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recbot_sdk.catalog.text import tokens
from recbot_sdk.parsing.segment import Segmentation

CUTS = Segmentation(frozenset({"d", "l", "qu"}), ("komodien", "filme"), frozenset({"lieblingsfilme"}))


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


def test_each_character_of_a_script_without_blanks_is_a_word() -> None:
    assert [token.text for token in tokens("不要恐怖片,Tom Hanks演的")] == [*"不要恐怖片", "tom", "hanks", *"演的"]
    assert [token.gap for token in tokens("好。不、要")] == ["", ".", ","]


@given(st.text(alphabet="dlqu'’ filmekomödien ÄÖÜß不要", max_size=30))
def test_every_piece_keeps_its_place_in_the_text(text: str) -> None:
    said = CUTS(text)
    assert all(0 <= token.start < token.end <= len(text) for token in said)
    assert all(before.end <= after.start for before, after in pairwise(said))
    assert "".join(t.text for t in said) == "".join(t.text for t in tokens(text))
