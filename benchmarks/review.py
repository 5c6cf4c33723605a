"""What the server needs for the pages of review with 20,000 proposed statements and 20,000 decided ones, in milliseconds."""

import os
import subprocess
import sys
import tempfile

from benchmarks.pages import lianqun, looks

MANY = 20_000
PATHS = [
    "/review",
    "/review?at=many-9000",
    "/review/many-9000/beside",
    "/review/kinds?type=indicator&attribute=产值",
    "/review/effort",
    "/conflicts",
    "/lists/freshness",
]
FILL = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "lianqun.office.settings"
import django
django.setup()
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
from lianqun.office.evidence.models import Document, Passage, Source, Statement
many, at = int(sys.argv[1]), datetime(2024, 1, 22, tzinfo=UTC)
attributes = ("产值", "企业数", "员工数", "营业收入", "税收")
source = Source.objects.order_by("pk").first()
for d in range(40):
    document = Document.objects.create(id=f"many-{d}", source=source, title=f"通报{d}", published_on=at.date())
    lines = [f"甲{n % 3000}公司去年{attributes[n % 5]}{n}亿元，同比增长5%。" for n in range(d * many // 20, (d + 1) * many // 20)]
    folder = Path(settings.FILES) / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{document.pk}.txt").write_text("\\n".join(lines), encoding="utf-8")
    passages, statements, start = [], [], 0
    for i, line in enumerate(lines):
        n = d * many // 20 + i
        passages.append(Passage(id=f"many-p{n}", document=document, start=start, end=start + len(line), quote=line))
        statements.append(Statement(
            id=f"many-{n}", claim_type="indicator", subject=f"甲{n % 3000}公司", attribute=attributes[n % 5], value_number=n, unit="亿元",
            period=str(2000 + n % 20), region="德州市", passage_id=f"many-p{n}", rule=f"metric:{n % 7}|subject:{n % 3}", reader="test/1",
            status="proposed" if n < many else ("accepted", "accepted", "rejected")[n % 3], first_seen_at=at,
            reviewed_by="" if n < many else "administrator", reviewed_at=None if n < many else at, review_seconds=None if n < many else n % 60,
        ))
        start += len(line) + 1
    Passage.objects.bulk_create(passages, batch_size=500)
    Statement.objects.bulk_create(statements, batch_size=200)
"""


def run() -> list[dict[str, object]]:
    """Rows for the table of `python -m benchmarks`."""
    with tempfile.TemporaryDirectory() as home:
        lianqun(home, "demo", "--prepare-only")
        subprocess.run([sys.executable, "-c", FILL, str(MANY)], env={**os.environ, "LIANQUN_HOME": home}, check=True)
        return looks(home, "40,000 statements", PATHS, target="≤ 100")
