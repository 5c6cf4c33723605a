"""The number of a claim is made once, when it is read; and a claim from a table says which cell it was read in."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqun.read import Reading, read_bytes, read_file
from lianqun.read.grids.values import read_number
from lianqun.read.layers.numerals import plain_digits
from lianqun.read.sources import load_sources, sources_folder
from lianqun.read.sources.applying import refine_claims
from lianqun.vocab.claims import Claim
from lianqun.vocab.numbers import number_of

ROOT = Path(__file__).parents[3]
SOURCES = load_sources(sources_folder(None))
DOCUMENTS = [*sorted((ROOT / "tests/golden/own").glob("*.txt")), *sorted(ROOT.glob("sources/*/sample/*"))]


def read(path: Path) -> Reading:
    return read_file(path, sources=SOURCES)


@pytest.mark.parametrize(
    ("text", "exact", "upper"),
    [
        ("97", "97", None),
        ("-3.2", "-3.2", None),
        ("40-50", "40", "50"),
        ("50-40", None, None),
        ("2023-10", None, None),
        ("1-2-3", None, None),
        ("数百", None, None),
        ("NaN", None, None),
        ("", None, None),
    ],
)
def test_number_of(text: str, exact: str | None, upper: str | None) -> None:
    number = number_of(text)
    assert (number.exact, number.upper) == (exact and Decimal(exact), upper and Decimal(upper))


@given(st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", fullmatch=True))
def test_plain_digits_say_the_same_number(digits: str) -> None:
    plain = plain_digits(digits)
    assert Decimal(plain) == Decimal(digits)
    assert plain == format(Decimal(plain).normalize() + 0, "f")


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_the_number_of_a_claim_is_that_of_its_value(path: Path) -> None:
    claims = [claim for claim in read(path).claims if claim.unit]
    assert [(str(c.number), str(c.upper)) for c in claims] == [
        (str(said.exact), str(said.upper)) for said in (number_of(claim.value) for claim in claims)
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_the_cell_of_a_claim_holds_its_value(path: Path) -> None:
    reading = read(path)
    for claim in reading.claims:
        if claim.cell is None:
            continue
        row = reading.grids[claim.cell.grid].rows[claim.cell.row]
        start, end = row.cells[claim.cell.column]
        number = read_number(reading.text[start:end])
        assert claim.start < end and start < claim.end
        if claim.unit and number and claim.rule.startswith("grid/"):
            assert claim.value in (number.value, number.value.removeprefix("-"))


def test_every_figure_of_a_table_names_its_cell() -> None:
    claims = [claim for path in DOCUMENTS for claim in read(path).claims if claim.rule.startswith("grid/") and claim.unit]
    assert claims
    assert all(claim.cell for claim in claims)


def test_what_is_not_printed_makes_no_two_claims() -> None:
    claim = Claim("indicator", "海宁市", "产值", "40", "海宁市产值40亿元", 10, 19, "rule", number=Decimal(40))
    assert claim == replace(claim, number=None)
    assert "number" not in claim.as_row() and "cell" not in claim.as_row()


def test_code_of_a_source_may_write_another_value() -> None:
    reading = read_bytes("海宁市通报\n海宁市产值40亿元。".encode())
    source = replace(
        SOURCES[0],
        code="from dataclasses import replace\ndef refine(r):\n    return [replace(c, value='50') for c in r.claims if c.unit]",
    )
    assert [(claim.value, claim.number) for claim in refine_claims(reading, source)] == [("50", Decimal(50))]
