"""A project from lead to full output: stages, rules and clocks as dated data, and what is late or open on a day."""

from lianqun.land.amounts import Amounts, amounts_of
from lianqun.land.lateness import late_projects, open_problems
from lianqun.land.lead_acts import LeadAct, lead_acts, state_after
from lianqun.land.lead_clocks import LeadClock, city_above, city_clock, lead_clock, lead_standings
from lianqun.land.lead_conditions import Condition, conditions, unmet
from lianqun.land.need_states import open_states
from lianqun.land.reviews import (
    Difference,
    DocumentDifference,
    Signing,
    awaited,
    differences,
    document_differences,
    documents_seen,
    review_state,
    signings,
    values_seen,
)
from lianqun.land.rule_changes import Limit, RuleChange, RuleEffect, Signer, rule_changes, rule_effects
from lianqun.land.stage_rules import Missing, RuleBook, StageRule, own_rules, rules_as_text, rules_in, rules_of
from lianqun.land.stages import Move, Stage, check_move, next_stages, over_stages, stage_of, stages
from lianqun.land.standing import project_standings, proofs_of, standing
from lianqun.land.statuses import Status, over_statuses, status_of, statuses, stuck_statuses
from lianqun.land.taking_over import passed_stages
from lianqun.land.working_days import BeyondCalendar, Calendar, calendar_of

__all__ = [
    "Amounts",
    "BeyondCalendar",
    "Calendar",
    "Condition",
    "Difference",
    "DocumentDifference",
    "LeadAct",
    "LeadClock",
    "Limit",
    "Missing",
    "Move",
    "RuleBook",
    "RuleChange",
    "RuleEffect",
    "Signer",
    "Signing",
    "Stage",
    "StageRule",
    "Status",
    "amounts_of",
    "awaited",
    "calendar_of",
    "check_move",
    "city_above",
    "city_clock",
    "conditions",
    "differences",
    "document_differences",
    "documents_seen",
    "late_projects",
    "lead_acts",
    "lead_clock",
    "lead_standings",
    "next_stages",
    "open_problems",
    "open_states",
    "over_stages",
    "over_statuses",
    "own_rules",
    "passed_stages",
    "project_standings",
    "proofs_of",
    "review_state",
    "rule_changes",
    "rule_effects",
    "rules_as_text",
    "rules_in",
    "rules_of",
    "signings",
    "stage_of",
    "stages",
    "standing",
    "state_after",
    "status_of",
    "statuses",
    "stuck_statuses",
    "unmet",
    "values_seen",
]
