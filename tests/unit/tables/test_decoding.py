"""One decoder: tables exactly or not at all, documents with the damage they have."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.read import ReadingRefused
from lianqun.read.decoding import decode
from lianqun.tables.decoding import decode_table, decode_text, mark_of

WORDS = "这是一个产业链，名称，有研半导体\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_both_read_the_same_text(encoding: str) -> None:
    data = WORDS.encode(encoding)
    text = decode_text(data)
    assert text is not None and (text.text, text.broken) == (WORDS, 0)
    assert decode_table(data).data.decode() == WORDS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_document_may_lack_its_mark(encoding: str) -> None:
    written = "2023年，我们的产业有发展。\n" * 9
    text = decode_text(written.encode(encoding))
    assert text is not None and (text.text, text.encoding) == (written, encoding)


def test_a_document_may_be_in_big5_and_a_table_is_taken_for_gb18030() -> None:
    traditional = "這是一個產業鏈，我們的公司在這裡成立，有很多人。\n" * 5
    text = decode_text(traditional.encode("big5hkscs"))
    assert text is not None and (text.text, text.encoding) == (traditional, "big5hkscs")


def test_a_broken_character_is_counted_in_a_document_and_refused_in_a_table() -> None:
    data = (WORDS * 9).encode() + b"\xff\xff,"
    text = decode_text(data)
    assert text is not None and text.broken == 2 and text.encoding == "utf-8"
    assert decode_table(data).code in ("undecodable", "mixed_encodings") and decode_table(data).data == b""


def test_zero_bytes_are_no_text() -> None:
    assert decode_text(b"abc\0" * 9) is None
    with pytest.raises(ReadingRefused) as refused:
        decode(b"abc\0" * 9, "a.txt")
    assert refused.value.code == "binary"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_answered(data: bytes) -> None:
    table = decode_table(data)
    assert table.data.decode() is not None and (table.data or table.code)
    text = decode_text(data)
    assert text is None or text.broken == text.text.count("\ufffd")


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_what_is_written_in_utf8_is_read_as_written(text: str) -> None:
    data = b"\xef\xbb\xbf" + text.encode()
    assert mark_of(data) == ("utf-8", 3)
    found = decode_text(data)
    assert found is not None and found.text == text
