"""Catalogues with interactions from installed packages: nothing is downloaded. Names are loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import attach

if TYPE_CHECKING:
    from .film_catalog import films
    from .film_likes import Likes, film_als, movielens
    from .popularity import Popularity, film_popularity

__all__ = ["Likes", "Popularity", "film_als", "film_popularity", "films", "movielens"]

__getattr__, __dir__ = attach(
    __name__,
    {
        "film_catalog": "films",
        "film_likes": "Likes film_als movielens",
        "popularity": "Popularity film_popularity",
    },
)
