"""One page of a PDF → its picture and the place of every character on it. A program of its own, so that a hostile file dies alone.

It prints one line of JSON (`width` and `height` in pixels, `text` without white space, `boxes`: left, top, right, bottom of each
character in pixels, flat) and then the PNG. It is started by its path, without the package around it, to be quick.
"""

import ctypes
import json
import math
import resource
import sys
from typing import Any

WIDTH = 1240
MOST_PIXELS = 4_000_000
MOST_CHARACTERS = 60_000
MOST_CPU_SECONDS = 5
MOST_ADDRESSED = 2 * 1024**3
COLOURS = 64


def draw_page(path: str, number: int) -> tuple[dict[str, Any], Any]:
    """The head and the picture (of Pillow) of page `number`, counted from 1; as wide as WIDTH unless that were too many pixels."""
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[number - 1]
    width, height = page.get_size()
    scale = min(WIDTH / width, math.sqrt(MOST_PIXELS / (width * height)))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    text, boxes = place_characters(page, picture.width, picture.height)
    return {"width": picture.width, "height": picture.height, "text": text, "boxes": boxes}, picture


def place_characters(page: Any, width: int, height: int) -> tuple[str, list[int]]:
    """The characters of a page, and where they stand on its picture of the given size, turned and cut as that is."""
    import pypdfium2.raw as raw

    words = page.get_textpage()
    text: list[str] = []
    boxes: list[int] = []
    for index in range(min(words.count_chars(), MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(words, index)
        sign = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
        if sign.isspace() or not sign.isprintable():
            continue
        left, bottom, right, top = words.get_charbox(index, loose=True)
        corners = [_on_picture(page, (width, height), corner) for corner in ((left, top), (right, bottom))]
        (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
        text.append(sign)
        boxes += (x0, y0, x1, y1)
    return "".join(text), boxes


def _on_picture(page: Any, size: tuple[int, int], corner: tuple[float, float]) -> tuple[int, int]:
    import pypdfium2.raw as raw

    x, y = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, *corner, x, y)
    return x.value, y.value


def main(path: str, number: str) -> None:
    """Write the page to the standard output, within bounds of time and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSED, MOST_ADDRESSED))
    head, picture = draw_page(path, int(number))
    sys.stdout.buffer.write(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    picture.quantize(COLOURS, method=2).save(sys.stdout.buffer, "PNG", compress_level=6)


if __name__ == "__main__":
    main(*sys.argv[1:])
