"""What a source may say and do: clear words for what is wrong, no more than it says, and no claim past the verification."""

import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lianqun.read import ReadingRefused, read_bytes
from lianqun.read.batches.batch import Recipe, Task, read_task
from lianqun.read.sources import SourceFolder, SourceRefused, find_sources, load_source, sources_folder

YML = """name: {zh: 清单, en: list}
about: {zh: 一份清单, en: a list}
publisher: {zh: 某部门, en: an office, kind: government, grade: B, cadence: monthly}
recognise:
  suffixes: [.csv]
  title: [某某清单]
  heads: [名目]
"""
TABLE = "某某清单\n名目,金额,经办\n甲项目,3.5,某某\n乙项目,2,某某\n".encode()
COLUMNS = """columns:
  - {head: 名目, role: project}
  - {head: 金额, role: amount}
"""
Make = Callable[..., SourceFolder]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(more: str = "", *, yml: str = YML, code: str = "", name: str = "a-list") -> SourceFolder:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "source.yml").write_text(yml + more, encoding="utf-8")
        (folder / "read.py").unlink(missing_ok=True)
        if code:
            (folder / "read.py").write_text(code, encoding="utf-8")
        return load_source(folder)

    return made


@pytest.mark.parametrize(
    ("yml", "code", "line"),
    [
        ("name: [", "not_yaml", 2),
        (YML + "colour: red\n", "unknown_field", 8),
        (YML.replace("grade: B, ", ""), "missing_field", 3),
        (YML.replace("grade: B", "grade: E"), "unknown_word", 3),
        (YML.replace("cadence: monthly", "cadence: often"), "unknown_word", 3),
        (YML.replace("[某某清单]", "['某(']"), "bad_pattern", 6),
        (YML.replace("[某某清单]", "某某清单"), "wrong_shape", 6),
        (YML + "units: [斗]\n", "unknown_unit", 8),
        (YML + "hints: {region: '999999'}\n", "unknown_region", 8),
        (YML + "columns:\n  - {head: 名目, role: hero}\n", "unknown_word", 9),
        (YML + "columns:\n  - {role: project}\n", "missing_field", 9),
        (YML + "columns: 名目\n", "wrong_shape", 8),
        (YML + "layout: tables\nlayout: labels\n", "twice", 9),
        (YML.split("  title")[0], "no_marks", 1),
        ("", "wrong_shape", 1),
        ("- a\n- b\n", "wrong_shape", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_line(make: Make, yml: str, code: str, line: int) -> None:
    with pytest.raises(SourceRefused) as refused:
        make(yml=yml)
    told = [problem for problem in refused.value.problems if problem.code == code]
    assert told and told[0].where == f"a-list/source.yml:{line}", refused.value
    assert told[0].where in told[0].zh and told[0].where in told[0].en


@pytest.mark.parametrize(
    ("code", "told", "where"),
    [
        ("def refine(reading:\n", "bad_code", "a-list/read.py:1"),
        ("import re\nre.compile('(')\n", "bad_code", "a-list/read.py:2"),
        ("x = 1\n", "no_refine", "a-list/read.py:1"),
    ],
)
def test_code_that_does_not_run_is_told(make: Make, code: str, told: str, where: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        make(code=code)
    assert [(problem.code, problem.where) for problem in refused.value.problems] == [(told, where)]


def test_a_wrong_folder_does_not_take_the_others_with_it(make: Make, tmp_path: Path) -> None:
    make()
    (tmp_path / "B List").mkdir()
    (tmp_path / "c-list").mkdir()
    (tmp_path / "none").mkdir()
    (tmp_path / ".hidden").mkdir()
    sources, problems = find_sources(tmp_path)
    assert [source.name for source in sources] == ["a-list"]
    assert [problem.code for problem in problems] == ["bad_name", "no_file", "bad_name"]
    assert find_sources(tmp_path / "nowhere")[1][0].code == "no_folder"


def test_the_named_folder_goes_before_the_checkout() -> None:
    checkout = sources_folder(None)
    assert checkout is not None and checkout.name == "sources"
    assert sources_folder("/else/where") == Path("/else/where")


def test_it_is_recognised_by_its_marks_alone(make: Make) -> None:
    source = make()
    found = read_bytes(TABLE, name="x.csv", sources=[source]).source
    assert found is not None and found.source == source
    assert found.reasons == (("title", "某某清单"), ("heads", "名目"))
    assert "某某清单" in found.words()[0] and "名目" in found.words()[1]
    assert read_bytes(TABLE, name="x.txt", sources=[source]).source is None
    assert read_bytes("项目,金额\n甲,3\n".encode(), name="x.csv", sources=[source]).source is None


def test_of_two_that_fit_equally_none_is_used(make: Make) -> None:
    sources = [make(), make(name="b-list")]
    reading = read_bytes(TABLE, name="x.csv", sources=sources)
    assert reading.source is not None and reading.source.source is None
    assert reading.source.rivals == ("a-list", "b-list") and reading.reader == read_bytes(TABLE, name="x.csv").reader
    closer = make("  words: [经办]\n", yml=YML, name="c-list")
    chosen = read_bytes(TABLE, name="x.csv", sources=[*sources, closer]).source
    assert chosen is not None and chosen.source == closer


def test_heads_mean_something_for_this_source_alone(make: Make) -> None:
    source = make(COLUMNS + "units: [亿元]\n")
    reading = read_bytes(TABLE, name="x.csv", source=source)
    amounts = [claim for claim in reading.claims if claim.attribute == "amount"]
    assert [(c.subject, c.value, c.unit) for c in amounts] == [("甲项目", "3.5", "亿元"), ("乙项目", "2", "亿元")]
    assert all("unit_assumed" in claim.flags for claim in amounts)
    assert reading.reader.endswith(source.mark)
    assert not [claim for claim in read_bytes(TABLE, name="x.csv").claims if claim.attribute == "amount"]


def test_a_unit_that_is_printed_goes_before_the_source_s(make: Make) -> None:
    printed = "某某清单（单位：万元）\n名目,金额\n甲项目,3500\n乙项目,200\n".encode()
    claims = read_bytes(printed, name="x.csv", source=make(COLUMNS + "units: [亿元]\n")).claims
    assert {(c.unit, c.flags) for c in claims if c.attribute == "amount"} == {("万元", ())}


@pytest.mark.parametrize(
    ("rule", "period"),
    [
        ("printed", ""),
        ("published_day", "2025-01-09"),
        ("published_month", "2025-01"),
        ("month_before", "2024-12"),
        ("published_year", "2025"),
    ],
)
def test_the_period_of_a_table_that_names_none(make: Make, rule: str, period: str) -> None:
    source = make(
        f"period: {rule}\ncolumns:\n  - {{head: 名目, role: firm}}\n  - {{head: 金额, role: number, attribute: 产值}}\n"
    )
    table = "某某清单\n名目,金额\n甲公司,3\n乙公司,2\n".encode()
    claims = read_bytes(table, name="x.csv", source=source, published=date(2025, 1, 9)).claims
    assert {c.period for c in claims if c.attribute == "产值"} == {period}
    assert not period or all("period_inherited" in c.flags for c in claims if c.attribute == "产值")


def test_what_the_office_set_is_used_where_the_text_is_silent_and_is_doubted(make: Make) -> None:
    source = make(COLUMNS + "hints: {chain: 某链, region: '340722'}\n")
    claims = read_bytes(TABLE, name="x.csv", source=source).claims
    amounts = [claim for claim in claims if claim.attribute == "amount"]
    assert {(c.chain, c.region) for c in amounts} == {("某链", "枞阳县")}
    assert all("set_for_source" in c.flags and c.confidence <= 0.5 for c in amounts)
    told = "某某清单\n名目,金额,产业链,建设地点\n甲项目,3.5,半导体产业链,义安区\n乙项目,2,半导体产业链,义安区\n".encode()
    kept = [c for c in read_bytes(told, name="x.csv", source=source).claims if c.attribute == "amount"]
    assert {(c.chain, c.region, "set_for_source" in c.flags) for c in kept} == {("半导体", "义安区", False)}


def test_lines_that_are_left_out_claim_nothing(make: Make) -> None:
    claims = read_bytes(TABLE, name="x.csv", source=make(COLUMNS + "leave_out: ['^乙']\n")).claims
    assert {claim.subject for claim in claims if claim.attribute == "amount"} == {"甲项目"}


def test_labels_are_read_as_forms_and_what_stands_between_as_prose(make: Make) -> None:
    source = make("layout: labels\n" + COLUMNS + "  - {head: 承接方, role: builder}\n")
    text = (
        "某某清单\n一、名目：甲项目\n2024年，枞阳县工业总产值达到12亿元。\n（二）承接方: 某某建设有限公司\n3、金额：1,286.5万元\n"
    )
    claims = read_bytes(text.encode(), name="x.txt", source=source).claims
    told = {(c.type, c.subject, c.attribute, c.value, c.unit) for c in claims}
    assert ("project", "甲项目", "amount", "1286.5", "万元") in told
    assert ("relation", "某某建设有限公司", "builds", "甲项目", "") in told
    assert any(c.value == "12" and c.subject == "枞阳县" for c in claims)


def test_code_may_add_and_drop_but_not_invent(make: Make) -> None:
    code = """from dataclasses import replace

def refine(reading):
    first = next(claim for claim in reading.claims if claim.attribute == "amount")
    yield replace(first, attribute="budget")
    yield replace(first, quote="没有这句话")
    yield replace(first, start=first.start + 1, end=first.end + 1)
    yield replace(first, unit="斗")
"""
    claims = read_bytes(TABLE, name="x.csv", source=make(COLUMNS + "units: [亿元]\n", code=code)).claims
    assert [(claim.attribute, claim.value) for claim in claims] == [("budget", "3.5")]


@pytest.mark.parametrize("body", ["raise KeyError('x')", "return ['no claim']", "return None"])
def test_code_that_fails_refuses_the_document(make: Make, body: str) -> None:
    source = make(code=f"def refine(reading):\n    {body}\n")
    with pytest.raises(ReadingRefused) as refused:
        read_bytes(TABLE, name="x.csv", source=source)
    assert refused.value.code == "source_failed" and "a-list" in refused.value.zh


def test_a_source_goes_to_other_processes_and_a_changed_one_is_another_recipe(make: Make) -> None:
    code = "def refine(reading):\n    return reading.claims[:1]\n"
    source = make(COLUMNS, code=code)
    recipe = pickle.loads(pickle.dumps(Recipe(sources=(source,))))
    assert len(read_task(Task("k", "x.csv", "", TABLE), recipe=recipe).claims) == 1
    changed = make(COLUMNS + "units: [亿元]\n", code=code)
    prints = {Recipe(sources=given).fingerprint for given in ((), (source,), (changed,))}
    assert len(prints | {Recipe(source=source).fingerprint}) == 4


def test_a_changed_folder_is_read_anew(make: Make, tmp_path: Path) -> None:
    first = make()
    assert load_source(tmp_path / "a-list") is first
    assert make("units: [亿元]\n").digest != first.digest
