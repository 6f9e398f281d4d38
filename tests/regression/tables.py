"""Catalogues from installed packages, as an integrator would describe them in five minutes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import recbot_sdk as rb
from recbot_sdk.datasets.film_catalog import films as film_catalog
from recbot_sdk.datasets.popularity import film_popularity

from .chips import chips
from .homes import homes
from .meals import meals

PIZZAS = {
    "bbq_ckn": "Barbecue Chicken", "big_meat": "Big Meat", "brie_carre": "Brie Carre", "calabrese": "Calabrese",
    "cali_ckn": "California Chicken", "ckn_alfredo": "Chicken Alfredo", "ckn_pesto": "Chicken Pesto",
    "classic_dlx": "Classic Deluxe", "five_cheese": "Five Cheese", "four_cheese": "Four Cheese", "green_garden": "Green Garden",
    "hawaiian": "Hawaiian", "ital_cpcllo": "Italian Capocollo", "ital_supr": "Italian Supreme", "ital_veggie": "Italian Vegetables",
    "mediterraneo": "Mediterranean", "mexicana": "Mexicana", "napolitana": "Napolitana",
    "pep_msh_pep": "Pepperoni, Mushroom and Peppers", "pepperoni": "Pepperoni", "peppr_salami": "Pepper Salami",
    "prsc_argla": "Prosciutto and Arugula", "sicilian": "Sicilian", "soppressata": "Soppressata", "southw_ckn": "Southwest Chicken",
    "spicy_ital": "Spicy Italian", "spin_pesto": "Spinach Pesto", "spinach_fet": "Spinach and Feta",
    "spinach_supr": "Spinach Supreme", "thai_ckn": "Thai Chicken", "the_greek": "Greek", "veggie_veg": "Vegetables and Vegetables",
}  # fmt: skip
"""What the package's short names stand for."""
SIZES = {"S": 0, "M": 1, "L": 2, "XL": 3, "XXL": 4}


def cars() -> rb.RecBot:
    """392 cars of 1970 to 1982, most viewed first; the views are made up."""
    from bokeh_sampledata.autompg import autompg_clean

    frame, chance = autompg_clean.copy(), random.Random(7)
    frame["views"] = [chance.randint(100, 20_000) for _ in range(len(frame))]
    frame.insert(0, "id", [f"car{k:03d}" for k in range(1, len(frame) + 1)])
    fields = {
        "mpg": rb.Field(aliases=("miles per gallon", "mileage", "fuel economy")),
        "cyl": rb.Field(aliases=("cylinders",)),
        "displ": rb.Field(aliases=("displacement", "engine size")),
        "hp": rb.Field(aliases=("horsepower", "power")),
        "weight": rb.Field(unit="lb"),
        "accel": rb.Field(unit="second", aliases=("acceleration", "0-60", "0 to 60")),
        "yr": rb.Field(role="recency", aliases=("year", "model year")),
        "origin": rb.Field(aliases=("region",)),
        "mfr": rb.Field(aliases=("make", "brand", "manufacturer")),
        "views": rb.Field(role="popularity"),
    }
    return _bot(rb.Catalog.from_pandas(frame, id="id", title="name", fields=fields), "views")


def pizzas() -> rb.RecBot:
    """A pizza menu of 96 sizes with prices, most sold first."""
    from great_tables.data import pizzaplace

    sold = pizzaplace.groupby(["name", "type", "size"], as_index=False, observed=True)
    menu = sold.agg(price=("price", "first"), sold=("price", "size"))
    menu = menu.iloc[np.lexsort((menu["size"].map(SIZES), menu["name"]))].reset_index(drop=True)
    menu["pizza"] = menu["name"].map(PIZZAS)
    menu["name"] = [f"The {pizza} Pizza ({size})" for pizza, size in zip(menu["pizza"], menu["size"], strict=True)]
    menu.insert(0, "id", [f"p{k:03d}" for k in range(1, len(menu) + 1)])
    menu = menu[["id", "name", "pizza", "type", "size", "price", "sold"]]
    fields = {
        "price": rb.Field(unit="USD", aliases=("cost",)),
        "sold": rb.Field(role="popularity"),
        "type": rb.Field(aliases=("kind",)),
    }
    return _bot(rb.Catalog.from_pandas(menu, id="id", title="name", fields=fields), "sold")


def _bot(catalog: rb.Catalog, popularity: str) -> rb.RecBot:
    ranked = np.argsort(-catalog.numbers(popularity), kind="stable")

    def host(user: str, n: int) -> Sequence[Any]:
        return [catalog.ids[row] for row in ranked[:n]]

    return rb.RecBot(catalog, host)


def films() -> rb.RecBot:
    """17,470 films, most popular first."""
    catalog = film_catalog()
    return rb.RecBot(catalog, film_popularity(catalog))


BOTS: dict[str, Callable[[], rb.RecBot]] = {
    "cars": cars, "pizzas": pizzas, "chips": chips, "homes": homes, "meals": meals, "films": films,
}  # fmt: skip
