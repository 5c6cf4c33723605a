"""The bytes of a text file → text, whatever encoding it was written in.

A table (`decode_table`) is read exactly or refused: what it says goes into the data. A document (`decode_text`) is read with what
damage it has, which is counted, and may be written in any encoding that it declares.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# UTF-16 shows every line feed and ASCII character as a zero byte, all on one side; chance puts a few on the other.
FEWEST_ZEROS = 0.02
MOST_ON_THE_OTHER_SIDE = 0.05
FEWEST_COMMON = 0.05
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030"}
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
COMMON = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產，。、"
)
HEAD = 4096
SIGNATURES: dict[bytes, str] = {
    b"\x89PNG": "PNG",
    b"PK\x03\x04": "xlsx / zip",
    b"PK\x05\x06": "zip",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "xls / doc",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"PAR1": "Parquet",
    b"SQLite format 3": "SQLite",
}
MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml)", re.IGNORECASE)
CJK = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """UTF-8 bytes without a mark of order, or the code of what is wrong; `detail` and `line` go into the message."""

    data: bytes
    code: str = ""
    detail: str = ""
    line: int = 0


def decode_table(data: bytes) -> Decoded:
    """The table's bytes in UTF-8. `code` is empty, a note (`read_bom`, `read_gb18030`, `read_utf16`) or an error."""
    decoded = _decode(data)
    is_read = decoded.code in ("", "read_bom", "read_gb18030", "read_utf16")
    return Decoded(b"", "empty_file") if is_read and _is_blank(decoded.data) else decoded


def _is_blank(data: bytes) -> bool:
    """True where there is nothing but white space; looks at the whole only if the beginning is blank."""
    return not data[:1024].strip() and not data.strip()


def _decode(data: bytes) -> Decoded:
    if kind := foreign_kind(data):
        return Decoded(b"", "not_csv", kind)
    encoding, length = mark_of(data)
    if encoding.startswith("utf-16"):
        return _decode_utf16(data[length:], encoding)
    rest = _decode_narrow(data[length:])
    return Decoded(rest.data, "read_bom") if length and not rest.code else rest


def mark_of(data: bytes) -> tuple[str, int]:
    """The encoding that a mark of order names, and the length of the mark; ("", 0) where there is none."""
    return next(((encoding, len(mark)) for mark, encoding in MARKS if data.startswith(mark)), ("", 0))


def foreign_kind(data: bytes) -> str:
    """What the file is when it is no text table: by its first bytes, or by zero bytes; empty for text."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            return kind
    if MARKUP.match(data[:200]):
        return "HTML / XML"
    return "" if mark_of(data)[0].startswith("utf-16") or b"\x00" not in data else "binary"


def _decode_utf16(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding).encode(), "read_utf16")
    except UnicodeError:
        return Decoded(b"", "undecodable", "UTF-16", 1)


def _decode_narrow(data: bytes) -> Decoded:
    if is_utf8(data):
        return Decoded(data)
    mixed = _line_of_other_encoding(data)
    if mixed:
        return Decoded(b"", "mixed_encodings", "GB18030 / UTF-8", mixed)
    try:
        return Decoded(data.decode("gb18030").encode(), "read_gb18030")
    except UnicodeDecodeError as error:
        return Decoded(b"", "undecodable", "UTF-8 / GB18030", data.count(b"\n", 0, error.start) + 1)


def is_utf8(data: bytes) -> bool:
    """True where all bytes are UTF-8. Arrow looks at them without making text of them."""
    import pyarrow as pa  # takes a while to load, and a reader of documents does without

    offsets = pa.array([0, len(data)], pa.int64()).buffers()[1]
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _line_of_other_encoding(data: bytes) -> int:
    """Line number of the first line in the rarer encoding; 0 where all lines agree.

    A line is surely UTF-8 if it reads as Chinese in UTF-8 and as no ordinary Chinese in GB18030 (short lines of GB18030 pass for
    UTF-8 by accident); it is surely GB18030 if it is not UTF-8.
    """
    utf8: list[int] = []
    other: list[int] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        if not is_utf8(line):
            other.append(number)
        elif CJK.search(line.decode()) and not _is_plain_gb(line):
            utf8.append(number)
    if not utf8 or not other:
        return 0
    return min(utf8, other, key=len)[0]


def _is_plain_gb(line: bytes) -> bool:
    """True where the bytes read as characters of GB 2312, the few thousand in everyday use."""
    try:
        line.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a document, the encoding found, and how many characters could not be decoded (each is a U+FFFD)."""

    text: str
    encoding: str
    broken: int = 0


def decode_text(data: bytes) -> DecodedText | None:
    """The text of a document: by its mark, as UTF-16 without one, as UTF-8, or in the likeliest other encoding. None for zero bytes."""
    encoding, length = mark_of(data)
    if wide := encoding or _unmarked_utf16(data):
        return _counted(data[length:].decode(wide, "replace"), wide)
    return None if 0 in data else _counted(*_likeliest(data))


def _counted(text: str, encoding: str) -> DecodedText:
    return DecodedText(text, encoding, text.count("\ufffd"))


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark: line feeds and ASCII show as zero bytes on one side only."""
    head = data[:HEAD]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or even + odd < len(head) * FEWEST_ZEROS or min(even, odd) > max(even, odd) * MOST_ON_THE_OTHER_SIDE:
        return ""
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    return encoding if _commonness(head.decode(encoding, "ignore")) > FEWEST_COMMON else ""


def _likeliest(data: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 where the bytes are that, else the one whose text has most of the commonest characters."""
    if (text := _try(data, "utf-8")) is not None:
        return text, "utf-8"
    declared = DECLARED.search(data[:HEAD])
    wanted = declared[1].decode("ascii").lower() if declared else ""
    texts = _texts(data, (ALIASES.get(wanted, wanted), *CANDIDATES))
    if texts:
        best = max(texts, key=lambda encoding: _commonness(texts[encoding]))
        return texts[best], best
    mended = {encoding: data.decode(encoding, "replace") for encoding in CANDIDATES}
    best = min(mended, key=lambda encoding: mended[encoding].count("\ufffd"))
    return mended[best], best


def _texts(data: bytes, encodings: Sequence[str]) -> dict[str, str]:
    """The texts of all encodings that decode the bytes to the last."""
    tried = {encoding: _try(data, encoding) for encoding in encodings if encoding}
    return {encoding: text for encoding, text in tried.items() if text is not None}


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _commonness(text: str) -> float:
    """Share of the commonest characters and marks among the non-ASCII ones of the head of a text."""
    seen = [character for character in text[:HEAD] if character > "\x7f"]
    return sum(character in COMMON for character in seen) / len(seen) if seen else 0.0
