"""Tables that work on a phone: each cell knows its column, whatever the layout.

The stylesheet lays rows out as blocks on narrow screens. Browsers then drop the roles of a table,
so they are written out (WAI-ARIA 1.2, role `table`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class TableProcessor(Treeprocessor):
    """Labels the cells of every table that Markdown makes."""

    def run(self, root: Element) -> None:
        """Label the tables of a text."""
        for table in root.iter("table"):
            _label(table)


def _label(table: Element) -> None:
    table.set("role", "table")
    for group in ("thead", "tbody"):
        for part in table.iter(group):
            part.set("role", "rowgroup")
    heads = ["".join(head.itertext()).strip() for head in table.iter("th")]
    for row in table.iter("tr"):
        row.set("role", "row")
        for column, cell in enumerate(row):
            if cell.tag == "th":
                cell.set("role", "columnheader")
                cell.set("scope", "col")
            elif column == 0:
                cell.set("role", "rowheader")
            else:
                cell.set("role", "cell")
                if column < len(heads) and heads[column]:
                    cell.set("data-label", heads[column])
