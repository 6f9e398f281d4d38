"""Whatever a table holds, it becomes a catalogue or a `CatalogError`."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recbot_sdk.catalog import Catalog
from recbot_sdk.errors import CatalogError

odd = st.sampled_from(
    [
        None,
        float("nan"),
        float("inf"),
        10**400,
        -1,
        0,
        1,
        2004,
        True,
        Decimal("NaN"),
        Decimal("1e999"),
        date(1, 1, 1),
        datetime(9999, 12, 31, 23, 59),
        timedelta(days=3),
        np.datetime64("NaT"),
        np.float32(1.5),
        np.bool_(True),
        b"bytes",
        {"a": 1},
        [],
        ["x", None, 3],
        [["deep"]],
        ("y",),
        "",
        "9999-99-99",
        "12/31/9999",
        "[1, 2",
        "['a', 'b']",
        "$1,000",
        "1 h 99 min",
        "a, b",
        "\ud800",
        "a\0b",
        "a" * 500,
        "日本語",
    ]
)
cells = st.one_of(
    odd, st.text(max_size=8), st.integers(), st.floats(), st.dates(), st.lists(st.text(max_size=3), max_size=3)
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_column_is_read_or_refused(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 6))
    one_kind = data.draw(st.sampled_from([cells, st.integers(), st.text(max_size=8), st.floats(), odd]))
    records: list[dict[str, Any]] = [{"id": i, "title": data.draw(cells), "it": data.draw(one_kind)} for i in range(n)]
    try:
        catalog = Catalog.from_records(records, id="id", title="title")
    except CatalogError:
        return
    assert len(catalog.describe().rows) == 2
    values = [catalog.value_of("it", row) for row in range(n)]
    rows = np.arange(n)
    assert [value is not None for value in values] == catalog.column("it").known().tolist()
    assert np.isfinite(catalog.similarity(0, rows)).all()
    assert np.isfinite(catalog.about(str(values[0]), rows)).all()
    assert len(catalog.version) == 32
