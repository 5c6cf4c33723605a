"""What is true of a stage stands in `land/stages.csv`: no code of a stage is written in Python or in a template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lianqun.vocab.codes import code_lists
from lianqun.vocab.dictionary import tables

SOURCE = Path(__file__).parents[2] / "src" / "lianqun"
OTHER_LISTS = {code for name, members in code_lists().items() if name != "project_stage" for code in members}
# A code that another list or a column has too (`lead` is a kind of chain, `above_scale` a column of firms) cannot be told apart here.
COLUMNS = {column.name for table in tables().values() for column in table.columns}
STAGES = set(code_lists()["project_stage"]) - OTHER_LISTS - COLUMNS


def words_in(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from re.findall(r"[\"']([a-z_]+)[\"']", text)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_stage_of_a_project_is_written_in_code() -> None:
    assert {"talks", "full_output", "assessment", "construction"} <= STAGES
    files = [path for pattern in ("*.py", "*.html") for path in SOURCE.rglob(pattern) if "migrations" not in path.parts]
    found = {str(path.relative_to(SOURCE)): words for path in files if (words := STAGES & set(words_in(path)))}
    assert found == {}
