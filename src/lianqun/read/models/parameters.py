"""Parameters of a model as its package ships them: tensors in Paddle's own file form, dictionaries as tab-separated lines."""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def load_tensor(path: Path) -> Floats:
    """One tensor of 32-bit floats: version, levels, and a description of its dimensions stand before the numbers."""
    data = path.read_bytes()
    levels = struct.unpack_from("<Q", data, 4)[0]
    at = 12
    for _ in range(levels):
        at += 8 + int(struct.unpack_from("<Q", data, at)[0])
    size = int(struct.unpack_from("<i", data, at + 4)[0])
    at += 8
    shape = tuple(_dimensions(data[at : at + size]))
    return np.frombuffer(data, np.float32, offset=at + size).reshape(shape).copy()


def _dimensions(description: bytes) -> Iterator[int]:
    """Field 2 of the description, a protobuf message, printed one by one or packed."""
    at = 0
    while at < len(description):
        key = description[at]
        value, at = _varint(description, at + 1)
        if key == 0x10:
            yield value
        elif key == 0x12:
            end = at + value
            while at < end:
                value, at = _varint(description, at)
                yield value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 128:
            return value, at


def load_pairs(path: Path, separator: str = "\t") -> Iterator[tuple[str, str]]:
    """Lines of two cells; others are left out."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split(separator)
            if len(cells) == 2:
                yield cells[0], cells[1]
