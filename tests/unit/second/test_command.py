"""`lianqun read --second`: the table of agreement on standard error, flags in the claims, and no request without it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.second.fake_model import FakeModel, fake_model, reset

from lianqun.cli import main
from lianqun.office.outside import language_model

TEXT = "海宁市发布消息\n今年，海宁市新签约项目12个，总投资36亿元。海宁市有规上企业300家。\n"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeModel]:
    monkeypatch.setattr(language_model.time, "sleep", lambda _seconds: None)
    with fake_model() as server:
        yield server


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_agreement_goes_to_standard_error_and_flags_into_the_claims(
    model: FakeModel, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", file, "--json", "--second", model.url, "--model", "plain"]) == 0
    printed = capsys.readouterr()
    rows = [json.loads(line) for line in printed.out.splitlines()]
    assert "second_agrees" in next(row for row in rows if row["value"] == "300")["flags"]
    assert "二" in printed.err and "both readers agree" in printed.err
    assert main(["read", file, "--explain", "--second", model.url, "--model", "plain"]) == 0
    assert "第二读者（语言模型）读出的与规则一致" in capsys.readouterr().out


def test_two_runs_with_a_memory_are_alike_and_ask_once(
    model: FakeModel, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = []
    for _run in range(2):
        main(["read", file, "--json", "--second", model.url, "--model", "plain", "--answers", str(tmp_path / "kept")])
        printed.append(capsys.readouterr())
    assert printed[0] == printed[1] and len(model.asked) == 1


def test_a_model_that_fails_leaves_the_claims_of_the_rules(
    model: FakeModel, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", file, "--json"]) == 0
    alone = capsys.readouterr()
    assert alone.err == "" and model.asked == []
    model.faults = [reset] * 5
    assert main(["read", file, "--json", "--second", model.url, "--model", "plain"]) == 0
    failed = capsys.readouterr()
    assert failed.out == alone.out and "lost midway" in failed.err


def test_an_address_without_a_model_is_told(
    file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIANQUN_SECOND_MODEL", raising=False)
    assert main(["read", file, "--second", "http://127.0.0.1:9/v1"]) == 0
    assert "name one" in capsys.readouterr().err


def test_the_environment_alone_does_not_turn_it_on_for_the_command(
    model: FakeModel, file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIANQUN_SECOND_URL", model.url)
    monkeypatch.setenv("LIANQUN_SECOND_MODEL", "plain")
    assert main(["read", file]) == 0
    assert model.asked == [] and capsys.readouterr().err == ""
