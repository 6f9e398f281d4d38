"""The opaque cursor: what was served on earlier pages, so that any worker can go on. Validated, never trusted."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from ..errors import ArgumentError
from ..types import ItemKey

_VERSION = "1."
_MOST_BYTES = 1 << 24


class Cursor(NamedTuple):
    """Where a page ended."""

    seen: tuple[ItemKey, ...] = ()
    """Keys served so far."""
    turn: int | None = None
    """Sequence number of the change that began these pages: its wishes for "this time" hold for all of them."""


def encode_cursor(seen: Sequence[ItemKey], turn: int | None = None) -> str:
    """Packs what was served so far, and in which turn."""
    packed = zlib.compress(json.dumps([turn, *seen], separators=(",", ":")).encode())
    return _VERSION + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> Cursor:
    """What was served so far, nothing without a cursor. Raises `ArgumentError` for what `encode_cursor` did not write."""
    if not cursor:
        return Cursor()
    try:
        if not cursor.startswith(_VERSION) or len(cursor) > _MOST_BYTES:
            raise ValueError("not one of ours")
        body = cursor[len(_VERSION) :]
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), _MOST_BYTES)
        turn, *seen = json.loads(raw)
        if not (turn is None or type(turn) is int) or not all(type(key) in (int, str) for key in seen):
            raise ValueError("not a list of item keys")
        return Cursor(tuple(seen), turn)
    except (ValueError, TypeError, binascii.Error, zlib.error, UnicodeDecodeError, RecursionError) as error:
        raise ArgumentError(
            f"cursor {cursor[:40]!r} is not one that a feed gave ({error}). Give back `feed.cursor` unchanged, or none."
        ) from None
