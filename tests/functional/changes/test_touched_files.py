"""Each change of `docs/howto/change-one-thing.md` is made on a scratch copy of the program, in the files named there, and works.

The edits stand here as text; the copy runs in a process of its own and proves them by what the site and the command then do.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HOW_TO = (ROOT / "docs/howto/change-one-thing.md").read_text(encoding="utf-8")
SETUP = "import django; django.setup()\nfrom django.core.management import call_command\ncall_command('migrate', verbosity=0)\n"


@dataclass(frozen=True)
class Change:
    """A change: the heading of the how-to, how many files it may touch, the edits by file, and what then holds."""

    heading: str
    most: int
    edits: dict[str, Callable[[str], str]]
    proof: str


def after(mark: str, line: str) -> Callable[[str], str]:
    """Put a line below the one that begins with a mark."""

    def edit(text: str) -> str:
        lines = text.splitlines()
        at = max(number for number, one in enumerate(lines) if one.startswith(mark))
        return "\n".join([*lines[: at + 1], line, *lines[at + 1 :]]) + "\n"

    return edit


def edits(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Replace what stands once, for each pair."""

    def edit(text: str) -> str:
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text

    return edit


def whole(content: str) -> Callable[[str], str]:
    """A new file."""
    return lambda _old: content


MODEL = "office/registry/models/organizations.py"
CATALOGUE = "office/locale/zh_Hans/LC_MESSAGES/django.po"
CHANGES = {
    "column": Change(
        "A column of a table", 3,
        {
            "vocab/dictionary.csv": after(
                "organizations,employees,", "organizations,patents,专利数,Patents,integer,件,,,,,,,0,10000000,2,有效专利数,patents in force"
            ),
            MODEL: edits(
                ("    revenue_wan_yuan = models", "    patents = models.BigIntegerField(null=True, blank=True)\n    revenue_wan_yuan = models"),
            ),
        },
        # The migration is written by the command, as a person would have it written.
        "import django; django.setup()\nfrom django.core.management import call_command\n"
        "call_command('makemigrations', 'registry', verbosity=0)\ncall_command('migrate', verbosity=0)\n"
        + """
from pathlib import Path
from lianqun.cli._data_sets import text_of
from lianqun.tables import check
from lianqun.office.queries.lists.known import LISTS
from lianqun.office.actions.tables.data_sets import import_folder
report = check(Path(EXAMPLE), text_of)
assert report.ok and report.note_counts == {"column_absent": 1}, report
import_folder(by=None, folder=Path(EXAMPLE))
column = next(one for one in LISTS["organizations"].columns if one.name == "patents")
assert str(column.label) == "专利数（件）" and column.is_numeric
assert b"patents" in get("/api/openapi.json").content
assert get("/lists/organizations?place=&columns=patents").status_code == 200
""",
    ),
    "stage": Change(
        "A stage of a project", 2,
        {
            "vocab/codes.csv": after("project_stage,construction,", "project_stage,topped_out,封顶,topped out"),
            "land/stages.csv": after("6,construction,", "6,topped_out,封顶,topped out,封顶证明,proof,production,,,2024-01-01,,本办,this office"),
        },
        SETUP + """
from lianqun.land import check_move
assert check_move("topped_out", "production").kind == "usual"
assert b"topped_out" in get("/lists/projects?place=").content
""",
    ),
    "map": Change(
        "A map", 4,
        {
            "maps/columns_only.py": whole(
                '"""A map for the test."""\\n\\nfrom lianqun.maps import panorama\\nfrom lianqun.maps.kinds import MapKind\\n\\n'
                'KIND = MapKind(60, "")\\n\\n\\ndef draw(scene, *, language="zh"):\\n    """As the panorama."""\\n'
                "    return panorama.draw(scene, language=language)\\n".replace("\\n", "\n")
            ),
            "maps/words.csv": lambda text: text + "columns_only.name,试图,Trial map\ncolumns_only.title,试图,trial map\n",
        },
        SETUP + """
from pathlib import Path
from lianqun.office.actions.tables.data_sets import import_folder
import_folder(by=None, folder=Path(EXAMPLE))
page = get("/maps/columns_only?place=371400")
assert page.status_code == 200 and "试图" in page.content.decode()
assert get("/api/maps/columns_only?place=371400").json()["title"]
""",
    ),
    "list": Change(
        "A list", 2,
        {
            "office/queries/lists/known.py": edits(
                ("    for it in (\n", "    for it in (\n        FUNDS,\n"),
                ("registry.models import Chain,", "registry.models import Chain, Fund,"),
                ("LISTS: dict[str, KnownList] = {",
                'FUND_COLUMNS = columns_of("funds", "name_zh size_wan_yuan place_id", adds="size_wan_yuan")\n\n\n'
                "def _funds(user: User, scope: Scope, _on: date) -> ListRows:\n    return DatabaseRows(narrow(user, Fund.objects.all(), scope))\n\n\n"
                'FUNDS = KnownList("funds", _("Funds"), _("Funds"), FUND_COLUMNS, _funds, "funds", VIEW_RECORDS, rail=("match", 30, ""))\n'
                "LISTS: dict[str, KnownList] = {"),
            ),
        },
        SETUP + """
page = get("/lists/funds?place=")
assert page.status_code == 200 and "/lists/funds" in get("/?place=").content.decode()
assert get("/lists/funds?place=&file=xlsx").content[:2] == b"PK"
""",
    ),
    "page": Change(
        "A page", 4,
        {
            "office/views/diagnose/trial.py": whole(
                '"""A page for the test."""\n\nfrom django.utils.translation import gettext_lazy as _\n\n'
                "from lianqun.office.accounts.rights import Permission\nfrom lianqun.office.pages.frame import page, render\n"
                "from lianqun.office.pages.rail import Entry\n\n\n"
                '@page("trial", "trial", Permission.MAP_VIEW, rail=(Entry("diagnose", 90, _("A trial")),))\n'
                'def show_trial(request):\n    """The page."""\n    return render(request, "diagnose/trial.html", {"title": _("A trial")})\n'
            ),
            "office/templates/diagnose/trial.html": whole(
                '{% extends "pages/frame.html" %}\n{% block page %}<h1>{{ title }}</h1>{% endblock %}\n'
            ),
            CATALOGUE: lambda text: text + '\nmsgid "A trial"\nmsgstr "试用页"\n',
        },
        "from lianqun.office.outside.words import compile_words\ncompile_words()\n" + SETUP + """
page = get("/trial?place=")
assert page.status_code == 200 and "试用页" in page.content.decode()
assert "试用页" in get("/help?place=").content.decode(), "it stands on the left of every page"
""",
    ),
    "role": Change(
        "A role", 2,
        {
            "office/accounts/rights.py": edits(
                ('PERSON_MANAGE = "person_manage"', 'PERSON_MANAGE = "person_manage"\n    SEAL_KEEP = "seal_keep"'),
                ("    Permission.PERSON_MANAGE: (", '    Permission.SEAL_KEEP: ("管印章", "keep the seal"),\n    Permission.PERSON_MANAGE: ('),
            ),
            "office/accounts/roles.py": edits(
                ("for role in (Chief,", "for role in (Registrar, Chief,"),
                ("ROLES: dict[str, type[Role]] = {",
                'class Registrar(Role):\n    """Keeps the seal."""\n\n    code = "registrar"\n    name_zh, name_en = "登记员", "Registrar"\n'
                '    description_zh = "管印章。"\n    description = "Keeps the seal."\n    permissions = LOOK | {Permission.SEAL_KEEP}\n\n\n'
                "ROLES: dict[str, type[Role]] = {"),
            ),
        },
        SETUP + """
from lianqun.cli import demo
from lianqun.office.accounts.models import User
from lianqun.office.accounts.permissions import has_permission
from lianqun.office.accounts.rights import Permission
from lianqun.office.accounts.roles import not_allowed
demo._account("registrar", "")
assert has_permission(User.objects.get(username="registrar"), Permission.SEAL_KEEP)
assert "登记员" in str(not_allowed(Permission.SEAL_KEEP)) and "登记员" in get("/help?place=").content.decode()
""",
    ),
    "endpoint": Change(
        "An endpoint of the interface", 2,
        {
            "office/api/trial.py": whole(
                '"""An endpoint for the test."""\n\nfrom ninja import Router\n\nrouter = Router(tags=["trial"])\n\n\n'
                '@router.get("/trial", response=dict[str, int], operation_id="trial")\ndef show_trial(request):\n'
                '    """One."""\n    return {"one": 1}\n'
            ),
            "office/api/routes.py": edits(
                ("import drawings, leads,", "import drawings, trial, leads,"),
                ("    leads.router,\n", "    trial.router,\n    leads.router,\n"),
            ),
        },
        SETUP + 'assert get("/api/trial").json() == {"one": 1}\n',
    ),
    "indicator": Change(
        "An indicator", 2, {"office/pages/attributes.csv": lambda text: text + "patents_granted,授权专利,patents granted\n"},
        SETUP + 'from lianqun.office.pages.words import attribute_word\nassert attribute_word("patents_granted") == "授权专利"\n',
    ),
}  # fmt: skip

