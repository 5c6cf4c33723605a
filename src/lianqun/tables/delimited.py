"""Text cut by commas, tabs or semicolons → rows of cells, with bounds on how many there may be and how long."""

import csv
import io

from lianqun.tables.archives import Unreadable

LONGEST_CELL = 1 << 20
# The limit of the csv module holds for the whole process, so that all who read with it set the same: a table of passages holds long cells.
LIMIT_OF_CSV = 1 << 28
csv.field_size_limit(LIMIT_OF_CSV)


def cut_rows(text: str, delimiter: str, *, most_cells: int, most_columns: int) -> list[list[str]]:
    """The rows of a text. Raises Unreadable where they are too wide, too many, or a quote swallows a whole page."""
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            cells += len(row)
            longest = max(map(len, row), default=0)
            if len(row) > most_columns or cells > most_cells or longest > LONGEST_CELL:
                raise Unreadable("too_many_cells", f"{len(row)} × {cells}")
            rows.append(row)
    except csv.Error as error:
        raise Unreadable("too_many_cells", str(error)) from error
    return rows
