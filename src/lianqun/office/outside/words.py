"""Compiles the catalogues of translations of the site, so that GNU gettext is not needed: `python -m lianqun.office.outside.words`."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

OFFICE = Path(__file__).resolve().parents[1]


def catalogues(folder: Path = OFFICE) -> Iterator[Path]:
    """Every .po file below a folder."""
    yield from sorted(folder.rglob("*.po"))


def compile_words(folder: Path = OFFICE) -> int:
    """Write a .mo file beside every .po file below a folder. Returns how many were written."""
    files = list(catalogues(folder))
    for file in files:
        with file.open("rb") as words, file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(words))
    return len(files)


if __name__ == "__main__":
    print(f"{compile_words()} catalogues compiled")
