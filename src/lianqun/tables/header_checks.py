"""Are the columns of a table those of the dictionary?"""

from difflib import get_close_matches

from lianqun.tables.problems import Findings, Spot
from lianqun.tables.raw import ROW, RawTable
from lianqun.vocab.dictionary import Table


def check_header(table: Table, raw: RawTable, findings: Findings, *, whole: bool) -> None:
    """Report columns that are missing and columns that nobody knows; with `whole`, note also missing columns that may be empty.

    Those are no error: a data set made before a column came is read as one in which nobody filled it in.
    """
    names = {column.name for column in table.columns}
    found = [name for name in raw.frame.columns if name != ROW]
    line = max(raw.first_line - 1, 0)
    for column in table.columns:
        if column.name not in found and (whole or column.required):
            code = "missing_column" if column.required else "column_absent"
            came = column.since > 1
            since_zh = f"；这一列自数据字典第 {column.since} 版起才有" if came else ""
            since_en = f"; it came with version {column.since} of the dictionary" if came else ""
            words = {"column_zh": column.zh, "line": line, "since_zh": since_zh, "since_en": since_en}
            findings.add(code, Spot(raw.file, column.name), rows=[words])
    for name in found:
        if name not in names:
            findings.add("unknown_column", Spot(raw.file, name), rows=[{"line": line, "nearest": nearest_column(table, name)}])


def nearest_column(table: Table, name: str) -> str:
    """The column that was most likely meant, by its name or its Chinese word; the key where none is near."""
    by_word = {column.zh: column.name for column in table.columns} | {column.name: column.name for column in table.columns}
    close = get_close_matches(name, list(by_word), n=1, cutoff=0.4)
    within = [word for word in by_word if name in word or word in name]
    return by_word[(close or within or [table.key])[0]]
