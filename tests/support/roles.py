"""The table of docs/contract.md that says which role may call which route."""

import re
from collections.abc import Mapping

from tests.support.template import ROOT

type Route = tuple[str, str]

COLUMNS = ("none", "learner", "own course", "other course", "admin", "service")
_CELLS = {"yes", "401", "403", "omitted", "signature"}


def allowed() -> Mapping[Route, Mapping[str, str]]:
    """Read, for each route, the cell of each column."""
    text = (ROOT / "docs/contract.md").read_text(encoding="utf-8")
    section = text.partition("\n## Roles\n")[2].partition("\n## ")[0]
    assert f"| route | {' | '.join(COLUMNS)} |" in section
    found: dict[Route, Mapping[str, str]] = {}
    for method, path, cells in re.findall(r"^\| `([A-Z]+) (/\S*)` \| (.*) \|$", section, re.MULTILINE):
        row = dict(zip(COLUMNS, cells.split(" | "), strict=True))
        assert set(row.values()) <= _CELLS, row
        assert (method, path) not in found, "the table has a route twice"
        found[method, path] = row
    return found
