"""Who is named, which kind it is, which full name a short one stands for, and which place is meant: on invented names."""

import re
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqun.read import KnownOrganization, Reading, read_bytes
from lianqun.read.layers.places import Place, find_places
from lianqun.vocab.regions import lineage, region_of, regions, zones


def read(text: str, *known: KnownOrganization) -> Reading:
    return read_bytes(text.encode(), published=date(2024, 5, 20), known=known)


def organizations(text: str, *known: KnownOrganization) -> dict[str, tuple[str, str]]:
    """Printed name → kind and full name."""
    return {c.subject: (c.attribute, c.value) for c in read(text, *known).claims if c.type == "organization"}


def people(text: str) -> dict[str, str]:
    return {c.subject: c.attribute for c in read(text).claims if c.type == "person_role"}


def place(text: str, name: str) -> Place:
    return next(found for found in find_places(text) if found.name == name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("海宁晨星光电科技有限公司", "enterprise"),
        ("海宁纺织职业学院", "university"),
        ("中国科学院海宁机械与材料研究所", "institute"),
        ("潮声实验室", "institute"),
        ("海宁农商银行", "bank"),
        ("浙江银行海宁支行", "bank"),
        ("海宁市产业引导基金", "fund"),
        ("海宁市中心医院", "hospital"),
        ("海宁市皮革行业协会", "association"),
        ("海宁市人力资源和社会保障局", "government"),
        ("中共海宁市委组织部", "government"),
        ("中车海宁轨道装备有限公司", "enterprise"),
    ],
)
def test_kinds_are_told_apart(name: str, kind: str) -> None:
    assert organizations(f"海宁通报\n昨天，{name}发布了消息。")[name] == (kind, name)


@pytest.mark.parametrize(
    "phrase",
    ["一家智能科技公司", "某装备企业", "3家上市公司", "该公司", "多家新能源企业", "两所职业学院", "5个研究中心", "重点实验室"],
)
def test_unnamed_ones_stay_unnamed(phrase: str) -> None:
    assert organizations(f"海宁通报\n昨天，{phrase}在会上发言。") == {}


def test_a_list_of_trades_holds_no_firm() -> None:
    assert organizations("海宁通报\n海宁市有合成生物、生物制药、中药、医疗器械等领域的企业。") == {}


def test_a_zone_is_a_place_and_its_board_an_organisation() -> None:
    claims = read("海宁通报\n海宁经济开发区去年增长。海宁经济开发区管委会主任李明说。").claims
    assert {(c.type, c.subject) for c in claims} >= {("place", "海宁经济开发区"), ("organization", "海宁经济开发区管委会")}


FULL = "浙江晨星精密轴承股份有限公司"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (f"{FULL}（以下简称“晨星”）去年增长。晨星说要扩产。", "晨星"),
        (f"{FULL}（下称晨星轴承）去年增长。晨星轴承要扩产。", "晨星轴承"),
        (f"{FULL}去年增长。晨星轴承要扩产。", "晨星轴承"),
        (f"{FULL}去年增长。浙江晨星要扩产。", "浙江晨星"),
    ],
)
def test_short_names_are_learned(text: str, short: str) -> None:
    assert organizations(f"走访见闻\n{text}")[short] == ("enterprise", FULL)


def test_an_institute_goes_by_its_letters() -> None:
    full = "中国科学院海宁化学物理研究所"
    found = organizations(f"走访见闻\n{full}揭牌。海化所与企业签约。")
    assert found["海化所"] == ("institute", full)


@given(st.sampled_from(["晨星", "远岫", "砺石", "云栖"]), st.data())
def test_no_short_name_is_shared_in_a_family(own: str, data: st.DataObject) -> None:
    """Firms of one family never take each other's short name: each link ends at a name that holds all its letters, and no other."""
    trades = data.draw(st.lists(st.sampled_from(["光电", "轴承", "药业", "半导体"]), min_size=2, max_size=3, unique=True))
    fulls = [f"浙江{own}{trade}有限公司" for trade in trades] + [f"{own}控股集团有限公司"]
    text = "走访见闻\n" + "".join(f"{full}去年增长。" for full in fulls) + "".join(f"{own}{t}董事长李明说。" for t in trades)
    text += f"浙江{own}扩产。"
    found = organizations(text)
    assert {name: full for name, (_, full) in found.items() if name in {f"{own}{t}" for t in trades}} == {
        f"{own}{trade}": f"浙江{own}{trade}有限公司" for trade in trades
    }
    assert found.get(f"浙江{own}", ("", f"浙江{own}"))[1] == f"浙江{own}"
    assert all(found[full] == ("enterprise", full) for full in fulls)


