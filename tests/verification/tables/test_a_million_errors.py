"""A table with a million errors is answered in bounded memory, and its counts are exact."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, resource, sys
from pathlib import Path
from lianqun.tables import check
report = check(Path(sys.argv[1]))
print(json.dumps([report.counts, len(report.problems), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20]))
"""
HEAD = "id,name_zh,name_en,credit_code,kind,place_id,industry_code,parent_id,founded_year,above_scale,employees,revenue_wan_yuan,valid_to"


@pytest.mark.slow
@pytest.mark.parametrize("broken", [False, True], ids=["wrong cells", "rows of the wrong width"])
def test_a_million_errors(tmp_path: Path, broken: bool):
    with (tmp_path / "organizations.csv").open("w") as file:
        file.write(HEAD + "\n")
        for number in range(1_000_000):
            file.write(f"{number},某企业,,,enterprise,,,,,,{number}亩,,{',' if broken else ''}\n")
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], check=True, capture_output=True, text=True)
    counts, shown, gibibytes = json.loads(done.stdout)
    assert counts == {"ragged_row" if broken else "unit_of_other_dimension": 1_000_000}
    assert shown == 20
    assert gibibytes < 2
