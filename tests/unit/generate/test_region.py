"""A generated region is consistent in itself: dates in order, sums that add up, what is sure is proven, the same bytes again."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lianqun.generate import Plan, PlanRefused, generate
from lianqun.generate.content import rows_of
from lianqun.generate.shapes import model_shapes
from lianqun.land import late_projects, over_stages, stages
from lianqun.maps.assets import shape
from lianqun.tables import DataSet, check, save
from lianqun.trace import judge_placements
from lianqun.vocab.codes import code_lists
from lianqun.vocab.credit_codes import is_valid
from lianqun.vocab.industries import industries
from lianqun.vocab.regions import GENERATED_KEY, is_generated, regions

AS_OF = date(2026, 3, 31)
MARK = "示范"
NAMED = (
    "places",
    "organizations",
    "chains",
    "links",
    "projects",
    "funds",
    "platforms",
    "policies",
    "meetings",
    "leads",
    "offers",
)


@pytest.fixture(scope="module")
def region() -> DataSet:
    return generate(Plan(AS_OF, projects=1_500, firms=3_000, years=4))


def test_check_finds_nothing(region: DataSet, tmp_path: Path) -> None:
    save(region, tmp_path)
    report = check(tmp_path)
    assert report.ok and report.rows["projects"] == 1_500


def test_no_code_of_a_real_place_begins_like_those_of_generated_ones(region: DataSet) -> None:
    assert not any(is_generated(code) for code in regions())
    assert all(is_generated(one) for one in region["places"]["id"])
    assert region["places"]["parent_id"].drop_nulls().is_in(region["places"]["id"].implode()).all(), "it lies in no real place"


def test_every_name_says_that_it_is_generated_and_every_key_too(region: DataSet) -> None:
    for table in NAMED:
        names = region[table]["title" if "title" in region[table].columns else "name_zh"]
        assert names.str.starts_with(MARK).all(), table
    for table, frame in region.tables.items():
        if table != "places":
            assert frame["id"].str.starts_with(GENERATED_KEY).all(), table


def test_almost_every_table_has_rows(region: DataSet) -> None:
    """Claims come from documents, and the rest is the office's own: neither is made up."""
    empty = {name for name, frame in region.tables.items() if frame.is_empty()}
    assert empty <= {"passages", "statements", "place_groups", "place_group_members", "calendar_days", "stage_rules", "merges"}


def test_the_same_plan_gives_the_same_bytes_and_another_seed_others() -> None:
    plan = {"projects": 50, "firms": 120, "years": 1}
    assert generate(Plan(AS_OF, **plan)).version == generate(Plan(AS_OF, **plan)).version
    assert generate(Plan(AS_OF, **plan)).version != generate(Plan(AS_OF, seed=2, **plan)).version


def test_stages_are_those_of_the_office(region: DataSet) -> None:
    assert [row["stage"] for row in rows_of("stages")] == [stage.code for stage in stages()]
    assert set(region["projects"]["status"]) == set(code_lists()["project_status"])


def test_days_of_a_project_follow_its_stages(region: DataSet) -> None:
    columns = [stage.date_column for stage in stages()]
    for project in region["projects"].iter_rows(named=True):
        days = [project[column] for column in columns if project[column]]
        assert days == sorted(days) and days[-1] <= AS_OF
        reached = next(stage for stage in stages() if stage.code == project["stage"])
        assert project[reached.date_column] == days[-1], "it stands at the last stage that it came to"


def test_some_projects_are_late_some_ended_and_most_leads_come_to_nothing(region: DataSet) -> None:
    projects = region["projects"]
    states = dict(late_projects(projects, as_of=AS_OF)["state"].value_counts().iter_rows())
    assert min(states["late"], states["on_time"], states["unknown"], states["over"]) > 10
    assert projects.filter(pl.col("due_on").is_not_null() & pl.col("stage").is_in(over_stages())).is_empty()
    ended = projects.filter(pl.col("status").is_in(["lost", "terminated"]))
    assert ended["due_on"].null_count() == ended.height and ended["status_reason"].null_count() == 0
    assert (projects["status"] == "lost").sum() == projects["lost_to_place_id"].drop_nulls().len()
    assert 0.3 < projects["signed_on"].is_not_null().mean() < 0.8  # type: ignore[operator]


def test_sizes_have_long_tails_and_places_differ(region: DataSet) -> None:
    for table, column in (("projects", "investment_wan_yuan"), ("organizations", "revenue_wan_yuan")):
        sizes = region[table][column].drop_nulls().cast(pl.Float64)
        assert sizes.mean() > 1.7 * sizes.median() and sizes.max() > 20 * sizes.median(), column  # type: ignore[operator]
    counts = region["projects"]["place_id"].value_counts()["count"]
    assert counts.max() > 5 * counts.min()  # type: ignore[operator]


