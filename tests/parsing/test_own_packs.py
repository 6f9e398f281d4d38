"""A language pack of a user's own is a TOML file, given by its path wherever a name is taken; mistakes are told in its words."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

import recbot_sdk as rb
from recbot_sdk.parsing.packs.reading import pack_names, read_pack

from .conftest import NOW, wishes

ENGLISH = (files("recbot_sdk.parsing") / "packs" / "en.toml").read_text("utf8")
Write = Callable[[str, str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A pack of one's own: English with one text in the place of another. Gives its path."""

    def written(old: str, new: str) -> str:
        assert old in ENGLISH
        path = tmp_path / "own.toml"
        path.write_text(ENGLISH.replace(old, new, 1), "utf8")
        return str(path)

    return written


def test_a_path_is_taken_where_a_name_is(write: Write, shelf: rb.Catalog) -> None:
    path = write('"only", "just"', '"nurr", "just"')
    command = rb.Command(text="nurr jazz", now=NOW)
    parse = rb.GrammarParser(shelf, pack=path).parse(command, rb.PreferenceMemory())
    assert [str(p.step.preference) for p in parse.proposals if isinstance(p.step, rb.steps.Add)] == ["only style: Jazz"]


def test_a_bot_speaks_it_beside_those_that_ship(write: Write, shelf: rb.Catalog) -> None:
    path = write('name = "en"', 'name = "own"')
    Path(path).write_text(Path(path).read_text("utf8").replace('"nothing but"', '"nurr ferr"'), "utf8")
    bot = rb.RecBot(shelf, languages=["en", path])
    assert bot.parse("ann", "nurr ferr jazz").language == "own"
    assert bot.parse("ann", "nothing but jazz").language == "en"


def test_it_goes_on_when_its_file_is_gone(write: Write, shelf: rb.Catalog) -> None:
    path = write('name = "en"', 'name = "own"')
    bot = rb.RecBot(shelf, languages=[path])
    Path(path).unlink()
    assert wishes(bot.recommend("ann", "no jazz", n=5)) == ["no style: Jazz"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "en"', "name = en", r"is no TOML: .*\(at line 3, column 8\)"),
        ('sign = "<"\n', 'sign = "<<"\n', r"\[\[comparator\]\] number 1 \(“<”\), sign: '<<': input should be '<', '<=', '>'"),
        ('do = "redo"', 'do = "retry"', r"\[\[action\]\] number 3 \(“redo \(that\|it\)”\), do: 'retry': input should be 'undo'"),
        ('do = "redo"', 'todo = "redo"', r"number 3 .*, do: is missing\. .*, todo: no such key\. Allowed: do, side, only"),
        ("[define]", "[defined]", r"define: is missing\. \[defined\]: no such key\. Allowed: name, elisions"),
        ("short shorter shortest", "short shorter", r"\[\[adjective\]\] number 1 .*, low, entry 1: 'short shorter': write three"),
        ('"ies/y"', '"ies"', r"\[\[ending\]\] number 1 .*, pairs, entry 3: 'ies': write two endings"),
        ("nineties = 90", 'nineties = "90s"', r"\[times\], decades, nineties: '90s': input should be a valid integer"),
        ("bit = [", "wee = [", r"\[dose\], wee: input should be 'bit' or 'lot'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_table_its_entry_and_what_is_allowed(
    write: Write, old: str, new: str, told: str
) -> None:
    path = write(old, new)
    with pytest.raises(rb.ArgumentError, match=told) as raised:
        read_pack(path)
    assert path in str(raised.value)
    assert "pydantic" not in str(raised.value)


def test_a_file_that_is_not_there_is_named_when_the_bot_is_made(shelf: rb.Catalog) -> None:
    with pytest.raises(rb.ArgumentError, match=r"nowhere/eo\.toml cannot be read: No such file"):
        rb.RecBot(shelf, languages=["en", "nowhere/eo.toml"])
    with pytest.raises(rb.ArgumentError, match=r"no language pack 'xx'\. Packs: en.*, or the path of a \.toml file"):
        rb.GrammarParser(shelf, pack="xx")
    with pytest.raises(rb.ArgumentError, match=r"languages=\['en', 'xx'\]\. Packs: en.*, or the paths of \.toml files"):
        rb.RecBot(shelf, languages=["en", "xx"])


def test_what_is_not_text_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(rb.ArgumentError, match="is not written in UTF-8: byte 8"):
        read_pack(str(tmp_path / "own.toml"))


@pytest.mark.parametrize("name", pack_names())
def test_each_pack_that_ships_is_called_as_its_file(name: str) -> None:
    assert read_pack(name).name == name
