"""A small shop: forty lamps and chairs whose order, prices and materials are known."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import recbot_sdk as rb

RECORDS: list[dict[str, Any]] = [
    {
        "id": i,
        "name": f"Piece {i}",
        "kind": "lamp" if i % 4 else "chair",
        "made of": ["Oak", "Steel"] if i % 2 else ["Brass"],
        "price": 10.0 + i if i != 3 else None,
        "listed": f"20{10 + i % 10}-06-15",
        "is_new": i % 2 == 0,
    }
    for i in range(60)
]

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def shop() -> rb.Catalog:
    return rb.Catalog.from_records(RECORDS, id="id", title="name", fields={"made of": rb.Field(kind="tags")})


@pytest.fixture
def bot(shop: rb.Catalog) -> rb.RecBot:
    return rb.RecBot(shop)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of sessions, each a list of turns, or whole lines as they are."""

    def write(*sessions: Any) -> Path:
        path = tmp_path / "commands.jsonl"
        lines = [
            given if isinstance(given, str) else json.dumps({"id": f"s{place}", "turns": given})
            for place, given in enumerate(sessions, start=1)
        ]
        path.write_text("\n".join(lines), "utf8")
        return path

    return write
