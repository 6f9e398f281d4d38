"""The reference names what is public, and nothing else."""

import re
from collections import Counter

import recbot_sdk as rb

from .pages import DOCS

RENDERED = re.findall(r"^::: recbot_sdk\.(\S+)$", (DOCS / "reference.md").read_text("utf8"), re.MULTILINE)


def test_every_public_name_is_rendered_once() -> None:
    names = Counter(path.rpartition(".")[2] for path in RENDERED)
    assert {name: names[name] for name in rb.__all__} == dict.fromkeys(rb.__all__, 1)


def test_what_else_is_rendered_belongs_to_a_public_module() -> None:
    others = [path for path in RENDERED if path.rpartition(".")[2] not in rb.__all__]
    assert [path for path in others if path.partition(".")[0] not in rb.__all__] == []
