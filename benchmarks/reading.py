"""Speed of reading: characters, cells and pages a second of processor time on one core, medians, on documents of our own."""

import io
import statistics
import time

import xlsxwriter
from tests.pdf_writer import draw_text, write_pdf

from lianqun.read import read_bytes
from lianqun.read.models.lac import load_model
from lianqun.read.repair.readings import usual_annotations

_PARAGRAPHS = (
    "{year}年，海宁市新签约亿元以上项目{n}个，总投资{m}亿元，同比分别增长{p}%和{q}%；其中新材料产业项目{k}个，占比{p}%。",
    "海宁晨星光电科技有限公司总经理李明说：“公司去年实现销售收入{m}亿元，员工从{k}人增加到{n}人，产品销往{k}个国家。”",
    "据海宁市经信局介绍，全市规上工业企业{n}家，{year}年1月至8月完成产值近{m}亿元，比上年同期增长{q}%。",
    "海宁经济开发区围绕产业链招引龙头企业，由浙江恒远新材料有限公司投资{k}亿元建设的年产{n}万吨特种纤维项目计划明年投产。",
)
_HEADS = (
    "序号",
    "项目名称",
    "建设单位",
    "建设地点",
    "所属产业链",
    "总投资（亿元）",
    "2023年计划投资（亿元）",
    "用地面积（亩）",
    "开工时间",
    "项目阶段",
)
_LEDGER_ROWS = 2_000
_PAGES = 20
_ROUNDS = 7


def _text(characters: int) -> str:
    lines = ["海宁市产业运行情况", "发布时间：2024-03-05"]
    while sum(map(len, lines)) < characters:
        i = len(lines)
        lines.append(
            _PARAGRAPHS[i % 4].format(year=2020 + i % 4, n=20 + i % 70, m=30 + i % 55, p=i % 30 + 1, q=i % 17 + 1, k=i % 9 + 2)
        )
    return "\n".join(lines)


def _annotate(text: str) -> str:
    """The text in Traditional characters with readings printed behind some of them, as a known mirror prints them."""
    from opencc import OpenCC

    traditional = str(OpenCC("s2t").convert(text))
    for character, reading in usual_annotations().items():
        traditional = traditional.replace(character, f"{character}({reading})")
    return traditional


def _ledger(rows: int) -> bytes:
    """A workbook with a ledger of projects of ten columns."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("台账")
    sheet.write(0, 0, "海宁市2023年重点项目台账")
    sheet.write_row(1, 0, _HEADS)
    for i in range(rows):
        names = (f"晨星{i}号智能装备项目", f"海宁晨星{i}号装备有限公司", "海宁经济开发区", "装备制造")
        sheet.write_row(i + 2, 0, (i + 1, *names, i / 8, i / 32, i % 90 + 1, f"2023年{i % 12 + 1}月", "在建"))
    book.close()
    return buffer.getvalue()


def _pdf(pages: int) -> bytes:
    lines = [line[at : at + 38] for line in _text(1_000).split("\n") for at in range(0, len(line), 38)]
    return write_pdf([[draw_text(60, 800 - 18 * i, line) for i, line in enumerate(lines)]] * pages)


def _median_rate(data: bytes, units: int, name: str = "", names: bool = False) -> int:
    """Units (characters, cells, pages) a second."""
    times = []
    read_bytes(data, name=name, names=names)
    for _ in range(_ROUNDS):
        start = time.process_time()
        read_bytes(data, name=name, names=names)
        times.append(time.process_time() - start)
    return round(units / statistics.median(times))


def _text_rate(text: str, *, names: bool = False) -> int:
    return _median_rate(text.encode(), len(text), names=names)


def run() -> list[dict[str, object]]:
    """Rows of name, value, unit, target."""
    clean = _text(10_000)
    return [
        {"name": "read a clean page of 10,000 characters", "value": _text_rate(clean), "unit": "chars/s", "target": "≥ 30,000"},
        {
            "name": "repair and read a damaged page",
            "value": _text_rate(_annotate(clean)),
            "unit": "chars/s",
            "target": "≥ 30,000",
        },
        {
            "name": "read a document of 200,000 characters",
            "value": _text_rate(_text(200_000)),
            "unit": "chars/s",
            "target": "≥ 30,000",
        },
        {
            "name": f"read a ledger of {_LEDGER_ROWS:,} rows in a workbook",
            "value": _median_rate(_ledger(_LEDGER_ROWS), _LEDGER_ROWS * len(_HEADS), "a.xlsx"),
            "unit": "cells/s",
            "target": "≥ 20,000",
        },
        {
            "name": f"read a PDF of {_PAGES} pages of 1,000 characters",
            "value": _median_rate(_pdf(_PAGES), _PAGES, "a.pdf"),
            "unit": "pages/s",
            "target": "≥ 10",
        },
        *_with_model(clean),
    ]


def _with_model(text: str) -> list[dict[str, object]]:
    name = "read a clean page with the name model"
    if load_model() is None:
        return [{"name": f"{name}: it is not installed (make install-names)", "value": "–", "unit": ""}]
    return [{"name": name, "value": _text_rate(text, names=True), "unit": "chars/s", "target": "≥ 12,000"}]
