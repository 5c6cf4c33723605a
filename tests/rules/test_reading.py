"""What keeps the reader's rules readable: every certainty has a name and a reason, every rule a reason, no function too many ways."""

import ast
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianqun.read.certainty import certainties

SOURCE = Path(__file__).parents[2] / "src" / "lianqun"
READ = SOURCE / "read"
ALONE = ("boilerplate.csv", "certainty.csv")
SURENESS = {"confidence", "certainty"}
MOST_WAYS = 20
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Assert, ast.match_case)


def functions(folder: Path) -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from ((path, node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node
            waiting += ast.iter_child_nodes(node)


def ways(function: ast.FunctionDef) -> int:
    """Cyclomatic complexity with what ruff's C901 leaves out: `and`, `or`, conditions in a line, comprehensions and their ifs."""
    count = 1
    for node in own_nodes(function):
        count += isinstance(node, BRANCHES)
        count += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        count += 1 + len(node.ifs) if isinstance(node, ast.comprehension) else 0
    return count


def test_ways_are_counted() -> None:
    plain = "def f(a, b):\n    return a\n"
    full = "def f(a, b):\n    if a and b or a:\n        return 1\n    return [x if x else 0 for x in b if x]\n"
    counted = [ways(node) for text in (plain, full) for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    assert counted == [1, 1 + 1 + 2 + 1 + 2]


def test_no_function_has_too_many_ways() -> None:
    found = [f"{path.relative_to(SOURCE)}:{f.lineno} {f.name} {ways(f)}" for path, f in functions(SOURCE) if ways(f) > MOST_WAYS]
    assert found == []


def is_share(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float) and 0 < node.value < 1


def test_no_share_stands_bare_in_a_function_of_the_reader() -> None:
    """A threshold has a name at the head of its module, a certainty a row of certainty.csv."""
    found = [
        f"{path.relative_to(READ)}:{function.lineno} {function.name}"
        for path, function in functions(READ)
        if "models" not in path.parts and any(map(is_share, own_nodes(function)))
    ]
    assert found == []


def sureness_given(tree: ast.AST) -> Iterator[ast.expr]:
    """What is given as `confidence=` or `certainty=`, and what one of the two is compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in SURENESS:
            yield node.value
        elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr in SURENESS:
            yield from node.comparators


def test_every_certainty_comes_from_the_table() -> None:
    """No number, and no module's own constant, is given as a certainty."""
    found = []
    for path in sorted(READ.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        shares = {
            n.targets[0].id
            for n in tree.body
            if isinstance(n, ast.Assign) and is_share(n.value) and isinstance(n.targets[0], ast.Name)
        }
        for given in sureness_given(tree):
            if any(is_share(n) or (isinstance(n, ast.Name) and n.id in shares) for n in ast.walk(given)):
                found.append(f"{path.relative_to(READ)}:{given.lineno}")
    assert found == []


def test_certainties_are_shares_and_used() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in READ.rglob("*.py"))
    assert all(0 < certainty < 1 for certainty in certainties().values())
    unused = [case for case in certainties() if case not in texts and case.partition(":")[2] not in texts]
    assert [case for case in unused if not case.endswith(("_in_sentence", ":list_or_name"))] == []


def rule_tables() -> list[Path]:
    """The tables of the reader whose rows are rules, and not the words of a code list or of messages."""
    return [
        *(path for folder in ("rules", "grids", "repair") for path in sorted((READ / folder).glob("*.csv"))),
        *map(READ.joinpath, ALONE),
    ]


@pytest.mark.parametrize("path", rule_tables(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_rule_says_why(path: Path) -> None:
    """A row says why it is there: for a word list, what all words of its group have in common."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert [next(iter(row.values())) for row in rows if len((row.get("why") or "").strip()) < 10] == []
