"""The source folders that the command uses: those of the checkout, or of the folder that LIANQUN_SOURCES names."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lianqun.read.sources import Source


def known_sources() -> "tuple[Source, ...]":
    """All sources of the office; raises SourceRefused with what is wrong in them."""
    from lianqun.read.sources import load_sources, sources_folder

    return load_sources(sources_folder(os.environ.get("LIANQUN_SOURCES")))


def source_named(text: str) -> "Source":
    """A source by its name, or by the path of its folder, for an argument of the command."""
    from lianqun.read.sources import SourceRefused, load_source

    try:
        if Path(text).is_dir():
            return load_source(Path(text).resolve())
        return find_source(text)
    except SourceRefused as refused:
        raise argparse.ArgumentTypeError(str(refused)) from refused


def find_source(name: str) -> "Source":
    """The office's source of a name; raises SourceRefused."""
    from lianqun.read.sources import SourceRefused
    from lianqun.read.sources.problems import problem

    sources = known_sources()
    found = next((source for source in sources if source.name == name), None)
    if found is None:
        raise SourceRefused([problem("unknown_source", name, detail=", ".join(source.name for source in sources) or "—")])
    return found
