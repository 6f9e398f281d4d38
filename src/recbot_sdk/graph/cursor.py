"""The opaque cursor: what was served on earlier pages, so that any worker can go on. Validated, never trusted."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence

from ..errors import ArgumentError
from ..types import ItemKey

_VERSION = "1."
_MOST_BYTES = 1 << 20


def encode_cursor(seen: Sequence[ItemKey]) -> str:
    """Packs the keys served so far."""
    packed = zlib.compress(json.dumps(list(seen), separators=(",", ":")).encode())
    return _VERSION + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[ItemKey, ...]:
    """The keys served so far; raises `ArgumentError` for anything that `encode_cursor` did not write."""
    try:
        if not cursor.startswith(_VERSION) or len(cursor) > _MOST_BYTES:
            raise ValueError("not one of ours")
        body = cursor[len(_VERSION) :]
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), _MOST_BYTES)
        seen = json.loads(raw)
        if not isinstance(seen, list) or not all(type(key) in (int, str) for key in seen):
            raise ValueError("not a list of item keys")
        return tuple(seen)
    except (ValueError, binascii.Error, zlib.error, UnicodeDecodeError, RecursionError) as error:
        raise ArgumentError(
            f"cursor {cursor[:40]!r} is not one that a feed gave ({error}). Give back `feed.cursor` unchanged, or none."
        ) from None
