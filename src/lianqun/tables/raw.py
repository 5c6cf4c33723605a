"""A table's file as text cells with the line each row stands on, and what is wrong with its shape."""

import csv
import io
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from lianqun.tables.decoding import decode_table
from lianqun.tables.delimited import LIMIT_OF_CSV
from lianqun.tables.former import in_words_of_today
from lianqun.tables.problems import Findings, Spot

ROW = "\u0000row"
CHUNK = 50_000
PIECE = 1 << 20
COUNTED = {"comma": 44, "feed": 10, "return": 13, "tab": 9, "delete": 127}
csv.field_size_limit(LIMIT_OF_CSV)
DELIMITERS = {";": "；/;", "\t": "Tab", "|": "|"}


@dataclass(frozen=True, slots=True)
class RawTable:
    """Cells as found plus the column `ROW` (0 for the first row below the header); `lines` where rows span lines.

    `may_hold_controls` is false where the file's bytes were seen to hold no control characters.
    """

    file: str
    frame: pl.DataFrame
    lines: "array[int] | None" = None
    first_line: int = 2
    may_hold_controls: bool = True

    def line(self, row: int) -> int:
        """Line in the file on which a row begins, counted from 1."""
        return self.lines[row] if self.lines is not None and row < len(self.lines) else row + self.first_line


def read_raw(path: Path, findings: Findings) -> RawTable | None:
    """The cells of a CSV or Parquet file; None, with the reason among the findings, where it is no table."""
    raw = _read_parquet(path, findings) if path.suffix == ".parquet" else _read_csv(path, findings)
    return raw and replace(raw, frame=in_words_of_today(path.stem, raw.frame))


def number_rows(file: str, frame: pl.DataFrame, first_line: int = 2) -> RawTable:
    """A frame in memory as a raw table. The empty text is a missing cell, as it is in CSV."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    known = frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in texts)
    return RawTable(file, known.with_row_index(ROW), None, first_line)


def _read_parquet(path: Path, findings: Findings) -> RawTable | None:
    try:
        return number_rows(path.name, pl.read_parquet(path, hive_partitioning=False), 1)
    except (pl.exceptions.PolarsError, OSError) as error:
        code = "empty_file" if path.stat().st_size == 0 else "not_parquet"
        findings.add(code, Spot(path.name), rows=[{"detail": str(error).split("\n")[0]}])
        return None


def _read_csv(path: Path, findings: Findings) -> RawTable | None:
    decoded = decode_table(path.read_bytes())
    spot = Spot(path.name)
    if decoded.code:
        findings.add(decoded.code, spot, rows=[{"detail": decoded.detail, "line": decoded.line}])
    if not decoded.data:
        return None
    header = _header(decoded.data)
    if not _sound_header(header, spot, findings):
        return None
    frame = _cells(decoded.data, header)
    counts = _count_bytes(decoded.data)
    if frame is None or not _counts_agree(decoded.data, counts, frame):
        return _read_slowly(decoded.data, header, spot, findings)
    controls = counts.controls > 0
    return _without_empty_rows(RawTable(path.name, frame.with_row_index(ROW), may_hold_controls=controls), findings)


def _header(data: bytes) -> list[str]:
    text = io.StringIO(data[: 1 << 20].decode(errors="ignore"), newline="")
    return [name.strip() for name in next(csv.reader(text), [])]


def _sound_header(header: list[str], spot: Spot, findings: Findings) -> bool:
    """Whether columns can be told apart: separated by commas, each named once."""
    delimiter = next((mark for mark in DELIMITERS if len(header) == 1 and mark in header[0]), "")
    if delimiter:
        findings.add("wrong_delimiter", spot, rows=[{"line": 1, "detail": DELIMITERS[delimiter]}])
    named = [name for name in header if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    for name in twice:
        findings.add("duplicate_column", Spot(spot.file, name), rows=[{"line": 1}])
    if len(named) < len(header):
        findings.add("unnamed_column", spot, rows=[{"line": 1, "detail": header.index("") + 1}])
    return not delimiter and not twice and len(named) == len(header)


def _cells(data: bytes, header: list[str]) -> pl.DataFrame | None:
    """All cells as text; None where the fast reader cannot make rows of one width."""
    try:
        frame = pl.read_csv(data, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError):
        return None
    if frame.width != len(header):
        return None
    frame.columns = header
    if b'""' not in data:
        return frame
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many of some bytes a file holds; `returns` are those that no line feed follows."""

    commas: int
    feeds: int
    returns: int
    controls: int


