from io import StringIO

from rich.console import Console

from recbot_sdk.catalog import Catalog


def test_what_was_inferred_is_shown_as_a_table() -> None:
    records = [{"id": i, "Style": ["Pale", "Dark"][i % 2], "price_eur": None if i == 3 else i + 0.5} for i in range(4)]
    out = StringIO()
    Console(file=out, width=120).print(Catalog.from_records(records, id="id"))
    shown = out.getvalue()
    for word in ("4 items", "Style", "category", "Dark, Pale", "price_eur", "number", "EUR", "25%", "0.5 to 2.5"):
        assert word in shown


def test_values_are_shown_as_data_and_never_as_markup() -> None:
    catalog = Catalog.from_records([{"id": 1, "<b>style": "<script>[bold]x[/bold]"}], id="id")
    html = catalog._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;[bold]" in html
    assert "&lt;b&gt;style" in html
    out = StringIO()
    Console(file=out, width=120).print(catalog)
    assert "[bold]x[/bold]" in out.getvalue()