GET = """
def get(address):
    from django.test import Client
    from lianqun.office.accounts.models import Membership, User
    user, is_new = User.objects.get_or_create(username="trial")
    if is_new:
        Membership.objects.create(user=user, role="administrator")
    client = Client()
    client.force_login(user)
    return client.get(address)
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("program") / "src"
    shutil.copytree(ROOT / "src/lianqun", folder / "lianqun", ignore=shutil.ignore_patterns("__pycache__"))
    yield folder


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_touches_the_files_that_the_how_to_names(name: str, original: Path, tmp_path: Path) -> None:
    change = CHANGES[name]
    assert len(change.edits) <= change.most
    named = HOW_TO.split(f"## {change.heading}\n")[1].split("\n## ")[0]
    patterns = [re.sub(r"<\w+>", "[a-z_]+", path) for path in re.findall(r"`([\w/<>.]+\.(?:py|csv|html|po))`", named)]
    unnamed = [path for path in change.edits if not any(re.fullmatch(pattern, path) for pattern in patterns)]
    assert unnamed == [], f"the how-to does not name {unnamed}"

    copied = tmp_path / "src"
    shutil.copytree(original, copied)
    for path, edit in change.edits.items():
        file = copied / "lianqun" / path
        file.write_text(edit(file.read_text(encoding="utf-8") if file.exists() else ""), encoding="utf-8")
    environment = {
        **os.environ, "PYTHONPATH": str(copied), "LIANQUN_HOME": str(tmp_path / "home"), "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "lianqun.office.settings",
    }  # fmt: skip
    proof = f"EXAMPLE = {str(ROOT / 'examples/three-cities')!r}\n{GET}{change.proof}"
    done = subprocess.run(
        [sys.executable, "-c", proof], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
