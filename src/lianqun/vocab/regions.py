"""Administrative divisions and development zones with their six-digit codes, from `regions.csv`; further zones from `zones.csv`.

The codes are those of GB/T 2260 and of the statistical division codes for development zones, state of 2023.
"""

from dataclasses import dataclass
from functools import cache

from lianqun.vocab.dictionary import rows_of

GENERATED = "99"
"""With these figures begins no code of GB/T 2260: they are those of places that a program made up."""
GENERATED_KEY = "model-"
"""With this begin the keys of their rows."""


@dataclass(frozen=True, slots=True)
class Region:
    """One division: `level` is province, prefecture, county or park; `parent_code` is empty for a province."""

    code: str
    name: str
    level: str
    parent_code: str


@cache
def regions() -> dict[str, Region]:
    """All divisions by code, in the order of the codes."""
    return {row["code"]: Region(row["code"], row["name"], row["level"], row["parent_code"]) for row in rows_of("regions.csv")}


@cache
def zones() -> dict[str, Region]:
    """Further development zones by their nine-digit code, which begins with that of their county."""
    return {row["code"]: Region(row["code"], row["name"], "park", row["parent_code"]) for row in rows_of("zones.csv")}


def region_of(code: str) -> Region | None:
    """The division or zone of a code, if there is one."""
    return regions().get(code) or zones().get(code)


def is_division(code: str) -> bool:
    """Whether a code is that of a province, prefecture or county, and not of a zone."""
    region = regions().get(code)
    return region is not None and region.level != "park"


def is_generated(place_id: str) -> bool:
    """Whether a place was made up by a program: what is said of it is of no real place, and is never added to what is."""
    return place_id.startswith(GENERATED)


def lineage(code: str) -> list[Region]:
    """The division and those above it, lowest first; empty where the code is unknown."""
    found: list[Region] = []
    region = region_of(code)
    while region is not None:
        found.append(region)
        region = regions().get(region.parent_code)
    return found


def full_name(code: str) -> str:
    """Names from the province down, as written in an address: 371471 → 山东省德州市德州天衢新区."""
    return "".join(region.name for region in reversed(lineage(code)))


@cache
def regions_by_name() -> dict[str, tuple[Region, ...]]:
    """Divisions by their full name; several where a name (鼓楼区) stands in several cities."""
    found: dict[str, tuple[Region, ...]] = {}
    for region in regions().values():
        found[region.name] = (*found.get(region.name, ()), region)
    return found
