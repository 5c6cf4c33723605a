"""Data sets of a command line: checked and loaded, with the text of their documents."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lianqun.tables import DataSet


class Unfit(Exception):
    """A command that cannot be done as given; `lines` say why, `status` is the exit code."""

    def __init__(self, zh: str, en: str, status: int = 2) -> None:
        super().__init__(en)
        self.lines, self.status = (zh, en), status


def data_set_of(folder: Path | None) -> "DataSet | None":
    """The data set in a folder, None where no folder is given. Raises Unfit where there is none, or it does not pass its own check."""
    from lianqun.tables import check_and_load

    if folder is None:
        return None
    if not folder.is_dir():
        raise Unfit(f"没有这个文件夹：{folder}", f"there is no such folder: {folder}")
    report, data_set = check_and_load(folder, text_of)
    if data_set is None:
        words = (
            f"数据集本身有 {sum(report.counts.values())} 处错误，先改正",
            "the data set itself has problems; mend them first",
        )
        raise Unfit(f"{words[0]}：lianqun check {folder}", f"{words[1]}: lianqun check {folder}", 1)
    return data_set


def text_of(data: bytes, name: str) -> str | None:
    """The repaired main text of a document, as `lianqun read` reads it; None where it cannot be read."""
    from lianqun.read import ReadingRefused, read_bytes

    try:
        return read_bytes(data, name=name).text
    except ReadingRefused:
        return None
