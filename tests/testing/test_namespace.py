"""One flat, lazy namespace: the suites need nothing, the strategies need hypothesis and say so."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from recbot_sdk import testing

WITHOUT_HYPOTHESIS = """
import sys
sys.modules["hypothesis"] = None
from recbot_sdk import testing
assert testing.check_tool and testing.check_log and testing.TRUTH_CASES and testing.ZOO
for name in ("catalogs", "steps"):
    try:
        getattr(testing, name)
    except ImportError as error:
        print(type(error).__name__, error)
"""


def test_each_name_is_listed_once_and_is_the_same_for_type_checkers() -> None:
    tree = ast.parse(Path(testing.__file__).read_text("utf8"))
    block = next(n for n in tree.body if isinstance(n, ast.If))
    seen = {alias.name: n.module for n in block.body if isinstance(n, ast.ImportFrom) for alias in n.names}
    assert seen == {name: module for module, names in testing._NAMES.items() for name in names.split()}
    assert sorted(seen) == sorted(testing.__all__)


@pytest.mark.parametrize("name", testing.__all__)
def test_every_name_resolves_and_says_what_it_is(name: str) -> None:
    value = getattr(testing, name)
    assert not inspect.ismodule(value)
    if inspect.isclass(value) or inspect.isroutine(value):
        assert inspect.getdoc(value)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'check_everything'"):
        testing.__getattr__("check_everything")


def test_without_hypothesis_the_suites_work_and_a_strategy_names_its_extra() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_HYPOTHESIS], capture_output=True, text=True, check=True)
    said = "MissingExtraError hypothesis is not installed. It comes with an extra: pip install 'recbot-sdk[testing]'"
    assert done.stdout.splitlines() == [said, said]


def test_the_suites_pull_in_neither_hypothesis_nor_pytest() -> None:
    code = "import sys; from recbot_sdk.testing import check_host, check_log, check_parser, check_tool; "
    code += "assert not {'hypothesis', 'pytest', 'langgraph'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
