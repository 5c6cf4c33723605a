"""A source.yml → its fields with their values, each checked against fields.csv and traced to its line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from lianqun.read.lists import rows_of
from lianqun.read.sources.problems import SourceProblem, problem
from lianqun.read.sources.source import PERIOD_RULES
from lianqun.vocab.codes import code_lists
from lianqun.vocab.regions import regions
from lianqun.vocab.units import parse_unit

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHAPES = {
    "text": "一个词或一句话 a text",
    "number": "一个整数 a whole number",
    "list": "一个列表 a list",
    "map": "若干“项: 值” lines of “field: value”",
}
_OWN_ROLES = ("number", "identifier")
_LISTS = ("texts", "patterns", "units")


class _Wrong(Exception):
    """A value that its field does not take: the code of the message and its details."""

    def __init__(self, code: str, **details: object) -> None:
        self.code, self.details = code, details
        super().__init__(code)


@dataclass
class Fields:
    """All fields of a source.yml: `values` by name, `columns` each by the names of its own, what is wrong, and where groups stand."""

    where: str
    values: dict[str, Any] = field(default_factory=dict)
    columns: list[dict[str, Any]] = field(default_factory=list)
    problems: list[SourceProblem] = field(default_factory=list)
    groups: dict[str, yaml.Node] = field(default_factory=dict)

    def tell(self, code: str, node: yaml.Node | None, **details: object) -> None:
        """Note a problem at the line of a node."""
        line = node.start_mark.line + 1 if node else 1
        self.problems.append(problem(code, f"{self.where}:{line}", **details))


@cache
def field_rows() -> dict[str, dict[str, str]]:
    """The rows of fields.csv by field."""
    return {row["field"]: row for row in rows_of("lianqun.read.sources", "fields.csv")}


def words_among(among: str) -> tuple[str, ...]:
    """The words that a field of kind `word` takes: a code list, the roles of heads, or a list of words.csv."""
    if among == "role":
        roles = (row["role"] for row in rows_of("lianqun.read.grids", "heads.csv"))
        return tuple(dict.fromkeys((*roles, *_OWN_ROLES)))
    if among == "period":
        return PERIOD_RULES
    own = tuple(row["word"] for row in rows_of("lianqun.read.sources", "words.csv") if row["list"] == among)
    return own or tuple(code_lists()[among])


def read_fields(text: str, where: str) -> Fields:
    """The fields of a source.yml, and all that is wrong with them."""
    found = Fields(where)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f"{where}:{mark.line + 1 if mark else 1}"
        found.problems.append(problem("not_yaml", at, detail=getattr(error, "problem", None) or type(error).__name__))
        return found
    for name, value in _pairs(found, node, "source.yml", ""):
        if name == "columns":
            _read_columns(found, value)
        else:
            _read(found, name, value)
    _require(found, node, found.values, lambda name: not name.startswith("columns."))
    return found


def _read_columns(found: Fields, node: yaml.Node) -> None:
    for item in _items(found, node, "columns"):
        values: dict[str, Any] = {}
        for name, value in _pairs(found, item, "columns", "columns."):
            _put(found, values, name, value)
        _require(found, item, values, lambda name: name.startswith("columns."))
        found.columns.append(values)


def _read(found: Fields, name: str, node: yaml.Node) -> None:
    """A field, or a group of fields such as `name`."""
    if any(other.startswith(f"{name}.") for other in field_rows()):
        found.groups[name] = node
        for inner, value in _pairs(found, node, name, f"{name}."):
            _put(found, found.values, inner, value)
    else:
        _put(found, found.values, name, node)


def _put(found: Fields, values: dict[str, Any], name: str, node: yaml.Node) -> None:
    row = field_rows()[name]
    try:
        values[name] = _value(row, node)
    except _Wrong as wrong:
        found.tell(wrong.code, node, field=name, **wrong.details)
        values[name] = None


def _pairs(found: Fields, node: yaml.Node | None, name: str, prefix: str) -> Iterator[tuple[str, yaml.Node]]:
    """The known fields of a mapping; unknown and doubled ones are told."""
    if not isinstance(node, yaml.MappingNode):
        found.tell("wrong_shape", node, field=name, detail=_SHAPES["map"])
        return
    depth = prefix.count(".")
    known = [f.split(".")[depth] for f in field_rows() if f.startswith(prefix)]
    seen: set[str] = set()
    for key, value in node.value:
        word = str(key.value)
        if word not in known:
            found.tell("unknown_field", key, field=f"{prefix}{word}", detail=", ".join(dict.fromkeys(known)))
        elif word in seen:
            found.tell("twice", key, field=f"{prefix}{word}")
        else:
            yield f"{prefix}{word}", value
        seen.add(word)


def _items(found: Fields, node: yaml.Node, name: str) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    found.tell("wrong_shape", node, field=name, detail=_SHAPES["list"])
    return []


def _require(found: Fields, node: yaml.Node | None, values: dict[str, Any], among: Callable[[str], bool]) -> None:
    for name, row in field_rows().items():
        if row["needed"] and among(name) and name not in values:
            found.tell("missing_field", found.groups.get(name.split(".")[0], node), field=name, detail=f"{row['zh']} {row['en']}")


def _value(row: dict[str, str], node: yaml.Node) -> Any:
    if row["kind"] not in _LISTS:
        return _CONVERT[row["kind"]](_scalar(node), row)
    if not isinstance(node, yaml.SequenceNode):
        raise _Wrong("wrong_shape", detail=_SHAPES["list"])
    return tuple(_CONVERT[row["kind"].removesuffix("s")](_scalar(item), row) for item in node.value)


def _scalar(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
        raise _Wrong("wrong_shape", detail=_SHAPES["text"])
    return str(node.value).strip()


def _pattern(text: str, row: dict[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise _Wrong("bad_pattern", value=text, detail=str(error)) from error


def _word(text: str, row: dict[str, str]) -> str:
    if text not in (words := words_among(row["among"])):
        raise _Wrong("unknown_word", value=text, detail=", ".join(words))
    return text


def _number(text: str, row: dict[str, str]) -> int:
    if not text.isdecimal() or not 0 < int(text) < 100:
        raise _Wrong("wrong_shape", detail=_SHAPES["number"])
    return int(text)


def _unit(text: str, row: dict[str, str]) -> str:
    if parse_unit(text) is None:
        raise _Wrong("unknown_unit", value=text)
    return text


def _region(text: str, row: dict[str, str]) -> str:
    if text not in regions():
        raise _Wrong("unknown_region", value=text)
    return text


_CONVERT: dict[str, Callable[[str, dict[str, str]], Any]] = {
    "text": lambda text, row: text,
    "pattern": _pattern,
    "word": _word,
    "number": _number,
    "unit": _unit,
    "region": _region,
}
