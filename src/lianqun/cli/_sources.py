"""The source folders that the command uses: those of the checkout, or of the folder that LIANQUN_SOURCES names."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lianqun.read.sources import SourceFolder


def known_sources() -> "tuple[SourceFolder, ...]":
    """All sources of the office; raises SourceRefused with what is wrong in them."""
    from lianqun.read.sources import load_sources, sources_folder

    return load_sources(sources_folder(os.environ.get("LIANQUN_SOURCES")))


def usable_sources() -> "tuple[SourceFolder, ...]":
    """The sources that can be used; what is wrong with others is told on standard error."""
    from lianqun.read.sources import find_sources, sources_folder

    sources, problems = find_sources(sources_folder(os.environ.get("LIANQUN_SOURCES")))
    for problem in problems:
        print(f"{problem.zh}\n{problem.en}", file=sys.stderr)
    return sources


def source_named(text: str) -> "SourceFolder | None":
    """A source by its name, or by the path of its folder, for an argument of the command; `None` for the word none."""
    from lianqun.read.sources import NO_SOURCE, SourceRefused, load_source

    if text == NO_SOURCE:
        return None
    try:
        if Path(text).is_dir():
            return load_source(Path(text).resolve())
        return find_source(text)
    except SourceRefused as refused:
        raise argparse.ArgumentTypeError(str(refused)) from refused


def find_source(name: str) -> "SourceFolder":
    """The office's source of a name; raises SourceRefused."""
    from lianqun.read.sources import SourceRefused
    from lianqun.read.sources.problems import problem

    sources = known_sources()
    found = next((source for source in sources if source.name == name), None)
    if found is None:
        raise SourceRefused([problem("unknown_source", name, detail=", ".join(source.name for source in sources) or "—")])
    return found
