"""A project from lead to full output: stages as dated data, and what is late or open on a day."""

from lianqun.land.lateness import late_projects, open_problems
from lianqun.land.stages import Move, Stage, check_move, next_stages, stage_of, stages

__all__ = ["Move", "Stage", "check_move", "late_projects", "next_stages", "open_problems", "stage_of", "stages"]
