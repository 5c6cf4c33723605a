"""What a reader chose for a list: order, filters, columns, page; read from the address and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lianqun.office.queries.lists.columns import ListColumn

ROWS_A_PAGE = 100
FILTER = "f."


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen order (a column name, `-` before it turns it round), filters by column, columns, and page from 1."""

    sort: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    page: int = 1

    @property
    def sort_name(self) -> str:
        """Name of the column that orders the list."""
        return self.sort.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        """Whether the order is turned round."""
        return self.sort.startswith("-")

    def shown(self, columns: Sequence[ListColumn]) -> list[ListColumn]:
        """The columns to show: those chosen, or those shown by default; the first always."""
        if not self.columns:
            return [column for column in columns if column.shown]
        return [column for number, column in enumerate(columns) if number == 0 or column.name in self.columns]


def read_choice(query: Mapping[str, str], columns: Sequence[ListColumn], chosen: Sequence[str] = ()) -> Choice:
    """The choice that an address holds; what it does not know is left out."""
    names = {column.name for column in columns}
    filters = {
        key.removeprefix(FILTER): value.strip() for key, value in query.items() if key.startswith(FILTER) and value.strip()
    }
    sort = query.get("sort", "")
    page = query.get("page", "1")
    return Choice(
        sort=sort if sort.removeprefix("-") in names else "",
        filters={name: value for name, value in filters.items() if name in names},
        columns=tuple(name for name in chosen if name in names),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 8 else 1,
    )
