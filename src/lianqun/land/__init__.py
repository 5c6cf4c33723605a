"""A project from lead to full output: stages, rules and clocks as dated data, and what is late or open on a day."""

from lianqun.land.lateness import late_projects, open_problems
from lianqun.land.lead_clocks import LeadClock, lead_clock, lead_standings
from lianqun.land.lead_conditions import Condition, conditions, unmet
from lianqun.land.need_states import open_states
from lianqun.land.stage_rules import Missing, RuleBook, StageRule, own_rules, rules_of
from lianqun.land.stages import Move, Stage, check_move, next_stages, over_stages, stage_of, stages
from lianqun.land.standing import calendar_of, project_standings, standing
from lianqun.land.statuses import Status, over_statuses, status_of, statuses
from lianqun.land.working_days import BeyondCalendar, Calendar

__all__ = [
    "BeyondCalendar",
    "Calendar",
    "Condition",
    "LeadClock",
    "Missing",
    "Move",
    "RuleBook",
    "Stage",
    "StageRule",
    "Status",
    "calendar_of",
    "check_move",
    "conditions",
    "late_projects",
    "lead_clock",
    "lead_standings",
    "next_stages",
    "open_problems",
    "open_states",
    "over_stages",
    "over_statuses",
    "own_rules",
    "project_standings",
    "rules_of",
    "stage_of",
    "stages",
    "standing",
    "status_of",
    "statuses",
    "unmet",
]
