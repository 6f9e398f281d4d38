"""Dependencies point one way: a module imports only what stands below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import recbot_sdk

ROOT = Path(recbot_sdk.__file__).parent
# fmt: off
ORDER = [
    "errors", "types", "lazy", "recent", "waiting",
    "predicates", "catalog",
    "preferences", "stores",
    "rendering", "feed", "models",
    "hosts", "engines", "tools", "parsing", "planning", "graph", "bot",
    "datasets", "evaluation", "distill", "experiment", "testing",
    "agents", "serving", "cli",
]
# fmt: on
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.parent != ROOT or path.stem != "__init__")


def top(path: Path) -> str:
    """The layer of a module: the first part of its dotted name."""
    return path.relative_to(ROOT).with_suffix("").parts[0]


def run_time_imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, layer) of every import of our own that runs, wherever it stands; those for type checkers alone do not."""
    tree = ast.parse(path.read_text("utf8"))
    skipped = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        for body in node.body
        for child in ast.walk(body)
    }
    package = ("recbot_sdk", *path.relative_to(ROOT).with_suffix("").parts)[:-1]
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            names = [(*base, *(node.module or "").split("."), alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
        else:
            continue
        for dotted in names:
            parts = [part for part in dotted if part]
            if parts[0] == "recbot_sdk" and len(parts) > 1:
                yield node.lineno, parts[1]


def test_every_module_has_its_place_in_the_order() -> None:
    assert {top(path) for path in MODULES} <= set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_below_it(path: Path) -> None:
    own = ORDER.index(top(path))
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {layer}"
        for line, layer in run_time_imports(path)
        if layer in ORDER and ORDER.index(layer) > own
    ]
    assert not wrong


def asks_a_model(path: Path) -> bool:
    return top(path) == "models" or any(part.startswith("llm") for part in path.relative_to(ROOT).parts)


@pytest.mark.parametrize("layer", [layer for layer in ORDER if ORDER.index(layer) <= ORDER.index("planning")])
def test_what_stands_below_the_graph_names_no_langgraph_unless_it_asks_a_model(layer: str) -> None:
    for path in (path for path in MODULES if top(path) == layer and not asks_a_model(path)):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not [n for n in names if n.split(".")[0] in ("langgraph", "langchain_core", "langchain")], path
