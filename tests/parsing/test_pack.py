"""The language pack is data: it is validated, and it says what it should."""

from __future__ import annotations

import pytest

import recbot_sdk as rb
from recbot_sdk.parsing.pack import load_pack
from recbot_sdk.parsing.phrases import expand


def test_a_pack_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(rb.ArgumentError, match=r"no language pack 'xx'\. Packs: .*en"):
        load_pack("xx")


@pytest.mark.parametrize(
    ("phrase", "spellings"),
    [
        ("not [a|the] fan", ["not a fan", "not the fan"]),
        ("(very) good", ["very good", "good"]),
        ("want (to [see|hear])", ["want", "want to see", "want to hear"]),
        ("[is|are] (no longer) fine", ["is fine", "are fine", "is no longer fine", "are no longer fine"]),
    ],
)
def test_a_phrase_is_written_once_for_all_its_spellings(phrase: str, spellings: list[str]) -> None:
    assert sorted(" ".join(words) for words in expand(phrase)) == sorted(spellings)


def test_no_single_filler_word_wipes_or_undoes() -> None:
    pack = load_pack("en")
    for word in pack.fillers | pack.nouns:
        for words, cues in pack.phrases.get(word, ()):
            assert len(words) > 1 or not any(cue.do in ("wipe", "undo", "redo") for cue in cues), words
