"""The name model: what a missing one says, how its names are verified, and its layers against a plain reference."""

import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqun.read import read_bytes, reading
from lianqun.read.layers.organizations import find_organizations
from lianqun.read.layers.places import find_places
from lianqun.read.layers.tagged import TaggedName
from lianqun.read.models.lac import _best_paths, _recur, load_model

TEXT = "走访见闻\n楚潮鼎新与海宁晨星光电科技有限公司签约，信息技术很好，一家楚天装备说，海宁市光伏增长。"


class FakeModel:
    """Proposes fixed names."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def find_names(self, text: str) -> list[TaggedName]:
        return [TaggedName(text.index(name), text.index(name) + len(name), "ORG") for name in self._names]


def proposed(*names: str) -> set[str]:
    found = find_organizations(TEXT, find_places(TEXT), {}, FakeModel(*names).find_names(TEXT))
    return {organization.name for organization in found if organization.rule == "model"}


def test_a_name_of_the_model_is_let_in() -> None:
    assert proposed("楚潮鼎新") == {"楚潮鼎新"}


@pytest.mark.parametrize("name", ["信息技术", "楚天装备", "海宁市光伏", "海宁市", "晨星光电", "签约"])
def test_what_the_rules_refuse_stays_out(name: str) -> None:
    assert proposed(name) == set()


def test_without_the_model_rules_read_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_name_model", lambda: None)
    asked, plain = read_bytes(TEXT.encode(), names=True), read_bytes(TEXT.encode())
    assert asked.claims == plain.claims
    assert (asked.warnings, plain.warnings) == ((reading.NO_NAME_MODEL,), ())


def test_the_model_reaches_the_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_name_model", lambda: FakeModel("楚潮鼎新"))
    claims = {c.subject: c for c in read_bytes(TEXT.encode(), names=True).claims if c.type == "organization"}
    assert claims["楚潮鼎新"].rule == "organization:model"
    assert claims["楚潮鼎新"].confidence < claims["海宁晨星光电科技有限公司"].confidence


def test_numpy_is_not_loaded_by_rules_alone() -> None:
    script = f"import sys, json; from lianqun.read import read_bytes; read_bytes({TEXT.encode()!r}); print(json.dumps('numpy' in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert json.loads(answer.stdout) is False


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.booleans(), st.integers(0, 2**32 - 1))
def test_a_layer_of_many_sentences_is_that_of_each(lengths: list[int], backward: bool, seed: int) -> None:
    lengths = sorted(lengths, reverse=True)
    size, draw = 3, np.random.default_rng(seed)
    unit = tuple(draw.normal(size=shape).astype(np.float32) for shape in ((size, 2 * size), (size, size), (3 * size,)))
    inputs = draw.normal(size=(lengths[0], len(lengths), 3 * size)).astype(np.float32)
    together = _recur(inputs, unit, [sum(length > at for length in lengths) for at in range(lengths[0])], backward=backward)  # type: ignore[arg-type]
    for row, length in enumerate(lengths):
        alone = _plain_states(inputs[:length, row], unit, backward)
        np.testing.assert_allclose(together[:length, row], alone, rtol=1e-4, atol=1e-5)


def _plain_states(inputs: np.ndarray, unit: Sequence[np.ndarray], backward: bool) -> np.ndarray:
    gates, candidate, bias = unit
    size, state, states = len(gates), np.zeros(len(gates)), np.zeros((len(inputs), len(gates)))
    for at in reversed(range(len(inputs))) if backward else range(len(inputs)):
        x = inputs[at] + bias
        gate = 1 / (1 + np.exp(-(x[: 2 * size] + state @ gates)))
        update, reset = gate[:size], gate[size:]
        state = (1 - update) * state + update * np.tanh(x[2 * size :] + (reset * state) @ candidate)
        states[at] = state
    return states


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_the_best_path_is_the_best_of_all(lengths: list[int], seed: int) -> None:
    lengths = sorted(lengths, reverse=True)
    draw, labels = np.random.default_rng(seed), 3
    scores = draw.normal(size=(lengths[0], len(lengths), labels)).astype(np.float32)
    field = draw.normal(size=(labels + 2, labels)).astype(np.float32)
    active = [sum(length > at for length in lengths) for at in range(lengths[0])]

    def worth(path: Sequence[int], row: int) -> float:
        steps = sum(float(scores[at, row, label]) for at, label in enumerate(path))
        return steps + float(field[0, path[0]] + field[1, path[-1]]) + sum(float(field[2 + a, b]) for a, b in pairwise(path))

    for row, path in enumerate(_best_paths(scores, field, np.array(lengths), active)):
        best = max(worth(p, row) for p in product(range(labels), repeat=lengths[row]))
        assert worth(path, row) == pytest.approx(best, abs=1e-4)


@pytest.mark.skipif(load_model() is None, reason="the name model is not installed: make install-names")
def test_the_installed_model_sees_names() -> None:
    model = load_model()
    assert model is not None
    text = "清华大学教授李明在北京说，华为公司很好。"
    assert [(text[n.start : n.end], n.kind) for n in model.find_names(text)][:3] == [
        ("清华大学", "ORG"),
        ("李明", "PER"),
        ("北京", "LOC"),
    ]