@pytest.mark.parametrize(
    ("one", "other"), [*combinations(["中国科学院海宁化学研究所", "中国科学院海宁机械研究所", "浙江大学海宁研究院"], 2)]
)
def test_institutes_of_one_academy_stay_apart(one: str, other: str) -> None:
    found = organizations(f"走访见闻\n{one}与{other}签约。")
    assert (found[one][1], found[other][1]) == (one, other)


def test_a_parent_is_not_its_branch() -> None:
    found = organizations("晨星电器扩产\n晨星电器在重庆兴建了晨星电器（重庆）有限公司。晨星电器董事长李明说。重庆晨星已投产。")
    assert found["晨星电器"][1] == "晨星电器"
    assert found["重庆晨星"][1] == "晨星电器（重庆）有限公司"


def test_the_register_of_the_office_comes_first() -> None:
    known = KnownOrganization("1", FULL, ("小晨星",))
    assert organizations("走访见闻\n小晨星去年增长。", known)["小晨星"] == ("enterprise", FULL)


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("海宁晨星光电科技有限公司总经理陈有为介绍，去年增长。", "陈有为", "总经理"),
        ("市领导康素云、宫立新出席。", "宫立新", "市领导"),
        ("海宁纺织职业学院敖玉辉教授团队攻关。", "敖玉辉", "教授"),
        ("李明（海宁晨星光电科技有限公司总经理）发言。", "李明", "总经理"),
        ("海宁市商会会长端木昭评价很高。", "端木昭", "会长"),
    ],
)
def test_people_with_their_office(text: str, name: str, office: str) -> None:
    assert people(f"走访见闻\n{text}")[name] == office


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("长春市通报\n到朝阳区就业。", "朝阳区", "220104"),
        ("北京市通报\n到朝阳区就业。", "朝阳区", "110105"),
        ("今年朝阳区增长。", "朝阳区", ""),
        ("鞍山铁西区一家企业。", "鞍山铁西区", "210303"),
        ("临海县轴承厂", "临海县", "331082"),
        ("滁州经开区", "滁州经开区", "341172"),
        ("赣州经济技术开发区", "赣州经济技术开发区", "360702400"),
        ("龙南经开区", "龙南经开区", "360783400"),
    ],
)
def test_a_place_knows_its_code_or_says_that_it_is_open(text: str, name: str, code: str) -> None:
    found = place(text, name)
    assert (found.code, found.ambiguous) == (code, not code)


def test_an_open_place_is_marked() -> None:
    claim = next(c for c in read("走访见闻\n今年朝阳区增长。").claims if c.type == "place")
    assert (claim.region, claim.flags) == ("", ("ambiguous_place",))


def test_a_zone_without_a_code_lies_somewhere() -> None:
    claim = next(c for c in read("走访见闻\n临海市杜桥镇有企业。").claims if c.subject == "杜桥镇")
    assert (claim.attribute, claim.region) == ("town", "浙江省台州市临海市")


def test_traditional_forms_are_read() -> None:
    text = "長春市通報\n長春市發展和改革委員會說，到朝陽區就業的博士增加。"
    regions_read = {c.region for c in read(text).claims if c.type == "place"}
    assert "吉林省长春市朝阳区" in regions_read


def test_every_zone_has_a_county_and_a_code_below_it() -> None:
    assert zones()
    for code, zone in zones().items():
        assert re.fullmatch(r"\d{9}", code)
        assert code.startswith(zone.parent_code)
        assert zone.parent_code in regions()
        assert lineage(code)[0] == region_of(code)
