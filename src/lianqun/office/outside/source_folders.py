"""The source folders that the office placed on this machine. What is uploaded never becomes one."""

import logging

from django.conf import settings

from lianqun.read.sources import NO_SOURCE, SourceFolder, find_sources, sources_folder

log = logging.getLogger("lianqun.sources")


def usable_sources() -> tuple[SourceFolder, ...]:
    """The sources that can be used, by name, as they lie there now; what is wrong with others is logged."""
    sources, problems = find_sources(sources_folder(settings.SOURCES))
    for problem in problems:
        log.warning("%s %s", problem.zh, problem.en)
    return sources


def is_known(name: str) -> bool:
    """Whether a document may be read as this: a source, the word for none, or nothing, which is as it is recognised."""
    return name in ("", NO_SOURCE) or any(source.name == name for source in usable_sources())


def chosen(name: str) -> tuple[tuple[SourceFolder, ...], SourceFolder | None]:
    """Among which sources a document is recognised, and the one that was chosen for it; a source that is gone counts as not chosen."""
    if name == NO_SOURCE:
        return (), None
    sources = usable_sources()
    return sources, next((source for source in sources if source.name == name), None)
