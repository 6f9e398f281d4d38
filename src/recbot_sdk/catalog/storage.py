"""A catalogue on disk: numpy arrays that are memory-mapped, and a JSON schema. Nothing is pickled.

`catalog.json` holds the format's number, the fields, and the size and checksum of every array; it is written last. The
checksums are verified on opening but for the vectors, whose bytes cannot break anything and may be too many to read.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import CatalogError
from .columns import (
    CategoryColumn,
    Column,
    DateColumn,
    FlagColumn,
    NumberColumn,
    TagsColumn,
    TextColumn,
    Vocabulary,
)
from .field import Field
from .keys import Integers, ids_from_json, ids_to_json
from .strings import Strings

if TYPE_CHECKING:
    from .catalog import Catalog

    C = TypeVar("C", bound=Catalog)

FORMAT = 2
SCHEMA = "catalog.json"
Arrays = dict[str, NDArray[Any]]


def save(catalog: Catalog, directory: Path) -> None:
    """Writes `catalog` into `directory`, each file whole or not at all, the schema last."""
    schema, arrays = _parts(catalog)
    directory.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, int]] = {}
    for name, array in arrays.items():
        content = io.BytesIO()
        np.lib.format.write_array(content, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
        files[name] = {"bytes": content.tell(), "crc32": zlib.crc32(content.getbuffer())}
        _write(directory / f"{name}.npy", content.getbuffer())
    body = {"format": FORMAT, "version": catalog.version, "schema": schema, "files": files}
    text = json.dumps({**body, "crc32": zlib.crc32(_json(body))}, sort_keys=True, indent=1, ensure_ascii=True)
    _write(directory / SCHEMA, text.encode())


def load(cls: type[C], directory: Path) -> C:
    """Opens what `save` wrote; see `Catalog.open`."""
    try:
        body = json.loads((directory / SCHEMA).read_bytes())
    except FileNotFoundError:
        raise CatalogError(
            f"{directory} holds no catalogue: {SCHEMA} is not there. Write one with Catalog.save."
        ) from None
    except (ValueError, OSError) as error:
        raise _damaged(directory, SCHEMA) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        found = body.get("format") if isinstance(body, dict) else None
        raise CatalogError(
            f"{directory} holds a catalogue of format {found!r}. Allowed: {FORMAT}. Build it again from its table and save it."
        )
    if body.pop("crc32", None) != zlib.crc32(_json(body)):
        raise _damaged(directory, SCHEMA)
    arrays = {name: _open(directory, name, about) for name, about in body["files"].items()}
    schema = body["schema"]
    fields = {name: Field.model_validate(said) for name, said in schema["fields"]}
    columns = {name: _column(field, arrays, f"field{place}") for place, (name, field) in enumerate(fields.items())}
    titled = next((columns[name] for name, field in fields.items() if field.role == "title"), None)
    titles = titled.texts if isinstance(titled, TextColumn) else _strings(arrays, "titles")
    catalog = cls(_ids(schema["ids"], arrays), titles, fields, columns, arrays.get("vectors"))
    catalog.__dict__["version"] = body["version"]
    return catalog


def content_hash(catalog: Catalog) -> str:
    """BLAKE2b of the schema and of every array, as 32 hexadecimal digits."""
    schema, arrays = _parts(catalog)
    digest = hashlib.blake2b(_json(schema), digest_size=16)
    for name, array in arrays.items():
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def _parts(catalog: Catalog) -> tuple[dict[str, Any], Arrays]:
    """The schema as plain JSON, and the arrays by name."""
    arrays: Arrays = {}
    if all(type(item) is int and -(2**63) <= item < 2**63 for item in catalog.ids):
        ids: Any = "integers"
        arrays["ids"] = np.array(catalog.ids, np.int64)
    elif all(type(item) is str for item in catalog.ids):
        ids = "strings"
        _put(arrays, "ids", catalog.ids)  # type: ignore[arg-type]
    else:
        ids = ids_to_json(catalog.ids)
    if not catalog.by_role("title"):
        _put(arrays, "titles", catalog.titles)
    for place, name in enumerate(catalog.fields):
        _put_column(arrays, f"field{place}", catalog.column(name))
    if catalog.vectors is not None:
        arrays["vectors"] = catalog.vectors
    fields = [[name, field.model_dump(mode="json")] for name, field in catalog.fields.items()]
    return {"ids": ids, "fields": fields}, arrays


def _put(arrays: Arrays, name: str, texts: Sequence[str]) -> None:
    strings = texts if isinstance(texts, Strings) else Strings.of(texts)
    arrays[f"{name}.blob"], arrays[f"{name}.offsets"] = strings.blob, strings.offsets


def _put_column(arrays: Arrays, name: str, column: Column) -> None:
    if isinstance(column, TextColumn):
        _put(arrays, name, column.texts)
    elif isinstance(column, CategoryColumn | TagsColumn):
        arrays[f"{name}.codes"] = column.codes
        if isinstance(column, TagsColumn):
            arrays[f"{name}.rows"] = column.offsets
        _put(arrays, f"{name}.values", column.vocabulary.values)
    else:
        arrays[name] = column.stored


def _column(field: Field, arrays: Arrays, name: str) -> Column:
    match field.kind:
        case "text":
            return TextColumn(_strings(arrays, name))
        case "category":
            return CategoryColumn(arrays[f"{name}.codes"], Vocabulary(_strings(arrays, f"{name}.values")))
        case "tags":
            vocabulary = Vocabulary(_strings(arrays, f"{name}.values"))
            return TagsColumn(arrays[f"{name}.rows"], arrays[f"{name}.codes"], vocabulary)
        case "number":
            return NumberColumn(arrays[name])
        case "date":
            return DateColumn(arrays[name])
        case _:
            return FlagColumn(arrays[name])


def _strings(arrays: Mapping[str, NDArray[Any]], name: str) -> Strings:
    return Strings(arrays[f"{name}.blob"], arrays[f"{name}.offsets"])


def _ids(said: Any, arrays: Arrays) -> Sequence[Any]:
    if said == "integers":
        return Integers(arrays["ids"])
    return _strings(arrays, "ids") if said == "strings" else ids_from_json(said)


def _open(directory: Path, name: str, about: Mapping[str, int]) -> NDArray[Any]:
    path = directory / f"{name}.npy"
    try:
        whole = path.stat().st_size == about["bytes"]
        if whole and name != "vectors":
            whole = _crc32(path) == about["crc32"]
        if not whole:
            raise _damaged(directory, path.name)
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
        return np.asarray(array)
    except (OSError, ValueError) as error:
        if isinstance(error, CatalogError):
            raise
        raise _damaged(directory, path.name) from error


def _crc32(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            crc = zlib.crc32(part, crc)
    return crc


def _write(path: Path, content: bytes | memoryview) -> None:
    """Replaces a file whole, so that readers of the old one keep it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True).encode()


def _damaged(directory: Path, file: str) -> CatalogError:
    return CatalogError(
        f"the catalogue in {directory} is damaged: {file} is not what was saved. Build it again and save it."
    )
