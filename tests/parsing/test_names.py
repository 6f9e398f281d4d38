"""What people call fields, values and titles: by units, pieces, initials, what a flag grants, where something comes from."""

from __future__ import annotations

from typing import Any

import pytest

import recbot_sdk as rb

from .conftest import NOW, unread, wishes

FLATS = [
    dict(zip(("name", "rent", "area", "balconies", "pets_allowed", "agency", "heat_loss_index", "region"), row, strict=True))
    for row in [
        ("Attic flat with garden", "€820", 58, 0, "yes", "Blue Door Homes", 41, "Europe"),
        ("Attic studio with terrace", "€640", 31, 1, "no", "Tern/Gale", 66, "Europe"),
        ("Brick flat with terrace", "€990", 74, 1, "yes", "Blue Door Homes", 38, "Asia"),
        ("Brick house with garden", "€1450", 120, 2, "yes", "Harbour", 72, "Europe"),
        ("Brick studio with garden", "€700", 35, 0, "no", "Harbour", 55, "Asia"),
        ("Attic house with terrace", "€1300", 105, 3, "no", "Tern/Gale", 80, "Europe"),
    ]
]  # fmt: skip
CARS = [
    dict(zip(("name", "origin", "power", "mpg", "kilos", "clock", "console"), row, strict=True))
    for row in [
        ("Ostra One", "Europe", 95, 32, 1100, 2.1, "PlayStation 5"), ("Ostra Two", "Europe", 140, 24, 1500, 2.4, "PlayStation 4"),
        ("Kando Bee", "Asia", 70, 40, 900, 1.8, "Switch"), ("Birch Bull", "North America", 200, 15, 2100, 3.0, "PlayStation 5"),
        ("Velta", "Europe", 125, 28, 1300, 2.6, "Switch"), ("Lumo", "Asia", 150, 27, 1400, 3.2, "PlayStation 4"),
    ]
]  # fmt: skip
FILMS = [
    dict(zip(("name", "director", "genre"), row, strict=True))
    for row in [
        ("Iron Tides", "Mara Quill", "Drama"), ("Iron Tides: The Return", "Mara Quill", "Action/Adventure"),
        ("The Iron Tides of Home", "Joss Quill", "Action/Adventure"), ("Night Letters", "Joss Quill", "Horror"),
        ("Paper Moonrise", "Ines Falk", "Comedy"), ("Cold Harvest", "Ines Falk", "Hip Hop/Rap"),
    ]
]  # fmt: skip
FIELDS: dict[str, dict[str, rb.Field]] = {
    "flats": {
        "area": rb.Field(role="size", unit="sqm"),
        "agency": rb.Field(kind="category", role="maker"),
        "region": rb.Field(role="place"),
    },
    "cars": {
        "origin": rb.Field(role="place"),
        "power": rb.Field(role="power", unit="hp"),
        "mpg": rb.Field(role="economy", unit="mpg"),
        "kilos": rb.Field(role="weight", unit="kg"),
        "clock": rb.Field(kind="number", unit="GHz"),
        "console": rb.Field(kind="category"),
    },
    "films": {"director": rb.Field(kind="category", role="person"), "genre": rb.Field(kind="category")},
}
RECORDS: dict[str, list[dict[str, Any]]] = {"flats": FLATS, "cars": CARS, "films": FILMS}


@pytest.fixture(scope="module")
def bots() -> dict[str, rb.RecBot]:
    """A shop's, a dealer's and a cinema's bot."""
    found = {}
    for name, rows in RECORDS.items():
        records = [{"id": f"{name}{k}", **row} for k, row in enumerate(rows)]
        catalog = rb.Catalog.from_records(records, id="id", title="name", fields=FIELDS[name])
        found[name] = rb.RecBot(catalog)
    return found


SAID = {
    "flats": {
        # words of titles that describe
        "no attic flats": ["no name mentions “attic flat”"],
        "with a terrace": ["only name mentions “terrace”"],
        "with a terace": ["only name mentions “terrace”"],
        "attic or brick": ["only name mentions “attic” or name mentions “brick”"],
        "studio in the name": ["only name mentions “studio”"],
        # fields by their unit and their first letters, each with its bound
        "sqm over 60": ["only area over 60"],
        "at least 800 square feet": ["only area at least 74.322432"],
        "HLI under 50": ["only heat_loss_index under 50"],
        "hli under 50, over 60 sqm and at most €1,000": [
            "only heat_loss_index under 50", "only area over 60", "only rent at most 1000",
        ],
        "900 to spend": ["only rent at most 900"],
        # flags and counts
        "no pets": ["no pets_allowed: True"],
        "pets allowed": ["only pets_allowed: True"],
        "with a balcony": ["only balconies over 0"],
        "at least two balconies": ["only balconies at least 2"],
        # initials and pieces of values
        "BDH": ["only agency: Blue Door Homes"],
        "bdh or tern": ["only agency: Blue Door Homes or Tern/Gale"],
        # where something comes from, at large
        "European": ["only region: Europe"],
        "no Asians": ["no region: Asia"],
    },
    "cars": {
        "hp over 100": ["only power over 100"],
        "at least 30 mpg": ["only mpg at least 30"],
        "mpg over 30": ["only mpg over 30"],
        "at least 2500 MHz": ["only clock at least 2.5"],
        "more than 100 hp, at least 25 mpg and under 1.4 tonnes": [
            "only power over 100", "only mpg at least 25", "only kilos under 1400",
        ],
        "economical": ["more mpg at least 32"],
        "japanese": ["only origin: Asia"],
        "german": ["only origin: Europe"],
        "american cars": ["only origin: North America"],
        "ps5": ["only console: PlayStation 5"],
        "no ps4": ["no console: PlayStation 4"],
    },
    "films": {
        # a series is what several titles begin with
        "iron tides": ["only name mentions “iron tides”"],
        "no iron tides": ["no name mentions “iron tides”"],
        "with night in the title": ["only name mentions “night”"],
        "like Iron Tides": ["more like films0"],
        # pieces of values
        "adventure": ["only genre: Action/Adventure"],
        "no rap": ["no genre: Hip Hop/Rap"],
        # of several people, the one who leaves anything beside the other rules
        "drama by Quill": ["only genre: Drama", "only director: Mara Quill"],
        "horror by Quill": ["only genre: Horror", "only director: Joss Quill"],
    },
}  # fmt: skip


@pytest.mark.parametrize(("catalog", "command"), [(name, said) for name, rows in SAID.items() for said in rows])
def test_a_command_finds_what_it_names(bots: dict[str, rb.RecBot], catalog: str, command: str) -> None:
    feed = bots[catalog].recommend(command, command, n=3, now=NOW)
    assert wishes(feed) == SAID[catalog][command]
    assert not unread(feed)


@pytest.mark.parametrize(
    ("command", "understood"),
    [
        ("nothing poisonous", ["no toxic_to_pets: True"]),
        ("toxic ferns", ["only toxic_to_pets: True", "only kind: fern"]),
        ("non-toxic palms", ["no toxic_to_pets: True", "only kind: palm"]),
    ],
)
def test_a_flag_is_set_by_any_of_its_names(command: str, understood: list[str]) -> None:
    plants = [
        {"id": k, "title": f"Plant {k}", "toxic_to_pets": k % 3 == 0, "kind": ("fern", "palm")[k % 2]}
        for k in range(30)
    ]
    fields = {"toxic_to_pets": rb.Field(aliases=("toxic", "poisonous"))}
    bot = rb.RecBot(rb.Catalog.from_records(plants, id="id", title="title", fields=fields))
    assert wishes(bot.recommend("ann", command, now=NOW)) == understood