def test_second_phases_follow_the_first_and_a_firm_is_recorded_twice(region: DataSet) -> None:
    projects = region["projects"].select("id", "organization_id", "lead_on", "started_on")
    pairs = (
        region["project_parts"]
        .join(projects, left_on="project_id", right_on="id")
        .join(projects, left_on="other_project_id", right_on="id", suffix="_first")
    )
    assert pairs.height > 10
    assert pairs.filter(
        (pl.col("lead_on") < pl.col("started_on_first")) | (pl.col("organization_id") != pl.col("organization_id_first"))
    ).is_empty()
    assert region["judgements"]["verdict"].is_in(["same", "different"]).all() and region["judgements"].height > 5


def test_amounts_add_up(region: DataSet) -> None:
    """Recognised is at most reported, reversed at most recognised; money arrived at most the investment."""
    wide = region["stage_amounts"].pivot("kind", index=["project_id", "stage"], values="amount_wan_yuan").fill_null(0)
    assert wide.filter((pl.col("recognised") > pl.col("reported")) | (pl.col("reversed") > pl.col("recognised"))).is_empty()
    assert min(wide["recognised"].sum(), wide["reversed"].sum()) > 0
    arrived = region["project_series"].group_by("project_id").agg(pl.col("value").sum())
    both = arrived.join(region["projects"], left_on="project_id", right_on="id")
    assert both.filter(pl.col("value") > pl.col("investment_wan_yuan")).is_empty()
    assert region["project_series"].select("project_id", "period").is_unique().all()


def test_funds_give_what_they_have_and_shares_are_exact(region: DataSet) -> None:
    given = region["commitments"].join(region["projects"], left_on="project_id", right_on="id")
    assert given.height > 10
    exact = pl.col("amount_wan_yuan").cast(pl.Float64) * 100 == pl.col("investment_wan_yuan").cast(pl.Float64) * pl.col(
        "share_percent"
    ).cast(pl.Float64)
    assert given.filter(~exact | (pl.col("on") < pl.col("signed_on"))).is_empty()
    sums = given.group_by("fund_id").agg(pl.col("amount_wan_yuan").sum()).join(region["funds"], left_on="fund_id", right_on="id")
    assert sums.filter(pl.col("amount_wan_yuan") > pl.col("size_wan_yuan")).is_empty()


def test_no_platform_does_more_in_a_day_than_it_can(region: DataSet) -> None:
    used = region["bookings"].group_by("platform_id", "on").agg(pl.col("quantity").sum())
    both = used.join(region["platforms"], left_on="platform_id", right_on="id")
    assert both.height > 100 and both.filter(pl.col("quantity") > pl.col("capacity_per_day")).is_empty()


def test_confirmed_follows_from_the_evidence(region: DataSet) -> None:
    judged = judge_placements(region.tables)
    assert judged.join(region["placements"], on="id").filter(pl.col("status") != pl.col("status_right")).is_empty()
    assert set(judged["status"]) == {"confirmed", "uncertain", "refused"}


def test_needs_are_in_every_state_and_in_the_order_of_time(region: DataSet) -> None:
    needs = region["needs"]
    assert set(needs["status"]) == set(code_lists()["need_status"]) and set(needs["kind"]) == set(code_lists()["need_kind"])
    assert needs.filter((pl.col("closed_on") < pl.col("raised_on")) | (pl.col("raised_on") > AS_OF)).is_empty()
    over = pl.col("status").is_in(["closed", "confirmed"])
    assert needs.filter(over != pl.col("closed_on").is_not_null()).is_empty()
    matches = (
        region["matches"].join(needs, left_on="need_id", right_on="id").join(region["offers"], left_on="offer_id", right_on="id")
    )
    assert matches.height > 20
    assert matches.filter((pl.col("on") < pl.col("raised_on")) | (pl.col("kind") != pl.col("kind_right"))).is_empty()


def test_leads_are_answered_before_they_are_judged_and_the_first_report_wins(region: DataSet) -> None:
    steps = region["lead_steps"].sort("at", maintain_order=True).group_by("lead_id").agg("kind", "at")
    order = ["answer", "judge", "feedback"]
    for kinds in steps["kind"]:
        told = [kind for kind in kinds if kind in order]
        assert told == order[: len(told)]
    leads = region["leads"].select("id", "reported_at", "state", "place_id")
    disputes = (
        region["lead_disputes"]
        .join(leads, left_on="lead_id", right_on="id")
        .join(leads, left_on="other_lead_id", right_on="id", suffix="_other")
    )
    assert disputes.height > 10 and set(disputes["state"]) == {"decided", "open"}
    first = (pl.col("reported_at") < pl.col("reported_at_other")) & (pl.col("place_id") != pl.col("place_id_other"))
    assert disputes.filter(~first).is_empty()
    assert set(region["leads"]["state"]) == set(code_lists()["lead_state"])


