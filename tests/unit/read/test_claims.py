"""Whose number it is, for when, and how sure: on sentences of our own."""

from datetime import date

import pytest

from lianqun.read import KnownOrganization, Reading, read_bytes
from lianqun.vocab.claims import Claim


def read(text: str, **options: object) -> Reading:
    return read_bytes(text.encode(), published=date(2024, 5, 20), **options)  # type: ignore[arg-type]


def claim_of(text: str, value: str) -> Claim:
    return next(claim for claim in read(text).claims if claim.value == value and claim.unit)


REPORT = "2024年一季度海宁市经济运行\n一、工业\n一季度全市实现工业增加值95.2亿元，同比增长4.1%，比上年全年增速高0.6个百分点。"


def test_scope_word_means_the_region_of_the_report() -> None:
    claim = claim_of(REPORT, "95.2")
    assert (claim.subject, claim.period, claim.change) == ("海宁市", "2024-01/2024-03", "+4.1%")


def test_growth_of_growth_stands_alone() -> None:
    assert claim_of(REPORT, "0.6").unit == "个百分点"


def test_decline_is_negative() -> None:
    assert claim_of("嘉兴市通报\n嘉兴市进口额36亿元，同比下降2.5%。", "36").change == "-2.5%"


def test_list_with_one_verb_for_all() -> None:
    text = "嘉兴市通报\n嘉兴市化工、纺织、电子三大产业分别实现产值10亿元、20亿元、30亿元，同比分别增长1.1%、2.2%和3.3%。"
    claims = [c for c in read(text).claims if c.unit == "亿元"]
    assert [(c.value, c.change) for c in claims] == [("10", "+1.1%"), ("20", "+2.2%"), ("30", "+3.3%")]
    assert [c.attribute[:2] for c in claims] == ["化工", "纺织", "电子"]


def test_threshold_is_no_amount() -> None:
    text = "海宁市通报\n2023年，海宁市新签约10亿元以上项目18个，亿元项目45个，总投资310亿元。"
    assert [(c.value, c.unit) for c in read(text).claims if c.unit] == [("18", "个"), ("45", "个"), ("310", "亿元")]


def test_points_and_percent_are_told_apart() -> None:
    claim = claim_of("海宁市通报\n海宁市高新产业占比62.5%，比上年提高1.8个百分点。", "62.5")
    assert (claim.unit, claim.change) == ("%", "+1.8个百分点")


def test_speaker_of_a_quotation_owns_we_and_company() -> None:
    text = "走访见闻\n海宁晨星光电科技有限公司总经理李明说：“我们去年新增员工130人，公司订单突破2亿元。”"
    assert {claim_of(text, "130").subject, claim_of(text, "2").subject} == {"海宁晨星光电科技有限公司"}
    assert claim_of(text, "130").period == "2023"


def test_unnamed_firm_is_linked_to_nobody() -> None:
    text = "走访见闻\n海宁晨星光电科技有限公司2022年成立了一家检测公司，头一年收入1200万元。"
    assert claim_of(text, "1200").subject == "一家检测公司（未具名）"


def test_project_owns_its_amount_and_capacity() -> None:
    text = "签约消息\n海宁晨星光电科技有限公司投资25亿元建设柔性玻璃项目，达产后将形成80万片/年的生产规模。"
    amount, capacity = claim_of(text, "25"), claim_of(text, "80")
    assert (amount.type, amount.attribute, capacity.attribute) == ("project", "amount", "capacity")
    assert "柔性玻璃项目" in amount.subject
    assert capacity.modality == "forecast"
    assert capacity.period == ""


def test_goal_is_no_fact() -> None:
    assert claim_of("海宁市通报\n海宁市力争全年引进外资3.6亿美元。", "3.6").modality == "goal"


def test_shares_of_a_market_go_to_their_products() -> None:
    text = "产业消息\n全部达产后，晨星6英寸、8英寸晶片将分别占国内市场的12%和25%。"
    subjects = {claim_of(text, "12").subject, claim_of(text, "25").subject}
    assert subjects == {"晨星6英寸晶片", "晨星8英寸晶片"}


