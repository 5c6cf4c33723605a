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
        "公司 behind a time is the firm spoken of",
        "一季度公司 and 创业之初全公司 name nobody.",
        "晨星光电走访\n海宁晨星光电科技有限公司2018年创办。一季度公司营收2.6亿元，如今全公司有员工460人。",
        ("2.6", "亿元", "海宁晨星光电科技有限公司", "", "2024-01/2024-03"),
        ("460", "人", "海宁晨星光电科技有限公司", "", "2024-05"),
    ),
    _case(
        "When an organisation came is a year",
        "It is the organisation's that came, not the place's.",
        "海宁见闻\n2019年落户海宁的浙江蓝湖材料有限公司拥有员工460人。",
        ("2019", "年", "浙江蓝湖材料有限公司", "", "2019"),
        ("460", "人", "浙江蓝湖材料有限公司", "", ""),
    ),
    _case(
        "Each member of a list of places has its own numbers",
        "甲、乙两县 names two; a second list in the sentence is of the same two.",
        "杭州市项目消息\n一季度，桐庐、淳安两县分别开工项目6个和5个，总投资分别为31亿元、27.5亿元。",
        ("6", "个", "桐庐", "", "2024-01/2024-03"),
        ("5", "个", "淳安", "", "2024-01/2024-03"),
        ("31", "亿元", "桐庐", "", "2024-01/2024-03"),
        ("27.5", "亿元", "淳安", "", "2024-01/2024-03"),
    ),
    _case(
        "A list may turn from growth to decline, and growth passes over a share",
        "和下降 turns the sign; 占全部的 46% is no amount that could grow by 9%.",
        "海宁市通报\n一季度海宁市对东盟、欧盟、美国分别出口41亿元、31亿元和29亿元，同比分别增长8.8%、1.7%和下降13.5%。"
        "机电产品出口82亿元，占全部出口的46%，增长9%。",
        ("41", "亿元", "海宁市", "+8.8%", "2024-01/2024-03"),
        ("31", "亿元", "海宁市", "+1.7%", "2024-01/2024-03"),
        ("29", "亿元", "海宁市", "-13.5%", "2024-01/2024-03"),
        ("82", "亿元", "海宁市", "+9%", "2024-01/2024-03"),
        ("46", "%", "海宁市", "", "2024-01/2024-03"),
    ),
    _case(
        "Where a change started from dates and claims nothing else",
        "由2020年的… holds for one number; a decline that became a growth is told by the growth; 2001年成立 dates no later number.",
        "海宁见闻\n浙江晨星电子有限公司成立于2001年，员工460人。去年，公司产值18亿元，占全市比重由2020年的1.3%提高到9.7%；"
        "利润2.4亿元，由上年同期下降4.7%转为增长9.2%。",
        ("460", "人", "浙江晨星电子有限公司", "", ""),
        ("18", "亿元", "浙江晨星电子有限公司", "", "2023"),
        ("1.3", "%", "浙江晨星电子有限公司", "", "2020"),
        ("9.7", "%", "浙江晨星电子有限公司", "", "2023"),
        ("2.4", "亿元", "浙江晨星电子有限公司", "+9.2%", "2023"),
    ),
    _case(
        "A five-year plan ends in a year",
        "到“十四五”末 is 2025; 较年初 and the like only say with when something is compared.",
        "海宁市概况\n到“十四五”末，全市规上工业企业将达到3500家。",
        ("3500", "家", "海宁市", "", "2025"),
    ),
    _case(
        "A firm may be called by two characters",
        "Where it stands alone, at the head of a clause and more than once; lines that are counted own nothing.",
        "走进浙江晨屹光电有限公司\n车间里，12条全自动生产线一字排开，操作工只有9人。晨屹起步时年产值不到300万元。如今，晨屹年产值9亿元。",
        ("9", "人", "浙江晨屹光电有限公司", "", ""),
        ("300", "万元", "浙江晨屹光电有限公司", "", ""),
        ("9", "亿元", "浙江晨屹光电有限公司", "", "2024-05"),
    ),
    _case(
        "A fund that was set up owns what is said of it in its sentence",
        "Not the sentence behind it; an authority speaks for its place, and a counted whole claims nothing.",
        "海宁市通报\n市政府设立了规模10亿元的氢能产业引导基金，首期3亿元已到位，投向11个项目；引进博士17名。全市35个行业中，有24个实现增长。",
        ("10", "亿元", "氢能产业引导基金", "", ""),
        ("3", "亿元", "氢能产业引导基金", "", ""),
        ("11", "个", "氢能产业引导基金", "", ""),
        ("17", "名", "海宁市", "", ""),
        ("24", "个", "海宁市", "", ""),
    ),
    _case(
        "公司 is no university, and a growth of another time is another number",
        "Who founded a firm with its students is not meant by 公司; 今年又增长 does not belong to last year's amount.",
        "海宁见闻\n浙江晨屹机器人股份有限公司由浙江大学教授吴志平创办。公司拿到3000万元融资。去年海宁市机器人产值320亿元，今年一季度又增长15.8%。",
        ("3000", "万元", "浙江晨屹机器人股份有限公司", "", ""),
        ("320", "亿元", "海宁市", "", "2023"),
        ("15.8", "%", "海宁市", "", "2024-01/2024-03"),
    ),
    _case(
        "Names that open the clause before a list are its items",
        "甲、乙增速较快，分别增长…; what is signed or built heads its clause.",
        "杭州市项目消息\n桐庐县、淳安县增速较快，分别增长85%和63.4%。晨星能源有限公司与建德市签约的风光储一体化项目，总投资42亿元，其中风电50万千瓦。",
        ("85", "%", "桐庐县", "", ""),
        ("63.4", "%", "淳安县", "", ""),
        ("42", "亿元", "风光储一体化项目", "", ""),
        ("50", "万千瓦", "风光储一体化项目", "", ""),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_whose_number(case):
    text = "\n".join(row["line"] for row in case["inputs"]["text"])
    claims = [claim for claim in read_bytes(text.encode(), published=date(2024, 5, 20)).claims if claim.unit]
    wanted = {(row["value"], row["unit"]) for row in case["expected"]}
    found = [{name: getattr(claim, name) for name in COLUMNS} for claim in claims if (claim.value, claim.unit) in wanted]
    assert found == case["expected"]
