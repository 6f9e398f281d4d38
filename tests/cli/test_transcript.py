"""What the documentation shows of the demo is what the demo prints."""

import re
import shlex
from pathlib import Path

from .conftest import Recbot

PAGE = Path(__file__).parents[2] / "docs" / "demo.md"
_SHOWN = re.compile(r"^```text\n\$ recbot (?P<call>[^\n]+)\n(?P<printed>.*?)\n```$", re.MULTILINE | re.DOTALL)


def test_the_transcript_of_the_page_is_real(recbot: Recbot) -> None:
    [shown] = _SHOWN.finditer(PAGE.read_text("utf8"))
    done = recbot(*shlex.split(shown["call"]))
    printed = "\n".join(line.rstrip() for line in done.out.strip("\n").splitlines())
    assert printed == shown["printed"]
