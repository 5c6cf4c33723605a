"""`lianqun maps` on the demonstration data: JSON, SVG, and a page that asks nothing of any network."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from lianqun.cli import main
from lianqun.maps import KINDS
from lianqun.maps.assets import is_built

EXAMPLE = Path(__file__).parents[3] / "examples" / "three-cities"
LOADS = re.compile(r"""(?:\bsrc|\bhref)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?https?:|@import""", re.IGNORECASE)
built = pytest.mark.skipif(not is_built(), reason="the pages' scripts are not built: run `make install`")


def write(path: Path, kind: str, *more: str) -> Path:
    assert main(["maps", str(EXAMPLE), "--place", "371400", "--kind", kind, "-o", str(path), *more]) == 0
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_json(tmp_path: Path, kind: str) -> None:
    drawing = json.loads(write(tmp_path / "x.json", kind).read_text(encoding="utf-8"))
    assert drawing["kind"] == kind and drawing["option"]["series"]


@built
@pytest.mark.parametrize(("kind", "language"), [("chain", "zh"), ("regions", "en"), ("panorama", "zh")])
def test_svg_is_well_formed_and_says_its_date(tmp_path: Path, kind: str, language: str) -> None:
    text = write(tmp_path / "x.svg", kind, "--language", language).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    words = " ".join(root.itertext())
    assert "2024-01-22" in words
    assert not any(value != value or value in ("NaN", "undefined") for value in re.findall(r'="([^"]*)"', text))
    assert "NaN" not in text and "undefined" not in text


@built
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_asks_nothing_of_a_network(tmp_path: Path, kind: str) -> None:
    page = write(tmp_path / "x.html", kind).read_text(encoding="utf-8")
    assert not LOADS.search(page)
    drawings = re.search(r'<script type="application/json" id="drawings">(.*?)</script>', page, re.DOTALL)
    details = re.search(r'<script type="application/json" id="details">(.*?)</script>', page, re.DOTALL)
    assert drawings and details
    assert json.loads(drawings[1])[0]["kind"] == kind
    quotes = [one["quote"] for detail in json.loads(details[1]).values() for one in detail["evidence"]]
    assert any(quotes)


def test_table_is_printed_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["maps", str(EXAMPLE), "--place", "371400", "--kind", "panorama", "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Dezhou") and len(lines) > 10


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--place", "999999"], 1), (["--place", "371400", "--chain", "none"], 1), (["--place", "371400", "-o", "x.pdf"], 2)],
)
def test_wrong_codes_and_forms_are_refused(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["maps", str(EXAMPLE), *words]) == code
    assert capsys.readouterr().err.strip()
