"""Write a data set as a folder of tables with its description and its documents."""

import json
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Literal

import polars as pl

from lianqun.tables.data_set import DataSet
from lianqun.tables.datapackage import DESCRIPTION, describe
from lianqun.tables.loading import table_file
from lianqun.tables.written import write_table
from lianqun.vocab.dictionary import tables as dictionary

Form = Literal["csv", "parquet"]


def save(data_set: DataSet, folder: Path, form: Form = "csv", only: Collection[str] | None = None) -> None:
    """Write every table that has rows, `datapackage.json` and `files/` into `folder`, which is made if need be.

    All files are written beside their places before the first is moved into it, tables before those that refer to them, so that a
    kill leaves whole files and no reference without its row; tables of an earlier save that are now empty or in the other form are
    removed. With `only` the tables named are written, and the others stay as they lie in the folder. `load` gives back an equal data set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(dictionary() if only is None else only)
    lying = {name: path.name for name in dictionary() if name not in wanted and (path := table_file(folder, name))}
    files = {name: f"{name}.{form}" for name, frame in data_set.tables.items() if name in wanted and frame.height}
    described = {name: file for name in dictionary() if (file := files.get(name) or lying.get(name))}
    written = [_write(data_set.tables[name], folder / file) for name, file in files.items()]
    text = json.dumps(describe(described), ensure_ascii=False, indent=2) + "\n"
    for partial, path in [*written, _write_text(text, folder / DESCRIPTION)]:
        partial.replace(path)
    _remove_stale(folder, wanted, set(files.values()))
    _copy_documents(data_set.folder, folder)


def _write(frame: pl.DataFrame, path: Path) -> tuple[Path, Path]:
    """Write a table beside its place. Returns where it lies, and its place."""
    partial = path.with_name(f".{path.name}.partial")
    if path.suffix == ".parquet":
        frame.write_parquet(partial)
    else:
        with partial.open("wb") as file:
            write_table(frame, file)
    return partial, path


def _write_text(text: str, path: Path) -> tuple[Path, Path]:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    return partial, path


def _remove_stale(folder: Path, wanted: set[str], kept: set[str]) -> None:
    for name in wanted:
        for form in ("csv", "parquet"):
            if f"{name}.{form}" not in kept:
                (folder / f"{name}.{form}").unlink(missing_ok=True)


def _copy_documents(source: Path | None, target: Path) -> None:
    documents = source / "files" if source else None
    if documents and documents.is_dir() and documents.resolve() != (target / "files").resolve():
        shutil.copytree(documents, target / "files", dirs_exist_ok=True)
