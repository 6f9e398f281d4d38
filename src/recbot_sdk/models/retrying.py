"""Which errors of a model's service pass by themselves, and when. No provider's package is imported: shapes and names decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite

from .failure import FailureKind

PASSING = frozenset({408, 409, 425, 429})
"""Status codes below 500 that pass; all from 500 on do too."""
_SLOW = ("TimeoutError", "TimeoutException", "Timeout", "APITimeoutError", "DeadlineExceeded")
_LIMITED = ("RateLimitError", "ResourceExhausted", "ThrottlingException", "TooManyRequests")
_DOWN = ("ConnectionError", "TransportError", "APIConnectionError", "ServiceUnavailable", "InternalServerError")
_REFUSED = ("ModelRefusalError", "ContentFilterFinishReasonError")
_TRUNCATED = ("LengthFinishReasonError",)
_MALFORMED = ("OutputParserException", "ValidationError", "JSONDecodeError")


def transient(error: BaseException) -> bool:
    """Whether the same request may succeed a moment later.

    Time-outs, lost connections, and the statuses 408, 409, 425, 429 and from 500 on; never a wrong key or a request that the
    service will not take. What an error was raised from counts as well.
    """
    for cause in _causes(error):
        status = status_of(cause)
        if status is not None:
            return status in PASSING or status >= 500
        if _named(cause, (*_SLOW, *_LIMITED, *_DOWN)):
            return True
    return False


def retry_after(error: BaseException) -> float | None:
    """Seconds that the service asks to wait (`Retry-After`, as seconds or as a date), None where it says nothing."""
    for cause in _causes(error):
        headers = getattr(getattr(cause, "response", None), "headers", None)
        if not isinstance(headers, Mapping):
            continue
        for name, unit in (("retry-after-ms", 1e-3), ("retry-after", 1.0)):
            told = next((v for k, v in headers.items() if str(k).lower() == name), None)
            seconds = None if told is None else _seconds(str(told), unit)
            if seconds is not None:
                return seconds
    return None


def kind_of(error: BaseException) -> FailureKind:
    """What an error that a model raised comes to."""
    for cause in _causes(error):
        status = status_of(cause)
        if _named(cause, _REFUSED) or status in (400, 413, 422):
            return "refused"
        if _named(cause, _TRUNCATED):
            return "truncated"
        if status == 429 or _named(cause, _LIMITED):
            return "limited"
        if status in (408, 504) or _named(cause, _SLOW):
            return "slow"
        if _named(cause, _MALFORMED):
            return "malformed"
    return "down"


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an error carries: its own, or that of its `response`."""
    response = getattr(error, "response", None)
    told = [getattr(error, "status_code", None), getattr(response, "status_code", None), getattr(error, "code", None)]
    if isinstance(response, Mapping):  # AWS
        about = response.get("ResponseMetadata")
        told.append(about.get("HTTPStatusCode") if isinstance(about, Mapping) else None)
    return next((int(code) for code in told if isinstance(code, int) and 100 <= code < 600), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it was raised from, outermost first."""
    cause: BaseException | None = error
    for _ in range(5):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__


def _named(error: BaseException, names: tuple[str, ...]) -> bool:
    return any(base.__name__ in names for base in type(error).__mro__)


def _seconds(told: str, unit: float) -> float | None:
    try:
        seconds = float(told) * unit
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(told).astimezone(UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, OverflowError):
            return None
    return max(0.0, seconds) if isfinite(seconds) else None
