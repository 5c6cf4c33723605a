"""10,000 pages read by two processes: pages a second, and the peak memory of the parent and of its workers on the way."""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES = 10_000
MARKS = (1_000, 5_000, 10_000)
WORKERS = 2
_FOLDERS = 50
_SENTENCES = (
    "{year}年1至{k}月，{place}新签约亿元以上项目{n}个，总投资{m}亿元，同比增长{p}%；其中新材料产业项目{k}个，占比{q}%。",
    "{place}{firm}总经理李明说：“公司去年实现销售收入{m}亿元，员工从{k}人增加到{n}人，产品销往{k}个国家。”",
    "据{place}经信局介绍，全市规上工业企业{n}家，完成产值近{m}亿元，比上年同期增长{q}%。",
    "由{firm}投资{k}亿元建设的年产{n}万吨特种纤维项目计划明年投产，达产后可实现年产值{m}亿元。",
    "当地围绕产业链招引龙头企业，打造一流营商环境，让企业安心发展、放心经营、专心创业。",
    "记者在车间里看到，一条条生产线正开足马力运转，工人们忙着检验刚刚下线的产品，仓库里等待发货的卡车排成长队。",
)
_PLACES = ("海宁市", "滁州市", "德州市", "昆山市", "常熟市", "长丰县")
_FIRMS = ("晨星光电科技有限公司", "恒远新材料有限公司", "博瑞精密机械股份有限公司", "明川生物医药有限公司")
_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><script>var a=1;</script></head>
<body><nav><a href="/">首页</a><a href="/news">新闻</a><a href="/about">关于</a></nav>
<article><h1>{title}</h1><p>发布时间：{year}-0{k}-15</p>{body}</article><footer>版权所有</footer></body></html>"""


def generate(folder: Path, pages: int = PAGES, seed: int = 7) -> int:
    """Write web pages of about 1,200 characters of text into 50 folders. Returns the characters of their text in all."""
    chance = random.Random(seed)
    written = 0
    for number in range(pages):
        paragraphs = [_sentence(chance) for _ in range(chance.randint(12, 32))]
        written += sum(map(len, paragraphs))
        page = _PAGE.format(
            title=f"{chance.choice(_PLACES)}产业动态（{number}）",
            year=2023,
            k=chance.randint(1, 9),
            body="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        )
        path = folder / f"{number % _FOLDERS:02}" / f"{number:05}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8")
    return written


def _sentence(chance: random.Random) -> str:
    numbers = {name: chance.randint(2, most) for name, most in (("k", 9), ("n", 90), ("m", 99), ("p", 30), ("q", 30))}
    return chance.choice(_SENTENCES).format(
        **numbers, year=chance.randint(2020, 2023), place=chance.choice(_PLACES), firm=chance.choice(_FIRMS)
    )


def run() -> list[dict[str, object]]:
    """Rows for the table of `python -m benchmarks`."""
    with tempfile.TemporaryDirectory() as folder:
        pages, out = Path(folder) / "pages", Path(folder) / "out"
        pages.mkdir()
        characters = generate(pages)
        begun = time.perf_counter()
        command = [Path(sys.executable).parent / "lianqun", "read", pages, "--out", out, "--workers", str(WORKERS)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            peaks = _watch(process, out / "journal.jsonl")
        seconds = time.perf_counter() - begun
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        again = time.perf_counter() - begun
    name = f"{PAGES:,} pages, {WORKERS} processes"
    load = f"load {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
    return [
        {"name": f"{name}: pages ({load})", "value": round(PAGES / seconds, 1), "unit": "pages/s", "target": ""},
        {"name": f"{name}: characters of text", "value": round(characters / seconds), "unit": "chars/s", "target": ""},
        {"name": f"{name}: the same again, nothing to read", "value": round(again, 1), "unit": "s", "target": ""},
        *(_memory(mark, *peaks[mark]) for mark in MARKS),
    ]


def _memory(mark: int, parent: int, worker: int) -> dict[str, object]:
    shown = f"{parent} + {worker}"
    return {"name": f"peak memory at {mark:,} pages, parent + largest worker", "value": shown, "unit": "MiB", "target": "flat"}


def _watch(process: "subprocess.Popen[bytes]", journal: Path) -> dict[int, tuple[int, int]]:
    """The peak memory of a run and of its largest worker in MiB, when so many documents were finished."""
    peaks: dict[int, tuple[int, int]] = {}
    lines = at = parent = worker = 0
    while process.poll() is None:
        time.sleep(0.2)
        parent = max(parent, _peak(process.pid))
        worker = max([worker, *map(_peak, _children(process.pid))])
        if journal.exists():
            with journal.open("rb") as file:
                file.seek(at)
                lines += file.read().count(b"\n")
                at = file.tell()
        for mark in MARKS:
            if lines >= mark:
                peaks.setdefault(mark, (parent, worker))
    peaks[MARKS[-1]] = (parent, worker)
    return peaks


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _peak(process: int) -> int:
    """Peak resident memory in MiB; 0 of a process that is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) // 1024
