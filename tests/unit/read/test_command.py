"""The command `lianqun read`."""

import json
from collections import Counter
from pathlib import Path

import pytest

from lianqun.cli import main
from lianqun.cli._batch import progress_line
from lianqun.read.batches import Batch
from lianqun.read.doubts import doubt_words
from lianqun.vocab.claims import PRINTED_ORDER

TEXT = "海宁市发布消息\n今年，海宁市新签约项目12个，总投资36亿元。\n"


def test_json_prints_one_claim_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["read", str(path), "--json", "--published", "2023-04-01"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {tuple(row) for row in rows} == {PRINTED_ORDER}
    assert next(row for row in rows if row["value"] == "12")["period"] == "2023"


def test_text_prints_the_main_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"\n　　{TEXT}", encoding="utf-8")
    assert main(["read", str(path), "--text"]) == 0
    assert capsys.readouterr().out == TEXT


def test_explain_says_why_and_what_is_in_doubt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["read", str(path), "--explain"]) == 0
    blocks = capsys.readouterr().out.split("\n\n")
    amount = next(block for block in blocks if "36亿元" in block.splitlines()[0])
    assert "(subject:" in amount
    assert "(period:" in amount


def test_every_doubt_of_a_reading_has_words() -> None:
    flags = {"subject_uncertain", "period_inherited", "year_inferred", "touches_repair", "inside_a_name"}
    assert all(doubt_words(flag) != (flag, flag) for flag in flags)


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    assert main(["read", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert "36" in printed.out
    assert "a.txt" in printed.err


@pytest.mark.parametrize(
    "arguments", [["read"], ["read", "a.txt", "--json", "--text"], ["read", "a.txt", "--published", "tomorrow"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_progress_says_count_rate_time_left_and_failures() -> None:
    """The rate is of what this run read itself."""
    batch = Batch(counts=Counter({"read": 590, "refused": 8, "failed": 2}), before=400)
    assert progress_line(batch, 2_600, 20.0) == "600 / 2,600 · 10.0 / s · 0:03:20 left · 10 not read"
    assert progress_line(Batch(), 5, 0.0) == "0 / 5 · 0.0 / s · —"


@pytest.mark.parametrize(("several", "keys"), [(False, PRINTED_ORDER), (True, ("document", *PRINTED_ORDER))])
def test_claims_name_their_document_only_among_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], several: bool, keys: tuple[str, ...]
) -> None:
    paths = [str(tmp_path / name) for name in (("a.txt", "b.txt") if several else ("a.txt",))]
    for path in paths:
        Path(path).write_text(TEXT, encoding="utf-8")
    assert main(["read", *paths, "--json"]) == 0
    assert {tuple(json.loads(line)) for line in capsys.readouterr().out.splitlines()} == {keys}
