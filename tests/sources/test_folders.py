"""Every source folder: its samples are recognised and read as a person says; and a new folder is all that a new source takes."""

import json
import re
import shutil
from pathlib import Path

import pytest

from lianqun.cli import main
from lianqun.read.sources import load_sources
from lianqun.read.sources.fields import words_among

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "sources"
NAMES = sorted(path.name for path in SOURCES.iterdir() if path.is_dir())
ASKED_FOR = {"news-page", "signing-list", "statistics-bulletin", "project-ledger", "patent-list", "tender-notice"}


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIANQUN_SOURCES", raising=False)


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_read_as_a_person_says(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "check", name]) == 0, capsys.readouterr().out


def test_the_sources_that_every_office_needs_are_there() -> None:
    assert set(NAMES) >= ASKED_FOR
    for source in load_sources(SOURCES):
        expected = (source.folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
        assert expected and list((source.folder / "sample").iterdir())


def test_a_folder_is_all_that_a_new_source_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder copied to some other place, under a name that nothing knows, is listed, recognised, used and checked."""
    shutil.copytree(SOURCES / "signing-list", tmp_path / "our-list")
    monkeypatch.setenv("LIANQUN_SOURCES", str(tmp_path))
    sample = str(tmp_path / "our-list" / "sample" / "2025-09.csv")
    assert main(["sources", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["our-list"]
    assert main(["sources", "check"]) == 0
    assert main(["read", "--json", sample]) == 0
    told = capsys.readouterr()
    assert "our-list" in told.err
    claims = [json.loads(line) for line in told.out.splitlines() if line.startswith("{")]
    assert any(claim["attribute"] == "amount" and claim["value"] == "32.6" for claim in claims)


def test_a_folder_elsewhere_is_used_by_its_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(SOURCES / "signing-list", tmp_path / "our-list"))
    assert main(["read", "--source", str(folder), "--explain", str(folder / "sample" / "2025-09.csv")]) == 0
    assert "our-list" in capsys.readouterr().out
    assert main(["sources", "check", str(folder)]) == 1  # as good as signing-list itself, so neither is taken by itself
    assert "recognised" in capsys.readouterr().out


def test_what_differs_is_shown_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing claim, one too many, and a known miss that is none any more are each a fault."""
    folder = Path(shutil.copytree(SOURCES / "patent-list", tmp_path / "patent-list"))
    lines = (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = json.loads(lines[0]) | {"value": "ZL000"}
    known = json.loads(lines[1]) | {"known_miss": "no longer"}
    rows = [json.dumps(wrong), json.dumps(known), *lines[2:]]
    (folder / "expected.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert main(["sources", "check", str(folder), "--json"]) == 1
    (score,) = json.loads(capsys.readouterr().out)
    assert [row["sign"] for row in score["differences"]] == ["-", "+", "!"]
    assert (score["expected"], score["found"], score["extra"]) == (len(lines), len(lines) - 1, 1)


def test_the_howto_speaks_of_roles_and_files_that_there_are() -> None:
    howto = (ROOT / "docs/howto/add-a-source.md").read_text(encoding="utf-8")
    table = [line for line in howto.splitlines() if re.match(r"\s+\| `", line)]
    roles = {role for line in table for role in re.findall(r"`([a-z_]+)`", line)} - {"attribute", "type"}
    assert len(roles) > 15 and roles <= set(words_among("role"))
    for path in re.findall(r"`(sources/[a-z-]+/read\.py)`", howto):
        assert (ROOT / path).exists()
