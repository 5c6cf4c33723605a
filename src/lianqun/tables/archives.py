"""Zipped office files, opened with bounds on what they may unfold to."""

import io
import zipfile
import zlib

MOST_UNFOLDED = 400 * 1024 * 1024
MOST_MEMBERS = 2_000


class Unreadable(Exception):
    """A file that cannot be taken apart; `code` names the kind of trouble, `value` what was found."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive of a zipped office file. Raises Unreadable for a broken one, and for one that unfolds too far.

    The sizes are those that the archive declares: Python unfolds no member beyond its declared size.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("broken_workbook") from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNFOLDED:
        raise Unreadable("unfolds_too_far")
    return archive


def read_member(archive: zipfile.ZipFile, name: str, most: int = MOST_UNFOLDED) -> bytes:
    """The bytes of a member, empty where there is none. Raises Unreadable for a broken, locked or too large one."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    if info.flag_bits & 1:
        raise Unreadable("locked")
    if info.file_size > most:
        raise Unreadable("unfolds_too_far")
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise Unreadable("broken_workbook") from error
