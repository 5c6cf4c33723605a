"""The house's rules that a linter cannot see: foreign keys, the one door for writes, sizes, names, docstrings."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

SOURCE = Path(__file__).parents[2] / "src" / "lianqun"
LIBRARY = ("vocab", "tables", "read", "trace", "diagnose", "land", "maps", "generate")
FLOORS = ("accounts", "evidence", "registry", "jobs")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "service", "services", "core"}
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete", "acreate", "asave"}
WRITERS = ("actions", "jobs", "migrations")
AUDIT_LOG = ("office", "accounts", "audit.py")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[FunctionNode]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(node: FunctionNode) -> int:
    """Lines of a function's body without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1


def floor(model: type[models.Model]) -> int:
    return FLOORS.index(model._meta.app_label) if model._meta.app_label in FLOORS else -1


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if floor(model) >= 0
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is not model and floor(field.related_model) > floor(model)
    ]
    assert upward == []


def is_action(call: ast.Call) -> bool:
    """An action is called with the person who acts, and never through a model's own `objects`."""
    return any(keyword.arg == "by" for keyword in call.keywords) and "objects" not in ast.unparse(call.func).split(".")


def test_only_actions_write() -> None:
    """Outside `office/actions` (and the queue's own rows and the audit log) nothing saves, creates, updates or deletes records."""
    found = []
    for path in modules():
        parts = path.relative_to(SOURCE).parts
        if parts[0] != "office" or parts == AUDIT_LOG or any(part in WRITERS for part in parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
                and not is_action(node)
            ):
                found.append(f"{'/'.join(parts)}:{node.lineno} {node.func.attr}")
    assert found == []


def test_no_signals_and_no_logic_in_save() -> None:
    found = []
    for path in (SOURCE / "office").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "django.db.models.signals" in text or "@receiver" in text:
            found.append(f"{path.name}: signals")
        found += [f"{path.name}: def save" for node in functions(path) if node.name == "save"]
    assert found == []


def test_names() -> None:
    assert [str(p) for p in modules() if p.stem in BANNED_NAMES or p.parent.name in BANNED_NAMES] == []


@pytest.mark.parametrize("package", [*LIBRARY, "office/actions"])
def test_public_functions_have_docstrings(package: str) -> None:
    missing = []
    for path in (SOURCE / package).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{path} has no docstring"
        for node in tree.body:
            if isinstance(node, FunctionNode | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                missing.append(f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}")
    assert missing == []


def test_actions_are_keyword_only_and_take_by() -> None:
    """A public function of an action module that can write names its arguments and the person who acts."""
    wrong = []
    for path in (SOURCE / "office" / "actions").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any("action" in ast.unparse(d) for d in node.decorator_list):
                names = [argument.arg for argument in node.args.kwonlyargs]
                if node.args.args or "by" not in names:
                    wrong.append(f"{path.name}:{node.lineno} {node.name}")
    assert wrong == []


def test_checks_and_actions_name_every_argument() -> None:
    """Nothing of the actions swallows a misspelt name with `**`; only the shape of all actions passes names on."""
    shape = SOURCE / "office" / "actions" / "rows" / "doing.py"
    paths = [path for path in (SOURCE / "office" / "actions").rglob("*.py") if path != shape]
    assert len(paths) > 10
    assert [f"{path.name}:{node.lineno} {node.name}" for path in paths for node in functions(path) if node.args.kwarg] == []


def test_sizes() -> None:
    """Function median ≤ 8 lines, 90th percentile ≤ 25, files ≤ 400 lines, at most 5 positional parameters."""
    sizes = [lines_of(node) for path in modules() for node in functions(path)]
    assert statistics.median(sizes) <= 8
    assert statistics.quantiles(sizes, n=10)[-1] <= 25
    long = {str(p.relative_to(SOURCE)): n for p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}
    wide = [
        f"{p.relative_to(SOURCE)}:{node.lineno} {node.name}"
        for p in modules()
        for node in functions(p)
        if len([a for a in node.args.args if a.arg not in ("self", "cls")]) > 5
    ]
    assert wide == []
