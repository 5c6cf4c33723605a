"""What an archive holds, whatever its kind: members, the limits they are held to, and names that are safe to show."""

from collections.abc import Callable
from dataclasses import dataclass

from lianqun.read.decoding import LARGEST

MEGABYTE = 1024 * 1024
_NAME_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "latin-1")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an archive is unpacked, in bytes: one document, an archive within an archive, everything together.

    `ratio` is unpacked to packed; it counts only above `spared` bytes, since short repetitive pages pack very well.
    """

    document: int = LARGEST
    nested: int = 64 * MEGABYTE
    total: int = 16 * 1024 * MEGABYTE
    ratio: int = 200
    spared: int = 2 * MEGABYTE

    def budget(self, packed: int) -> int:
        """Most bytes that an archive of this size may unpack to."""
        return min(self.total, max(self.nested, self.ratio * packed))

    def is_bomb(self, size: int, packed: int) -> bool:
        """Whether a single member unpacks to suspiciously more than it takes."""
        return size > max(self.spared, self.ratio * packed)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive. `read(most)` gives its bytes, at most that many; it may be called only before the next member
    is asked for. `refusal` is the code that says why it cannot be read at all. `packed` is 0 where it is not known."""

    name: str
    size: int
    read: Callable[[int], bytes]
    packed: int = 0
    refusal: str = ""


class ArchiveBroken(Exception):
    """The archive cannot be followed beyond byte `at`."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class ArchiveTooLarge(Exception):
    """The archive unpacks to more than its budget."""


def decode_name(raw: bytes) -> str:
    """A member's name from bytes whose encoding the archive does not tell: UTF-8, else what Chinese systems write.

    Pairs of GBK bytes can pass for two-byte UTF-8 (accents, Greek, Cyrillic); there the Chinese reading is taken.
    """
    read = {encoding: name for encoding in _NAME_ENCODINGS if (name := _try(raw, encoding)) is not None}
    if any("\x80" <= character <= "\u07ff" for character in read.get("utf-8", "")) and "gb18030" in read:
        return read["gb18030"]
    return next(iter(read.values()))


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def safe_name(name: str) -> str:
    """A name as a relative path that can neither lead outside nor play with a terminal: no `..`, no root, no control characters."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return printable("/".join(parts)) or "—"


def printable(name: str) -> str:
    """The name with everything that does not print written as an escape, so that it stays on one line of any file.

    One that a spreadsheet program would take for a formula begins with `./`, which names the same file.
    """
    start = "./" if name.startswith(("=", "+", "-", "@")) else ""
    return start + "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in name)
