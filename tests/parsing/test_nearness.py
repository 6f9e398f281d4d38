"""Words that neither the catalogue nor a lexicon knows, read by an embedder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

import recbot_sdk as rb
from recbot_sdk.parsing import Command, Parse
from recbot_sdk.parsing.grammar.parser import GrammarParser
from recbot_sdk.preferences import PreferenceMemory
from recbot_sdk.preferences.steps import Add

from .conftest import NOW

FEELINGS = {"grim": (1, 0, 0), "bleakish": (0.9, 0.4, 0), "sunny": (0, 1, 0), "blithesome": (0, 0.95, 0.1), "zesty": (0, 0, 1),
            "middling": (0.7, 0.7, 0), "sumptuous": (0, 1, 0)}  # fmt: skip


class Feelings:
    """A vector for each word of a small dictionary; for any other one that is near to none."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([(*FEELINGS.get(text, (0, 0, 0)), text not in FEELINGS) for text in texts], np.float32)


class Down:
    """Fails."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise RuntimeError("the model is not loaded")


def heard(text: str, embedder: rb.Embedder | None = None) -> Parse:
    records = [{"id": k, "tone": ("Grim", "Sunny", "Zesty")[k % 3], "kind": ("Song", "Poem")[k % 2]} for k in range(12)]
    fields = {name: rb.Field(kind="category") for name in ("tone", "kind")}
    catalog = rb.Catalog.from_records(records, id="id", fields=fields)
    parser = GrammarParser(catalog if embedder is None else catalog.embedded(embedder))
    return parser.parse(Command(text=text, now=NOW), PreferenceMemory())


def test_a_word_near_to_one_value_is_a_guess_at_it() -> None:
    (proposal,) = heard("more blithesome ones", Feelings()).proposals
    assert isinstance(proposal.step, Add)
    assert proposal.step.preference.target == rb.Where(predicate=rb.field("tone") == "Sunny")
    assert (proposal.evidence, proposal.named) == ("meaning", False)
    assert proposal.confidence < heard("more sunny ones", Feelings()).proposals[0].confidence


def test_no_rule_is_made_of_a_guess() -> None:
    (proposal,) = heard("no bleakish ones", Feelings()).proposals
    assert isinstance(proposal.step, Add)
    assert (proposal.step.preference.polarity, proposal.step.preference.hard) == ("dislike", False)


@pytest.mark.parametrize(
    "word",
    [
        "middling",  # as near to two values
        "sumptuous",  # near, and that only for its beginning
        "quokkas",  # near to none
    ],
)
def test_a_word_near_to_no_value_or_to_several_is_not_understood(word: str) -> None:
    parse = heard(f"more {word}", Feelings())
    assert [doubt.span.text for doubt in parse.doubts] == [word]
    assert not parse.proposals


def test_a_name_and_a_slip_go_before_a_guess() -> None:
    assert [p.evidence for p in heard("more zesty ones, more sunyn ones", Feelings()).proposals] == ["exact", "fuzzy"]


def test_what_a_wish_is_about_stays_free_text() -> None:
    (proposal,) = heard("something about blithesome weather", Feelings()).proposals
    assert isinstance(proposal.step, Add)
    assert isinstance(proposal.step.preference.target, rb.About)


def test_an_embedder_that_fails_leaves_the_words_unread(caplog: pytest.LogCaptureFixture) -> None:
    assert heard("more blithesome ones, no grim ones", Down()) == heard("more blithesome ones, no grim ones")
    assert "the model is not loaded" in caplog.text


def test_the_vectors_extra_reads_what_no_lexicon_relates() -> None:
    pytest.importorskip("wordllama")
    records = [{"id": k, "style": ("Horror", "Romance", "Comedy", "War")[k % 4]} for k in range(12)]
    catalog = rb.Catalog.from_records(records, id="id", fields={"style": rb.Field(kind="category")}).embedded("static")
    parse = GrammarParser(catalog).parse(Command(text="more horrifying ones", now=NOW), PreferenceMemory())
    assert [(p.evidence, str(p.step.preference.target.predicate)) for p in parse.proposals
            if isinstance(p.step, Add) and isinstance(p.step.preference.target, rb.Where)] == [
        ("meaning", str(rb.field("style") == "Horror"))
    ]  # fmt: skip
