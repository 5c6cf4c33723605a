"""What kind of file it is, by its bytes and never by its name: the reader that takes it, or the refusal."""

from lianqun.read.lists import rows_of
from lianqun.read.refusals import ReadingRefused
from lianqun.tables.archives import Unreadable, open_archive, read_member

_HEAD = 4096
_MOST_MIMETYPE = 200


def kind_of(data: bytes, name: str) -> str:
    """`docx`, `workbook`, `pdf`, or `text` for all else; raises ReadingRefused for what is known and not read."""
    names: str | None = None
    for row in rows_of("lianqun.read", "kinds_of_file.csv"):
        if not data.startswith(bytes.fromhex(row["start"])):
            continue
        names = _inner_names(data, name) if names is None and row["holds"] else names
        if row["holds"] and row["holds"] not in (names or ""):
            continue
        if row["code"]:
            raise ReadingRefused(row["code"], name=name, detail=row["detail"])
        return row["reader"]
    return "text"


def _inner_names(data: bytes, name: str) -> str:
    """Names of what lies inside: members of a zip, streams of an old office file, the head of anything else."""
    if data.startswith(b"PK"):
        try:
            with open_archive(data) as archive:
                kind = read_member(archive, "mimetype", _MOST_MIMETYPE) if "mimetype" in archive.namelist() else b""
                return "\n".join((*archive.namelist(), f"mimetype={kind.decode('ascii', 'replace')}"))
        except Unreadable as trouble:
            raise ReadingRefused(trouble.code, name=name, detail=trouble.value) from trouble
    if data.startswith(b"\xd0\xcf"):
        return data.decode("utf-16-le", "ignore") + data[1:].decode("utf-16-le", "ignore")
    return data[:_HEAD].decode("utf-8", "ignore")
