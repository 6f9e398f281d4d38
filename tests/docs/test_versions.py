"""The versions that a page promises are the ones that are installed."""

import re
import tomllib

from .pages import DOCS, ROOT


def test_the_page_on_versions_lists_what_the_package_requires() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    rows = re.findall(r"^\| ([\w-]+) \| (>=\S+) \|$", (DOCS / "limits.md").read_text("utf8"), re.MULTILINE)
    assert sorted(name + versions for name, versions in rows) == sorted(project["dependencies"])