def test_number_beside_a_repair_is_never_sure() -> None:
    flagged = [claim for claim in read("消息\n海宁市高校\ufffd14所，有园区9个。").claims if claim.unit]
    assert flagged
    assert all("touches_repair" in c.flags and c.confidence <= 0.3 for c in flagged if c.value == "14")


def test_heading_that_repeats_the_body_adds_nothing() -> None:
    text = "海宁引资50亿元建基地\n2024-05-01\n海宁市引资50亿元建设基地。"
    assert [c.value for c in read(text).claims if c.unit] == ["50"]


def test_known_names_of_the_office_are_found() -> None:
    found = read("消息\n本次由晨星牵头实施。", known=[KnownOrganization("o1", "海宁晨星光电科技有限公司", ("晨星",))])
    assert [c.subject for c in found.claims if c.type == "organization"] == ["晨星"]


def test_people_with_offices() -> None:
    claims = read("消息\n海宁市商务局局长王建国、副局长李小红出席。").claims
    people = [(c.subject, c.attribute, c.value) for c in claims if c.type == "person_role"]
    assert people[0] == ("王建国", "局长", "海宁市商务局")
    assert people[1][:2] == ("李小红", "副局长")


@pytest.mark.parametrize("name", ["海宁市经信局", "浙江省科技厅", "海宁经济开发区管委会", "嘉兴学院", "海宁农商银行"])
def test_organizations_by_ending(name: str) -> None:
    claims = read(f"消息\n记者从{name}了解到，情况良好。").claims
    assert [c.subject for c in claims if c.type == "organization"] == [name]


def test_quotes_are_exact_and_readings_repeat() -> None:
    first, second = read(REPORT), read(REPORT)
    assert first == second
    assert all(first.text[c.start : c.end] == c.quote for c in first.claims)


def found(text: str, kind: str) -> list[tuple[str, str, str]]:
    return [(c.subject, c.attribute, c.value) for c in read(text).claims if c.type == kind]


def test_links_of_a_chain_and_chains_of_a_place() -> None:
    text = "海宁市产业\n海宁市形成了拉晶、切片、镀膜等较为完整的光伏产业链。海宁市把光伏、新材料、皮革等主导产业做强。"
    assert {value for _, _, value in found(text, "link")} == {"拉晶", "切片", "镀膜"}
    assert {"光伏", "新材料", "皮革"} <= {value for _, _, value in found(text, "chain")}


def test_ties_need_their_words() -> None:
    text = (
        "海宁市产业\n海宁晨星光电科技有限公司落户海宁经济开发区，主要生产柔性玻璃。"
        "嘉兴学院与海宁晨星光电科技有限公司共建“光电产业学院”。嘉兴学院与海宁市商务局交流。"
    )
    firm = "海宁晨星光电科技有限公司"
    assert set(found(text, "relation")) == {(firm, "located_in", "海宁经济开发区"), ("嘉兴学院", "co_founded", firm)}
    assert found(text, "product") == [("柔性玻璃", "maker", firm)]


def test_leading_firms_stand_on_the_chain_of_their_section() -> None:
    text = "海宁光伏产业集群\n2024-05-01\n晨星光电、恒远新材、海利电子等龙头企业带动光伏产业发展。"
    assert found(text, "placement") == [(name, "leader_of", "光伏") for name in ("晨星光电", "恒远新材", "海利电子")]


def test_bare_project_belongs_to_the_firm_named_last() -> None:
    text = (
        "海宁签约消息\n海宁市签约项目26个，其中电子类项目11个。"
        "海宁晨星光电科技有限公司拟投资12.5亿元建设封装线，项目位于开发区，占地约120亩。"
    )
    claim = claim_of(text, "120")
    assert claim.subject.startswith("海宁晨星光电科技有限公司")
    assert claim.qualifier == "约"


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("浙江晨星光电有限公司从6人发展至80人。", "2024-05"),
        ("2022年，浙江晨星光电有限公司从6人发展至80人。", "2022"),
    ],
)
def test_what_has_grown_up_to_now_holds_for_the_publication(sentence: str, period: str) -> None:
    assert claim_of(f"海宁市通报\n{sentence}", "80").period == period
