"""One flat, sorted namespace in which every name resolves and says what it is."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import recbot_sdk as rb

SOURCE = Path(rb.__file__)


def imported_for_type_checkers() -> dict[str, str]:
    """Name to module, as the TYPE_CHECKING block of the package says it."""
    tree = ast.parse(SOURCE.read_text("utf8"))
    block = next(n for n in tree.body if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")
    imports = [n for n in block.body if isinstance(n, ast.ImportFrom)]
    return {alias.name: node.module or "" for node in imports for alias in node.names}


def test_the_names_are_sorted_and_listed_once() -> None:
    assert sorted(set(rb.__all__)) == rb.__all__


def test_type_checkers_see_what_is_loaded_at_run_time() -> None:
    seen = imported_for_type_checkers()
    assert sorted(seen) == rb.__all__
    loaded = {name: rb._HOME.get(name, "") for name in rb.__all__}
    assert seen == loaded


@pytest.mark.parametrize("name", rb.__all__)
def test_every_public_name_resolves_and_says_what_it_is(name: str) -> None:
    value = getattr(rb, name)
    if inspect.isclass(value) or inspect.isroutine(value) or inspect.ismodule(value):
        assert inspect.getdoc(value), f"{name} has no docstring"
        if inspect.isclass(value):
            assert value.__doc__, f"{name} inherits its docstring"
            assert not value.__doc__.startswith(f"{name}("), f"{name} has only the docstring that dataclass writes"
    if inspect.isclass(value):
        own = {k: v for k, v in vars(value).items() if not k.startswith(("_", "model_"))}
        bare = [k for k, v in own.items() if inspect.isroutine(v) and not inspect.getdoc(v)]
        assert not bare, f"{name} has methods without a docstring: {bare}"


def test_completion_offers_every_public_name_before_any_is_used() -> None:
    code = "import recbot_sdk as rb; missing = set(rb.__all__) - set(dir(rb)); assert not missing, missing"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Recommender'"):
        rb.__getattr__("Recommender")
