"""What mkdocs does not check: links of the pages that are read in the repository, and what the home page takes from them."""

import re
from pathlib import Path

import pytest

from .pages import DOCS, README, ROOT

LABELS = re.compile(r"^\[([^\]]+)\]: (\S+)$", re.MULTILINE)
INLINE = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_what_is_linked_from_the_root_is_there(page: Path) -> None:
    text = page.read_text("utf8")
    links = [*INLINE.findall(text), *(target for _, target in LABELS.findall(text))]
    inside = [link.partition("#")[0] for link in links if "://" not in link]
    assert [link for link in inside if not (ROOT / link).is_file()] == []


def test_the_home_page_gives_every_link_that_the_readme_takes_its_own_target() -> None:
    text = README.read_text("utf8")
    named = dict(LABELS.findall(text))
    assert set(re.findall(r"\]\[(\w+)\]", text)) == set(named)
    at_home = dict(LABELS.findall((DOCS / "index.md").read_text("utf8")))
    assert at_home == {label: target.removeprefix("docs/") for label, target in named.items()}
