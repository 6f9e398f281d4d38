"""A file gives the catalogue that a data frame of it would give, or says which line is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import recbot_sdk as rb
from recbot_sdk.evaluation import read_catalog

CSV = """\
sku,name,Runtime,is_vegan,kind,made of,price,listed,code,rank
1,Desk lamp,95,1,lamp,"Oak, Steel",12.50,2004-01-31,007,NA
2,"Lamp, large",,0,lamp,"Steel, Brass",NA,2005-02-01,011,2
3,Stool,101,1,chair,"Oak, Brass",1e2,,0123,3
4,Bench,99,0,None,Oak,.5,2003-03-09,5,-1
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf8")
    return path


def same(found: rb.Catalog, expected: rb.Catalog) -> None:
    assert found.ids == expected.ids
    assert list(found.titles) == list(expected.titles)
    assert dict(found.fields) == dict(expected.fields)
    for name in expected.fields:
        assert [found.value_of(name, row) for row in range(len(found))] == [
            expected.value_of(name, row) for row in range(len(expected))
        ], name


def test_a_csv_is_what_pandas_makes_of_it(tmp_path: Path) -> None:
    path = write(tmp_path / "items.csv", CSV)
    frame = pd.read_csv(path, dtype={"code": str})
    catalog = read_catalog(path, id="sku", title="name")
    same(catalog, rb.Catalog.from_pandas(frame, id="sku", title="name"))
    kinds = {name: field.kind for name, field in catalog.fields.items()}
    assert (kinds["Runtime"], kinds["is_vegan"], kinds["listed"]) == ("number", "flag", "date")
    assert catalog.fields["Runtime"].unit == "minute"
    assert catalog.value_of("code", 0) == "007"
    assert catalog.value_of("kind", 3) is None
    assert catalog.titles[1] == "Lamp, large"


def test_every_kind_of_file_is_the_same_catalogue(tmp_path: Path) -> None:
    fields = {"made of": rb.Field(kind="tags")}
    path = write(tmp_path / "items.csv", CSV)
    catalog = read_catalog(path, id="sku", title="name", fields=fields)
    lines = [json.dumps(record) for record in pd.read_csv(path, dtype={"code": str}).astype(object).to_dict("records")]
    same(
        read_catalog(write(tmp_path / "items.jsonl", "\n".join(lines)), id="sku", title="name", fields=fields), catalog
    )
    frame = pd.read_csv(path, dtype={"code": str})
    frame.to_parquet(tmp_path / "items.parquet")
    same(read_catalog(tmp_path / "items.parquet", id="sku", title="name", fields=fields), catalog)
    catalog.save(tmp_path / "saved")
    assert read_catalog(tmp_path / "saved").version == catalog.version


def test_what_spreadsheets_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes('\ufeffid,name\r\n1,Crème brûlée\r\n\r\n2,"two\r\nlines"\r\n3\r\n'.encode())
    catalog = read_catalog(path, title="name")
    assert list(catalog.ids) == [1, 2, 3]
    assert list(catalog.titles) == ["Crème brûlée", "two\r\nlines", "3"]


def test_long_ids_keep_every_digit(tmp_path: Path) -> None:
    path = write(tmp_path / "items.csv", "id,kind\n12345678901234567890123,a\n12345678901234567890124,b\n")
    assert list(read_catalog(path).ids) == ["12345678901234567890123", "12345678901234567890124"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("items.csv", "id,name\n1,a,b\n", "line 2 has 3 cells under 2 names. Quote cells with commas."),
        ("items.csv", 'id,name\n1,"a\n', "line 2 is no CSV: unexpected end of data."),
        ("items.csv", "id,id\n1,2\n", "column 'id' is there twice"),
        ("items.csv", "id,name\n", "the table has no rows"),
        ("items.csv", "", "the table has no rows"),
        ("items.csv", "sku\n1\n", "column 'id' is not in the table. Allowed: sku."),
        ("items.jsonl", '{"id": 1}\n{"id"\n', "line 2 is no JSON"),
        ("items.jsonl", "[1]\n", "the table holds no record in"),
        ("items.parquet", "no parquet", "cannot be read"),
        ("items.xlsx", "", "is no table that can be read. Allowed: .csv, .jsonl, .parquet, or the directory"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    with pytest.raises(rb.CatalogError) as refused:
        read_catalog(write(tmp_path / name, content))
    assert message in str(refused.value)


def test_other_encodings_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_bytes("id,name\n1,Crème\n".encode("latin-1"))
    for path in (tmp_path / "items.csv", tmp_path / "nowhere.csv", tmp_path / "nowhere"):
        with pytest.raises(rb.CatalogError):
            read_catalog(path)


def test_reading_a_csv_needs_no_data_frames(tmp_path: Path) -> None:
    path = write(tmp_path / "items.csv", CSV)
    code = f"import sys; from recbot_sdk.evaluation import read_catalog; read_catalog({str(path)!r}, id='sku')\n"
    code += "assert not {'pandas', 'pyarrow', 'langgraph'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(rb.MissingExtraError, match="arrow"):
        read_catalog(tmp_path / "items.parquet")
