"""What one process keeps of its last turns."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """The last `most` values by key, shared by the threads of one process."""

    def __init__(self, most: int = 10_000) -> None:
        self._values: OrderedDict[tuple[str, ...], V] = OrderedDict()
        self._most, self._lock = most, threading.Lock()

    def get(self, *key: str) -> V | None:
        """The value last put under `key`; None where there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, *key: str, value: V) -> None:
        """Keep a value, and let the oldest go."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._values.clear()

    def forget(self, user: str) -> None:
        """Let go of everything under keys that start with `user`."""
        with self._lock:
            for key in [key for key in self._values if key[0] == user]:
                del self._values[key]
