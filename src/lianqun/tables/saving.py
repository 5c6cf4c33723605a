"""Write a data set as a folder of tables with its description and its documents."""

import json
import shutil
from pathlib import Path
from typing import Literal

import polars as pl

from lianqun.tables.data_set import DataSet
from lianqun.tables.datapackage import DESCRIPTION, describe
from lianqun.tables.written import write_table
from lianqun.vocab.dictionary import tables as dictionary

Form = Literal["csv", "parquet"]


def save(data_set: DataSet, folder: Path, form: Form = "csv") -> None:
    """Write every table that has rows, `datapackage.json` and `files/` into `folder`, which is made if need be.

    Each file is written beside its place and then moved into it, so that a kill leaves whole files; tables of an earlier
    save that are now empty or in the other form are removed. `load` gives back an equal data set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: f"{name}.{form}" for name, frame in data_set.tables.items() if frame.height}
    for name, file in files.items():
        _write(data_set.tables[name], folder / file)
    _write_text(json.dumps(describe(files), ensure_ascii=False, indent=2) + "\n", folder / DESCRIPTION)
    _remove_stale(folder, set(files.values()))
    _copy_documents(data_set.folder, folder)


def _write(frame: pl.DataFrame, path: Path) -> None:
    partial = path.with_name(f".{path.name}.partial")
    if path.suffix == ".parquet":
        frame.write_parquet(partial)
    else:
        with partial.open("wb") as file:
            write_table(frame, file)
    partial.replace(path)


def _write_text(text: str, path: Path) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def _remove_stale(folder: Path, kept: set[str]) -> None:
    for name in dictionary():
        for form in ("csv", "parquet"):
            if f"{name}.{form}" not in kept:
                (folder / f"{name}.{form}").unlink(missing_ok=True)


def _copy_documents(source: Path | None, target: Path) -> None:
    documents = source / "files" if source else None
    if documents and documents.is_dir() and documents.resolve() != (target / "files").resolve():
        shutil.copytree(documents, target / "files", dirs_exist_ok=True)
