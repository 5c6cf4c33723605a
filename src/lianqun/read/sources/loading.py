"""Where source folders lie, and a folder → the source that it describes. Only folders that the office placed there are loaded."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import lianqun
from lianqun.read.grids.usage import HeadRule
from lianqun.read.lists import rows_of
from lianqun.read.sources.fields import Fields, read_fields
from lianqun.read.sources.problems import SourceProblem, SourceRefused, problem
from lianqun.read.sources.source import Marks, SourceFolder, digest_of, run_code

__all__ = ["NO_SOURCE", "SourceProblem", "SourceRefused", "find_sources", "load_source", "load_sources", "sources_folder"]

NO_SOURCE = "none"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MARKS = ("title", "heads", "labels", "words")


def sources_folder(named: str | None) -> Path | None:
    """The folder of source folders: the one that the office named (LIANQUN_SOURCES), else that of the checkout; `None` where neither is."""
    if named:
        return Path(named)
    root = Path(lianqun.__file__).resolve().parents[2]
    return root / "sources" if (root / "pyproject.toml").exists() and (root / "sources").is_dir() else None


def load_sources(folder: Path | None) -> tuple[SourceFolder, ...]:
    """All sources of a folder, by name; raises SourceRefused with the problems of all."""
    sources, problems = find_sources(folder)
    if problems:
        raise SourceRefused(problems)
    return sources


def find_sources(folder: Path | None) -> tuple[tuple[SourceFolder, ...], tuple[SourceProblem, ...]]:
    """The sources of a folder that can be used, by name, and what is wrong with the others. Hidden folders are passed over."""
    found: list[SourceFolder] = []
    problems: list[SourceProblem] = []
    if folder is None:
        return (), ()
    if not folder.is_dir():
        return (), (problem("no_folder", str(folder)),)
    for path in sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._"):
        try:
            found.append(load_source(path))
        except SourceRefused as refused:
            problems += refused.problems
    return tuple(found), tuple(problems)


def load_source(folder: Path) -> SourceFolder:
    """The source of one folder; raises SourceRefused with all that is wrong in it."""
    yml, code = folder / "source.yml", folder / "read.py"
    if not _NAME.fullmatch(folder.name) or folder.name == NO_SOURCE:
        raise SourceRefused([problem("bad_name", folder.name)])
    try:
        text = yml.read_text(encoding="utf-8-sig")
        program = code.read_text(encoding="utf-8-sig") if code.exists() else ""
    except UnicodeDecodeError as error:
        raise SourceRefused([problem("not_yaml", f"{folder.name}", detail="UTF-8")]) from error
    except OSError as error:
        raise SourceRefused([problem("no_file", f"{folder.name}/source.yml")]) from error
    return _understand(folder, text, program)


@lru_cache(maxsize=256)
def _understand(folder: Path, text: str, program: str) -> SourceFolder:
    fields = read_fields(text, f"{folder.name}/source.yml")
    if not fields.problems and not any(fields.values.get(f"recognise.{mark}") for mark in _MARKS):
        fields.problems.append(problem("no_marks", f"{folder.name}/source.yml:1"))
    problems = (*fields.problems, *(_code_problems(folder, program) if program else ()))
    if problems:
        raise SourceRefused(problems)
    return _build(folder, fields, program, digest_of(text, program))


def _code_problems(folder: Path, program: str) -> list[SourceProblem]:
    path = folder / "read.py"
    try:
        found = run_code(program, str(path))
    except Exception as error:
        line = error.lineno if isinstance(error, SyntaxError) else _line_in(error, str(path))
        return [problem("bad_code", f"{folder.name}/read.py:{line}", detail=f"{type(error).__name__}: {error}")]
    return [] if found else [problem("no_refine", f"{folder.name}/read.py:1")]


def _line_in(error: Exception, path: str) -> int:
    """The last line of a file that an error passed through."""
    line, step = 1, error.__traceback__
    while step is not None:
        line = step.tb_lineno if step.tb_frame.f_code.co_filename == path else line
        step = step.tb_next
    return line


def _build(folder: Path, fields: Fields, program: str, digest: str) -> SourceFolder:
    get: Any = fields.values.get
    marks = {name: get(f"recognise.{name}") or () for name in ("suffixes", *_MARKS)}
    return SourceFolder(
        folder=folder,
        name=folder.name,
        zh=get("name.zh"),
        en=get("name.en"),
        about=(get("about.zh"), get("about.en")),
        publisher=(get("publisher.zh"), get("publisher.en")),
        kind=get("publisher.kind"),
        grade=get("publisher.grade"),
        cadence=get("publisher.cadence"),
        marks=Marks(**marks, least=get("recognise.least") or Marks().least),
        digest=digest,
        layout=get("layout") or "tables",
        columns=tuple(map(_head_rule, fields.columns)),
        units=get("units") or (),
        period=get("period") or "",
        hint_chain=get("hints.chain") or "",
        hint_region=get("hints.region") or "",
        leave_out=get("leave_out") or (),
        code=program,
    )


def _head_rule(column: dict[str, Any]) -> HeadRule:
    """A column; where it names no attribute, that of its role in heads.csv."""
    role = column["columns.role"]
    usual = next((row["attribute"] for row in rows_of("lianqun.read.grids", "heads.csv") if row["role"] == role), "")
    attribute = column.get("columns.attribute") or usual
    return HeadRule(re.compile(column["columns.head"]), role, attribute, column.get("columns.type") or "")
