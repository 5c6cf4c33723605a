"""The bytes of a CSV file → UTF-8: marks of order, GB18030, files that are no tables, and files with two encodings in one."""

import codecs
import re
from dataclasses import dataclass

import pyarrow as pa

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
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data)
    if data.startswith(codecs.BOM_UTF8):
        rest = _decode_text(data.removeprefix(codecs.BOM_UTF8))
        return rest if rest.code else Decoded(rest.data, "read_bom")
    return _decode_text(data)


def foreign_kind(data: bytes) -> str:
    """What the file is when it is no text table: by its first bytes, or by zero bytes; empty for text."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            return kind
    if MARKUP.match(data[:200]):
        return "HTML / XML"
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "" if utf16 or b"\x00" not in data else "binary"


def _decode_utf16(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-16").encode(), "read_utf16")
    except UnicodeError:
        return Decoded(b"", "undecodable", "UTF-16", 1)


def _decode_text(data: bytes) -> Decoded:
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
