"""The table of the log, and a change as one of its rows."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Column, Integer, MetaData, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint

from ..preferences.steps import MemoryChange
from ..types import UserId

SCHEMA_VERSION = 1
METADATA = MetaData()
VERSIONS = Table("recbot_schema", METADATA, Column("version", Integer, nullable=False))
CHANGES = Table(
    "recbot_changes",
    METADATA,
    Column("namespace", String, nullable=False),
    Column("user", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("request_id", String, nullable=False),
    Column("session", String, nullable=False),
    Column("at", String, nullable=False),
    Column("expires_at", String),
    Column("payload", Text, nullable=False),
    Column("words", Text),
    PrimaryKeyConstraint("namespace", "user", "seq"),
    UniqueConstraint("namespace", "user", "request_id"),
    sqlite_with_rowid=False,  # one user's rows lie side by side
)
"""`payload` is the whole change as JSON; the other columns are for keys, and for an operator's own queries."""


def key(text: str) -> str:
    """An id as ASCII, one to one: databases differ in what else they can hold."""
    return text.encode("unicode_escape").decode("ascii")


def row_of(namespace: str, user: UserId, change: MemoryChange) -> dict[str, Any]:
    """A change as a row of `CHANGES`."""
    return {
        "namespace": key(namespace),
        "user": key(user),
        "seq": change.seq,
        "request_id": key(change.request_id),
        "session": key(change.session),
        "at": change.at.isoformat(),
        "expires_at": None if change.expires_at is None else change.expires_at.isoformat(),
        "payload": _json(change.model_dump(mode="json")),
        "words": None if change.words is None else change.words.replace("\0", "\ufffd"),
    }


def change_of(payload: str) -> MemoryChange:
    """The change that a row holds."""
    return MemoryChange.model_validate(json.loads(payload))


def _json(plain: Any) -> str:
    try:
        return json.dumps(plain)
    except ValueError:  # an integer of thousands of digits, which Python will not write
        return json.dumps(_bounded(plain))


def _bounded(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {name: _bounded(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [_bounded(value) for value in plain]
    if isinstance(plain, int) and plain.bit_length() > 1023:
        return 10**308 if plain > 0 else -(10**308)
    return plain
