# SPDX-License-Identifier: Apache-2.0
"""Writes tables of Benchmarks/README.md. Each table is between two comments:

    <!-- TABLE name -->
    <!-- END -->
"""

import re
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "Benchmarks" / "README.md"


def table(rows):
    """A Markdown table. The first row is the header. The first column is aligned left, the others right."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(3, *map(len, column)) for column in zip(*rows)]
    rule = [("-" * (width - 1) + (":" if i else "-")) for i, width in enumerate(widths)]

    def line(cells):
        padded = [cell.rjust(width) if i else cell.ljust(width)
                  for i, (cell, width) in enumerate(zip(cells, widths))]
        return "| " + " | ".join(padded) + " |"

    return "\n".join([line(rows[0]), line(rule)] + [line(row) for row in rows[1:]])


def replace(name, text):
    """Replaces the contents of the table with this name."""
    pattern = re.compile(rf"(<!-- TABLE {re.escape(name)} -->\n).*?(<!-- END -->)", re.S)
    content, count = pattern.subn(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", README.read_text())
    if count != 1:
        raise ValueError(f"{README.name} has {count} tables named {name!r}; there must be one")
    README.write_text(content)
