"""The site's own files: documents as they came, their repaired texts and layouts, and uploads that wait for their import."""

from pathlib import Path, PurePath

from django.conf import settings


def path_of(name: str) -> Path:
    """Where a document of this name is kept. Raises ValueError for a name that would lead outside."""
    return _inside(settings.FILES, name)


def attachment_path(sha256: str) -> Path:
    """Where a document that proves something is kept, by its bytes."""
    return _inside(settings.FILES / "attachments", sha256)


def text_path(document_id: str) -> Path:
    """Where the repaired text of a document is kept."""
    return _inside(settings.FILES / "texts", f"{document_id}.txt")


def layout_path(document_id: str) -> Path:
    """Where the layout of a document is kept: its tables, its pages, and what was said when it was read."""
    return _inside(settings.FILES / "texts", f"{document_id}.json")


def page_path(file_name: str, number: int) -> Path:
    """Where the picture of a page lies while it is wanted; it can be drawn again, so it is no part of a backup."""
    return _inside(settings.HOME / "pages", f"{PurePath(file_name).stem}/{number}.png")


def upload_path(fingerprint: str, suffix: str) -> Path:
    """Where an uploaded table waits."""
    return _inside(settings.HOME / "uploads", fingerprint + suffix)


def export_path(job_id: int, suffix: str = ".zip") -> Path:
    """Where the file that a job makes lies."""
    return _inside(settings.HOME / "exports", f"{job_id}{suffix}")


def write_file(path: Path, data: bytes) -> None:
    """Write a file as a whole: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or path == folder.resolve():
        raise ValueError(f"a file name that leads outside: {name!r}")
    return path
