"""Catalogues with interactions from installed packages: nothing is downloaded. Names are loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .film_catalog import films
    from .film_likes import Likes, film_als, movielens
    from .popularity import Popularity, film_popularity

__all__ = ["Likes", "Popularity", "film_als", "film_popularity", "films", "movielens"]

_HOME = {
    "films": "film_catalog",
    "Likes": "film_likes",
    "film_als": "film_likes",
    "movielens": "film_likes",
    "Popularity": "popularity",
    "film_popularity": "popularity",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
