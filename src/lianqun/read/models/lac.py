"""The name model of LAC 2.1 (package `LAC`, Apache-2.0) on numpy alone: organisations, people and places of a text.

An embedding, two layers of gated recurrent units in both directions, and a conditional random field. Only the parameters of the
package are read; its code, which needs Paddle, is never imported. Z. Jiao, S. Sun, K. Sun: Chinese Lexical Analysis with Deep
Bi-GRU-CRF Network, 2018.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lianqun.read.layers.tagged import TaggedName
from lianqun.read.models.parameters import Floats, load_pairs, load_tensor

_SENTENCE = re.compile(r"[^。！？；\n]{1,180}[。！？；]?")
_BATCH = 128
_LONGEST_WORD = 3
_KINDS = ("ORG", "PER", "LOC")


@cache
def load_model() -> "LacModel | None":
    """The model where its package is installed, loaded once a process; else None."""
    spec = find_spec("LAC")
    folder = Path(spec.submodule_search_locations[0]) / "lac_model" if spec and spec.submodule_search_locations else None
    return LacModel(folder) if folder is not None and (folder / "model/word_emb").is_file() else None


class LacModel:
    """The model's parameters; the same text gives the same names."""

    def __init__(self, folder: Path) -> None:
        conf, model = folder / "conf", folder / "model"
        self._words = {word: int(index) for index, word in load_pairs(conf / "word.dic")}
        # The package lists some labels twice; the later word of an index is the one that its authors read.
        self._tags = {int(index): tag for index, tag in load_pairs(conf / "tag.dic")}
        self._narrow = dict(load_pairs(conf / "q2b.dic"))
        self._costs = _word_costs(conf / "small_seg.dic")
        self._embedding = load_tensor(model / "word_emb")
        self._projections = [(load_tensor(model / f"fc_{i}.w_0"), load_tensor(model / f"fc_{i}.b_0").ravel()) for i in range(5)]
        self._units = [_split_unit(model, i) for i in range(4)]
        self._field = load_tensor(model / "crfw")

    def find_names(self, text: str) -> list[TaggedName]:
        """Organisations, people and places in order. Sentences of like length go through the layers together."""
        sentences = [(found.start(), found[0]) for found in _SENTENCE.finditer(text)]
        pieces = [(start, self._cut(sentence)) for start, sentence in sentences]
        pieces.sort(key=lambda piece: (-len(piece[1]), piece[0]))
        found: list[TaggedName] = []
        for first in range(0, len(pieces), _BATCH):
            batch = pieces[first : first + _BATCH]
            paths = self._label([[self._index(word) for word in words] for _, words in batch])
            for (start, words), path in zip(batch, paths, strict=True):
                found.extend(self._names(start, words, path))
        return sorted(found, key=lambda name: name.start)

    def _index(self, word: str) -> int:
        return self._words.get(self._narrow.get(word, word), self._words["OOV"])

    def _cut(self, sentence: str) -> list[str]:
        """The cheapest cut into words of up to three characters; words that the model does not hold are cut into characters."""
        costs, unseen = self._costs
        end = len(sentence)
        best: list[tuple[float, int]] = [(0.0, end)] * (end + 1)
        for at in range(end - 1, -1, -1):
            best[at] = (best[at + 1][0] + costs.get(sentence[at], unseen), at + 1)
            for stop in range(at + 2, min(at + _LONGEST_WORD, end) + 1):
                cost = costs.get(sentence[at:stop])
                if cost is not None and best[stop][0] + cost < best[at][0]:
                    best[at] = (best[stop][0] + cost, stop)
        words: list[str] = []
        at = 0
        while at < end:
            stop = best[at][1]
            while _is_latin(sentence[at]) and stop < end and best[stop][1] == stop + 1 and _is_latin(sentence[stop]):
                stop += 1
            word = sentence[at:stop]
            words.extend([word] if word in self._words else word)
            at = stop
        return words

    def _label(self, batch: Sequence[Sequence[int]]) -> list[list[int]]:
        """The best path of labels of each sentence; the longest sentence comes first."""
        lengths = np.array([len(indices) for indices in batch])
        active = [int((lengths > at).sum()) for at in range(int(lengths[0]))]
        steps = np.zeros((len(active), len(batch)), np.int64)
        for row, indices in enumerate(batch):
            steps[: len(indices), row] = indices
        known, places = np.unique(steps, return_inverse=True)
        layer = self._embedding[known]
        projected = [(layer @ w + b)[places.reshape(steps.shape)] for w, b in self._projections[:2]]
        for first in (0, 2):
            both = [_recur(projected[i], self._units[first + i], active, backward=i == 1) for i in (0, 1)]
            layer = np.concatenate(both, axis=2)
            projected = [layer @ w + b for w, b in self._projections[first + 2 : first + 4]] if not first else projected
        weights, bias = self._projections[4]
        return _best_paths(layer @ weights + bias, self._field, lengths, active)

    def _names(self, start: int, words: Sequence[str], path: Sequence[int]) -> Iterator[TaggedName]:
        kind, begin, at = "", start, start
        for word, label in zip(words, path, strict=True):
            tag, _, part = self._tags[label].rpartition("-")
            if tag != kind or part == "B":
                if kind in _KINDS:
                    yield TaggedName(begin, at, kind)
                kind, begin = tag, at
            at += len(word)
        if kind in _KINDS:
            yield TaggedName(begin, at, kind)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _word_costs(path: Path) -> tuple[dict[str, float], float]:
    counts = {word: int(count) for word, count in load_pairs(path, " ")}
    total = math.log(sum(counts.values()))
    return {word: total - math.log(count) for word, count in counts.items() if count}, total


