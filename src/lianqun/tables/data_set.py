"""A data set in memory: every table of the dictionary, where its files lie, and the version of its contents."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from lianqun.tables.shapes import complete
from lianqun.tables.written import write_table


class _Digest:
    """A file that keeps nothing but the hash of what is written to it."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


@dataclass(frozen=True, eq=False)
class DataSet:
    """All tables by name, in dictionary order and shape; `folder` is where documents lie below `files/`, if anywhere."""

    tables: Mapping[str, pl.DataFrame]
    folder: Path | None = None

    @classmethod
    def of(cls, tables: Mapping[str, pl.DataFrame], folder: Path | None = None) -> "DataSet":
        """A data set of the given tables; missing tables are empty, missing columns null."""
        return cls(complete(tables), folder)

    @cached_property
    def version(self) -> str:
        """Sixteen hexadecimal digits of the SHA-256 of all rows in their order; the same for CSV and Parquet."""
        digest = _Digest()
        for name, frame in self.tables.items():
            if frame.height:
                digest.write(name.encode())
                write_table(frame, digest)
        return digest.hash.hexdigest()[:16]

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataSet):
            return NotImplemented
        return self.tables.keys() == other.tables.keys() and all(
            frame.equals(other.tables[name]) and frame.schema == other.tables[name].schema for name, frame in self.tables.items()
        )

    def __hash__(self) -> int:
        return hash(self.version)
