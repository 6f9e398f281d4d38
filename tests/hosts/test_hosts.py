"""Any recommender is a host, and what it answered is what we hold."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.errors import HostError
from recbot_sdk.hosts import Capabilities, Host, HostAnswer, as_host, from_callable, normal_rows
from recbot_sdk.testing.hosts import ZOO, FailingHost, ListHost, PersonalHost, check_host

CATALOG = rb.Catalog.from_records(
    [{"id": f"s{i}", "name": f"song {i}", "length": i} for i in range(120)], id="id", title="name"
)
IDS = [f"s{i}" for i in reversed(range(120))]


def served(host: object, n: int = 5) -> list[Any]:
    answer = as_host(host, CATALOG).ask("ann", n)
    return [CATALOG.ids[row] for row in normal_rows(answer, CATALOG)]


def test_an_object_a_function_an_adapter_and_nothing_at_all_are_hosts() -> None:
    def ids_only(user: str, n: int) -> list[str]:
        return IDS[:n]

    assert served(ListHost(IDS)) == served(ids_only) == served(from_callable(ids_only)) == IDS[:5]
    assert served(None) == [f"s{i}" for i in range(5)]
    wrapped = as_host(ids_only)
    assert as_host(wrapped) is wrapped


@pytest.mark.parametrize(
    "answer",
    [
        (["s1", "s2"], [2.0, 1.0]),
        (np.array(["s1", "s2"]), np.array([2.0, 1.0], np.float32)),
        ("s1", "s2"),
        ["s1", "s2"],
        [("s1", 2.0), ("s2", 1.0)],
        (["s1", "s2"], None),
        (("s1", 2), ("s2", 1)),
    ],
)
def test_every_shape_of_answer_is_read(answer: Any) -> None:
    assert served(lambda user, n: answer) == ["s1", "s2"]


def test_items_without_a_score_are_not_served() -> None:
    assert served(lambda user, n: (["s1", "s2"], [None, 1.0])) == ["s2"]


def test_a_generator_is_drawn_to_its_end() -> None:
    def stream(user: str, n: int) -> Iterator[tuple[str, float]]:
        yield from ((item, 1.0) for item in IDS[:n])

    assert served(stream) == IDS[:5]


def test_the_very_objects_of_the_host_are_kept() -> None:
    ids: Any = np.array(IDS[:3], dtype=object)
    scores = np.array([3, 2, 1], np.float16)
    answer = as_host(lambda user, n: (ids, scores)).ask("ann", 3)
    assert answer.ids is ids
    assert answer.scores is scores


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "returned NoneType"),
        ("s1", "returned str"),
        ({"s1": 2.0}, "returned dict"),
        ({"s1", "s2"}, "returned set"),
        (([["s1"]]), "as an item id"),
        ((["s1", "s2"], [1.0]), "2 ids and 1 scores"),
        ((np.ones((2, 2)), [1.0, 2.0]), "2 dimensions"),
    ],
)
def test_an_answer_that_cannot_be_read_says_what_can(answer: Any, message: str) -> None:
    with pytest.raises(HostError, match=message):
        as_host(lambda user, n: answer).ask("ann", 5)


def test_the_normal_form_is_unique_known_and_finite_in_the_hosts_order() -> None:
    scores = [1.0, 9.0, float("nan"), float("inf"), -3.4028235e38, 5.0, 2.0]
    answer = HostAnswer.of((["s9", "s4", "s5", "s6", "s7", "s9", "nobody"], scores))
    assert normal_rows(answer, CATALOG).tolist() == [9, 4]


@given(ids=st.lists(st.sampled_from([*IDS, "x", "y"]), max_size=50))
def test_the_normal_form_keeps_each_items_first_place(ids: list[str]) -> None:
    rows = normal_rows(HostAnswer(ids), CATALOG).tolist()
    assert rows == list(dict.fromkeys(int(i[1:]) for i in ids if i[0] == "s"))


def test_integer_ids_of_any_width_are_found() -> None:
    catalog = rb.Catalog.from_records([{"id": i, "name": str(i)} for i in (7, 8, 9)], id="id", title="name")
    for dtype in (np.int32, np.int64, np.uint8):
        assert normal_rows(HostAnswer.of(np.array([9, 7, 1], dtype)), catalog).tolist() == [2, 0]


def test_what_is_no_recommender_is_refused_with_what_would_be() -> None:
    class Odd:
        capabilities: Any = "score"

        def recommend(self, user: str, n: int) -> list[str]:
            return []

    class Boast(Odd):
        capabilities = Capabilities(score=True)

    async def later(user: str, n: int) -> list[str]:
        return []

    for host, message in [
        (3, "is no recommender"),
        (Odd, "Give an instance"),
        (Odd(), "Give a recbot_sdk.Capabilities"),
        (Boast(), "declares score"),
        (later, "coroutine"),
    ]:
        with pytest.raises(HostError, match=message):
            as_host(host)
    with pytest.raises(HostError, match="no catalogue"):
        as_host(None)
    with pytest.raises(HostError, match="does not declare score"):
        as_host(ListHost(IDS)).score("ann", IDS)
    with pytest.raises(HostError, match="does not declare vectors"):
        as_host(ListHost(IDS)).item_vectors(IDS)


def test_a_failure_names_host_and_cause() -> None:
    with pytest.raises(
        HostError, match="FailingHost failed for n=5: ConnectionError: the recommender is down"
    ) as caught:
        as_host(FailingHost(IDS)).ask("ann", 5)
    assert isinstance(caught.value.__cause__, ConnectionError)


def test_exclusions_and_context_reach_only_a_host_that_declares_them() -> None:
    said: list[dict[str, Any]] = []

    def host(user: str, n: int, **more: Any) -> list[str]:
        said.append(more)
        return IDS[:n]

    from_callable(host).ask("ann", 1, exclude=["s1"], context={"shop": "north"})
    from_callable(host, exclude=True, context=True).ask("ann", 1, exclude=["s1"], context={"shop": "north"})
    assert said == [{}, {"exclude": ["s1"], "context": {"shop": "north"}}]


def test_calls_are_serialised_where_the_host_is_not_thread_safe() -> None:
    inside, most = 0, 0
    lock = threading.Lock()

    def host(user: str, n: int) -> list[str]:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.002)
        with lock:
            inside -= 1
        return IDS[:n]

    wrapped = from_callable(host, thread_safe=False)
    threads = [threading.Thread(target=wrapped.ask, args=("ann", 3)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_scores_come_one_an_item() -> None:
    host = from_callable(lambda user, n: IDS[:n], score=lambda user, ids: [1.0] * (len(ids) - 1))
    with pytest.raises(HostError, match="one score an item"):
        host.score("ann", IDS[:4])
    assert np.isnan(as_host(PersonalHost(IDS)).score("ann", ["s1", "nobody"])).tolist() == [False, True]


@pytest.mark.parametrize("kind", ZOO)
def test_the_suite_passes_what_can_be_mended(kind: type[ListHost]) -> None:
    report = check_host(kind(IDS), CATALOG, ["ann", "bob"])
    assert report.ok, str(report)


def test_the_suite_names_what_cannot_be_mended() -> None:
    def indices(user: str, n: int) -> list[int]:
        return list(range(min(n, 120)))

    def moody(user: str, n: int, seen: list[int] = []) -> list[str]:  # noqa: B006
        seen.append(n)
        return IDS[len(seen) : len(seen) + n]

    def greedy(user: str, n: int) -> list[str]:
        return IDS

    def forgetful(user: str, n: int) -> list[str]:
        return {"ann": IDS[:n], "bob": IDS[:n]}[user]

    liar = from_callable(
        lambda user, n: IDS[len(user) :][:n], personal=False, score=lambda user, ids: np.ones(len(ids))
    )
    for host, law in [
        (indices, "names items of the catalogue"),
        (moody, "answers the same when asked again"),
        (greedy, "answers in a shape that can be read"),
        (forgetful, "answers an unknown user"),
        (liar, "answers all users alike, as declared"),
        (liar, "scores given items, NaN where unknown"),
        (from_callable(lambda user, n, exclude: IDS[:n], exclude=True), "leaves out what is excluded"),
        (
            from_callable(lambda user, n: IDS[:n], item_vectors=lambda ids: np.ones(len(ids))),
            "gives item vectors of one width",
        ),
    ]:
        report = check_host(host, CATALOG, ["ann", "robert"] if host is liar else ["ann", "bob"])
        assert law in [check.law for check in report.failures], str(report)
        assert "FAIL" in str(report)


def test_a_host_is_shown_by_name() -> None:
    def my_model(user: str, n: int) -> list[str]:
        return IDS[:n]

    assert repr(as_host(my_model)) == "Host(my_model)"
    assert isinstance(as_host(my_model), Host)
