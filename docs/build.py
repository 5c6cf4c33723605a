"""Write `docs/reference` and `docs/methods` from the data they describe; with `--check`, say what has drifted and exit 1.

reference/tables.md      the data dictionary            ← vocab/dictionary.csv
reference/codes.md       the code lists                 ← vocab/codes.csv
reference/commands.md    the command and its arguments  ← lianqun.cli
reference/roles.md       who may do what                ← office/accounts/roles.py
reference/pages.md       addresses, the walk, keys      ← office/views/*/*.py, each above its view
reference/stages.md      the life of a project          ← land/stages.csv
reference/source_fields.md  what a source.yml may say   ← read/sources/fields.csv
methods/<name>.md        worked examples                ← tests/spec/test_<name>.py, which run as tests
"""

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import django

from lianqun import cli
from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import Column, Table, tables, version

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # a spec may import what `benchmarks` generates
NOTE = "<!-- Written by docs/build.py; edit the source, not this page. -->\n"


def grid(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def column_row(column: Column) -> list[object]:
    bounds = f"{column.least} … {column.most}" if column.least is not None else ""
    points_to = (column.references and f"→ {column.references}") or (
        column.codes and f"[{column.codes}](codes.md#{column.codes})"
    )
    need = "key" if column.key else "yes" if column.required else ""
    return [column.name, column.zh, column.en, column.type, column.unit, need, points_to, bounds, column.description_zh]


def table_facts(table: Table) -> str:
    """What is true of a table, in one sentence."""
    facts = {
        "A row is called by": " ".join(table.named_by),
        "told from others by": " ".join(table.natural_key),
        "its place": " else ".join(table.place),
        "its chain": " else ".join(table.chain),
        "kept": table.kept.replace("_", " "),
        "seen": ("everywhere" if table.seen_everywhere else "by place") + (", also by firms" if table.is_public else ""),
    }
    return "; ".join(f"{word} `{value}`" for word, value in facts.items() if value) + "."


def tables_page() -> str:
    parts = [f"# The open data set: tables and columns\n\nVersion {version()} of the dictionary.\n"]
    head = ["column", "中文", "English", "type", "unit", "required", "refers to", "bounds", "说明"]
    for table in tables().values():
        parts.append(
            f"## {table.name}\n\n{table.zh} · {table.en}. {table_facts(table)}\n\n{grid(head, map(column_row, table.columns))}\n"
        )
    return "\n".join(parts)


def codes_page() -> str:
    parts = ["# Code lists\n"]
    for name, members in code_lists().items():
        parts.append(f"## {name}\n\n{grid(['code', '中文', 'English'], ([m.code, m.zh, m.en] for m in members.values()))}\n")
    return "\n".join(parts)


def commands_page() -> str:
    parts = ["# The command\n"]
    for name in cli.subcommands():
        module = importlib.import_module(f"lianqun.cli.{name}_" if name == "import" else f"lianqun.cli.{name}")
        parser = argparse.ArgumentParser(prog=f"lianqun {name}", description=module.HELP)
        module.arguments(parser)
        parts.append(f"## lianqun {name}\n\n```\n{parser.format_help().strip()}\n```\n")
    return "\n".join(parts)


def roles_page() -> str:
    roles = importlib.import_module("lianqun.office.accounts.roles").ROLES
    rights = importlib.import_module("lianqun.office.accounts.rights")
    head = ["permission", "可以", "may", *(role.name_zh for role in roles.values())]
    rows = [
        [p.name, *rights.WORDS[p], *("●" if p in role.permissions else "" for role in roles.values())] for p in rights.Permission
    ]
    words = [[role.name_zh, role.name_en, role.description] for role in roles.values()]
    return f"# Who may do what\n\n{grid(['角色', 'role', 'what for'], words)}\n\n{grid(head, rows)}\n"


def pages_page() -> str:
    """Every address of the site, who may open it, its key, and the file whose view answers: all of it stands above that view."""
    importlib.import_module("lianqun.office.urls")
    routed = importlib.import_module("lianqun.office.pages.routes").known()
    rows = []
    for route, view in sorted(routed, key=lambda pair: pair[0].address):
        file = view.__module__.removeprefix("lianqun.office.").replace(".", "/") + ".py"
        rows.append([f"`/{route.address}`", route.name, getattr(view, "permission", ""), f"`{file}`"])
    entries = importlib.import_module("lianqun.office.pages.rail").entries()
    keys = [[entry.step, entry.rank, entry.spot, f"`g {entry.key}`" if entry.key else "", entry.permission] for entry in entries]
    walk = grid(["step", "rank", "page", "key", "permission"], keys)
    return f"# The pages of the site\n\n{grid(['address', 'name', 'permission', 'view'], rows)}\n\n## The walk on the left\n\n{walk}\n"


def stages_page() -> str:
    land = importlib.import_module("lianqun.land")
    stages, rules = land.stages(), land.own_rules()
    rows = [[s.order, s.code, s.zh, s.en, s.asks_for_zh, "、".join(s.next), s.date_column, s.over] for s in stages]
    parts = [
        "# The life of a project",
        grid(["#", "stage", "阶段", "English", "需备", "next", "date column", "over"], rows),
        "## Usual moves",
        "```mermaid\nflowchart LR\n" + "".join(f"  {s.code}[{s.zh}] --> {after}\n" for s in stages for after in s.next) + "```",
        "## What each stage asks for",
        grid(
            ["stage", "kind of project", "rule", "what", "number", "needs", "where", "at least", "依据"],
            [
                [
                    r.stage,
                    r.project_kind,
                    r.kind,
                    r.what,
                    r.number or "",
                    r.needs,
                    r.when_column,
                    r.when_least or "",
                    r.reference_zh,
                ]
                for r in rules
            ],
        ),
        "Documents and fields of a stage are asked for when a project is put up for it; a condition whose column is not filled in asks for that "
        "column first. An office replaces the rules of a stage, a kind of rule and a kind of project by rows of its own in `stage_rules`.",
        "## Statuses beside the stage",
        grid(
            ["status", "time counts", "ended", "reason", "place", "why"],
            [
                [s.code, _yes(s.runs), _yes(s.is_over), _yes(s.asks_reason), _yes(s.asks_place), s.why_zh]
                for s in land.statuses().values()
            ],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _yes(value: bool) -> str:
    return "yes" if value else ""


def source_fields_page() -> str:
    fields = importlib.import_module("lianqun.read.sources.fields")
    rows = []
    for name, row in fields.field_rows().items():
        among = row["among"] and ", ".join(fields.words_among(row["among"]))
        rows.append([name, row["kind"], row["needed"], row["zh"], row["en"], among])
    intro = "A `source.yml` holds these fields ([how to add a source](../howto/add-a-source.md)). `a.b` is the field b below a; `columns` is a list."
    return f"# What a source says of itself\n\n{intro}\n\n{grid(['field', 'kind', 'needed', '说明', 'what it is', 'one of'], rows)}\n"


def spec_page(path: Path) -> str:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    title = (module.__doc__ or path.stem).strip()
    cases = [f"## {case['title']}\n\n{case['description']}\n\n{sections(case)}" for case in module.CASES]
    tables = [f"## {name}\n\n{rows_grid(rows)}\n" for name, rows in getattr(module, "TABLES", {}).items()]
    return f"# {title}\n\n" + "\n".join([*tables, *cases])


def sections(case: dict[str, object]) -> str:
    given = case["inputs"]
    parts = [f"Given `{name}`:\n\n{rows_grid(rows)}\n" for name, rows in given.items()] if isinstance(given, dict) else []
    return "\n".join([*parts, f"Then:\n\n{rows_grid(case['expected'])}\n"])


def rows_grid(rows: object) -> str:
    if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
        head = list(dict.fromkeys(name for row in rows for name in row))
        return grid(head, ([row.get(name, "") if row.get(name) is not None else "" for name in head] for row in rows))
    return f"`{rows}`"


PAGES = {
    "reference/tables.md": tables_page,
    "reference/codes.md": codes_page,
    "reference/commands.md": commands_page,
    "reference/roles.md": roles_page,
    "reference/pages.md": pages_page,
    "reference/stages.md": stages_page,
    "reference/source_fields.md": source_fields_page,
}


def pages() -> dict[Path, str]:
    """All generated pages: path → text."""
    made = {ROOT / "docs" / name: make() for name, make in PAGES.items()}
    for path in sorted((ROOT / "tests" / "spec").glob("test_*.py")):
        made[ROOT / "docs" / "methods" / f"{path.stem.removeprefix('test_')}.md"] = spec_page(path)
    return {path: NOTE + "\n" + text.rstrip() + "\n" for path, text in made.items()}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqun.office.settings")
    os.environ["COLUMNS"] = "100"
    django.setup()
    check = "--check" in sys.argv
    made = pages()
    drifted = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    stale = [p for folder in ("reference", "methods") for p in (ROOT / "docs" / folder).glob("*.md") if p not in made]
    if check:
        for path in [*drifted, *stale]:
            print(f"{path.relative_to(ROOT)} differs from its source; run: make docs")
        return 1 if drifted or stale else 0
    for path in drifted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
    for path in stale:
        path.unlink()
    print(f"{len(made)} pages, {len(drifted)} written, {len(stale)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