def _count_bytes(data: bytes) -> _Counts:
    """Counted piece by piece, so that no second copy of the file is made."""
    found = dict.fromkeys((*COUNTED, "below_32"), 0)
    for start in range(0, len(data), PIECE):
        piece = np.frombuffer(data, np.uint8, min(PIECE, len(data) - start), start)
        for name, byte in COUNTED.items():
            found[name] += int(np.count_nonzero(piece == byte))
        found["below_32"] += int(np.count_nonzero(piece < 32))
    controls = found["below_32"] - found["feed"] - found["return"] - found["tab"] + found["delete"]
    returns = found["return"] - data.count(b"\r\n") if found["return"] else 0
    return _Counts(found["comma"], found["feed"], returns, controls)


def _counts_agree(data: bytes, counts: _Counts, frame: pl.DataFrame) -> bool:
    """True where the file holds exactly the commas and line ends that the cells account for.

    Then no row is short, no cell spans lines, and row numbers are line numbers.
    """
    lines = counts.feeds + (not data.endswith(b"\n"))
    if lines != frame.height + 1 or counts.returns:
        return False
    commas = (frame.width - 1) * (frame.height + 1)
    return counts.commas == commas or counts.commas == commas + _count_in_cells(frame)


def _count_in_cells(frame: pl.DataFrame) -> int:
    counts = frame.select(pl.all().str.count_matches(",", literal=True).sum()).row(0)
    return sum(int(count or 0) for count in counts)


def _read_slowly(data: bytes, header: list[str], spot: Spot, findings: Findings) -> RawTable:
    """The same cells by the exact reader of the standard library, with the line of every row; odd rows are reported."""
    lines: array[int] = array("l")
    schema = dict.fromkeys(header, pl.String())
    frames = [pl.DataFrame(schema=schema)]
    rows: list[list[str | None]] = []
    for line, ends_at, cells in _records(data):
        if len(cells) != len(header):
            _report_width(cells, line, (len(header), ends_at), spot, findings)
            continue
        lines.append(line)
        rows.append([cell or None for cell in cells])
        if len(rows) == CHUNK:
            frames.append(pl.DataFrame(rows, schema=schema, orient="row"))
            rows.clear()
    frames.append(pl.DataFrame(rows, schema=schema, orient="row"))
    return _without_empty_rows(RawTable(spot.file, pl.concat(frames).with_row_index(ROW), lines), findings)


def _records(data: bytes) -> Iterator[tuple[int, int, list[str]]]:
    """Line of begin, line of end and cells of every record below the header; blank lines are passed over."""
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=""))
    next(reader, None)
    ends_at = reader.line_num
    for cells in reader:
        begins_at, ends_at = ends_at + 1, reader.line_num
        if cells:
            yield begins_at, ends_at, cells


def _report_width(cells: list[str], line: int, wanted_and_end: tuple[int, int], spot: Spot, findings: Findings) -> None:
    wanted, ends_at = wanted_and_end
    code = "unclosed_quote" if ends_at > line and len(cells) < wanted else "ragged_row"
    findings.add(code, spot, rows=[{"line": line, "detail": len(cells), "wanted": wanted, "value": cells[0]}])


def _without_empty_rows(table: RawTable, findings: Findings) -> RawTable:
    """Rows without a single value carry nothing: they are left out with a note."""
    names = [name for name in table.frame.columns if name != ROW]
    if not names or not table.frame.height or not table.frame[names[0]].null_count():
        return table
    nothing = pl.all_horizontal(pl.col(names).is_null())
    empty = table.frame.filter(nothing)[ROW]
    findings.add("empty_rows", Spot(table.file), len(empty), [{"line": table.line(row)} for row in empty.head(20)])
    kept = table.frame.filter(~nothing) if len(empty) else table.frame
    return replace(table, frame=kept)
