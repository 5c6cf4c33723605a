"""Whom a document means: the right organisation, or nobody."""

import polars as pl
import pytest

from lianqun.tables import DataSet
from lianqun.trace import identify, resolve_subjects

FAMILY = {
    "group": "中国有研科技集团",
    "aisi": "山东有研艾斯半导体材料有限公司",
    "semi": "山东有研半导体材料有限公司",
    "weixun": "威讯联合半导体（德州）有限公司",
    "yuanyi": "元一（天津）生物科技有限公司",
    "poly": "西北工业大学",
    "institute": "天津大学合成生物前沿研究院",
    "office": "德州市工信局",
    "huifeng-cz": "滁州惠丰光电有限公司",
}


def resolve(*subjects, names=FAMILY, aliases=(), judgements=()):
    tables = DataSet.of(
        {
            "organizations": pl.DataFrame({"id": list(names), "name_zh": list(names.values())}),
            "aliases": pl.DataFrame(
                [{"id": alias, "organization_id": own, "alias": alias, "kind": "short"} for own, alias in aliases],
                schema=["id", "organization_id", "alias", "kind"],
            ),
            "judgements": pl.DataFrame(
                [
                    {"id": f"{one}{two}", "left_id": one, "right_id": two, "verdict": verdict, "at": "2024-01-01T00:00:00Z"}
                    for one, two, verdict in judgements
                ]
                or None,
                schema=["id", "left_id", "right_id", "verdict", "at"],
            ),
            "places": pl.DataFrame({"id": ["341100"], "name_zh": ["滁州市"]}),
        }
    ).tables
    found = resolve_subjects(subjects, *(tables[name] for name in ("organizations", "aliases", "judgements", "places")))
    return {row["subject"]: (row["organization_id"], row["rule"]) for row in found.to_dicts()}


@pytest.mark.parametrize(
    ("subject", "organization", "rule"),
    [
        ("山东有研半导体材料有限公司", "semi", "exact_name"),
        ("山东有研半導體材料有限公司", "semi", "same_name"),
        ("有研半导体材料公司", "semi", "same_core"),
        ("有研集团", "group", "short_form"),
        ("有研艾斯", "aisi", "short_form"),
        ("威讯半导体", "weixun", "short_form"),
        ("元一生物", "yuanyi", "short_form"),
        ("西北工大", "poly", "short_form"),
        ("有研", None, "ambiguous"),
        ("有研半导体", None, "ambiguous"),
        ("威讯", None, "too_short"),
        ("天津大学", None, "nobody"),
        ("德州市", None, "a_place"),
        ("一家智能科技公司", None, "unnamed"),
        ("12家配套企业", None, "unnamed"),
        ("德州惠丰光电有限公司", None, "other_place"),
        ("从未听说的公司", None, "nobody"),
    ],
)
def test_one_subject(subject, organization, rule):
    assert resolve(subject)[subject] == (organization, rule)


def test_an_alias_is_enough_and_two_owners_are_too_many():
    assert resolve("有研", aliases=[("group", "有研")])["有研"] == ("group", "alias")
    assert resolve("有研", aliases=[("group", "有研"), ("semi", "有研")])["有研"] == (None, "ambiguous")


def test_another_firm_of_the_family_in_the_documents_stops_a_short_form():
    names = {"aisi": FAMILY["aisi"]}
    assert resolve("有研半导体", names=names)["有研半导体"] == ("aisi", "short_form")
    assert resolve("有研半导体", "有研半导体化学有限公司", names=names)["有研半导体"] == (None, "rivals")


def test_records_judged_the_same_are_one():
    twins = {"one": "惠丰光电有限公司", "two": "惠丰光电股份有限公司"}
    assert resolve("惠丰光电", names=twins)["惠丰光电"] == (None, "ambiguous")
    assert resolve("惠丰光电", names=twins, judgements=[("two", "one", "same")])["惠丰光电"] == ("two", "same_core")


def test_every_subject_is_answered_with_a_reason():
    found = resolve_subjects([], *(DataSet.of({})[name] for name in ("organizations", "aliases", "judgements")))
    assert found.height == 0
    (row,) = resolve_subjects(["甲"], *(DataSet.of({})[name] for name in ("organizations", "aliases", "judgements"))).to_dicts()
    assert row["organization_id"] is None and row["reason_zh"] and row["reason_en"]


def _identified(judgements):
    rows = [
        {"id": "a", "name_zh": "甲材料有限公司"},
        {"id": "b", "name_zh": "乙材料有限公司"},
        {"id": "c", "name_zh": "甲材料有限公司"},
    ]
    stamped = [{"id": str(n), "at": f"2024-01-0{n + 1}T00:00:00Z", **row} for n, row in enumerate(judgements)]
    tables = {"organizations": pl.DataFrame(rows)}
    if stamped:
        tables["judgements"] = pl.DataFrame(stamped, infer_schema_length=None)
    return dict(identify(DataSet.of(tables).tables).members.iter_rows())


def test_merges_are_undone_by_taking_the_judgement_back():
    same = {"left_id": "b", "right_id": "a", "verdict": "same", "undone_at": None}
    assert _identified([]) == {"a": "a", "b": "b", "c": "a"}
    assert _identified([same]) == {"a": "b", "b": "b", "c": "b"}
    assert _identified([{**same, "undone_at": "2024-02-01T00:00:00Z"}]) == {"a": "a", "b": "b", "c": "a"}


def test_nothing_is_merged_through_others_against_a_judgement():
    same = {"left_id": "b", "right_id": "a", "verdict": "same"}
    different = {"left_id": "b", "right_id": "c", "verdict": "different"}
    assert _identified([same, different]) == {"a": "b", "b": "b", "c": "c"}


def test_the_latest_judgement_of_a_pair_holds():
    same = {"left_id": "a", "right_id": "b", "verdict": "same"}
    assert _identified([same, {**same, "verdict": "different"}]) == {"a": "a", "b": "b", "c": "a"}
