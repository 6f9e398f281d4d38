"""Hosts that misbehave as real ones do, and a suite that says whether a recommender keeps the host protocol.

Usable without pytest: `print(check_host(my_model, catalog, ["user-1", "user-2"]))`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import HostError
from ..hosts import Capabilities, Host, as_host, normal_rows
from ..types import ItemId, UserId
from .report import Check, Report

if TYPE_CHECKING:
    from ..catalog import Catalog


def check_host(host: object, catalog: Catalog, users: Sequence[UserId], *, n: int = 20) -> Report:
    """Tries a recommender as the bot would, on every given user and one that nobody knows.

    Answering short, with repeats, unknown ids or NaN is allowed and handled; what is checked is what cannot be mended:
    answers of the right shape, that name items of the catalogue, come out the same when asked again, and do what was
    declared (`Capabilities`). Failures are reported, never raised.
    """
    wrapped = as_host(host, catalog)
    laws: list[tuple[str, Callable[[Host, Catalog, UserId, int], str | None]]] = [
        ("answers in a shape that can be read", _readable),
        ("names items of the catalogue", _known),
        ("answers an unknown user", _stranger),
        ("answers n=1 and n beyond the catalogue", _any_n),
        ("answers the same when asked again", _same),
    ]
    able = wrapped.capabilities
    laws += [("scores given items, NaN where unknown", _scores)] if able.score else []
    laws += [("gives item vectors of one width", _vectors)] if able.vectors else []
    laws += [("leaves out what is excluded", _excludes)] if able.exclude else []
    laws += [("answers eight threads as it answers one", _threads)] if able.thread_safe else []
    laws += [("answers all users alike, as declared", _alike(users))] if able.personal is False else []
    return Report(wrapped.name, tuple(_check(law, test, wrapped, catalog, users, n) for law, test in laws))


def _check(law: str, test: Any, host: Host, catalog: Catalog, users: Sequence[UserId], n: int) -> Check:
    for user in users:
        try:
            failure = test(host, catalog, user, n)
        except HostError as error:
            failure = str(error)
        if failure is not None:
            return Check(law, f"user {user!r}: {failure}")
    return Check(law)


def _readable(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    answer = host.ask(user, n)
    if answer.scores is not None and len(answer.scores) != len(answer.ids):
        return f"{len(answer.ids)} ids and {len(answer.scores)} scores"
    normal_rows(answer, catalog)
    return None if len(answer) <= n else f"{len(answer)} items were returned for n={n}"


def _known(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    answer = host.ask(user, n)
    if len(answer) and not (catalog.rows(answer.ids) >= 0).any():
        first = answer.ids[0]
        return (
            f"none of {len(answer)} ids is in the catalogue (first: {first!r}, {type(first).__name__}); is it an index?"
        )
    return None


def _stranger(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    host.ask("a user whom nobody knows", n)
    return None


def _any_n(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    host.ask(user, 2 * len(catalog) + 1)
    one = host.ask(user, 1)
    return None if len(one) <= 1 else f"{len(one)} items were returned for n=1"


def _same(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    first, again = list(host.ask(user, n).ids), list(host.ask(user, n).ids)
    return None if first == again else "another order or other items the second time"


def _scores(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    ids = [*(catalog.ids[row] for row in range(min(n, len(catalog)))), "an item that nobody knows"]
    scores = host.score(user, ids)
    if np.isfinite(scores[-1]):
        return f"an unknown item scored {scores[-1]}"
    return None if np.array_equal(scores, host.score(user, ids), equal_nan=True) else "other scores the second time"


def _vectors(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    ids = [catalog.ids[row] for row in range(min(n, len(catalog)))]
    shape = host.item_vectors(ids).shape
    return None if len(shape) == 2 and shape[0] == len(ids) else f"shape {shape} for {len(ids)} items"


def _excludes(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    out = set(list(host.ask(user, n).ids)[: n // 2])
    back = out.intersection(host.ask(user, n, exclude=out).ids)
    return f"{len(back)} excluded items came back" if back else None


def _threads(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
    alone = list(host.ask(user, n).ids)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: list(host.ask(user, n).ids), range(16)))
    return None if all(ids == alone for ids in together) else "other answers under 8 threads; say thread_safe=False"


def _alike(users: Sequence[UserId]) -> Callable[[Host, Catalog, UserId, int], str | None]:
    def alike(host: Host, catalog: Catalog, user: UserId, n: int) -> str | None:
        same = list(host.ask(user, n).ids) == list(host.ask(users[0], n).ids)
        return None if same else f"not what {users[0]!r} gets, though personal=False"

    return alike


class ListHost:
    """A well-behaved host: `ids` in one order for everybody, with descending scores. Counts its calls in `asked`."""

    capabilities = Capabilities(personal=False)

    def __init__(self, ids: Sequence[ItemId]) -> None:
        self.ids: list[ItemId] = list(ids)
        self.asked: list[int] = []

    def recommend(self, user: UserId, n: int) -> Any:
        """`(ids, scores)`, the first `n`."""
        self.asked.append(n)
        ids = self.answer(user, n)
        return ids, np.linspace(1.0, 0.0, len(ids), dtype=np.float32)

    def answer(self, user: UserId, n: int) -> list[ItemId]:
        """The ids: what the misbehaving ones change."""
        return self.ids[:n]


class WithholdingHost(ListHost):
    """Leaves out every `nth` item, for a reason that it does not give: bought, blocked, region-locked."""

    def __init__(self, ids: Sequence[ItemId], nth: int = 3) -> None:
        super().__init__([item for place, item in enumerate(ids) if place % nth])


class ShortHost(ListHost):
    """Never answers more than `most` items, however many are asked for."""

    def __init__(self, ids: Sequence[ItemId], most: int = 30) -> None:
        super().__init__(ids[:most])


class UnstableHost(ListHost):
    """Not prefix-stable: the answer for a larger `n` has another order, and drops one item that a smaller one held."""

    def answer(self, user: UserId, n: int) -> list[ItemId]:
        """The first `n`, rotated and reversed by an amount that depends on `n`."""
        head = self.ids[:n]
        turned = head[n % 7 :] + head[: n % 7]
        return [item for item in reversed(turned) if item != self.ids[n % 5 % len(self.ids)]]


class RaggedHost(ListHost):
    """Repeats items, names some that the catalogue lacks, and scores some with NaN, infinity or padding."""

    def recommend(self, user: UserId, n: int) -> Any:
        """`(ids, scores)`: half of what is asked for is rubbish; an item with a bad score is not served."""
        self.asked.append(n)
        ids: list[ItemId] = []
        scores: list[float] = []
        bad = [float("nan"), float("inf"), float(np.finfo(np.float32).min)]
        for place, item in enumerate(self.ids[: max(1, n // 2)]):
            ids += [item, (f"unknown-{place}", item)[place % 2]]
            scores += [-float(place), -float(place) - 0.5]
            if place % 5 == 4:
                scores[-2:] = [bad[place % 3]] * 2
        return ids[:n], np.array(scores[:n])

    @property
    def served(self) -> list[ItemId]:
        """The ids that it really recommends."""
        return [item for place, item in enumerate(self.ids) if place % 5 != 4]


class IdsHost(ListHost):
    """Answers ids alone, drawn from a generator."""

    def recommend(self, user: UserId, n: int) -> Any:
        """Ids, one by one."""
        self.asked.append(n)
        return (item for item in self.ids[:n])


class UnsortedHost(ListHost):
    """Its scores are in no order; its ranking is the order of its ids all the same."""

    def recommend(self, user: UserId, n: int) -> Any:
        """`(id, score)` pairs with scores that go up and down."""
        self.asked.append(n)
        return [(item, float((place * 7919) % 101)) for place, item in enumerate(self.ids[:n])]


class PersonalHost(ListHost):
    """Another order for every user; scores given items."""

    capabilities = Capabilities(score=True, personal=True)

    def answer(self, user: UserId, n: int) -> list[ItemId]:
        """The first `n` of the user's own order."""
        order = np.random.default_rng(sum(map(ord, user))).permutation(len(self.ids))
        return [self.ids[place] for place in order[:n]]

    def score(self, user: UserId, ids: Sequence[ItemId]) -> NDArray[np.float64]:
        """Minus the place in the user's order; NaN for what it does not know."""
        places = {item: place for place, item in enumerate(self.answer(user, len(self.ids)))}
        return np.array([-float(places[item]) if item in places else np.nan for item in ids])


class FailingHost(ListHost):
    """Raises after `calls` calls."""

    def __init__(self, ids: Sequence[ItemId], calls: int = 0) -> None:
        super().__init__(ids)
        self.calls = calls

    def answer(self, user: UserId, n: int) -> list[ItemId]:
        """The first `n`, until it fails."""
        if len(self.asked) > self.calls:
            raise ConnectionError("the recommender is down")
        return super().answer(user, n)


ZOO: tuple[type[ListHost], ...] = (
    ListHost,
    WithholdingHost,
    ShortHost,
    UnstableHost,
    RaggedHost,
    IdsHost,
    UnsortedHost,
    PersonalHost,
)
"""Every host that answers, each made from a list of ids: what a bot over any of them must get right."""

__all__ = [
    "ZOO",
    "FailingHost",
    "IdsHost",
    "ListHost",
    "PersonalHost",
    "RaggedHost",
    "ShortHost",
    "UnsortedHost",
    "UnstableHost",
    "WithholdingHost",
    "check_host",
]