def test_reviews_decide_after_they_were_handed_in(region: DataSet) -> None:
    reviews = region["stage_reviews"]
    assert reviews.filter(pl.col("decided_at") < pl.col("submitted_at")).is_empty()
    assert {"approved", "refused", "in_review", "saved"} == set(reviews["state"])
    approved = reviews.filter(pl.col("state") == "approved").join(region["projects"], left_on="project_id", right_on="id")
    for stage in stages():
        own = approved.filter(pl.col("stage") == stage.code)
        assert own.filter(pl.col("on") != pl.col(stage.date_column)).is_empty(), stage.code


def test_counties_make_the_prefecture_and_months_the_year_so_far(region: DataSet) -> None:
    figures = region["indicators"].filter(pl.col("chain_id").is_null())
    counties = figures.filter(pl.col("place_id") != "990100").group_by("name", "period").agg(pl.col("value").sum())
    whole = figures.filter(pl.col("place_id") == "990100").join(counties, on=["name", "period"])
    assert whole.height > 100 and whole.filter(pl.col("value") != pl.col("value_right")).is_empty()
    values = {(row["name"], row["period"]): row["value"] for row in whole.iter_rows(named=True)}
    months = ["2025-01/2025-02", *(f"2025-{month:02d}" for month in range(3, 13))]
    for name in {name for name, _period in values}:
        assert sum(values[name, month] for month in months) == values[name, "2025-01/2025-12"]
    assert not any(period.endswith("-01") for _name, period in values), "there is no January alone"


def test_counts_are_those_of_the_projects(region: DataSet) -> None:
    told = region["indicators"].filter(
        (pl.col("name") == "新签约亿元以上项目数")
        & (pl.col("period") == "2025-01/2025-12")
        & (pl.col("place_id") == "990100")
        & pl.col("chain_id").is_null()
    )
    large = region["projects"].filter((pl.col("investment_wan_yuan") >= 10_000) & (pl.col("signed_on").dt.year() == 2025))
    assert 0 <= large.height - int(told["value"][0]) <= 12, "second reports of the same project are not counted"


def test_links_and_firms_are_well_formed(region: DataSet) -> None:
    assert {row["industry_code"] for row in rows_of("links")} <= set(industries())
    codes = region["organizations"]["credit_code"].drop_nulls()
    assert codes.is_unique().all() and all(is_valid(code) for code in codes)
    shares = region["applications"].filter(pl.col("share_percent").is_not_null().all().over("link_id"))
    assert set(shares.group_by("link_id").agg(pl.col("share_percent").sum())["share_percent"]) == {100}


def test_the_shape_that_is_shipped_is_the_one_that_is_made(region: DataSet) -> None:
    path = shape("990100")
    assert path is not None and json.loads(path.read_text(encoding="utf-8")) == json.loads(json.dumps(model_shapes()))
    counties = region["places"].filter(pl.col("level") == "county")["id"]
    assert {one["properties"]["code"] for one in model_shapes()["features"]} == set(counties)


@pytest.mark.parametrize("wrong", [{"projects": 0}, {"firms": 1}, {"years": 99}, {"seed": -1}])
def test_a_plan_that_cannot_be_is_refused_in_words(wrong: dict[str, int]) -> None:
    with pytest.raises(PlanRefused) as refused:
        Plan(AS_OF, **wrong)
    assert "应在" in refused.value.zh and "give" in str(refused.value)


def test_the_command_writes_a_whole_folder_or_none(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; from lianqun.cli import main; sys.exit(main())", "generate"]
    made = ["--projects", "20", "--firms", "120", "--years", "1", "--as-of", "2026-03-31"]
    done = subprocess.run([*command, "-o", tmp_path / "out", *made, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["rows"]["projects"] == 20 and json.loads(done.stdout)["generated"] is True
    again = subprocess.run([*command, "-o", tmp_path / "out", *made], capture_output=True, text=True, check=False)
    wrong = subprocess.run([*command, "-o", tmp_path / "new", "--projects", "0"], capture_output=True, text=True, check=False)
    assert (again.returncode, wrong.returncode) == (2, 2) and "1 到" in wrong.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
