"""Each kind of file: its text, its tables and its parts; and every kind of bad file, refused with a word of help."""

import io
import zipfile
import zlib
from collections.abc import Sequence

import pytest
import xlsxwriter
from docx import Document
from tests.pdf_writer import draw_picture, draw_table, draw_text, write_pdf

from lianqun.read import Reading, ReadingRefused, read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
SENTENCE = "海宁市新签约项目12个，总投资36亿元。"
ROWS = [["行业", "总产值（亿元）", "同比增长（%）"], ["纺织业", "120.5", "5.1"], ["装备制造", "300", "-7.0"]]
CSV = "\n".join(",".join(row) for row in ROWS)


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]], hidden: str = "") -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
        if name == hidden:
            sheet.hide()
    book.close()
    return buffer.getvalue()


def archive(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def body(inner: str) -> str:
    return f"<w:document {W}><w:body>{inner}</w:body></w:document>"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def figures(reading: Reading) -> list[tuple[str, str, str, str]]:
    """Attribute, value, unit and change of the numbers that tables claim."""
    return [(c.attribute, c.value, c.unit, c.change) for c in reading.claims if c.rule.startswith("grid/") and c.unit]


EXPECTED = [("纺织业总产值", "120.5", "亿元", "+5.1%"), ("装备制造总产值", "300", "亿元", "-7%")]


def docx(rows: Sequence[Sequence[str]]) -> bytes:
    document = Document()
    document.add_paragraph("海宁市工业运行情况")
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            table.cell(r, c).text = cell
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def html(rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><article><h1>海宁市工业运行情况</h1><p>{SENTENCE * 3}</p><table>{cells}</table></article></body></html>"


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    names = {prefix: f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0" for prefix in ("office", "table", "text")}
    space = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    content = f'<office:document-content {space}><office:body><office:spreadsheet><table:table table:name="表">{lines}</table:table></office:spreadsheet></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    return archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}, zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (docx(ROWS), "a.docx"),
        (workbook(("表", ROWS)), "a.xlsx"),
        (workbook(("表", ROWS)), "a.et"),
        (ods(ROWS), "a.ods"),
        (html(ROWS).encode(), "a.html"),
        (html(ROWS).encode("gb18030"), "a.xls"),
        (write_pdf([[draw_text(60, 780, "海宁市工业运行情况"), *draw_table(700, ROWS)]]), "a.pdf"),
        *(
            (CSV.encode(encoding), name)
            for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16")
            for name in ("a.csv", "a.xls")
        ),
        ("\n".join("\t".join(row) for row in ROWS).encode(), "a.txt"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_same_table_says_the_same_in_every_kind_of_file(data: bytes, name: str) -> None:
    reading = read_bytes(data, name=name)
    assert figures(reading) == EXPECTED
    assert all(reading.text[c.start : c.end] == c.quote for c in reading.claims)
    assert read_bytes(data, name=name) == reading


def test_big5_table() -> None:
    data = "行業,總產值（億元）,同比增長（%）\n紡織業,120.5,5.1\n裝備製造業的產值,300,-7.0\n".encode("big5hkscs")
    assert figures(read_bytes(data, name="a.csv"))[0] == EXPECTED[0]


def test_every_row_is_a_line_and_every_cell_has_its_place() -> None:
    reading = read_bytes(workbook(("甲", ROWS), ("乙", ROWS)), name="a.xlsx")
    assert reading.text.split("\n")[1] == "纺织业 | 120.5 | 5.1"
    assert [(page.name, reading.text[page.start :][:2]) for page in reading.pages] == [("甲", "行业"), ("乙", "行业")]
    for grid in reading.grids:
        assert [[reading.text[start:end] for start, end in row.cells] for row in grid.rows] == ROWS
        assert [row.kind for row in grid.rows] == ["head", "item", "item"]


def test_hidden_sheets_are_named_and_not_read() -> None:
    reading = read_bytes(workbook(("表", ROWS), ("底稿", [["保密", 999]]), hidden="底稿"), name="a.xlsx")
    assert "999" not in reading.text
    assert any("底稿" in warning for warning in reading.warnings)


def test_percentages_are_read_as_they_are_shown() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["行业", "占比"])
    sheet.write(1, 0, "纺织业")
    sheet.write(1, 1, 0.125, book.add_format({"num_format": "0.0%"}))
    book.close()
    assert figures(read_bytes(buffer.getvalue(), name="a.xlsx")) == [("纺织业占比", "12.5", "%", "")]


def test_word_merges_and_changes() -> None:
    merged = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
    table = merged.format(*map(paragraph, ("横", "竖", "一", "二")))
    changed = "<w:p><w:r><w:t>海宁市新签约项目</w:t></w:r><w:del><w:r><w:delText>11</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>个。</w:t></w:r></w:p>"
    reading = read_bytes(archive({"word/document.xml": body(changed + table)}), name="a.docx")
    assert reading.text == "海宁市新签约项目12个。\n横\n竖 | 一\n二"
    cells = [row.cells for row in reading.grids[0].rows]
    assert cells[0][0] == cells[0][1]
    assert cells[1][0] == cells[2][0] != cells[2][1]


def test_pdf_paragraphs_tables_over_pages_and_scans() -> None:
    line = "今年一至五月，海宁市规上工业实现总产值四百二十亿元，各项指标都"
    first = [draw_text(60, 780, line), draw_text(60, 760, "保持增长。"), *draw_table(100, ROWS), draw_text(280, 8, "- 1 -")]
    second = [*draw_table(820, [ROWS[0], ["电子信息", "10", "1.1"]]), draw_text(60, 700, "注：数据为快报数。")]
    reading = read_bytes(write_pdf([first, second, draw_picture()]), name="a.pdf")
    assert f"{line}保持增长。" in reading.text
    assert "- 1 -" not in reading.text
    assert figures(reading) == [*EXPECTED, ("电子信息总产值", "10", "亿元", "+1.1%")]
    assert [page.name for page in reading.pages] == ["1", "2", "3"]
    assert "第 3 页" in reading.warnings[0]


def test_macros_are_told_and_not_run() -> None:
    reading = read_bytes(archive({"word/document.xml": body(paragraph(SENTENCE)), "word/vbaProject.bin": b"x"}), name="a.docm")
    assert reading.text == SENTENCE
    assert "宏" in reading.warnings[0]


def test_control_characters_around_a_table_do_no_harm() -> None:
    page = html(ROWS).replace("</table>", "</table>&#1;\x02尾&#xfffe;")
    assert figures(read_bytes(page.encode(), name="a.html")) == EXPECTED


def test_tables_of_layout_stay_prose() -> None:
    page = f"<html><body><table><tr><td><h1>海宁市发布消息</h1><p>{SENTENCE}</p><p>{'项目质量提高，企业信心增强。' * 8}</p></td></tr></table></body></html>"
    reading = read_bytes(page.encode(), name="a.html")
    assert reading.grids == ()
    assert ("36", "亿元") in {(c.value, c.unit) for c in reading.claims}


def far_cell() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet().write(1_048_575, 16_383, 1)
    book.close()
    return buffer.getvalue()


ENTITIES = f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>{body(paragraph("&b;"))}'
LOCKED = f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{'ab' * 32}> /U <{'cd' * 32}> /P -4 >>"
PDF_BOMB = b"%PDF-1.4\n1 0 obj <</Filter /FlateDecode>> stream\n" + zlib.compress(bytes(410 * 1024 * 1024), 1) + b"\nendstream"
SHEET_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive({"word/document.xml": bytes(410 * 1024 * 1024)}), "unfolds_too_far"),
        (archive({"word/document.xml": ENTITIES}), "entities"),
        (archive({"word/document.xml": "<w:document"}), "broken_workbook"),
        (archive({"word/document.xml": body("")}), "blank"),
        (archive({"word/document.xml": body("<w:p>" * 3000 + "</w:p>" * 3000)}), "broken_workbook"),
        (archive({"word/document.xml": body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>')}), "too_many_cells"),
        (docx(ROWS)[:9000], "broken_workbook"),
        (docx(ROWS).replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xf0"), "broken_workbook"),
        (archive({"xl/workbook.bin": b""}), "workbook_file"),
        (archive({"xl/workbook.xml": "<a/>"}), "broken_workbook"),
        (archive({"a/b.docx": docx(ROWS)}, zipfile.ZIP_STORED), "archive"),
        (archive({"ppt/presentation.xml": ""}), "office_file"),
        (far_cell(), "too_many_cells"),
        (workbook(("表", [range(5000), range(5000)])), "too_many_cells"),
        (workbook(("表", [])), "blank"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(64), "locked"),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(64), "word_file"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(64), "broken_workbook"),
        (SHEET_2003, "workbook_file"),
        (("<table>" + "<tr><td colspan=1000 rowspan=1000>1</td></tr>" * 9 + "</table>").encode(), "too_many_cells"),
        (write_pdf([draw_picture()] * 3), "scanned"),
        (write_pdf([[]]), "blank"),
        (write_pdf([[draw_text(60, 700, SENTENCE)]], LOCKED), "locked"),
        (write_pdf([[draw_text(60, 700, SENTENCE)]])[:700], "broken_workbook"),
        (PDF_BOMB, "unfolds_too_far"),
        ((",".join("甲" * 2000) + "\n").encode() * 2, "too_many_cells"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_in_both_languages(data: bytes, code: str) -> None:
    with pytest.raises(ReadingRefused) as caught:
        read_bytes(data, name="表.csv")
    assert caught.value.code == code
    assert "表.csv" in caught.value.zh
    assert "表.csv" in caught.value.en
