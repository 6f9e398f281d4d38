"""A small world in which names are shared: two people are called Kim, two are called Roe."""

from collections.abc import Mapping, Sequence
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver

import recbot_sdk as rb

FILMS: list[dict[str, Any]] = [
    {"id": f"f{k}", "title": f"Film {k}", "director": director, "cast": cast, "genre": genre}
    for k, (director, cast, genre) in enumerate(
        [
            ("Ada Kim", ["Bo Lee"], "drama"),
            ("Jon Ray", ["Ada Kim", "Bo Lee"], "comedy"),
            ("Cy Vale", ["Di Kim"], "drama"),
            ("Bo Lee", ["Jon Ray"], "comedy"),
            ("Cy Vale", ["Eve Moss"], "war"),
            ("Eve Moss", ["Di Kim"], "war"),
            ("Al Roe", ["Eve Moss"], "drama"),
            ("Io Roe", ["Eve Moss"], "drama"),
        ]
    )
]
ALL: list[str] = [film["id"] for film in FILMS]
WITHOUT_ADA = [item for item in ALL if item not in ("f0", "f1")]
WITHOUT_DI = [item for item in ALL if item not in ("f2", "f5")]


def film_catalog() -> rb.Catalog:
    """The films."""
    kinds = {"cast": rb.Field(kind="tags"), "director": rb.Field(kind="category"), "genre": rb.Field(kind="category")}
    return rb.Catalog.from_records(FILMS, id="id", title="title", fields=kinds)


def cinema(user: str, n: int) -> list[str]:
    """A host that always has the same order."""
    return ALL[:n]


def asking(films: rb.Catalog, *, checkpointer: Any = None, **options: Any) -> rb.RecBot:
    """A bot that asks."""
    return rb.RecBot(films, cinema, questions=True, checkpointer=checkpointer or InMemorySaver(), **options)


def open_in(feed: rb.Feed) -> rb.Question:
    """The question of a feed that has one."""
    assert feed.question is not None
    return feed.question


def no_cast(name: str) -> rb.steps.Add:
    """The step of "no NAME", of the cast."""
    return rb.steps.Add(preference=rb.dislike(rb.field("cast") == name, hard=True))


class Scripted:
    """A parser that knows its commands by heart: their readings, and the doubts that they leave."""

    def __init__(
        self,
        readings: Mapping[str, Sequence[tuple[rb.steps.Add | rb.steps.Retract, ...]]],
        doubts: Mapping[str, Sequence[rb.steps.Add]] | None = None,
    ) -> None:
        self.readings, self.doubts = readings, doubts or {}

    def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        """What the script says."""
        text = command.text
        span = rb.Span(start=0, end=len(text), text=text)
        return rb.Parse(
            text=text,
            proposals=tuple(
                rb.Proposal(step=step, spans=(span,), alternatives=others)
                for step, *others in self.readings.get(text, ())
            ),
            doubts=tuple(
                rb.Doubt(span=span, reason="ambiguous", alternatives=tuple(steps)) for steps in [self.doubts[text]]
            )
            if text in self.doubts
            else (),
        )
