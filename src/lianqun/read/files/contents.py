"""The bytes of a file → its content, by whatever reader takes its kind. Heavy libraries are imported when their kind comes."""

from collections.abc import Callable

from lianqun.read.files.archives import Unreadable
from lianqun.read.files.content import Content, Part, RawTable
from lianqun.read.files.kinds import kind_of
from lianqun.read.refusals import ReadingRefused


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

    return read_docx(data, name)


def _read_pdf(data: bytes, name: str) -> Content:
    from lianqun.read.files.pdf import read_pdf

    return read_pdf(data, name)


def _read_workbook(data: bytes, name: str) -> Content:
    from lianqun.read.files.workbooks import open_sheets, print_cell

    sheets = open_sheets(data)
    parts = tuple(
        Part(
            (
                RawTable(
                    [
                        [print_cell(cell, (r, c) in sheet.percents) for c, cell in enumerate(row)]
                        for r, row in enumerate(sheet.rows)
                    ],
                    sheet.merged,
                ),
            ),
            sheet.name,
        )
        for sheet in sheets
        if any(cell != "" for row in sheet.rows for cell in row)
    )
    if not parts:
        raise Unreadable("blank")
    return Content(parts, "application/vnd.ms-excel", warnings=_tell_hidden([s.name for s in sheets if s.hidden]))


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
