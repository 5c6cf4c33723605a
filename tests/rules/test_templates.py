"""Templates: lines that can be read beside code. Their indentation is `djhtml`'s, checked by `make lint`."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "src" / "lianqun" / "office" / "templates"
LONGEST = 160


def test_no_line_of_a_template_is_too_long() -> None:
    lines = (
        (path.relative_to(TEMPLATES).as_posix(), number, len(line))
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    )
    assert [line for line in lines if line[2] > LONGEST] == []
