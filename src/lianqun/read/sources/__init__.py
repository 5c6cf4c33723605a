"""Sources as folders: how a kind of document is recognised, and what its heads, labels and silences mean."""

from lianqun.read.sources.checking import Score, check_source
from lianqun.read.sources.loading import (
    NO_SOURCE,
    SourceProblem,
    SourceRefused,
    find_sources,
    load_source,
    load_sources,
    sources_folder,
)
from lianqun.read.sources.recognising import Recognition, recognise
from lianqun.read.sources.source import SourceFolder

__all__ = [
    "NO_SOURCE", "Recognition", "Score", "SourceFolder", "SourceProblem", "SourceRefused",
    "check_source", "find_sources", "load_source", "load_sources", "recognise", "sources_folder",
]  # fmt: skip
