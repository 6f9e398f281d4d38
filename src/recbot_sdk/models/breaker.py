"""A rest for a model that keeps failing, so that no turn waits for it in vain."""

from __future__ import annotations

import threading
import time


class Breaker:
    """After `failures` failures in a row it lets nothing through for `rest` seconds, then one call to try again.

    If that one fails, or never reports back, the next is let through `rest` seconds later. Safe to share between threads,
    and between calls of one service.

    Args:
        failures: How many in a row are too many.
        rest: Seconds.
    """

    def __init__(self, failures: int = 3, rest: float = 30.0) -> None:
        self.failures, self.rest = failures, rest
        self._failed, self._until = 0, 0.0
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Breaker(failures={self.failures}, rest={self.rest})"

    @property
    def resting(self) -> bool:
        """Whether a call now would be refused."""
        with self._lock:
            return self._failed >= self.failures and time.monotonic() < self._until

    def admit(self) -> bool:
        """Whether a call may go ahead; during a trial only the first one may."""
        with self._lock:
            if self._failed < self.failures:
                return True
            now = time.monotonic()
            if now < self._until:
                return False
            self._until = now + self.rest
            return True

    def succeeded(self) -> None:
        """The service answered: all is forgotten."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """The service did not answer."""
        with self._lock:
            self._failed += 1
            self._until = time.monotonic() + self.rest
