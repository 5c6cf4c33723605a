"""Projects that existed before: the stages that they passed stand as taken over, on their days, without a review of their own."""

from collections.abc import Mapping
from typing import Any

from lianqun.land.stages import Stage, stages


def passed_stages(project: Mapping[str, Any]) -> tuple[Stage, ...]:
    """The stages up to its own that a project has a day of, and its own. None for a project at the first stage: it begins here."""
    known = stages()
    at = [stage.code for stage in known].index(project["stage"])
    return tuple(one for number, one in enumerate(known[: at + 1]) if number == at or project.get(one.date_column)) if at else ()
