"""A whole region, table by table: each module gives some tables from the plan and from those made before it."""

from collections.abc import Callable

import polars as pl

from lianqun.generate import around, figures, firms, ground, leads, project_life, projects, reviews, standing, work
from lianqun.generate.plan import Plan, Tables, Tell
from lianqun.tables import DataSet

Make = Callable[[Plan, Tables], dict[str, pl.DataFrame]]
STEPS: tuple[tuple[str, Make], ...] = (
    ("地区 places", ground.make_places),
    ("产业链 chains", ground.make_chains),
    ("技术 technologies", ground.make_technologies),
    ("组织 organisations", firms.make_organizations),
    ("文档 documents", standing.make_documents),
    ("落位 placements", standing.make_placements),
    ("认定 findings", standing.make_findings),
    ("技术位置 positions", standing.make_positions),
    ("往来 ties", standing.make_ties),
    ("项目 projects", projects.make_projects),
    ("项目事项 events", project_life.make_project_events),
    ("项目关系 parts", project_life.make_project_parts),
    ("金额 amounts", project_life.make_stage_amounts),
    ("进度 series", project_life.make_project_series),
    ("线索 leads", leads.make_leads),
    ("审核 reviews", reviews.make_stage_reviews),
    ("需求 needs", work.make_needs),
    ("供给 offers", work.make_offers),
    ("对接 matches", work.make_matches),
    ("基金 funds", around.make_funds),
    ("平台 platforms", around.make_platforms),
    ("政策 policies", around.make_policies),
    ("会议 meetings", around.make_meetings),
    ("指标 indicators", figures.make_indicators),
)


def generate(plan: Plan, tell: Tell | None = None) -> DataSet:
    """The data set of a plan, the same bytes for the same plan. `tell(done, total, doing)` is called before each step."""
    made: dict[str, pl.DataFrame] = {}
    for number, (doing, make) in enumerate(STEPS):
        if tell is not None:
            tell(number, len(STEPS), doing)
        made |= make(plan, made)
    return DataSet.of(made)
