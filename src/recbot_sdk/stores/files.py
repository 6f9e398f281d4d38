"""What SQLite leaves in its files after a delete, and how it is driven out."""

from __future__ import annotations

import mmap
import time
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine

from ..errors import StoreBusyError
from .opening import BUSY_SECONDS


def scrub(engine: Engine, traces: Iterable[str]) -> None:
    """Empty the write-ahead log into the file, and rewrite the file if a trace is left in it.

    `secure_delete` zeroes what is deleted, but not the copies that moving rows between pages has left: these are looked
    for, and only then the whole file is rewritten.
    """
    path = Path(str(engine.url.database))
    _checkpoint(engine)
    if _holds(path, [trace.encode() for trace in traces]):
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM")
        finally:
            raw.close()
        _checkpoint(engine)


def _checkpoint(engine: Engine) -> None:
    deadline = time.monotonic() + BUSY_SECONDS
    raw = engine.raw_connection()
    try:
        while True:
            busy, _, _ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
            if time.monotonic() > deadline:
                raise StoreBusyError(
                    "the rows are deleted, but a reader keeps their old copy in the write-ahead log open. Call forget again."
                )
            time.sleep(0.02)
    finally:
        raw.close()


def _holds(path: Path, traces: list[bytes]) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(trace) >= 0 for trace in traces)
