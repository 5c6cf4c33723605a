"""Leads: what became of each, the steps of its clock, and those that two counties reported."""

import numpy as np
import polars as pl

from lianqun.generate.content import rows_of, weights_of
from lianqun.generate.plan import Numbers, Plan, Tables, choose, instants, rounded, rows_at
from lianqun.generate.projects import elsewhere

OTHERS_SHARE, TWICE_SHARE = 0.3, 0.03
HOUR, DAY = 3_600, 86_400
OPENS, CLOSES = 1 * HOUR, 9 * HOUR  # nine to five in the office, told in UTC
CARRIED = (
    *(
        "name_zh",
        "organization_id",
        "place_id",
        "chain_id",
        "link_id",
        "investment_wan_yuan",
        "fixed_investment_wan_yuan",
        "land_mu",
    ),
    *("energy_tce", "environment_note", "planned_output_wan_yuan", "planned_tax_wan_yuan", "investor_origin", "came_by"),
)


def make_leads(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """A lead for every project, others that became none, second reports of the same by another county; steps and disputes."""
    random = plan.random("leads")
    projects = tables["projects"]
    names = tables["organizations"].select(organization_id="id", investor_name="name_zh")
    own = projects.select(*CARRIED, project_id="id", day="day_lead", state=pl.lit("converted"))
    parts = [own, _others(plan, random, projects), _twice(plan, random, projects)]
    leads = pl.concat(parts, how="diagonal_relaxed").join(names, on="organization_id", how="left", maintain_order="left")
    leads = leads.with_columns(
        id=pl.format("model-lead-{}", pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6)),
        sector=pl.coalesce("sector", pl.lit("industry")),
        content=pl.format("拟建设{}（示范）", "name_zh"),
        reported_by=pl.lit("示范招商专员"),
        owner=pl.lit("示范招商专员"),
    )
    second = plan.days * DAY + CLOSES
    seconds = np.minimum(leads["day"].to_numpy() * DAY + OPENS + random.integers(0, CLOSES - OPENS, leads.height), second)
    leads = leads.with_columns(second=pl.Series(seconds), reported_at=instants(plan, seconds))
    return {"leads": leads, "lead_steps": _steps(plan, random, leads), "lead_disputes": _disputes(plan, leads)}


