"""Every block of Python in the documentation runs, top to bottom in one namespace a page, and so does every doctest."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

import recbot_sdk

from .pages import PAGES

SOURCE = Path(recbot_sdk.__file__).parent
WITH_DOCTESTS = sorted(path for path in SOURCE.rglob("*.py") if ">>> " in path.read_text("utf8"))
_FENCE = re.compile(r"^ *```([\w+-]*)[^\n]*$", re.MULTILINE)
_SHOWN = {"", "bash", "json", "mermaid", "sql", "text", "toml", "yaml"}
"""What a page may show without running it."""


def opening_fences(page: Path) -> list[str]:
    """The language of each block of a page."""
    return _FENCE.findall(page.read_text("utf8"))[::2]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_python_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # what an example writes is written where nobody keeps it
    examples = list(Sybil([PythonCodeBlockParser()]).parse(page))
    assert len(examples) == opening_fences(page).count("python")
    for example in examples:
        example.evaluate()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_code_hides_in_a_block_that_is_only_shown(page: Path) -> None:
    assert set(opening_fences(page)) <= {*_SHOWN, "python"}


@pytest.mark.parametrize("path", WITH_DOCTESTS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_doctests_of_the_source_hold(path: Path) -> None:
    name = ".".join(("recbot_sdk", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    result = doctest.testmod(import_module(name))
    assert result.attempted
    assert not result.failed
