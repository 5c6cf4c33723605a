"""Speed of reading: characters a second of processor time on one core, medians, on text of our own, clean and damaged."""

import statistics
import time

from lianqun.read import read_bytes
from lianqun.read.models.lac import load_model
from lianqun.read.repair.readings import usual_annotations

_PARAGRAPHS = (
    "{year}年，海宁市新签约亿元以上项目{n}个，总投资{m}亿元，同比分别增长{p}%和{q}%；其中新材料产业项目{k}个，占比{p}%。",
    "海宁晨星光电科技有限公司总经理李明说：“公司去年实现销售收入{m}亿元，员工从{k}人增加到{n}人，产品销往{k}个国家。”",
    "据海宁市经信局介绍，全市规上工业企业{n}家，{year}年1月至8月完成产值近{m}亿元，比上年同期增长{q}%。",
    "海宁经济开发区围绕产业链招引龙头企业，由浙江恒远新材料有限公司投资{k}亿元建设的年产{n}万吨特种纤维项目计划明年投产。",
)
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


def _median_rate(text: str, *, names: bool = False) -> int:
    data, times = text.encode(), []
    read_bytes(data, names=names)
    for _ in range(_ROUNDS):
        start = time.process_time()
        read_bytes(data, names=names)
        times.append(time.process_time() - start)
    return round(len(text) / statistics.median(times))


def run() -> list[dict[str, object]]:
    """Rows of name, value, unit, target."""
    clean = _text(10_000)
    return [
        {"name": "read a clean page of 10,000 characters", "value": _median_rate(clean), "unit": "chars/s", "target": "≥ 20,000"},
        {
            "name": "repair and read a damaged page",
            "value": _median_rate(_annotate(clean)),
            "unit": "chars/s",
            "target": "≥ 20,000",
        },
        {
            "name": "read a document of 200,000 characters",
            "value": _median_rate(_text(200_000)),
            "unit": "chars/s",
            "target": "≥ 20,000",
        },
        *_with_model(clean),
    ]


def _with_model(text: str) -> list[dict[str, object]]:
    name = "read a clean page with the name model"
    if load_model() is None:
        return [{"name": f"{name}: it is not installed (make install-names)", "value": "–", "unit": ""}]
    return [{"name": name, "value": _median_rate(text, names=True), "unit": "chars/s", "target": "≥ 12,000"}]
