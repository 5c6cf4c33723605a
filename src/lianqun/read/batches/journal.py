"""The journal of a batch: one line for each finished document, so that a killed run loses only what it had in hand.

A line is a check sum of the rest, the document's outcome as JSON, then its claims as JSON, parted by tabs (JSON text holds
neither tab nor line feed).
"""

import fcntl
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Self

from lianqun.read.batches.outcomes import Outcome


class JournalInUse(Exception):
    """Another run is writing to the same results."""


class Journal:
    """Finished documents by key. It is open for one run at a time; what a former run left half-written is cut off."""

    def __init__(self, path: Path, recipe: str) -> None:
        self._recipe = recipe
        self._lines: dict[str, int] = {}
        self._end = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b", buffering=0)
        self._reader = path.open("rb")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            raise JournalInUse(path) from error
        self._take_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_left: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others write to it."""
        self._file.close()
        self._reader.close()

    def __contains__(self, key: str) -> bool:
        return key in self._lines

    def add(self, key: str, outcome: Outcome, claims: Sequence[str]) -> None:
        """Write down a finished document with its claims, each one JSON object. Raises OSError when the disk is full."""
        head = json.dumps({"key": key, "recipe": self._recipe, **asdict(outcome)}, ensure_ascii=False)
        rest = "\t".join((head, *claims)).encode()
        line, at = memoryview(b"%08x\t%b\n" % (zlib.crc32(rest), rest)), self._end
        while line:
            line = line[self._file.write(line) :]
        self._end = self._file.seek(0, 2)
        self._lines[key] = at

    def outcome(self, key: str) -> Outcome:
        """The outcome of a finished document."""
        return _outcome(json.loads(self._read(key)[0]))

    def claims(self, key: str) -> Iterator[bytes]:
        """Its claims, each one JSON object."""
        yield from self._read(key)[1:]

    def _read(self, key: str) -> list[bytes]:
        self._reader.seek(self._lines[key])
        return self._reader.readline().rstrip(b"\n").split(b"\t")[1:]

    def _take_up(self) -> None:
        """Find the lines of former runs with the same recipe, and cut off a last one that has no end.

        What failed is left out, so that it is tried again; a damaged line counts as not there.
        """
        for line in self._reader:
            if not line.endswith(b"\n"):
                break
            if _is_whole(line):
                head = json.loads(line.split(b"\t", 2)[1])
                if head["recipe"] == self._recipe and head["status"] != "failed":
                    self._lines[head["key"]] = self._end
            self._end += len(line)
        self._file.truncate(self._end)


def _is_whole(line: bytes) -> bool:
    check, _, rest = line.rstrip(b"\n").partition(b"\t")
    return check == b"%08x" % zlib.crc32(rest)


def _outcome(head: dict[str, object]) -> Outcome:
    return Outcome(**{name: value for name, value in head.items() if name not in ("key", "recipe")})  # type: ignore[arg-type]
