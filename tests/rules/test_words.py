"""The data dictionary is the one truth about tables: models, code lists and documents agree with it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import Column, tables

ROOT = Path(__file__).parents[2]
FIELDS = {
    "text": (models.CharField, models.TextField),
    "code": (models.CharField, models.ForeignKey),
    "integer": (models.BigIntegerField, models.IntegerField),
    "year": (models.IntegerField,),
    "decimal": (models.DecimalField,),
    "boolean": (models.BooleanField,),
    "date": (models.DateField,),
    "instant": (models.DateTimeField,),
}
MODELS = {model._meta.db_table: model for model in apps.get_models()}


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", sorted(tables()))
def test_model_has_the_dictionary_columns(name: str) -> None:
    fields = {field.attname: field for field in MODELS[name]._meta.concrete_fields}
    assert list(fields) == [column.name for column in tables()[name].columns]
    for column in tables()[name].columns:
        assert isinstance(fields[column.name], FIELDS[column.type]), column.name
        assert not (column.required and fields[column.name].null), column.name


def columns() -> list[Column]:
    return [column for table in tables().values() for column in table.columns]


def test_codes_and_references_exist() -> None:
    assert {c.codes for c in columns() if c.codes} <= set(code_lists())
    assert {c.references for c in columns() if c.references} <= set(tables())
    assert set(code_lists()) - {c.codes for c in columns()} == {"link_state"}, "a code list that no column uses"


def test_units_stand_in_column_names() -> None:
    money = {"万元": "_wan_yuan", "%": "_percent"}
    wrong = [f"{c.table}.{c.name}" for c in columns() if c.unit in money and not c.name.endswith(money[c.unit])]
    assert wrong == []


def test_dates_and_instants_are_named_so() -> None:
    dates = [
        c.name for c in columns() if c.type == "date" and not (c.name == "on" or c.name.endswith(("_on", "_of", "_from", "_to")))
    ]
    instants = [c.name for c in columns() if c.type == "instant" and not (c.name == "at" or c.name.endswith("_at"))]
    assert (dates, instants) == ([], [])


def test_glossary_has_every_table_and_state() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    missing = [table.zh for table in tables().values() if f"{table.zh} " not in glossary]
    missing += [code.zh for code in code_lists()["link_state"].values() if f"{code.zh} " not in glossary]
    assert missing == []


def test_no_addresses_in_lock_files() -> None:
    locks = [
        p for p in tracked() if p.name.endswith(("lock.json", ".lock")) or p.parent.name == "requirements" or p.name == ".npmrc"
    ]
    assert {p.name for p in locks} >= {"run.txt", "dev.txt", "package-lock.json"}
    # npm writes the pages where a package's authors ask for money; every other address would say where packages came from
    asking = re.compile(r'"url": "https?://[^"]*"')
    assert [str(p) for p in locks if re.search(r"https?://", asking.sub("", p.read_text(encoding="utf-8")))] == []


def test_no_paths_of_a_machine() -> None:
    pattern = re.compile(r"(^|[^A-Za-z0-9_.-])/(work|farm|root)/[a-z]")
    texts = {p: p.read_bytes() for p in tracked()}
    assert [str(p) for p, data in texts.items() if b"\0" not in data and pattern.search(data.decode("utf-8", "ignore"))] == []


def test_generated_documents_are_current() -> None:
    result = subprocess.run([sys.executable, "docs/build.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
