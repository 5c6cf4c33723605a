"""A minimal PDF for tests: Chinese text by a predefined encoding, ruled tables, pictures."""

from collections.abc import Sequence

Text = tuple[float, float, str]
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font"
    " /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    " /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
    " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >> ] >>"
)
_PICTURE = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
SIZE = 12


def draw_text(x: float, y: float, text: str) -> str:
    """One line of text with its left end at x, y (from the bottom of the page)."""
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"


def draw_table(top: float, rows: Sequence[Sequence[str]], width: float = 110, left: float = 60) -> list[str]:
    """A ruled table; `None`-like cells ("<") belong to the one left of them."""
    drawn: list[str] = []
    for r, row in enumerate(rows):
        y = top - 24 * r
        for c, cell in enumerate(row):
            if cell == "<":
                continue
            across = next((n for n in range(c + 1, len(row)) if row[n] != "<"), len(row)) - c
            drawn.append(f"{left + width * c} {y - 24} {width * across} 24 re S")
            drawn.append(draw_text(left + width * c + 4, y - 17, cell))
    return drawn


def draw_picture() -> list[str]:
    """A page that is nothing but a picture."""
    return ["q 500 0 0 700 40 40 cm /P1 Do Q"]


def write_pdf(pages: Sequence[Sequence[str]], encrypt: str = "") -> bytes:
    """The file; each page is a list of drawing commands. `encrypt` is a further entry of the trailer."""
    first = 5
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [ {kids} ] /Count {len(pages)} >>",
        _FONT,
        _PICTURE,
    ]
    for number, page in enumerate(pages):
        body = "\n".join(page)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /XObject << /P1 4 0 R >> >>"
            f" /Contents {first + 2 * number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {encrypt} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
