"""The review of each stage: who handed it in, who approved or refused it, who signed; and the documents that prove the stage."""

import numpy as np
import polars as pl

from lianqun.generate.plan import Numbers, Plan, Tables, days_of, instants
from lianqun.generate.projects import FULL, STAGE, TALKS
from lianqun.land import StageRule, own_rules, stages
from lianqun.vocab.codes import word

DAY = 86_400
NINE, FOUR = 3_600, 8 * 3_600  # in the office, told in UTC
REFUSED_SHARE, PROVEN_SHARE = 0.08, 0.94
WAITING = (("in_review", 0.06), ("saved", 0.03), ("refused", 0.02))
CITY_FROM = 50_000
OPINIONS = {"approved": "材料齐全，同意（示范）", "refused": "材料不全，退回补正（示范）"}


def make_stage_reviews(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    """Approved reviews of every stage after the lead that a project came to, refused ones before some, and what waits now."""
    random = plan.random("stage_reviews")
    projects = tables["projects"]
    parts = [_of_stage(plan, random, projects, number) for number in range(TALKS, len(stages()))]
    reviews = pl.concat([*parts, _waiting(plan, random, projects)]).sort("project_id", "day", "id")
    signatures = _signatures(plan, reviews.filter((pl.col("stage") == STAGE["contract"]) & (pl.col("state") == "approved")))
    return {"stage_reviews": reviews, "signatures": signatures, "attachments": _attachments(plan, random, projects)}


def _of_stage(plan: Plan, random: np.random.Generator, projects: pl.DataFrame, number: int) -> pl.DataFrame:
    stage = stages()[number]
    rows = projects.filter(pl.col(f"day_{stage.code}") >= 0)
    day = rows[f"day_{stage.code}"].to_numpy()
    handed_in = np.maximum(day - random.integers(0, 6, rows.height), rows["day_lead"].to_numpy())
    approved = _reviews(plan, rows, stage.code, "approved", (handed_in, day, day))
    before = handed_in - random.integers(3, 15, rows.height)
    again = pl.Series((random.random(rows.height) < REFUSED_SHARE) & (before - 3 >= rows["day_lead"].to_numpy()))
    refused = _reviews(plan, rows, stage.code, "refused", (before - 2, before, before))
    return pl.concat([approved, refused.filter(again)])


def _reviews(plan: Plan, rows: pl.DataFrame, stage: str, state: str, days: tuple[Numbers, Numbers, Numbers]) -> pl.DataFrame:
    """One review each: handed in, decided, and the day on which the project came to the stage."""
    handed_in, decided, on = days
    codes = [one.code for one in stages()]
    # the last stage that was reached before this one, since some are passed over
    earlier = [pl.when(pl.col(f"day_{code}") >= 0).then(pl.lit(code)) for code in reversed(codes[: codes.index(stage)])]
    is_decided = state in OPINIONS
    nothing = pl.lit(None, pl.String)
    return rows.select(
        id=pl.format("{}-{}-{}", "id", pl.lit(stage), pl.lit(state)),
        project_id="id",
        stage=pl.lit(stage),
        from_stage=pl.coalesce(earlier),
        kind=pl.lit("move"),
        state=pl.lit(state),
        on=days_of(plan.first_day, on),
        rules_on=days_of(plan.first_day, handed_in),
        submitted_by=nothing if state == "saved" else pl.col("steward"),
        submitted_at=pl.when(pl.lit(state != "saved")).then(instants(plan, handed_in * DAY + NINE)),
        decided_by=pl.lit("示范市投资促进局") if is_decided else nothing,
        decided_at=pl.when(pl.lit(is_decided)).then(instants(plan, decided * DAY + FOUR)),
        opinion=pl.lit(OPINIONS.get(state), pl.String),
        day=pl.Series(decided.astype(np.int64)),
        investment="investment",
    )


def _waiting(plan: Plan, random: np.random.Generator, projects: pl.DataFrame) -> pl.DataFrame:
    """The next stage of some running projects: handed in, only saved, or refused a few days ago."""
    running = projects.filter(
        (pl.col("ended") < 0) & (pl.col("rank") < FULL - 1) & pl.col("status").is_in(["running", "delayed"])
    )
    draw, parts, least = random.random(running.height), [], 0.0
    for state, share in WAITING:
        own = running.filter(pl.Series((draw >= least) & (draw < least + share)))
        least += share
        for number in range(FULL - 1):
            rows = own.filter(pl.col("rank") == number)
            since = rows[f"day_{stages()[number].code}"].to_numpy()
            day = np.maximum(plan.days - random.integers(0, 12, rows.height), since)
            parts.append(_reviews(plan, rows, stages()[number + 1].code, state, (day, day, day)))
    return pl.concat(parts)


def _signatures(plan: Plan, signed: pl.DataFrame) -> pl.DataFrame:
    """The county signs every agreement, the city also those of five hundred million yuan or more."""
    steps = ((1, "county_investment", "示范县区投资促进局"), (2, "city_investment", "示范市投资促进局"))
    parts = [
        signed.filter(pl.col("investment") >= (CITY_FROM if step == 2 else 0)).select(
            id=pl.format("{}-{}", "id", pl.lit(office)),
            review_id="id",
            step=pl.lit(step, pl.Int64),
            office=pl.lit(office),
            signer=pl.lit(signer),
            verdict=pl.lit("agreed"),
            at=pl.col("submitted_at"),
        )
        for step, office, signer in steps
    ]
    return pl.concat(parts).sort("review_id", "step")


def _attachments(plan: Plan, random: np.random.Generator, projects: pl.DataFrame) -> pl.DataFrame:
    """What the rules of the stages ask for, by name only: there is no file. A few are missing."""
    asked = [rule for rule in own_rules() if rule.kind == "document"]
    parts = [_proofs(plan, random, projects, rule) for rule in asked]
    return pl.concat(parts).sort("id").unique("id", keep="first", maintain_order=True)


def _proofs(plan: Plan, random: np.random.Generator, projects: pl.DataFrame, rule: StageRule) -> pl.DataFrame:
    day = pl.col(f"day_{rule.stage}")
    wanted = (day >= 0) & ((pl.col("kind") == rule.project_kind) if rule.project_kind else pl.lit(True))
    if rule.when_column:
        column = pl.col(rule.when_column)
        wanted = wanted & (column if rule.when_least is None else column >= int(rule.when_least))
    rows = projects.filter(wanted.fill_null(False))
    rows = rows.filter(pl.Series(random.random(rows.height) < PROVEN_SHARE, dtype=pl.Boolean))
    return rows.select(
        id=pl.format("{}-{}", "id", pl.lit(rule.what)),
        project_id="id",
        proves=pl.lit(rule.what),
        title=pl.format("{}：{}（示范，无文件）", "name_zh", pl.lit(word("attachment_tag", rule.what, "zh"))),
        added_by="steward",
        added_at=instants(plan, rows[f"day_{rule.stage}"].to_numpy() * DAY + NINE),
    )
