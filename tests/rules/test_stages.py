"""What is true of a stage stands in `land/stages.csv`: no code of a stage is written in Python or in a template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lianqun.vocab.codes import code_lists

SOURCE = Path(__file__).parents[2] / "src" / "lianqun"
OTHER_LISTS = {code for name, members in code_lists().items() if name != "project_stage" for code in members}
# A code that another list has too (`lead` is a kind of chain, `production` a level of a technology) cannot be told apart here.
STAGES = set(code_lists()["project_stage"]) - OTHER_LISTS


def words_in(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from re.findall(r"[\"']([a-z_]+)[\"']", text)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_stage_of_a_project_is_written_in_code() -> None:
    assert {"talks", "full_output", "stopped", "construction"} <= STAGES
    files = [path for pattern in ("*.py", "*.html") for path in SOURCE.rglob(pattern)]
    found = {str(path.relative_to(SOURCE)): words for path in files if (words := STAGES & set(words_in(path)))}
    assert found == {}
