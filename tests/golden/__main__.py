"""Writes the table of mistakes."""

from tests.conftest import ROOT
from tests.golden import TABLE, table

TABLE.write_text(table(), encoding="utf-8")
print(f"The table is in {TABLE.relative_to(ROOT)}.")
