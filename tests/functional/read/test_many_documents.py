"""`lianqun read FOLDER --out RESULTS` as a person runs it: killed, interrupted, run twice, and on an archive."""

import csv
import functools
import json
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "lianqun"
SENTENCE = "今年前{n}个月，海宁市新签约项目{n}个，总投资{m}亿元，同比增长{n}%；规上工业企业{m}家，完成产值{m}亿元。\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(16):
        text = "".join(SENTENCE.format(n=line % 12 + 1, m=number * 40 + line) for line in range(40))
        (folder / f"{number:02}.txt").write_text(f"海宁市发布消息\n{text}", encoding="utf-8")
    return folder


def lianqun(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([COMMAND, "read", *map(str, arguments)], capture_output=True, text=True, check=False)


def begin(pages: Path, out: Path) -> "subprocess.Popen[str]":
    """A run with at least one document finished and more to come."""
    process = subprocess.Popen([COMMAND, "read", pages, "--out", out, "--workers", "2"], stderr=subprocess.PIPE, text=True)
    journal = out / "journal.jsonl"
    while not (journal.exists() and journal.read_bytes().count(b"\n")):
        assert process.poll() is None
        time.sleep(0.005)
    return process


def outcomes(out: Path) -> list[list[str]]:
    with (out / "outcomes.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row[:-1] for row in csv.reader(file)]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_was_broken_off_goes_on_to_the_same_results(pages: Path, tmp_path: Path, number: signal.Signals) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert lianqun(pages, "--out", whole, "--workers", 1).returncode == 0
    process = begin(pages, broken)
    process.send_signal(number)
    told = process.communicate()[1]
    assert not (broken / "claims.jsonl").exists()
    assert ("接着读" in told) == (number != signal.SIGKILL)
    again = lianqun(pages, "--out", broken, "--json")
    assert json.loads(again.stdout)["finished_before"] >= 1
    assert (broken / "claims.jsonl").read_bytes() == (whole / "claims.jsonl").read_bytes()
    assert outcomes(broken) == outcomes(whole)
    assert sorted(path.name for path in broken.iterdir()) == ["claims.jsonl", "journal.jsonl", "outcomes.csv"]


def test_a_full_disk_is_said_and_the_run_goes_on_when_there_is_room(pages: Path, tmp_path: Path) -> None:
    """A limit on the size of a file stands in for the disk."""
    command = [COMMAND, "read", pages, "--out", tmp_path / "out", "--workers", "2"]
    limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (90_000, resource.RLIM_INFINITY))
    full = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert (full.returncode, "写不进" in full.stderr, "Traceback" in full.stderr) == (1, True, False)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["journal.jsonl"]
    assert lianqun(pages, "--out", tmp_path / "out").returncode == 0
    assert lianqun(pages, "--out", tmp_path / "whole").returncode == 0
    assert (tmp_path / "out" / "claims.jsonl").read_bytes() == (tmp_path / "whole" / "claims.jsonl").read_bytes()


def test_workers_end_with_a_parent_that_was_killed(pages: Path, tmp_path: Path) -> None:
    process = begin(pages, tmp_path / "out")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    process.communicate()
    assert len(children) >= 2
    for _ in range(400):
        if not any(_runs(child) for child in children):
            return
        time.sleep(0.01)
    pytest.fail("a worker lives on")


def _runs(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_bad_files_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(SENTENCE.format(n=2, m=30), encoding="utf-8")
    (folder / "b.html").write_bytes(os.urandom(3_000).replace(b"\n", b"\0"))
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("甲.txt", SENTENCE.format(n=3, m=31))
        archive.writestr("乙.txt", SENTENCE.format(n=2, m=30))
    run = lianqun(folder, "--out", folder / "results")
    assert run.returncode == 1
    assert [row[:2] for row in outcomes(folder / "results")[1:]] == [
        *(["a.txt", "read"], ["b.html", "refused"]),
        *(["c.zip/甲.txt", "read"], ["c.zip/乙.txt", "skipped"]),
    ]
    claims = [json.loads(line) for line in (folder / "results" / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert list(dict.fromkeys(claim["document"] for claim in claims)) == ["a.txt", "c.zip/甲.txt"]
    assert "duplicate" in run.stdout
    # the same without a folder of results: each document under its name
    printed = lianqun(folder / "c.zip", "--json")
    assert {json.loads(line)["document"] for line in printed.stdout.splitlines()} == {"c.zip/甲.txt", "c.zip/乙.txt"}
    assert lianqun(folder / "c.zip", "--explain").stdout.count("==> c.zip/") == 2


def test_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("海宁市", encoding="utf-8")
    (tmp_path / "strange").mkdir()
    (tmp_path / "strange" / "claims.jsonl").write_text("mine", encoding="utf-8")
    for arguments in (["--out", tmp_path / "a.txt"], ["--out", tmp_path / "strange"], ["--out", tmp_path / "o", "--text"]):
        assert lianqun(tmp_path / "a.txt", *arguments).returncode == 2
    assert (tmp_path / "strange" / "claims.jsonl").read_text(encoding="utf-8") == "mine"


def test_the_register_is_used(tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text("id,name_zh\no1,浙江恒远新材料有限公司\n", encoding="utf-8")
    (tmp_path / "aliases.csv").write_text("id,organization_id,alias,kind\na1,o1,恒远,short\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("今年，恒远实现销售收入36亿元。\n", encoding="utf-8")
    name = '"type": "organization", "subject": "恒远"'
    assert name in lianqun(tmp_path / "a.txt", "--json", "--known", tmp_path).stdout
    assert name not in lianqun(tmp_path / "a.txt", "--json").stdout
    assert lianqun(tmp_path / "a.txt", "--known", tmp_path / "nowhere").returncode == 2
