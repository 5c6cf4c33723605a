"""A project from lead to full output: stages as dated data, and what is late or open on a day."""

from lianqun.land.lateness import late_projects, open_problems
from lianqun.land.need_states import open_states
from lianqun.land.stages import Move, Stage, check_move, next_stages, over_stages, stage_of, stages

__all__ = [
    "Move",
    "Stage",
    "check_move",
    "late_projects",
    "next_stages",
    "open_problems",
    "open_states",
    "over_stages",
    "stage_of",
    "stages",
]
