"""Whose number it is, and for when: `read.read_bytes`"""

from datetime import date

import pytest

from lianqun.read import read_bytes

COLUMNS = ("value", "unit", "subject", "change", "period")


def _case(title, description, text, *expected):
    """`expected`: value, unit, subject, change, period of the numbers that a case is about, in their order."""
    return {
        "title": title,
        "description": description,
        "inputs": {"text": [{"line": line} for line in text.split("\n")]},
        "expected": [dict(zip(COLUMNS, row, strict=True)) for row in expected],
    }


CASES = [
    _case(
        "An amount before a project's name is that project's",
        "Each of several in one sentence has its own.",
        "海宁市项目消息\n4月8日，海宁市又有两个项目开工，分别是总投资5.1亿元的晨星封装材料项目和总投资3亿元的蓝湖研学营地项目。",
        ("5.1", "亿元", "海宁市晨星封装材料项目", "", "2024-04"),
        ("3", "亿元", "海宁市蓝湖研学营地项目", "", "2024-04"),
    ),
    _case(
        "Projects counted together are their owner's",
        "项目 alone goes on with those that were counted; words such as 重大, 新开工 name no project.",
        "海宁市项目消息\n一季度海宁全市开工的工业项目共33个，总投资434亿元，项目投产后预计年新增产值585亿元。",
        ("33", "个", "海宁市", "", "2024-01/2024-03"),
        ("434", "亿元", "海宁市", "", "2024-01/2024-03"),
        ("585", "亿元", "海宁市", "", ""),
    ),
    _case(
        "A rank or a base of comparison owns nothing",
        "全市第二, 列入全省, 高于全省 only say with whom something is compared.",
        "海宁高新区消息\n海宁高新区开工项目24个，项目数量居全市第二。其中，产业项目12个，总投资158.1亿元。",
        ("24", "个", "海宁高新区", "", ""),
        ("12", "个", "海宁高新区", "", ""),
        ("158.1", "亿元", "海宁高新区", "", ""),
    ),
    _case(
        "The item of a list is headed by its project",
        "What the item says of investment and land is the project's, whoever builds it.",
        "海宁市签约项目\n一、功率器件封装项目。由浙江晨星电子有限公司投资建设，总投资18亿元，用地260亩。",
        ("18", "亿元", "功率器件封装项目", "", ""),
        ("260", "亩", "功率器件封装项目", "", ""),
    ),
    _case(
        "The firm that a sentence opens with by its place is its subject",
        "位于…的某公司, and what its manager says afterwards of 我们.",
        "海宁见闻\n海宁晨星光电科技有限公司是链主企业。位于园区东侧的浙江蓝湖材料有限公司，二期工程正在安装设备。"
        "“投产后，我们的产能将达到5万吨。”公司副总经理吴海燕说。",
        ("5", "万吨", "浙江蓝湖材料有限公司", "", ""),
    ),
    _case(
        "Other firms of one sentence do not speak for the next",
        "其中 opens a part; the sentence behind it goes on with the whole.",
        "海宁市通报\n一季度海宁市汽车产业产值86亿元。其中，晨星集团销售汽车2.3万辆。材料产业产值12亿元。",
        ("86", "亿元", "海宁市", "", "2024-01/2024-03"),
        ("2.3", "万辆", "晨星集团", "", "2024-01/2024-03"),
        ("12", "亿元", "海宁市", "", "2024-01/2024-03"),
    ),
    _case(
        "A month that opens a part holds for its sentence alone",
        "What follows goes back to the period of the report, here that of its title.",
        "2024年上半年海宁市经济运行情况\n全市规模以上工业增加值增长13.3%。其中，6月份增长6.9%。工业技改投资增长22%。",
        ("13.3", "%", "海宁市", "", "2024-01/2024-06"),
        ("6.9", "%", "海宁市", "", "2024-06"),
        ("22", "%", "海宁市", "", "2024-01/2024-06"),
    ),
    _case(
        "Numbers of one list share what is printed once",
        "The unit behind the second, the growth before the first, the measure behind the last.",
        "海宁市通报\n一季度海宁市增加值增速高于全国0.4、全省0.1个百分点；家电、电气机械和器材产量同比分别增长3.5%和1.2倍。",
        ("0.4", "个百分点", "海宁市", "", "2024-01/2024-03"),
        ("0.1", "个百分点", "海宁市", "", "2024-01/2024-03"),
        ("3.5", "%", "海宁市", "+3.5%", "2024-01/2024-03"),
        ("1.2", "倍", "海宁市", "+1.2倍", "2024-01/2024-03"),
    ),
    _case(
        "Two growths behind two counts belong to them in turn",
        "分别 may stand before the base of comparison.",
        "海宁市通报\n2023年，海宁市专利申请量44.5万件，其中发明专利申请23.8万件，分别比2018年增长67.9%和72.5%。",
        ("44.5", "万件", "海宁市", "+67.9%", "2023"),
        ("23.8", "万件", "海宁市", "+72.5%", "2023"),
    ),
    _case(
        "What no line of the document says is not made up",
        "全区 stays 全区 where the document nowhere says which; a place inside a firm's name says nothing of the document.",
        "重点项目进展\n全区安排江苏晨星科技创业园等项目4个，总投资33亿元。",
        ("4", "个", "全区", "", ""),
        ("33", "亿元", "全区", "", ""),
    ),
    _case(
        "When an organisation came is a year",
        "It is the organisation's that came, not the place's.",
        "海宁见闻\n2019年落户海宁的浙江蓝湖材料有限公司拥有员工460人。",
        ("2019", "年", "浙江蓝湖材料有限公司", "", "2019"),
        ("460", "人", "浙江蓝湖材料有限公司", "", ""),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_whose_number(case):
    text = "\n".join(row["line"] for row in case["inputs"]["text"])
    claims = [claim for claim in read_bytes(text.encode(), published=date(2024, 5, 20)).claims if claim.unit]
    wanted = {(row["value"], row["unit"]) for row in case["expected"]}
    found = [{name: getattr(claim, name) for name in COLUMNS} for claim in claims if (claim.value, claim.unit) in wanted]
    assert found == case["expected"]
