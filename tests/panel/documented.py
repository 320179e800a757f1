"""What docs/panel.md has of the schema and the queries: `python -m tests.panel.documented` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from govie.panel.codebook import schema_table
from govie.panel.joins import JOINS, query_of

PAGE = Path(__file__).parents[2] / "docs" / "panel.md"


def parts() -> dict[str, str]:
    """Return what stands between the marks of each name."""
    queries = "\n".join(f"`{join}`:\n\n```sql\n{query_of(join)}```\n" for join in JOINS)
    return {"columns": schema_table(), "queries": queries}


def updated(page: str) -> str:
    """Return the page with the parts as they are now."""
    for name, content in parts().items():
        marks = re.compile(rf"(<!-- {name}: begin -->\n).*?(<!-- {name}: end -->)", re.DOTALL)
        page = marks.sub(lambda found, content=content: f"{found[1]}\n{content}\n{found[2]}", page)  # type: ignore[misc]
    return page


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text("utf-8")), "utf-8")