def _others(plan: Plan, random: np.random.Generator, projects: pl.DataFrame) -> pl.DataFrame:
    """Leads that became no project: refused by a rule, dropped, or, among the newest, still followed, judged or just reported."""
    count = round(projects.height * OTHERS_SHARE)
    rows = rows_at(projects, random.integers(0, projects.height, count)).select(*CARRIED)
    day = np.floor(plan.days * np.sqrt(random.random(count))).astype(np.int64)
    age, draw = plan.days - day, random.random(count)
    fresh = [age <= 1, age <= 3, (age <= 10) & (draw < 0.7), (age <= 150) & (draw < 0.6)]
    state = np.select([*fresh, draw < 0.45], ["reported", "answered", "judged", "following", "refused"], "dropped")
    rules, which = rows_of("lead_refusals"), choose(random, weights_of("lead_refusals"), count)
    told = {name: pl.Series([rules[one][name] for one in which], dtype=pl.String) for name in ("rule", "reason_zh", "sector")}
    refused = pl.Series(state == "refused")
    small = refused & (told["rule"] == "investment")
    size = rounded(np.clip(2_000 + 7_500 * random.random(count), 300, 9_900))
    return rows.with_columns(
        state=pl.Series(state),
        day=pl.Series(day),
        name_zh=pl.col("name_zh").str.replace("项目.*$", "") + pl.format("意向{}", pl.int_range(1, pl.len() + 1)),
        refused_by_rule=pl.when(refused).then(told["rule"]),
        refused_reason=pl.when(refused).then(told["reason_zh"]),
        sector=pl.when(refused & (told["sector"] != "")).then(told["sector"]),
        investment_wan_yuan=pl.when(small).then(pl.Series(size)).otherwise("investment_wan_yuan"),
        fixed_investment_wan_yuan=pl.when(small).then(pl.Series(size * 6 // 10)).otherwise("fixed_investment_wan_yuan"),
    )


def _twice(plan: Plan, random: np.random.Generator, projects: pl.DataFrame) -> pl.DataFrame:
    """The same investor reported by another county some days later; the later ones are not decided yet."""
    picked = np.sort(random.choice(projects.height, round(projects.height * TWICE_SHARE), replace=False))
    first = rows_at(projects, picked)
    day = first["day_lead"].to_numpy() + random.integers(2, 45, first.height)
    decided = pl.Series(day + 30 <= plan.days)
    rows = first.select(*CARRIED, first_number="number").with_columns(
        place_id=elsewhere(first["place_id"], random),
        name_zh=pl.col("name_zh")
        .str.replace("年产.*?[吨只辆台套件片批次米瓦Wh支份株款年亩]", "")
        .str.replace("项目", "投资项目"),
        day=pl.Series(day),
        state=pl.when(decided).then(pl.lit("refused")).otherwise(pl.lit("disputed")),
        refused_by_rule=pl.when(decided).then(pl.lit("first_report")),
        refused_reason=pl.when(decided).then(pl.lit("另一县区已先报（示范）")),
    )
    return rows.filter(pl.col("day") <= plan.days)


def _disputes(plan: Plan, leads: pl.DataFrame) -> pl.DataFrame:
    """For each second report the dispute with the first, decided for who reported first, or open."""
    numbered = leads.filter(pl.col("project_id").is_not_null()).select(first_id="id", first_number=pl.int_range(pl.len()))
    pairs = leads.filter(pl.col("first_number").is_not_null()).join(
        numbered, on="first_number", how="inner", maintain_order="left"
    )
    decided = pl.col("state") == "refused"
    at = instants(plan, np.minimum(pairs["second"].to_numpy() + 12 * DAY, plan.days * DAY + CLOSES))
    return pairs.select(
        id=pl.format("{}-dispute", "id"),
        lead_id="first_id",
        other_lead_id="id",
        found_by=pl.lit("投资方同名、建设内容相同（示范）"),
        state=pl.when(decided).then(pl.lit("decided")).otherwise(pl.lit("open")),
        first_words=pl.lit("先报在册，投资方已确认（示范）"),
        other_words=pl.when(decided).then(pl.lit("后报方无异议（示范）")),
        for_lead_id=pl.when(decided).then("first_id"),
        decided_by=pl.when(decided).then(pl.lit("示范市投资促进局")),
        decided_at=pl.when(decided).then(at),
        reason=pl.when(decided).then(pl.lit("首报优先（示范）")),
    )


def _steps(plan: Plan, random: np.random.Generator, leads: pl.DataFrame) -> pl.DataFrame:
    """Answer, first judgement, feedback, reports every two weeks, and how it ended, as far as each lead came; a few answers were late."""
    start, count = leads["second"].to_numpy(), leads.height
    answer = start + np.where(random.random(count) < 0.94, 3 * HOUR, 3 * DAY) + random.integers(0, 5 * HOUR, count)
    judged = answer + np.where(random.random(count) < 0.9, 1, 6) * DAY + random.integers(0, 8 * HOUR, count)
    told = judged + DAY + random.integers(0, DAY, count)
    ended = told + random.integers(HOUR, 12 * DAY, count)
    state = leads["state"].to_numpy()
    over = np.isin(state, ("converted", "refused", "dropped", "disputed"))
    steps = [
        ("answer", answer, state != "reported"),
        ("judge", judged, over | np.isin(state, ("judged", "following"))),
        ("feedback", told, over | (state == "following")),
        *(("report", told + nth * 14 * DAY, (state == "following") & (random.random(count) < 0.85)) for nth in range(1, 9)),
        ("convert", ended, state == "converted"),
        ("refuse", ended, state == "refused"),
        ("drop", ended + 20 * DAY, state == "dropped"),
    ]
    parts = [_step(plan, leads, nth, step) for nth, step in enumerate(steps)]
    return pl.concat(parts).sort("lead_id", "nth")


def _step(plan: Plan, leads: pl.DataFrame, nth: int, step: tuple[str, Numbers, Numbers]) -> pl.DataFrame:
    """One step of those leads that came to it; what must have happened by the last day happened by then."""
    kind, at, given = step
    last = plan.days * DAY + CLOSES
    happened = given & ((at <= last) | (kind != "report"))
    rows = leads.select(lead_id="id", at=instants(plan, np.minimum(at, last)))
    steps = rows.with_columns(
        kind=pl.lit(kind), by=pl.lit("示范招商专员"), nth=pl.lit(nth), id=pl.format("{}-step-{}", "lead_id", pl.lit(nth))
    )
    return steps.filter(pl.Series(happened))
