"""One way to call any recommender. It never changes what the host answered and never hides that it failed."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import HostError
from ..types import Floats, ItemId, JsonValue, UserId
from .protocol import Capabilities, HostAnswer, HostRecommender

if TYPE_CHECKING:
    from ..catalog import Catalog

_REMEMBERED_USERS = 4096


class Host:
    """A recommender, wrapped: declared capabilities, serialised calls where they must be, and every failure a `HostError`."""

    def __init__(self, recommender: HostRecommender) -> None:
        declared = getattr(recommender, "capabilities", None)
        declared = Capabilities() if declared is None else declared
        if not isinstance(declared, Capabilities):
            raise HostError(f"capabilities of {_name(recommender)} are {declared!r}. Give a recbot_sdk.Capabilities.")
        for promised, method in ((declared.score, "score"), (declared.vectors, "item_vectors")):
            if promised and not callable(getattr(recommender, method, None)):
                raise HostError(f"{_name(recommender)} declares {method} and has no method of that name.")
        self.recommender = recommender
        self.capabilities = declared
        self.name = _name(recommender)
        self._turn: AbstractContextManager[Any] = nullcontext() if declared.thread_safe else RLock()
        self._ceilings: OrderedDict[UserId, tuple[int, int]] = OrderedDict()

    def __repr__(self) -> str:
        return f"Host({self.name})"

    def ask(
        self,
        user: UserId,
        n: int,
        exclude: Collection[ItemId] = (),
        context: Mapping[str, JsonValue] | None = None,
    ) -> HostAnswer:
        """The host's answer for the best `n`, with the very objects that it returned.

        `exclude` and `context` reach only a host that declares them. Raises `HostError` when the host fails.
        """
        said: dict[str, Any] = {}
        if self.capabilities.exclude:
            said["exclude"] = exclude
        if self.capabilities.context:
            said["context"] = context or {}
        with self._turn:
            try:
                return HostAnswer.of(self.recommender.recommend(user, n, **said))
            except HostError:
                raise
            except Exception as error:
                raise HostError(f"{self.name} failed for n={n}: {type(error).__name__}: {error}") from error

    def score(self, user: UserId, ids: Sequence[ItemId]) -> Floats:
        """(n,) float64, one score an id, higher is better, NaN where the host knows nothing; raises `HostError`."""
        if not self.capabilities.score:
            raise HostError(
                f"{self.name} does not declare score. Say Capabilities(score=True) and give score(user, ids)."
            )
        with self._turn:
            try:
                scores = np.asarray(self.recommender.score(user, ids), dtype=np.float64)  # type: ignore[attr-defined]
            except Exception as error:
                raise HostError(
                    f"{self.name} failed to score {len(ids)} items: {type(error).__name__}: {error}"
                ) from error
        if scores.shape != (len(ids),):
            raise HostError(
                f"{self.name} gave scores of shape {scores.shape} for {len(ids)} items. Give one score an item."
            )
        return scores

    def item_vectors(self, ids: Sequence[ItemId]) -> NDArray[Any]:
        """(n, d) array of the host's own item vectors; raises `HostError` where it declares none."""
        if not self.capabilities.vectors:
            raise HostError(
                f"{self.name} does not declare vectors. Say Capabilities(vectors=True) and give item_vectors(ids)."
            )
        with self._turn:
            try:
                return np.asarray(self.recommender.item_vectors(ids))  # type: ignore[attr-defined]
            except Exception as error:
                raise HostError(f"{self.name} failed on item_vectors: {type(error).__name__}: {error}") from error

    def ceiling(self, user: UserId) -> tuple[int, int] | None:
        """`(asked, got)` where asking this host for more than `asked` was seen to add nothing to `got` rows."""
        return self._ceilings.get(self._whose(user))

    def remember_ceiling(self, user: UserId, asked: int, got: int) -> None:
        """Keeps a ceiling, for the 4,096 users asked for last."""
        self._ceilings[self._whose(user)] = (asked, got)
        while len(self._ceilings) > _REMEMBERED_USERS:
            self._ceilings.popitem(last=False)

    def forget(self, user: UserId) -> None:
        """Let go of what is remembered of a user."""
        self._ceilings.pop(user, None)

    def _whose(self, user: UserId) -> UserId:
        return "" if self.capabilities.personal is False else user


def as_host(host: object, catalog: Catalog | None = None) -> Host:
    """Wraps what an integrator has: an object with `recommend(user, n)`, a callable `(user, n)`, an adapter, or None.

    None is the catalogue itself in its own order, everything eligible; it needs `catalog`. Raises `HostError`.
    """
    if isinstance(host, Host):
        return host
    if host is None:
        if catalog is None:
            raise HostError("no host and no catalogue were given. Give a recommender, or the catalogue to list.")
        return Host(_CatalogOrder(catalog))
    method = getattr(host, "recommend", None)
    if inspect.isclass(host):
        raise HostError(f"{host.__name__} is a class. Give an instance of it.")
    if not callable(method) and not callable(host):
        raise HostError(
            f"{_name(host)} is no recommender. Allowed: an object with recommend(user, n), a callable (user, n), or None."
        )
    if inspect.iscoroutinefunction(method if callable(method) else host):
        raise HostError(
            f"{_name(host)} is a coroutine function. Give a plain one: call it in an event loop of your own."
        )
    if type(host).__module__.split(".")[0] == "implicit":
        raise HostError(
            f"{_name(host)} needs each user's items. Wrap it: rb.hosts.from_implicit(model, user_items, item_ids)."
        )
    return Host(host if callable(method) else _Function(host))  # type: ignore[arg-type]


def from_callable(
    recommend: Callable[..., object],
    *,
    score: Callable[[UserId, Sequence[ItemId]], object] | None = None,
    item_vectors: Callable[[Sequence[ItemId]], object] | None = None,
    exclude: bool = False,
    context: bool = False,
    thread_safe: bool = True,
    personal: bool | None = None,
) -> Host:
    """A host from plain functions, with what they can do declared by giving them.

    `recommend(user, n)` returns `(ids, scores)`, ids, or `(id, score)` pairs, best first; `score(user, ids)` one score an
    id. With `exclude` or `context` those keyword arguments are passed to `recommend`.
    """
    declared = Capabilities(
        score=score is not None,
        vectors=item_vectors is not None,
        exclude=exclude,
        context=context,
        thread_safe=thread_safe,
        personal=personal,
    )
    for given in (recommend, score, item_vectors):
        if given is not None and not callable(given):
            raise HostError(f"{given!r} cannot be called. Give functions.")
    return Host(_Function(recommend, score, item_vectors, declared))


class _Function:
    """Plain functions in the shape of the protocol."""

    def __init__(
        self, recommend: Any, score: Any = None, item_vectors: Any = None, capabilities: Capabilities | None = None
    ) -> None:
        self.recommend, self.score, self.item_vectors = recommend, score, item_vectors
        self.capabilities = getattr(recommend, "capabilities", None) if capabilities is None else capabilities
        self.__name__ = _name(recommend)


class _CatalogOrder:
    """The catalogue in its own order, for those who have no recommender yet."""

    capabilities = Capabilities(personal=False)

    def __init__(self, catalog: Catalog) -> None:
        self._ids = catalog.ids
        self.__name__ = "catalogue order"

    def recommend(self, user: UserId, n: int) -> HostAnswer:
        return HostAnswer(self._ids[:n])  # ids that are pairs stay ids


def _name(host: object) -> str:
    return str(getattr(host, "__name__", None) or type(host).__name__)
