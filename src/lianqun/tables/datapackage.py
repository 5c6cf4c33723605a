"""`datapackage.json`: the description of a data set (Frictionless Tabular Data Package), written from the dictionary."""

import json
from collections.abc import Mapping
from pathlib import Path

from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import Column, Table, version
from lianqun.vocab.dictionary import tables as dictionary

DESCRIPTION = "datapackage.json"
DICTIONARY = "lianqun-dictionary"

FIELD_TYPES: dict[str, dict[str, object]] = {
    "code": {"type": "string"},
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "year": {"type": "year"},
    "decimal": {"type": "number", "decimalChar": "."},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "date": {"type": "date", "format": "default"},
    "instant": {"type": "datetime", "format": "any"},
}


def describe(files: Mapping[str, str]) -> dict[str, object]:
    """The package for the tables given as table name → file name, JSON-ready and without a clock."""
    return {
        "profile": "tabular-data-package",
        "name": "lianqun-data-set",
        DICTIONARY: version(),
        "title": "产业链数据集",
        "description": "Tables of a region's industry chains; evidence ties rows to sentences of documents below files/.",
        "resources": [_resource(dictionary()[name], file, files) for name, file in files.items()],
    }


def dictionary_version_of(folder: Path) -> int | None:
    """The version of the data dictionary with which a data set was written; None where it does not say so."""
    try:
        said = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")).get(DICTIONARY)
    except (OSError, ValueError, AttributeError):
        return None
    return said if type(said) is int else None


def _resource(table: Table, file: str, files: Mapping[str, str]) -> dict[str, object]:
    form = "parquet" if file.endswith(".parquet") else "csv"
    csv_only: dict[str, object] = {
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True},
    }
    return {
        "name": table.name.replace("_", "-"),
        "path": file,
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
        "title": table.zh,
        "description": table.en,
        "format": form,
        **(csv_only if form == "csv" else {}),
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": [table.key],
            "foreignKeys": [_foreign_key(table, column) for column in table.columns if column.references in files],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, object]:
    words = {
        "title": column.zh,
        "description": column.description_zh,
        "description_en": column.description_en,
        "unit": column.unit,
    }
    return {
        "name": column.name,
        **FIELD_TYPES[column.type],
        **{key: word for key, word in words.items() if word},
        "constraints": _constraints(column),
    }


def _constraints(column: Column) -> dict[str, object]:
    rules: dict[str, object] = {}
    if column.required:
        rules["required"] = True
    if column.key:
        rules["unique"] = True
    if column.codes:
        rules["enum"] = list(code_lists()[column.codes])
    if column.least is not None:
        rules["minimum"] = str(column.least)
    if column.most is not None:
        rules["maximum"] = str(column.most)
    return rules


def _foreign_key(table: Table, column: Column) -> dict[str, object]:
    target = dictionary()[column.references]
    resource = "" if target.name == table.name else target.name.replace("_", "-")
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [target.key]}}
