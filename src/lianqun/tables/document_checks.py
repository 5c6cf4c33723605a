"""Do documents lie where they should, unchanged, and do quotes stand in them word by word?"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lianqun.tables.decoding import decode_table
from lianqun.tables.problems import Findings, Spot
from lianqun.tables.raw import ROW
from lianqun.tables.sheets import Sheet

TextOf = Callable[[bytes, str], str | None]
PLAIN = (".txt", ".md", ".csv")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that a document's quotes may be taken from; `readable` is false where nobody could read it."""

    texts: tuple[str, ...]
    readable: bool

    def hold(self, quote: str) -> bool:
        """Whether the quote stands in one of the texts."""
        return any(quote in text for text in self.texts)

    def hold_at(self, quote: str, start: int, end: int) -> bool:
        """Whether the quote stands exactly there."""
        return any(text[start:end] == quote for text in self.texts)

    def place_of(self, quote: str) -> str:
        """Where the quote stands instead, as `start–end`; empty where it does not."""
        found = next((text.find(quote) for text in self.texts if quote in text), -1)
        return f"{found}–{found + len(quote)}" if found >= 0 else ""


def check_documents(sheets: Mapping[str, Sheet], folder: Path | None, text_of: TextOf | None, findings: Findings) -> None:
    """Report files that are missing, lie outside `files/` or have changed, and quotes that do not stand in their document.

    Text files are read as they are; `text_of` gives the text of the others, and the repaired text of all.
    """
    documents = sheets.get("documents")
    if documents is None or folder is None or not {"id", "file"} <= set(documents.frame.columns):
        return
    quotes = {name: _quotes(sheets.get(name)) for name in ("evidence", "passages")}
    for row in documents.frame.iter_rows(named=True):
        data = _read_document(documents, row, folder, findings)
        if data is not None:
            _check_quotes(documents, row, (data, text_of), (sheets, quotes), findings)


def _quotes(sheet: Sheet | None) -> dict[str, list[dict[str, object]]]:
    """Rows that quote something, by document."""
    found: dict[str, list[dict[str, object]]] = {}
    if sheet is None or not {"document_id", "quote"} <= set(sheet.frame.columns):
        return found
    names = [name for name in (ROW, "document_id", "quote", "start", "end") if name in sheet.frame.columns]
    quoting = sheet.frame.select(names).drop_nulls(["document_id", "quote"])
    for row in quoting.iter_rows(named=True):
        found.setdefault(row["document_id"], []).append(row)
    return found


def _read_document(sheet: Sheet, row: Mapping[str, object], folder: Path, findings: Findings) -> bytes | None:
    name = row["file"]
    if not isinstance(name, str):
        return None
    spot, words = Spot(sheet.file, "file"), {"value": name, "line": sheet.line(row[ROW]), "other": name}
    path = folder / "files" / name
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
        findings.add("document_outside", spot, rows=[words])
        return None
    if not path.is_file():
        findings.add("document_missing", spot, rows=[words])
        return None
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if row.get("sha256") not in (None, digest):
        findings.add(
            "sha256_mismatch", Spot(sheet.file, "sha256"), rows=[{**words, "value": row["sha256"], "suggestion": digest}]
        )
    return data


def _check_quotes(
    documents: Sheet,
    row: Mapping[str, object],
    file: tuple[bytes, TextOf | None],
    quoting: tuple[Mapping[str, Sheet], Mapping[str, Mapping[str, list[dict[str, object]]]]],
    findings: Findings,
) -> None:
    sheets, quotes = quoting
    identity = str(row["id"])
    if not any(identity in by_document for by_document in quotes.values()):
        return
    plain = texts_of(file[0], str(row["file"]), None)
    asked = [quote for by_document in quotes.values() for quote in by_document.get(identity, [])]
    if plain.readable and all(_stands(quote, plain) for quote in asked):
        return
    texts = texts_of(file[0], str(row["file"]), file[1])
    if not texts.readable:
        words = {"value": identity, "line": documents.line(row[ROW])}
        findings.add("quote_not_checked", Spot(documents.file, "file"), rows=[words])
        return
    for table, by_document in quotes.items():
        for quote in by_document.get(identity, []):
            _check_quote(sheets[table], quote, texts, findings)


def texts_of(data: bytes, name: str, text_of: TextOf | None) -> Texts:
    """The text of a document as its plain bytes give it and as the caller's reader gives it."""
    plain = decode_table(data).data.decode() if name.endswith(PLAIN) else ""
    read = (text_of(data, name) if text_of else None) or ""
    return Texts(tuple(text for text in (plain, read) if text), readable=bool(plain or read))


def _stands(row: Mapping[str, object], texts: Texts) -> bool:
    """Whether the quote stands in the text, and where it says."""
    quote, start, end = str(row["quote"]), row.get("start"), row.get("end")
    return texts.hold_at(quote, start, end) if isinstance(start, int) and isinstance(end, int) else texts.hold(quote)


def _check_quote(sheet: Sheet, row: Mapping[str, object], texts: Texts, findings: Findings) -> None:
    quote = str(row["quote"])
    words = {"value": quote, "line": sheet.line(row[ROW]), "other": row["document_id"]}
    if not texts.hold(quote):
        findings.add("quote_not_found", Spot(sheet.file, "quote"), rows=[words])
        return
    if not _stands(row, texts):
        at = {"detail": row["start"], "suggestion": texts.place_of(quote)}
        findings.add("quote_elsewhere", Spot(sheet.file, "start"), rows=[{**words, **at}])
