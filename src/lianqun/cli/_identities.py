"""`lianqun trace --identities`: names in, who is who out; for people, as JSON, or as a CSV to work through."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from lianqun.tables import DataSet

SHOWN = 40
NAMES = ("name_zh", "name", "名称", "企业名称", "单位名称", "公司名称", "单位", "企业")
COLUMNS = {
    "credit_code": ("credit_code", "统一社会信用代码", "信用代码"),
    "place_id": ("place_id", "所在地", "区划代码"),
    "name_en": ("name_en", "英文名"),
    "kind": ("kind", "类别"),
}
ENCODINGS = ("utf-8-sig", "gb18030")


def read_names(path: Path) -> "tuple[DataSet | None, str]":
    """A CSV of names as a data set, its row numbers as ids; or nothing and the sentence that says why not."""
    import csv

    import polars as pl

    from lianqun.tables import DataSet

    text = _decoded(path.read_bytes())
    if text is None:
        return None, f"{path.name}: 不是 UTF-8 或 GB18030 文本，请另存为 CSV / neither UTF-8 nor GB18030 text; save it as CSV"
    rows = list(csv.DictReader(text.splitlines()))
    heads = [head.strip() for head in rows[0] if head] if rows else []
    named = next((head for head in NAMES if head in heads), heads[0] if len(heads) == 1 else None)
    if named is None:
        told = "、".join(NAMES)
        return None, f"{path.name}: 第 1 行没有名称列，请写上其中之一 / line 1 has no column of names, write one of: {told}"
    wanted = {column: next((head for head in heads if head in words), "") for column, words in COLUMNS.items()}
    lines = [
        {"id": str(at), "name_zh": _cell(row, named), **{column: _cell(row, head) or None for column, head in wanted.items()}}
        for at, row in enumerate(rows, 2)
    ]
    schema = dict.fromkeys(["id", "name_zh", *COLUMNS], pl.String)
    frame = pl.DataFrame(lines, schema=schema).filter(pl.col("name_zh") != "")
    return DataSet.of({"organizations": frame, "places": _divisions()}), ""


def _cell(row: dict[str, str], head: str) -> str:
    return (row.get(head) or "").strip()


def _decoded(data: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _divisions() -> "pl.DataFrame":
    """Provinces, prefectures and counties as places, so that names without 省, 市 and 县 are understood."""
    import polars as pl

    from lianqun.vocab.regions import regions

    found = [one for one in regions().values() if one.level != "park"]
    rows = [{"id": one.code, "name_zh": one.name, "level": one.level, "parent_id": one.parent_code or None} for one in found]
    return pl.DataFrame(rows, infer_schema_length=None)


def show_identities(data_set: "DataSet", args: argparse.Namespace) -> int:
    """Print what is merged and what a person has to decide; 0, or 1 where the CSV could not be written."""
    from lianqun.trace import identify

    found = identify(data_set.tables)
    names = data_set["organizations"].select("id", "name_zh")
    merged = _named(found.merged(), names)
    questions = _named(found.questions(), names)
    if args.csv:
        return _write(merged, questions, args.csv)
    if args.json:
        told = {
            "organizations": found.members.height,
            "distinct": found.members["canonical_id"].n_unique(),
            "merged": merged.to_dicts(),
            "questions": questions.to_dicts(),
            "passed_over": found.passed_over.to_dicts(),
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    print(f"{found.members.height} 行 / rows → {found.members['canonical_id'].n_unique()} 家 / organisations")
    for title, pairs in (("已合并 / merged", merged), ("请判断 / to decide", questions)):
        print(f"\n{title}: {pairs.height}")
        for row in pairs.head(SHOWN).iter_rows(named=True):
            print("  {score:.2f}  [{left_id}] {left_name} = [{right_id}] {right_name}  {reason_zh} / {reason_en}".format_map(row))
        if pairs.height > SHOWN:
            print(f"  … {pairs.height - SHOWN}")
    return 0


def _named(pairs: "pl.DataFrame", names: "pl.DataFrame") -> "pl.DataFrame":
    """The pairs with both names beside their ids."""
    for side in ("left", "right"):
        renamed = names.rename({"id": f"{side}_id", "name_zh": f"{side}_name"})
        pairs = pairs.join(renamed, on=f"{side}_id", how="left", maintain_order="left")
    return pairs.select("left_id", "left_name", "right_id", "right_name", "score", "level", "reason_zh", "reason_en")


def _write(merged: "pl.DataFrame", questions: "pl.DataFrame", path: Path) -> int:
    """The pairs as a CSV that Excel opens, the questions first; written beside and moved, so that nothing half-written stays."""
    import polars as pl

    beside = path.with_name(path.name + ".part")
    try:
        pl.concat([questions, merged]).write_csv(beside, include_bom=True)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        print(f"写不到 / cannot write to {path}: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{questions.height} 对请判断，{merged.height} 对已合并 / to decide, merged → {path}", file=sys.stderr)
    return 0
