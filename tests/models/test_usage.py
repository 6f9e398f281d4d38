"""What calls cost adds up, and what is not known is not made up."""

from langchain_core.messages import AIMessage

from recbot_sdk import Usage


def test_usage_is_read_from_the_answer() -> None:
    told = {"input_tokens": 900, "output_tokens": 100, "total_tokens": 1000, "input_token_details": {"cache_read": 800}}
    answer = AIMessage("", usage_metadata=told)
    usage = Usage.of(answer, seconds=0.5, price=(2.0, 10.0))
    assert usage == Usage(
        calls=1, input_tokens=900, output_tokens=100, cached_tokens=800, seconds=0.5, cost=(900 * 2 + 100 * 10) / 1e6
    )
    assert Usage.of(None, seconds=0.5) == Usage(calls=1, seconds=0.5)


def test_usage_adds_up_and_a_cost_that_is_not_known_stays_unknown() -> None:
    priced, unpriced = Usage(calls=1, input_tokens=5, cost=0.5), Usage(calls=1, input_tokens=7)
    assert priced + priced == Usage(calls=2, input_tokens=10, cost=1.0)
    assert (priced + Usage()).cost == (Usage() + priced).cost == 0.5
    assert (priced + unpriced).cost is None
    assert (priced + unpriced).input_tokens == 12
