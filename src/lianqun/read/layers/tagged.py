"""Names that a model proposes, and which of them are let in: the rules' own verification stands behind the model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lianqun.read.layers.organization_names import Organization, ending_kind, is_common, is_counted, name_breaks
from lianqun.read.layers.places import Place

_SHAPE = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9（）()·]{2,22}")
_NO_NAME_ENDS_SO = re.compile(
    r"(?:项目|产业|行业|领域|集群|产业链|基地|园|园区|区|工程|车间|生产线|平台|活动|会议|论坛|大会|计划|政策|联合体|专班|小组|系列|设备|产品|品牌|部|处|科|室|会|省|市|县|镇|乡|村|路|街|江|河|湖|山|报告|规划|方案|条例|线)$"
)
_IN_BOOK_MARKS = re.compile(r"《[^》]*$")


@dataclass(frozen=True, slots=True)
class TaggedName:
    """A name that a model sees at `start:end`; `kind` is ORG, PER or LOC."""

    start: int
    end: int
    kind: str


def admit_organizations(
    text: str, tagged: Sequence[TaggedName], found: Sequence[Organization], places: Sequence[Place]
) -> Iterator[Organization]:
    """Organisations of the model that no rule found and no rule refuses: shape, generic words, counted ones, places."""
    covered = bytearray(len(text) + 1)
    for organization in found:
        covered[organization.start : organization.end] = b"\1" * (organization.end - organization.start)
    where = {place.start: place.end for place in places}
    for name in tagged:
        if name.kind == "ORG" and not any(covered[name.start : name.end]):
            printed = text[name.start : name.end]
            own = text[where.get(name.start, name.start) : name.end]
            if not is_common(own) and _may_stand(text, name.start, printed):
                kind = ending_kind(printed) or "enterprise"
                yield Organization(name.start, name.end, printed, kind, "model")


def _may_stand(text: str, start: int, printed: str) -> bool:
    return (
        _SHAPE.fullmatch(printed) is not None
        and not _NO_NAME_ENDS_SO.search(printed)
        and not is_counted(text, start)
        and not any(found["cut"] for found in name_breaks().finditer(printed))
        and not _IN_BOOK_MARKS.search(text, max(0, start - 60), start)
    )
