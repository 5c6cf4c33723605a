"""The whole site in one file: its database, copied while it is in use, and its documents."""

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

DATABASE = "lianqun.sqlite3"
FOLDERS = ("files", "uploads")
MANIFEST = "backup.json"
FORM = "lianqun-backup-1"

Told = Callable[[int, int | None, str], None]


class NoBackup(Exception):
    """A file that is no backup of a site, or a damaged one."""


def back_up(home: Path, target: Path, *, made_at: str, told: Told) -> int:
    """Write database and files of a site's folder to one zip. Returns the number of members. The target appears when it is whole."""
    part = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        copy = Path(scratch) / DATABASE
        _copy_database(home / DATABASE, copy, told)
        members = [(copy, DATABASE), *_kept_files(home)]
        for number, (path, name) in enumerate(members):
            told(number, len(members), name)
            archive.write(path, name)
        archive.writestr(MANIFEST, json.dumps({"form": FORM, "made_at": made_at, "members": len(members)}))
    part.replace(target)
    return len(members)


def _copy_database(source: Path, copy: Path, told: Told) -> None:
    """SQLite's own online copy: others may go on writing meanwhile."""
    with sqlite3.connect(source) as reading, sqlite3.connect(copy) as writing:
        reading.backup(writing, pages=4096, progress=lambda _status, left, total: told(total - left, total, DATABASE))
    reading.close()
    writing.close()


def _kept_files(home: Path) -> list[tuple[Path, str]]:
    return [
        (path, str(path.relative_to(home))) for folder in FOLDERS for path in sorted((home / folder).rglob("*")) if path.is_file()
    ]


def restore(home: Path, source: Path, *, told: Told) -> int:
    """Put a backup in the place of what the site's folder holds. Returns the number of members. Raises NoBackup before any change."""
    try:
        with zipfile.ZipFile(source) as archive, tempfile.TemporaryDirectory(dir=home) as scratch:
            names = _names(archive)
            for number, name in enumerate(names):
                told(number, len(names), name)
                archive.extract(name, scratch)
            _check_database(Path(scratch) / DATABASE)
            _put_in_place(Path(scratch), home)
    except (zipfile.BadZipFile, sqlite3.DatabaseError, KeyError, ValueError) as error:
        raise NoBackup(str(error)) from error
    return len(names)


def _names(archive: zipfile.ZipFile) -> list[str]:
    """The members to put back: the database and files below the known folders, nothing else."""
    if json.loads(archive.read(MANIFEST)).get("form") != FORM:
        raise NoBackup("another form of backup")
    names = [name for name in archive.namelist() if name != MANIFEST]
    strange = [name for name in names if name != DATABASE and (name.split("/")[0] not in FOLDERS or ".." in name.split("/"))]
    if strange or DATABASE not in names:
        raise NoBackup(", ".join(strange[:3]) or "no database")
    return names


def _check_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        answer = connection.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        connection.close()
    if answer != "ok":
        raise NoBackup(str(answer))


def _put_in_place(scratch: Path, home: Path) -> None:
    """The old files stay beside the new ones under `….old` until the database has been replaced."""
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (home / name).unlink(missing_ok=True)
    (scratch / DATABASE).replace(home / DATABASE)
    for folder in FOLDERS:
        if (home / folder).exists():
            (home / folder).replace(scratch / f"{folder}.old")
        if (scratch / folder).exists():
            (scratch / folder).replace(home / folder)
