"""What importing the package must not cost."""

import subprocess
import sys

import pytest

HEAVY = ("langgraph", "langchain_core", "langsmith", "pandas", "polars", "pyarrow", "sqlalchemy", "implicit", "scipy")
TOOLS_ALONE = """
import numpy as np
import recbot_sdk as rb

catalog = rb.Catalog.from_records(
    [{"id": i, "title": f"item {i}", "kind": "odd" if i % 2 else "even", "price": 10.0 * i} for i in range(50)],
    id="id",
    title="title",
)
liked = rb.Where(predicate=rb.field("kind") == "odd")
context = rb.ToolContext(catalog=catalog, n=10)
chain = rb.Chain([rb.filter(predicate=rb.field("price") <= 300), rb.boost(target=liked), rb.aggregate()])
"""


def modules_after(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after `code`."""
    code += "\nimport sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_importing_the_package_pulls_in_nothing_heavy() -> None:
    loaded = modules_after("import recbot_sdk")
    assert not loaded & {*HEAVY, "numpy", "pydantic", "rich", "rapidfuzz"}


@pytest.mark.parametrize("name", ["Catalog", "Preference", "Feed", "Plan"])
def test_using_a_part_pulls_in_neither_langgraph_nor_langchain(name: str) -> None:
    assert not modules_after(f"import recbot_sdk as rb; rb.{name}") & set(HEAVY)


NO_NETWORK = """
import socket

def refuse(*args, **kwargs):
    raise AssertionError("the network was touched")

socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""
EVERY_MODULE = """
import importlib, pkgutil
import recbot_sdk

for module in pkgutil.walk_packages(recbot_sdk.__path__, "recbot_sdk."):
    importlib.import_module(module.name)
"""
A_TURN_WITH_A_MODEL = """
import recbot_sdk as rb
from recbot_sdk.testing import ScriptedChatModel

catalog = rb.Catalog.from_records([{"id": i, "title": f"item {i}", "kind": "odd" if i % 2 else "even"} for i in range(9)], id="id")
bot = rb.RecBot(catalog, llm=ScriptedChatModel(lambda messages: {"clauses": []}))
assert bot.recommend("ann", "nada de even, something wibbly", n=3).usage.calls == 1
"""


@pytest.mark.parametrize("code", [EVERY_MODULE, A_TURN_WITH_A_MODEL], ids=["imports", "a turn with a model"])
def test_nothing_touches_the_network(code: str) -> None:
    modules_after(NO_NETWORK + code)
