"""A service that keeps failing is left alone for a while, then tried with one call."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from recbot_sdk.models import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("recbot_sdk.models.breaker.time", SimpleNamespace(monotonic=clock.monotonic))
    return clock


def test_it_rests_after_so_many_failures_in_a_row() -> None:
    breaker = Breaker(failures=2, rest=60)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.admit()
    breaker.failed()
    assert breaker.resting
    assert not breaker.admit()


def test_after_its_rest_one_call_is_let_through_and_decides(time: Clock) -> None:
    breaker = Breaker(failures=1, rest=30)
    breaker.failed()
    time.sleep(31)
    assert [breaker.admit(), breaker.admit()] == [True, False]
    breaker.failed()
    assert not breaker.admit()
    time.sleep(31)
    assert breaker.admit()
    breaker.succeeded()
    assert breaker.admit()
    assert not breaker.resting


def test_a_trial_that_never_reports_back_is_followed_by_another(time: Clock) -> None:
    breaker = Breaker(failures=1, rest=30)
    breaker.failed()
    for _ in range(2):
        time.sleep(31)
        assert breaker.admit()


@pytest.mark.parametrize("threads", [16])
def test_of_many_threads_one_makes_the_trial(threads: int, time: Clock) -> None:
    breaker = Breaker(failures=1, rest=30)
    breaker.failed()
    time.sleep(31)
    barrier, admitted = threading.Barrier(threads), list[bool]()

    def call() -> None:
        barrier.wait()
        admitted.append(breaker.admit())

    crowd = [threading.Thread(target=call) for _ in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert admitted.count(True) == 1
