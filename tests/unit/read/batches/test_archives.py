"""Archives as they come: names in GBK, cut off, locked, nested, hostile."""

import contextlib
import gzip
import io
import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.read import ReadingRefused
from lianqun.read.batches import find_documents, is_collection
from lianqun.read.batches.archives import documents_in
from lianqun.read.batches.members import MEGABYTE, Limits, decode_name, safe_name

Told = list[tuple[str, str]]
SMALL = Limits(document=4_000, nested=20_000, total=MEGABYTE, ratio=50, spared=2_000)


def tell(data: bytes, name: str = "a.zip", limits: Limits = SMALL) -> Told:
    """Every document of an archive with its text, or with the code of its refusal."""
    told = []
    for found in documents_in(io.BytesIO(data), name, limits=limits):
        try:
            told.append((found.document, found.load().decode()))
        except ReadingRefused as refusal:
            assert refusal.zh
            assert refusal.en
            told.append((found.document, refusal.code))
    return told


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def noise(size: int, seed: int = 0) -> bytes:
    """Text that packs badly."""
    return "".join(f"{zlib.crc32(f'{seed} {i}'.encode()):08x}" for i in range(size // 8)).encode()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tars_are_read_in_their_order(mode: str) -> None:
    assert tell(tarred({"b/2.txt": b"two", "1.txt": b"one"}, mode), "a.tgz") == [("a.tgz/b/2.txt", "two"), ("a.tgz/1.txt", "one")]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_without_the_flag_of_utf8(encoding: str) -> None:
    name = "模具/海宁市发布.txt"
    same_length = "x" * (len(name.encode(encoding)) - 4) + ".txt"
    data = zipped({same_length: b"text"}).replace(same_length.encode(), name.encode(encoding))
    assert tell(data) == [(f"a.zip/{name}", "text")]


def test_names_in_a_tar_of_another_system() -> None:
    raw = "海宁市.txt".encode("gbk")
    assert tell(tarred({raw.decode("utf-8", "surrogateescape"): b"text"}), "a.tar") == [("a.tar/海宁市.txt", "text")]


@pytest.mark.parametrize("name", ["模", "模具", "滁州芯片", "readme", "文档 2024"])
def test_a_name_is_decoded_from_gbk_and_from_utf8(name: str) -> None:
    assert (decode_name(name.encode("gbk")), decode_name(name.encode())) == (name, name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/root.txt", "root.txt"),
        ("..\\..\\b.txt", "b.txt"),
        ("a\nb\x1b[2J.txt", "a\\nb\\x1b[2J.txt"),
        ("..", "—"),
        ("=1+1.txt", "./=1+1.txt"),
    ],
)
def test_names_that_lead_outside_or_play_with_terminals(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_what_systems_leave_is_passed_over_and_other_kinds_are_told() -> None:
    members = {
        "__MACOSX/._a.txt": b"x",
        ".DS_Store": b"x",
        "d/~$a.txt": b"x",
        "a.txt": b"text",
        "b.exe": b"x",
        "没有后缀": b"bare",
    }
    assert tell(zipped(members)) == [("a.zip/a.txt", "text"), ("a.zip/b.exe", "other_kind"), ("a.zip/没有后缀", "bare")]


def test_a_locked_member_is_refused_and_the_others_go_on() -> None:
    data = bytearray(zipped({"a.txt": b"one", "b.txt": b"two"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert tell(bytes(data)) == [("a.zip/a.txt", "encrypted"), ("a.zip/b.txt", "two")]


def test_a_damaged_member_is_refused_and_the_others_go_on() -> None:
    data = zipped({"a.txt": b"one-one", "b.txt": b"two"}, zipfile.ZIP_STORED).replace(b"one-one", b"one-0ne")
    assert tell(data) == [("a.zip/a.txt", "member_broken"), ("a.zip/b.txt", "two")]


def test_links_are_not_followed() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert tell(buffer.getvalue()) == [("a.zip/link.txt", "link")]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    assert tell(buffer.getvalue(), "a.tar") == [("a.tar/link.txt", "link")]


def test_bombs() -> None:
    assert tell(zipped({"a.txt": b"0" * 3_000, "b.txt": b"0" * 100})) == [("a.zip/a.txt", "bomb"), ("a.zip/b.txt", "0" * 100)]
    assert tell(zipped({"a.txt": noise(5_000)})) == [("a.zip/a.txt", "too_large")]
    packed = tarred({"a.txt": b"text", "b.bin": b"0" * 200_000, "c.txt": b"never"})
    assert tell(packed, "a.tgz") == [("a.tgz/a.txt", "text"), ("a.tgz/b.bin", "other_kind"), ("a.tgz", "archive_too_large")]


def test_members_that_lie_over_each_other_share_one_budget() -> None:
    """The directory names one packed member a thousand times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", noise(3_000))
        archive.filelist *= 1_000
    told = tell(buffer.getvalue(), limits=Limits(document=4_000, nested=20_000, total=60_000, ratio=50, spared=2_000))
    assert told[-1] == ("a.zip", "archive_too_large")
    assert len(told) == 21


def test_a_head_that_claims_gigabytes_is_not_held_in_memory() -> None:
    """A long-name head of a tar is read whole by the library; here it claims 2 GB of zeros."""
    head = tarfile.TarInfo("././@LongLink")
    head.type, head.size = tarfile.GNUTYPE_LONGNAME, 2 * 1024**3
    data = gzip.compress(head.tobuf(tarfile.GNU_FORMAT) + bytes(8 * MEGABYTE))
    assert tell(data, "a.tgz", Limits()) == [("a.tgz", "archive_too_large")]


def test_archives_inside_are_opened_once() -> None:
    inner = zipped({"c.txt": b"deep"})
    data = tarred({"a.txt": b"text", "b.zip": zipped({"b.txt": b"inside", "c.zip": inner}), "d.zip": noise(30_000)})
    assert tell(data, "a.tgz") == [
        *(("a.tgz/a.txt", "text"), ("a.tgz/b.zip/b.txt", "inside"), ("a.tgz/b.zip/c.zip", "nested")),
        ("a.tgz/d.zip", "archive_too_large"),
    ]


@pytest.mark.parametrize(
    ("start", "name"),
    [(b"Rar!\x1a\x07\x00", "a.rar"), (b"7z\xbc\xaf\x27\x1c", "a.7z"), (gzip.compress(b"x", mtime=0), "a.gz")],
    ids=["rar", "7z", "gz"],
)
def test_archives_that_are_not_opened(start: bytes, name: str) -> None:
    assert tell(start + bytes(100), name) == [(name, "archive")]


def test_an_archive_without_documents() -> None:
    assert tell(zipped({})) == [("a.zip", "empty")]


def cuts(data: bytes) -> Iterator[bytes]:
    yield from (data[:end] for end in range(5, len(data)))


def test_a_zip_cut_anywhere_gives_its_whole_members() -> None:
    members = {f"{i}.txt": noise(100 + 10 * i) for i in range(4)}
    data = zipped(members)
    ends = [data.find(b"PK\x03\x04", data.index(f"{i}.txt".encode())) for i in range(3)] + [data.index(b"PK\x01\x02")]
    for cut in cuts(data):
        whole = sum(end <= len(cut) for end in ends)
        told = tell(cut)
        assert told[-1][1] in ("archive_broken", "archive")
        assert told[:-1] == [(f"a.zip/{i}.txt", members[f"{i}.txt"].decode()) for i in range(whole)]


def test_a_cut_zip_written_as_a_stream() -> None:
    """Sizes stand behind each member where the writer could not go back."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a.txt", noise(500))
        archive.writestr("b.txt", noise(300))
    cut = bytes(stream.data[: stream.data.index(b"PK\x01\x02") + 3])
    assert tell(cut)[:2] == [("a.zip/a.txt", noise(500).decode()), ("a.zip/b.txt", noise(300).decode())]
    assert tell(cut)[2:] == [("a.zip", "archive_broken")]


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_cut_tar_says_where_it_broke(mode: str) -> None:
    texts = [noise(2_000, seed=i) for i in range(8)]
    data = tarred({f"{i}.txt": text for i, text in enumerate(texts)}, mode)
    told = tell(data[: len(data) // 2], "a.tar")
    whole = [(f"a.tar/{i}.txt", text.decode()) for i, text in enumerate(texts)]
    assert len(told) > 3
    assert told[-1] == ("a.tar", "archive_broken")
    assert all(it in whole or it[1] == "member_broken" for it in told[:-1])
    assert told[:3] == whole[:3]


WHOLE = {
    "zip": zipped({"a.txt": noise(300), "目录/b.txt": b"0" * 400, "c.zip": zipped({"d.txt": b"deep"})}),
    "tar": tarred({"a.txt": noise(300), "目录/b.txt": b"0" * 400, "c" * 120 + ".txt": b"long"}, "w"),
    "tgz": tarred({"a.txt": noise(300), "目录/b.txt": b"0" * 400}),
    "txz": tarred({"a.txt": noise(300)}, "w:xz"),
}


@pytest.mark.parametrize("kind", sorted(WHOLE))
@given(changes=st.lists(st.tuples(st.integers(0, 5_000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_whatever_is_wrong_with_an_archive_is_told_and_nothing_else_happens(kind: str, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(WHOLE[kind])
    for at, piece in changes:
        at %= len(data)
        data[at : at + len(piece)] = piece
    for found in documents_in(io.BytesIO(bytes(data)), "a", limits=SMALL):
        with contextlib.suppress(ReadingRefused):
            found.load()


def test_office_files_are_documents(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}))
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": b"text"}))
    assert [is_collection(path), is_collection(tmp_path / "a.zip"), is_collection(tmp_path), is_collection(tmp_path / "no")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_folder_with_odd_things_in_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two\nlines.txt").write_text("x", encoding="utf-8")
    (tmp_path / "b" / "circle").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / os.fsdecode(b"\xba\xa3.txt")).write_bytes(b"x")
    (tmp_path / "2024.01.22 快讯").write_bytes(b"x")
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "claims.txt").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe.txt")
    told = []
    for found in find_documents([tmp_path], leave_out=tmp_path / "results"):
        try:
            told.append((found.document, found.load().decode()))
        except ReadingRefused as refusal:
            told.append((found.document, refusal.code))
    assert told == [
        *(("2024.01.22 快讯", "x"), ("gone.txt", "missing"), ("pipe.txt", "other_kind"), ("\\udcba\\udca3.txt", "x")),
        ("b/two\\nlines.txt", "x"),
    ]
