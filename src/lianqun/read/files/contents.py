"""The bytes of a file → its content, by whatever reader takes its kind. Heavy libraries are imported when their kind comes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lianqun.read.files.content import MOST_CELLS, MOST_COLUMNS, Content, Part, RawTable
from lianqun.read.files.kinds import kind_of
from lianqun.read.refusals import ReadingRefused
from lianqun.tables.archives import Unreadable

if TYPE_CHECKING:
    from lianqun.tables.workbooks.opening import WorkbookSheet

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MACROS = "文件带有宏；没有运行，只读了内容。The file holds macros; they were not run, only its content was read."


def open_content(data: bytes, name: str) -> Content:
    """What a file holds; raises ReadingRefused for what cannot be read."""
    shown = name or "—"
    try:
        return _READERS[kind_of(data, shown)](data, shown)
    except Unreadable as trouble:
        raise ReadingRefused(trouble.code, name=shown, detail=trouble.value) from trouble


def _read_text(data: bytes, name: str) -> Content:
    from lianqun.read.decoding import decode

    decoded = decode(data, name)
    if decoded.media_type == "text/html":
        from lianqun.read.files.pages import read_page

        page, pieces = read_page(decoded.text, name)
        return Content((Part(tuple(pieces)),), "text/html", decoded.encoding, page.title, page.published, (), decoded.broken)
    from lianqun.read.files.delimited import read_delimited

    table = read_delimited(decoded.text, name)
    media_type = "text/csv" if table else "text/plain"
    return Content((Part((table or decoded.text,)),), media_type, decoded.encoding, broken=decoded.broken)


def _read_docx(data: bytes, name: str) -> Content:
    from lianqun.read.files.docx import read_docx

    pieces, has_macros = read_docx(data)
    return Content((Part(pieces),), _DOCX, warnings=(MACROS,) if has_macros else ())


def _read_pdf(data: bytes, name: str) -> Content:
    from lianqun.read.files.pdf import read_pdf

    return read_pdf(data)


def _read_workbook(data: bytes, name: str) -> Content:
    from lianqun.tables.workbooks.opening import open_sheets

    sheets = open_sheets(data)
    filled = [sheet for sheet in sheets if any(cell != "" for row in sheet.rows for cell in row)]
    if not filled:
        raise Unreadable("blank")
    parts = tuple(Part((_sheet_table(sheet),), sheet.name) for sheet in filled)
    macros = (MACROS,) if data.startswith(b"PK") and b"vbaProject.bin" in data else ()
    return Content(parts, "application/vnd.ms-excel", warnings=(*macros, *_tell_hidden([s.name for s in sheets if s.hidden])))


def _sheet_table(sheet: "WorkbookSheet") -> RawTable:
    from lianqun.tables.workbooks.opening import print_cell

    width = max(map(len, sheet.rows), default=0)
    if width > MOST_COLUMNS or width * len(sheet.rows) > MOST_CELLS:
        raise Unreadable("too_many_cells", f"{len(sheet.rows)} × {width}")
    rows = [[print_cell(cell, (r, c) in sheet.percents) for c, cell in enumerate(row)] for r, row in enumerate(sheet.rows)]
    return RawTable(rows, sheet.merged)


def _tell_hidden(names: list[str]) -> tuple[str, ...]:
    if not names:
        return ()
    zh, en = "、".join(names), ", ".join(names)
    return (f"隐藏的工作表未读：{zh}。Hidden sheets were not read: {en}.",)


_READERS: dict[str, Callable[[bytes, str], Content]] = {
    "text": _read_text,
    "docx": _read_docx,
    "pdf": _read_pdf,
    "workbook": _read_workbook,
}
