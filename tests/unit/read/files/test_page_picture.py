"""The picture of a page: within its bounds whatever the page says of itself, characters where the picture shows them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.pdf_writer import draw_text, write_pdf

from lianqun.read.files import page_picture

PLAIN = write_pdf([[draw_text(60, 780, "总投资36亿元")], []])


def draw(folder: Path, data: bytes, number: int = 1) -> tuple[dict[str, object], object]:
    file = folder / "a.pdf"
    file.write_bytes(data)
    return page_picture.draw_page(str(file), number)


@pytest.mark.parametrize("size", [b"[0 0 595 842]", b"[0 0 14400 14400]", b"[0 0 9 14000]", b"[0 0 14000 9]"])
def test_no_page_is_wider_or_larger_than_its_bounds(tmp_path: Path, size: bytes) -> None:
    head, _picture = draw(tmp_path, PLAIN.replace(b"[0 0 595 842]", size))
    width, height = int(str(head["width"])), int(str(head["height"]))
    assert 0 < width <= page_picture.WIDTH + 1 and 0 < width * height <= 1.05 * page_picture.MOST_PIXELS


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_characters_stand_where_there_is_ink_however_the_page_is_turned(tmp_path: Path, turn: int) -> None:
    data = PLAIN.replace(b"/MediaBox", b"/Rotate %d /MediaBox" % turn)
    head, picture = draw(tmp_path, data)
    assert head["text"] == "总投资36亿元"
    boxes = head["boxes"]
    assert isinstance(boxes, list) and len(boxes) == 4 * 7
    left, top, right, bottom = min(boxes[::4]), min(boxes[1::4]), max(boxes[2::4]), max(boxes[3::4])
    ink = picture.convert("L").point(lambda light: 255 * (light < 200)).getbbox()  # type: ignore[attr-defined]
    assert ink is not None, "the page has no ink: no Chinese font is installed"
    room = 4
    assert left - room <= ink[0] and top - room <= ink[1] and ink[2] <= right + room and ink[3] <= bottom + room


def test_the_program_prints_the_head_and_the_picture_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(PLAIN)
    command = [sys.executable, "-I", page_picture.__file__, str(file)]
    done = subprocess.run([*command, "1"], capture_output=True, check=True, env={})
    head, _line, data = done.stdout.partition(b"\n")
    assert json.loads(head)["text"] == "总投资36亿元" and data.startswith(b"\x89PNG")
    for bad in ("3", "0", "x"):
        failed = subprocess.run([*command, bad], capture_output=True, check=False, env={})
        assert failed.returncode != 0 and failed.stdout == b"", bad
