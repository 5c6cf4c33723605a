"""Small tables and what each must claim: heads, units, periods, totals, 其中, sections, merged cells, forms, names."""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqun.read import Reading, read_bytes

Area = tuple[int, int, int, int]
Figure = tuple[str, str, str, str, str, str]


def read_table(text: str, name: str = "") -> Reading:
    """Rows by line, cells by |, as a CSV file."""
    lines = [[cell.strip(" ") for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    quoted = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return read_bytes(quoted.encode(), name=name or "表.csv")


def read_sheet(rows: Sequence[Sequence[object]], merged: Sequence[Area] = (), name: str = "表.xlsx") -> Reading:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for r, row in enumerate(rows):
        sheet.write_row(r, 0, row)
    for top, left, bottom, right in merged:
        sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return read_bytes(buffer.getvalue(), name=name)


def figures(reading: Reading) -> set[Figure]:
    """Subject, attribute, value, unit, change and period of every number that the tables claim."""
    rows = (c for c in reading.claims if c.rule.startswith("grid/") and c.rule.count("|"))
    return {(c.subject, c.attribute, c.value, c.unit, c.change, c.period) for c in rows}


def doubts(reading: Reading, value: str) -> set[str]:
    return {flag for claim in reading.claims if claim.value == value for flag in claim.flags}


def test_indicators_with_a_unit_column_month_and_cumulated() -> None:
    reading = read_sheet(
        [
            ["海宁市2024年5月主要经济指标", "", "", "", "", ""],
            ["指标", "单位", "本月", "", "1-5月累计", ""],
            ["", "", "绝对量", "同比±%", "绝对量", "同比±%"],
            ["一、规上工业增加值", "亿元", 23.5, 5.3, 110.25, 6.1],
            ["  其中：高新技术产业", "亿元", "-", "…", "—", 9.9],
            ["二、规上工业企业", "家", "", "", "1,234", "２.5"],
            ["三、进出口总额", "万美元", 8000, -3.2, 39000, "下降1.1"],
            ["注：增速按可比价计算。", "", "", "", "", ""],
        ],
        [(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)],
    )
    month, total = "2024-05", "2024-01/2024-05"
    assert figures(reading) == {
        ("海宁市", "规上工业增加值", "23.5", "亿元", "+5.3%", month),
        ("海宁市", "规上工业增加值", "110.25", "亿元", "+6.1%", total),
        ("海宁市", "高新技术产业增加值增长", "9.9", "%", "+9.9%", total),
        ("海宁市", "规上工业企业数", "1234", "家", "+2.5%", total),
        ("海宁市", "进出口总额", "8000", "万美元", "-3.2%", month),
        ("海宁市", "进出口总额", "39000", "万美元", "-1.1%", total),
    }


LEDGER = """
平湖市2023年签约项目一览表
序号 | 项目名称 | 投资方 | 总投资（亿元） | 2023年计划投资 | 所属产业链 | 签约时间 | 落户地 | 项目阶段 | 联系人 | 联系电话
一、新材料
1 | 星澜碳纤维项目 | 上海星澜新材料有限公司 | 12.5 | 2 | 新材料产业链 | 2023.04.12 | 平湖市 | 在建 | 王小明 | 13800001111
2 | 云屏显示模组项目 | 云屏科技股份有限公司、平湖云屏基金有限公司 | 约8 | - | | 45078 | 独山港镇 | | |
小计 | | | 20.5 | 2
二、生物医药
1 | 康芮原料药项目 | 康芮药业（浙江）有限公司 | 3-5 | 1 | 生物医药 | 2023年7月 | | 签约 | |
合计 | | | 24.5 | 3
"""


def test_signing_list() -> None:
    reading = read_table(LEDGER.replace("2023年计划投资", "2023年计划投资（亿元）"))
    assert figures(reading) == {
        ("星澜碳纤维项目", "amount", "12.5", "亿元", "", ""),
        ("星澜碳纤维项目", "计划投资", "2", "亿元", "", "2023"),
        ("云屏显示模组项目", "amount", "8", "亿元", "", ""),
        ("平湖市", "新材料总投资小计", "20.5", "亿元", "", "2023"),
        ("平湖市", "新材料计划投资小计", "2", "亿元", "", "2023"),
        ("康芮原料药项目", "amount", "3-5", "亿元", "", ""),
        ("康芮原料药项目", "计划投资", "1", "亿元", "", "2023"),
        ("平湖市", "总投资合计", "24.5", "亿元", "", "2023"),
        ("平湖市", "计划投资合计", "3", "亿元", "", "2023"),
    }
    assert not any("parts_do_not_add_up" in claim.flags for claim in reading.claims)
    assert {c.modality for c in reading.claims if c.attribute.startswith("计划投资")} == {"plan"}
    assert not any("1380000" in claim.value for claim in reading.claims)


def test_signing_list_says_who_where_when() -> None:
    said = {(c.type, c.subject, c.attribute, c.value, c.period) for c in read_table(LEDGER).claims}
    assert said >= {
        ("project", "星澜碳纤维项目", "investor", "上海星澜新材料有限公司", ""),
        ("relation", "上海星澜新材料有限公司", "invests_in", "星澜碳纤维项目", ""),
        ("relation", "平湖云屏基金有限公司", "invests_in", "云屏显示模组项目", ""),
        ("organization", "云屏科技股份有限公司", "enterprise", "云屏科技股份有限公司", ""),
        ("project", "星澜碳纤维项目", "签约时间", "2023-04-12", "2023-04-12"),
        ("project", "云屏显示模组项目", "签约时间", "2023-06-01", "2023-06-01"),
        ("project", "康芮原料药项目", "签约时间", "2023-07", "2023-07"),
        ("project", "星澜碳纤维项目", "location", "平湖市", ""),
        ("project", "康芮原料药项目", "stage", "签约", ""),
        ("person_role", "王小明", "联系人", "星澜碳纤维项目", ""),
    }
    chains = {c.subject: c.chain for c in read_table(LEDGER).claims if c.attribute == "amount"}
    assert chains == {"星澜碳纤维项目": "新材料", "云屏显示模组项目": "新材料", "康芮原料药项目": "生物医药"}
    assert doubts(read_table(LEDGER), "2023-06-01") == {"date_of_serial"}


def test_a_region_table_with_heads_in_two_rows_and_a_unit_line() -> None:
    reading = read_table("""
桐乡市各镇2023年工业情况 | | | |
 | | | | 单位：亿元、%
镇街 | 规上工业总产值 | | 规上企业数（户） | 占全市比重
 | 2023年 | 同比增长 | |
全市 | 300 | 5.2 | 120 | 100
濮院镇 | 120.5 | 6.1 | 50 | 40.2
乌镇镇 | 79.5 | -2.0 | 30 | 26.5
洲泉镇 | 100 | … | 40 | 33.3
注：本表为快报数。
""")
    assert figures(reading) >= {
        ("桐乡市", "规上工业总产值", "300", "亿元", "+5.2%", "2023"),
        ("乌镇镇", "规上工业总产值", "79.5", "亿元", "-2%", "2023"),
        ("洲泉镇", "规上工业总产值", "100", "亿元", "", "2023"),
        ("洲泉镇", "规上企业数", "40", "户", "", "2023"),
        ("濮院镇", "占全市比重", "40.2", "%", "", "2023"),
    }
    assert not any("parts_do_not_add_up" in claim.flags for claim in reading.claims)


@pytest.mark.parametrize(("total", "flagged"), [("320.5", False), ("320.4", False), ("330", True)])
def test_parts_that_do_not_add_up_are_doubted_rounding_is_not(total: str, flagged: bool) -> None:
    reading = read_table(f"行业 | 产值（亿元）\n纺织业 | 120.2\n其中：化纤 | 60\n装备制造 | 150.1\n其他 | 50.2\n合计 | {total}")
    assert ("parts_do_not_add_up" in doubts(reading, total)) is flagged
    assert sum(claim.value == total for claim in reading.claims) == 1


def test_nothing_is_not_zero_and_zero_is_a_number() -> None:
    reading = read_table("行业 | 产值（亿元）\n甲 | -\n乙 | —\n丙 | …\n丁 | \n戊 | 0\n己 | 暂无\n庚 | /")
    assert {(f[1], f[2]) for f in figures(reading)} == {("戊产值", "0")}


def test_month_and_cumulated_under_the_head_of_a_year() -> None:
    reading = read_table("""
海宁市2024年5月重点项目进展 | | |
项目名称 | 2024年投资（亿元） | |
 | 年度计划 | 本月完成 | 累计完成
晨星封装材料项目 | 4 | 0.35 | 1.8
蓝湖碳纤维项目 | 3.1 | 0.2 | 0.9
""")
    name = "晨星封装材料项目"
    assert {(row[2], row[5]) for row in figures(reading) if row[0] == name} == {
        *(("4", "2024"), ("0.35", "2024-05"), ("1.8", "2024-01/2024-05")),
    }


def test_a_time_series() -> None:
    reading = read_table(
        "海宁市历年地区生产总值\n年份 | 地区生产总值（亿元） | 增速（%）\n2021年 | 900.1 | 8.5\n2022 | 950.3 | 3.1"
    )
    assert figures(reading) == {
        ("海宁市", "地区生产总值", "900.1", "亿元", "+8.5%", "2021"),
        ("海宁市", "地区生产总值", "950.3", "亿元", "+3.1%", "2022"),
    }


def test_years_as_heads_and_divisions_as_heads() -> None:
    years = read_table("产品 | 2021年 | 2022年\n汽车产量（万辆） | 1.5 | 2")
    assert {f[1:] for f in figures(years)} == {("汽车产量", "1.5", "万辆", "", "2021"), ("汽车产量", "2", "万辆", "", "2022")}
    places = read_table("2023年各地情况（单位：亿元）\n指标 | 海宁市 | 桐乡市\n出口额 | 10 | 20")
    assert {f[:3] for f in figures(places)} == {("海宁市", "出口额", "10"), ("桐乡市", "出口额", "20")}


def test_the_base_of_comparison_is_a_number_of_its_own_time() -> None:
    reading = read_table(
        "指标 | 计量单位 | 2023年1-11月 | 上年同期 | 增长%\n固定资产投资 | 亿元 | 320.5 | 300.1 | 6.8\n产销率 | % | 98 | 97 | 1个百分点"
    )
    assert {f[1:] for f in figures(reading)} == {
        ("固定资产投资", "320.5", "亿元", "+6.8%", "2023-01/2023-11"),
        ("固定资产投资", "300.1", "亿元", "", "2022-01/2022-11"),
        ("产销率", "98", "%", "+1个百分点", "2023-01/2023-11"),
        ("产销率", "97", "%", "", "2022-01/2022-11"),
    }


def test_a_merged_first_column_reaches_down() -> None:
    rows = [["类别", "指标", "2023年（亿元）"], ["工业", "增加值", 10], ["", "利润总额", 2], ["商业", "零售额", 5]]
    reading = read_sheet(rows, [(1, 0, 2, 0)])
    assert {f[1:3] for f in figures(reading)} == {("工业增加值", "10"), ("工业利润总额", "2"), ("商业零售额", "5")}


def test_several_tables_in_one_sheet() -> None:
    reading = read_table("""
表1 海宁市2023年工业
行业 | 产值（亿元）
纺织业 | 120

表2 海宁市2022年项目
项目名称 | 总投资（万元）
晨星项目 | 5000
""")
    assert len(reading.grids) == 2
    assert figures(reading) == {
        ("海宁市", "纺织业产值", "120", "亿元", "", "2023"),
        ("晨星项目", "amount", "5000", "万元", "", ""),
    }


def test_a_form() -> None:
    reading = read_table("""
项目名称 | 星河储能电池项目 | 总投资 | 15亿元
建设单位 | 海宁星河能源有限公司 | 建设地点 | 海宁市
开工时间 | 2023年3月 | 项目阶段 | 在建
""")
    said = {(c.type, c.subject, c.attribute, c.value, c.unit) for c in reading.claims}
    assert said >= {
        ("project", "星河储能电池项目", "amount", "15", "亿元"),
        ("relation", "海宁星河能源有限公司", "builds", "星河储能电池项目", ""),
        ("project", "星河储能电池项目", "start_date", "2023-03", ""),
        ("project", "星河储能电池项目", "stage", "在建", ""),
    }


def test_long_cells_are_read_as_prose_about_their_row() -> None:
    reading = read_table(
        "项目名称 | 主要建设内容\n晨星封装项目 | 新建厂房2万平方米，购置设备120台，建设周期较短。\n恒远纤维项目 | 扩建。"
    )
    said = {(c.subject, c.value, c.unit) for c in reading.claims}
    assert ("晨星封装项目", "2", "万平方米") in said
    assert ("晨星封装项目", "120", "台") in said


def test_a_unit_that_is_not_printed_is_a_doubt() -> None:
    reading = read_table("行业 | 产值\n纺织业 | 120\n造纸业 | 80")
    assert doubts(reading, "120") >= {"unit_assumed"}


def test_columns_that_their_heads_do_not_tell_apart_are_doubted() -> None:
    reading = read_sheet([["行业", "产值（亿元）", ""], ["纺织业", 120, 5]], [(0, 1, 0, 2)])
    assert doubts(reading, "120") >= {"column_unclear"}


def test_a_ledger_of_tenders() -> None:
    reading = read_table(
        "标段名称 | 采购人 | 中标人 | 中标金额（万元）\n一标段道路工程 | 海宁市交通运输局 | 浙江恒远建设有限公司 | 3,200.50"
    )
    said = {(c.type, c.subject, c.attribute, c.value) for c in reading.claims}
    assert said >= {
        ("relation", "浙江恒远建设有限公司", "wins_tender", "一标段道路工程"),
        ("relation", "海宁市交通运输局", "invites_tender", "一标段道路工程"),
        ("indicator", "一标段道路工程", "中标金额", "3200.5"),
        ("organization", "海宁市交通运输局", "government", "海宁市交通运输局"),
    }


LABELS = st.lists(st.text(alphabet="甲乙丙丁戊己庚辛", min_size=2, max_size=4), min_size=2, max_size=6, unique=True)
NUMBERS = st.decimals(min_value=0, max_value=10**7, places=2).map(lambda number: format(number.normalize(), "f"))
NOTHINGS = st.sampled_from(["", "-", "—", "…"])


@given(labels=LABELS, data=st.data(), numbered=st.booleans(), above=st.integers(0, 2), spread=st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_table_in_any_layout_gives_back_its_numbers(
    labels: list[str], data: st.DataObject, numbered: bool, above: int, spread: bool
) -> None:
    """Two measures of every trade, with or without numbering, titles, a second head row, gaps: all numbers, no other."""
    cells = {label: (data.draw(NUMBERS | NOTHINGS), data.draw(NUMBERS)) for label in labels}
    front = ["序号"] if numbered else []
    titles = [["海宁市2023年工业情况"], ["统计口径：规模以上"]][:above]
    if spread:
        head = [[*front, "行业", "全年（亿元）", ""], [*[""] * len(front), "", "总产值", "利润总额"]]
    else:
        head = [[*front, "行业", "总产值（亿元）", "利润总额（亿元）"]]
    body = [[*([str(i)] if numbered else []), f"{label}业", *pair] for i, (label, pair) in enumerate(cells.items(), 1)]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [*titles, *head, *body])
    reading = read_bytes(text.encode(), name="表.csv")
    expected = {
        (f"{label}业{words}", number, "亿元")
        for label, pair in cells.items()
        for words, number in zip(("总产值", "利润总额"), pair, strict=True)
        if number.replace(".", "").isdecimal()
    }
    assert {(c.attribute, c.value, c.unit) for c in reading.claims if c.rule.startswith("grid/")} == expected
    assert all(reading.text[c.start : c.end] == c.quote for c in reading.claims)


def test_a_zone_as_place_and_of_which_as_head_are_read() -> None:
    reading = read_table(
        "项目名称|总投资（亿元）|其中：设备投资（亿元）|建设地点\n甲项目|3|1.2|枞阳经济开发区\n乙项目|2|0.5|枞阳县"
    )
    told = {(c.subject, c.attribute, c.value) for c in reading.claims}
    assert told >= {("甲项目", "amount", "3"), ("甲项目", "设备投资", "1.2"), ("甲项目", "location", "枞阳经济开发区")}


def test_a_bound_behind_a_number_whose_unit_is_in_the_head() -> None:
    reading = read_table("企业名称|研发投入（万元）\n甲公司|40以上\n乙公司|25")
    assert {(c.value, c.unit, c.qualifier) for c in reading.claims if c.attribute == "研发投入"} == {
        ("40", "万元", "以上"),
        ("25", "万元", "="),
    }


def test_a_unit_in_brackets_behind_its_number() -> None:
    reading = read_table("企业名称|研发投入\n甲公司|98.6（万元）\n乙公司|1,250.5（万元）")
    assert {(c.value, c.unit) for c in reading.claims if c.attribute == "研发投入"} == {("98.6", "万元"), ("1250.5", "万元")}