def _split_unit(model: Path, index: int) -> tuple[Floats, Floats, Floats]:
    """Weights of the two gates, of the candidate, and the bias; they lie one behind the other in one tensor."""
    weights, bias = load_tensor(model / f"gru_{index}.w_0"), load_tensor(model / f"gru_{index}.b_0").ravel()
    size, flat = len(weights), weights.ravel()
    gates, candidate = flat[: 2 * size * size].reshape(size, 2 * size), flat[2 * size * size :].reshape(size, size)
    return np.ascontiguousarray(gates), np.ascontiguousarray(candidate), bias


def _sigmoid(values: Floats) -> Floats:
    """1/(1+e^-x), written with tanh, which does not overflow."""
    squashed: Floats = np.tanh(np.float32(0.5) * values)
    return np.float32(0.5) * (squashed + np.float32(1))


def _recur(inputs: Floats, unit: tuple[Floats, Floats, Floats], active: Sequence[int], *, backward: bool) -> Floats:
    """States of a layer, steps × sentences × units; at each step only sentences that reach so far take part."""
    gates, candidate, bias = unit
    size = len(gates)
    inputs = inputs + bias
    states = np.zeros((inputs.shape[0], inputs.shape[1], size), np.float32)
    state = np.zeros((inputs.shape[1], size), np.float32)
    for at in reversed(range(len(active))) if backward else range(len(active)):
        rows = active[at]
        before = state[:rows]
        gate = _sigmoid(inputs[at, :rows, : 2 * size] + before @ gates)
        update, reset = gate[:, :size], gate[:, size:]
        proposed = np.tanh(inputs[at, :rows, 2 * size :] + (reset * before) @ candidate)
        state[:rows] = before + update * (proposed - before)
        states[at, :rows] = state[:rows]
    return states


def _best_paths(scores: Floats, field: Floats, lengths: npt.NDArray[np.int64], active: Sequence[int]) -> list[list[int]]:
    """Viterbi's path of every sentence; `field` holds the scores of the first label, of the last, and of each passage."""
    passages = field[2:].T.copy()
    best = field[0] + scores[0]
    back = np.zeros(scores.shape, np.int16)
    for at in range(1, len(active)):
        rows = active[at]
        reached = best[:rows, None, :] + passages
        back[at, :rows] = reached.argmax(axis=2)
        best[:rows] = reached.max(axis=2) + scores[at, :rows]
    last = (best + field[1]).argmax(axis=1)
    return [_walk_back(back[:length, row], int(last[row])) for row, length in enumerate(lengths)]


def _walk_back(back: npt.NDArray[np.int16], label: int) -> list[int]:
    path = [label]
    for step in reversed(back[1:]):
        path.append(int(step[path[-1]]))
    return path[::-1]
