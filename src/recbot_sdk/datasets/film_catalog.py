"""The film catalogue: 17,470 real films of 1940 to 2014, read from the `bokeh_sampledata` package, never downloaded."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from ..catalog import Catalog, Field
from ..errors import CatalogError, MissingExtraError

FIELDS = {
    "Year": Field(role="recency", aliases=("release year",)),
    "Rating": Field(kind="category", aliases=("MPAA rating", "age rating")),
    "Runtime": Field(role="duration", unit="minute", aliases=("length", "running time")),
    "Genre": Field(
        kind="tags",
        synonyms={
            "Animation": ("animated", "cartoon"),
            "Biography": ("biopic", "life story"),
            "Comedy": ("funny",),
            "Horror": ("scary",),
            "Romance": ("romantic", "love story"),
            "Sci-Fi": ("science fiction",),
        },
    ),
    "Director": Field(kind="tags", role="person", aliases=("filmmaker", "directed by")),
    "Cast": Field(kind="tags", role="person", aliases=("actor", "actress", "star", "starring")),
    "Language": Field(kind="tags", role="language"),
    "Country": Field(
        kind="tags",
        role="place",
        synonyms={"United Kingdom": ("British", "UK"), "United States": ("American", "USA", "US")},
    ),
    "Oscars": Field(kind="number", aliases=("Academy Awards", "Oscar wins")),
    "Meter": Field(role="quality", aliases=("critics score",)),
    "Reviews": Field(role="popularity", aliases=("review count",)),
    "BoxOffice": Field(unit="USD", aliases=("box office", "gross")),
}
"""What an integrator would say of the columns; everything else is inferred."""

_QUERY = """
    select imdbID, Title, Year, omdb.Rating, Runtime, Genre, Director, "Cast", Language, Country, Oscars,
           Meter, Reviews, BoxOffice
    from omdb join tomatoes using (ID) order by omdb.rowid
"""
_SEVERAL = frozenset(name for name, field in FIELDS.items() if field.kind == "tags")
_COMMA = re.compile(r", (?!(?:Jr|Sr)\.|III\b)")
"""Between names, not inside one: "Ann Lee, Jr." is one person."""


def films() -> Catalog:
    """17,470 films with year, genres, cast, directors, minutes, countries, critics' score and number of reviews.

    Facts from Wikidata (CC0), as `bokeh_sampledata` ships them. Ids are IMDb's ("tt0111161"); where the package lists
    two cuts of one film under one id, the first stands. Unknown values are left unknown: an eighth of the films lacks a
    cast, and most lack an age rating or a box office.

    Raises:
        MissingExtraError: The `demo` extra is not installed.
    """
    return Catalog.from_records(_records(_database()), id="imdbID", title="Title", fields=FIELDS)


def _database() -> Path:
    found = find_spec("bokeh_sampledata")  # located, not imported: importing it costs more than reading the file
    if found is None or found.origin is None:
        raise MissingExtraError("bokeh_sampledata", "demo")
    path = Path(found.origin).parent / "_data" / "movies.db"
    if not path.is_file():
        raise CatalogError(
            f"bokeh_sampledata holds no {path.name}. Install bokeh_sampledata>=2026.1: pip install 'recbot-sdk[demo]'"
        )
    return path


def _records(path: Path) -> Iterator[dict[str, object]]:
    seen: set[str] = set()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        cursor = connection.execute(_QUERY)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            record = dict(zip(names, row, strict=True))
            if record["imdbID"] in seen:
                continue
            seen.add(record["imdbID"])
            yield {name: _split(value) if name in _SEVERAL else value for name, value in record.items()}


def _split(names: str | None) -> list[str]:
    """The values of a joined column; a link to a page about a list of characters is nobody's name."""
    return [name for name in _COMMA.split(names or "") if name and not name.startswith("list of ")]
