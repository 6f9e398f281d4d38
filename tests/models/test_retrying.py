"""Which errors of a service are tried again, told by their shape: no provider's package is needed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from recbot_sdk.models import retry_after, transient
from recbot_sdk.models.retrying import kind_of

REQUEST = httpx.Request("POST", "http://localhost")


def status(code: int, headers: dict[str, str] | None = None) -> httpx.HTTPStatusError:
    return httpx.HTTPStatusError("", request=REQUEST, response=httpx.Response(code, headers=headers or {}))


class StatusError(Exception):
    def __init__(self, **facts: Any) -> None:
        vars(self).update(facts)


class RateLimitError(Exception):
    pass


def raised_from(cause: Exception) -> Exception:
    error = RuntimeError("wrapped")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        ConnectionResetError(),
        httpx.ConnectError(""),
        httpx.ReadTimeout(""),
        RateLimitError(),
        *(status(code) for code in (408, 409, 425, 429, 500, 502, 503, 529)),
        StatusError(status_code=503),
        StatusError(code=503),
        StatusError(response={"ResponseMetadata": {"HTTPStatusCode": 429}}),
        raised_from(httpx.ConnectTimeout("")),
    ],
    ids=repr,
)
def test_what_passes_by_itself_is_tried_again(error: Exception) -> None:
    assert transient(error)


@pytest.mark.parametrize(
    "error",
    [
        *(status(code) for code in (400, 401, 403, 404, 422)),
        StatusError(status_code=401),
        StatusError(code="insufficient_quota"),
        StatusError(response=None),
        ValueError(),
        KeyError("x"),
        json.JSONDecodeError("", "", 0),
    ],
    ids=repr,
)
def test_what_will_fail_again_is_not(error: Exception) -> None:
    assert not transient(error)


def test_a_service_may_say_how_long_to_wait_in_seconds_milliseconds_or_by_a_date() -> None:
    assert retry_after(status(429, {"Retry-After": "1.5"})) == 1.5
    assert retry_after(status(429, {"retry-after-ms": "250", "retry-after": "9"})) == 0.25
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30))
    assert 20 < (retry_after(status(503, {"retry-after": soon})) or 0) <= 30
    for told in ("soon", "nan", "", "-5"):
        assert retry_after(status(429, {"retry-after": told})) in (None, 0.0)
    assert retry_after(ValueError()) is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ReadTimeout(""), "slow"),
        (status(429), "limited"),
        (status(400), "refused"),
        (status(401), "down"),
        (status(500), "down"),
        (httpx.ConnectError(""), "down"),
        (json.JSONDecodeError("", "", 0), "malformed"),
        (RuntimeError(), "down"),
    ],
    ids=repr,
)
def test_an_error_has_a_kind(error: Exception, kind: str) -> None:
    assert kind_of(error) == kind
