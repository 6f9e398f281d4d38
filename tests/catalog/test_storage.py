import json
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings

from recbot_sdk.catalog import Catalog, Field
from recbot_sdk.errors import CatalogError
from recbot_sdk.testing.strategies import RandomTable, tables


def beers() -> Catalog:
    records = [
        {
            "id": i,
            "name": f"Beer {i}",
            "style": "Pale" if i % 2 else "Dark",
            "marks": ["dry"] * (i % 3 > 0),
            "price": i / 3,
        }
        for i in range(9)
    ]
    fields = {"style": Field(synonyms={"Dark": ("stout",)})}
    return Catalog.from_records(records, id="id", title="name", fields=fields, vectors=np.eye(9, 4))


def bytes_of(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


@settings(max_examples=25, deadline=None)
@given(tables())
def test_what_is_opened_is_what_was_saved(tmp_path_factory: pytest.TempPathFactory, table: RandomTable) -> None:
    directory = tmp_path_factory.mktemp("catalog")
    saved = table.catalog()
    saved.save(directory)
    opened = Catalog.open(directory)
    assert opened.version == saved.version
    assert list(opened.ids) == list(saved.ids)
    assert opened.titles == saved.titles
    assert opened.fields == saved.fields
    for name in saved.fields:
        assert [opened.value_of(name, row) for row in range(len(saved))] == [
            saved.value_of(name, row) for row in range(len(saved))
        ]


def test_the_same_catalogue_is_the_same_bytes(tmp_path: Path) -> None:
    beers().save(tmp_path / "one")
    beers().save(tmp_path / "two")
    Catalog.open(tmp_path / "one").save(tmp_path / "three")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two") == bytes_of(tmp_path / "three")


def test_an_opened_catalogue_reads_its_arrays_from_disk(tmp_path: Path) -> None:
    beers().save(tmp_path)
    opened = Catalog.open(tmp_path)
    vectors = opened.vectors
    assert vectors is not None
    assert isinstance(vectors.base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        vectors[0, 0] = 2.0


def test_a_catalogue_can_be_saved_over_the_one_it_was_opened_from(tmp_path: Path) -> None:
    beers().save(tmp_path)
    opened = Catalog.open(tmp_path)
    before = bytes_of(tmp_path)
    opened.save(tmp_path)
    assert bytes_of(tmp_path) == before
    assert opened.value_of("style", 1) == "Pale"


def test_the_version_follows_the_content() -> None:
    changed = Catalog.from_records([{"id": 1, "price": 2}], id="id")
    assert changed.version == Catalog.from_records([{"id": 1, "price": 2}], id="id").version
    assert changed.version != Catalog.from_records([{"id": 1, "price": 3}], id="id").version
    assert (
        changed.version
        != Catalog.from_records([{"id": 1, "price": 2}], id="id", fields={"price": Field(role="size")}).version
    )


def test_no_catalogue_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="holds no catalogue"):
        Catalog.open(tmp_path / "nowhere")


def test_another_format_is_refused(tmp_path: Path) -> None:
    beers().save(tmp_path)
    body = json.loads((tmp_path / "catalog.json").read_text())
    (tmp_path / "catalog.json").write_text(json.dumps({**body, "format": 99}))
    with pytest.raises(CatalogError, match=r"format 99\. Allowed: 2"):
        Catalog.open(tmp_path)


@pytest.mark.parametrize(
    "file", sorted({"catalog.json", "ids.npy", "field0.blob.npy", "field1.codes.npy", "field2.rows.npy", "field3.npy"})
)
@pytest.mark.parametrize("harm", ["cut", "flip", "gone"])
def test_damage_is_refused_with_the_name_of_the_file(tmp_path: Path, file: str, harm: str) -> None:
    beers().save(tmp_path)
    path = tmp_path / file
    content = bytearray(path.read_bytes())
    if harm == "gone":
        path.unlink()
    else:
        content[-3] ^= 1
        path.write_bytes(content[:-1] if harm == "cut" else content)
    with pytest.raises(
        CatalogError,
        match=f"{'holds no catalogue' if (file, harm) == ('catalog.json', 'gone') else 'is damaged: ' + file}",
    ):
        Catalog.open(tmp_path)


def test_ids_of_other_plain_types_come_back(tmp_path: Path) -> None:
    ids = [UUID(int=5), (1, "a"), 2.5, b"x", "s", 3]
    Catalog.from_records([{"id": item} for item in ids], id="id").save(tmp_path)
    assert list(Catalog.open(tmp_path).ids) == ids


def test_ids_that_json_cannot_bring_back_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="an id of type frozenset cannot be saved"):
        Catalog.from_records([{"id": frozenset({1})}], id="id").save(tmp_path)
