"""Style sheets: every class is used, nothing stands twice, and a colour or a size that repeats is a token."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend" / "src"
SOURCE = ROOT / "src" / "lianqun"
BUNDLES = {name: sorted((FRONTEND / name).glob("*.css")) for name in ("site", "draw")}
TOKENS = sorted(FRONTEND.rglob("tokens.css"))
SHEETS = sorted(path for path in FRONTEND.rglob("*.css") if path not in TOKENS)
SCRIPTS = sorted(FRONTEND.rglob("*.js"))
TEMPLATES = sorted((SOURCE / "office").rglob("*.html"))
PALETTE = FRONTEND / "draw" / "theme.js"
COUNTED_CLASSES = {f"n{number}" for number in range(1, 7)}  # the six marks of a sentence, numbered by the template
HTMX_CLASSES = {"htmx-request"}
SCREENS = {"760px", "761px", "900px", "1180px", "1181px"}  # a media query cannot read a token
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(")
SPACED = ("padding", "margin", "gap", "column-gap", "row-gap", "scroll-margin")
MOST_REPEATS = 4
SAME_LINES = 3


@dataclass(frozen=True)
class Rule:
    """A list of selectors with what they declare, and the at-rules around it."""

    sheet: str
    around: str
    selectors: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]


def text_of(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def rules_of(paths: Iterable[Path]) -> Iterator[Rule]:
    """The rules of some sheets, in order."""
    for path in paths:
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        open_blocks: list[tuple[str, list[tuple[str, str]]]] = [("", [])]
        for piece, end in re.findall(r'((?:[^{};"]|"[^"]*")*)([{};])', css):
            words = " ".join(piece.split())
            if end == "{":
                open_blocks.append((words, []))
            elif words:
                name, _, value = words.partition(":")
                open_blocks[-1][1].append((name.strip(), value.strip()))
            if end == "}":
                head, lines = open_blocks.pop()
                selectors = re.split(r",\s*(?![^()]*\))", head)
                yield Rule(path.name, " ".join(words for words, _ in open_blocks[1:]), tuple(selectors), tuple(lines))


def lines_of(paths: Iterable[Path]) -> Iterator[tuple[Rule, str, str]]:
    """Each `name: value` with its rule."""
    return ((rule, name, value) for rule in rules_of(paths) for name, value in rule.lines)


def words_of_pages() -> set[str]:
    """What may be a class: words of a template's `class` attributes, of strings in scripts and Python, and codes of the lists."""
    attributes = re.findall(r'class="((?:{{.*?}}|{%.*?%}|[^"])*)"|{% block body_class %}([^{]*)', text_of(TEMPLATES))
    strings = re.findall(r"[\"'`]([a-z][\w -]*)[\"'`]", text_of([*SCRIPTS, *SOURCE.rglob("*.py")]))
    codes = re.findall(r"(?<=,)[a-z][\w-]*", text_of((SOURCE / "vocab").glob("*.csv")))
    return set(re.findall(r"[a-z][\w-]*", " ".join([*map("".join, attributes), *strings, *codes])))


def test_every_class_is_used() -> None:
    """A class that no template, no script and no Python says is dead."""
    selectors = " ".join(selector for rule in rules_of(SHEETS) for selector in rule.selectors)
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"\[[^\]]*\]", "", selectors)))
    assert sorted(classes - words_of_pages() - HTMX_CLASSES - COUNTED_CLASSES) == []


@pytest.mark.parametrize("bundle", BUNDLES)
def test_nothing_is_declared_twice(bundle: str) -> None:
    """Under the same at-rules a selector declares a property once, in whichever sheet."""
    declared = Counter(
        (rule.around, selector, name) for rule, name, _ in lines_of(BUNDLES[bundle]) for selector in rule.selectors
    )
    assert [key for key, times in declared.items() if times > 1] == []


@pytest.mark.parametrize("bundle", BUNDLES)
def test_no_two_rules_say_the_same(bundle: str) -> None:
    """Rules with the same lines are one rule with more selectors."""
    said = Counter((rule.around, frozenset(rule.lines)) for rule in rules_of(BUNDLES[bundle]) if len(rule.lines) >= SAME_LINES)
    assert [sorted(lines) for (_, lines), times in said.items() if times > 1] == []


def test_colours_are_tokens() -> None:
    """Colours stand in `tokens.css`, and in the palette of the drawings, which a test of the frontend holds to the tokens."""
    in_sheets = [(rule.sheet, name, value) for rule, name, value in lines_of(SHEETS) if COLOUR.search(value)]
    strings = ((path.name, words) for path in SCRIPTS if path != PALETTE for words in re.findall(r'"[^"\n]*"', text_of([path])))
    in_scripts = [
        (name, words) for name, words in strings if re.search(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?(?![\w-])|rgba?\(", words)
    ]
    assert (in_sheets, in_scripts) == ([], [])


def on_screen(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """What is declared for a screen; paper is measured in points, line by line."""
    return ((name, value) for rule, name, value in lines_of(paths) if "print" not in rule.around and "@page" not in rule.around)


def test_type_and_shadows_are_tokens() -> None:
    sized = [(name, value) for name, value in on_screen(SHEETS) if name in ("font-size", "font", "box-shadow")]
    assert [line for line in sized if re.search(r"\d(?:px|em)", line[1]) and "var(--face)" not in line[1]] == []


def test_distances_that_repeat_are_steps() -> None:
    """A distance of the site is a step; one that is no step stands at most a few times."""
    steps = {value for _, name, value in lines_of(TOKENS) if re.fullmatch(r"--s\d+", name)}
    spaces = [value for name, value in on_screen(BUNDLES["site"]) if name.startswith(SPACED)]
    lengths = Counter(length for value in spaces for length in re.findall(r"(?<![\w.-])\d+px", value))
    assert [length for length, times in lengths.items() if length in steps or times > MOST_REPEATS] == []


def test_tokens_are_read_and_known() -> None:
    """Every token is read by some sheet; what is read is a token, or set on an element by a template."""
    given = {name for _, name, _ in lines_of([*SHEETS, *TOKENS]) if name.startswith("--")}
    read = set(re.findall(r"var\((--[\w-]+)", text_of([*SHEETS, *TOKENS])))
    on_elements = set(re.findall(r'style="(--[\w-]+):', text_of(TEMPLATES)))
    assert (sorted(given - read), sorted(read - given - on_elements)) == ([], [])


def test_a_page_changes_at_the_known_widths() -> None:
    assert set(re.findall(r"\((?:max|min)-width: (\w+)\)", text_of([*SHEETS, *TOKENS, *SCRIPTS]))) <= SCREENS
