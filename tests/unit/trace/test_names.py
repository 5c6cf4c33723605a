"""Names taken apart."""

import polars as pl
import pytest

from lianqun.trace.names import normalized, short_place, take_apart


@pytest.mark.parametrize(
    ("name", "core", "prefix", "branch"),
    [
        ("滁州隆基乐叶光伏科技有限公司", "隆基乐叶光伏科技", "滁州", None),
        ("山东省德州市鲲程电子科技有限公司", "鲲程电子科技", "山东省德州市", None),
        ("英望科技（山东）有限公司", "英望科技", None, "山东"),
        ("中国有研科技集团", "有研科技集团", "中国", None),
        ("天津大学", "天津大学", None, None),
        ("德州市工信局", "德州工信局", None, None),
        ("ＡＢ科技 股份有限公司", "AB科技", None, None),
    ],
)
def test_take_apart(name, core, prefix, branch):
    (row,) = take_apart(pl.Series([name]), ["滁州市"]).to_dicts()
    assert (row["core"], row["prefix"], row["branch"]) == (core, prefix, branch)


def test_traditional_and_wide_characters_are_unified():
    assert normalized(pl.Series(["華龕生物（天津）", "a·b Ｃ"])).to_list() == ["华龛生物(天津)", "ABC"]


def test_short_names_of_places():
    assert [short_place(name) for name in ("滁州市", "广西壮族自治区", "沙市", "全椒县")] == ["滁州", "广西", "沙市", "全椒"]
