"""Printed numerals → the number as a reader understands it."""

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_NEIGHBOURS = re.compile(r"^([一二三四五六七八九两])([一二三四五六七八九])(十|百|千)?$")
_VAGUE = re.compile(r"^(?:好?几|数|上)?[十百千万]+$|^几$|^数$")


def narrow(text: str) -> str:
    """Full-width digits as half-width ones."""
    return text.translate(_FULL_WIDTH)


def parse_numeral(printed: str) -> str | None:
    """The number as text: 四五十 → 40-50, 三百二十 → 320, １２０ → 120, 数百 → 数百; `None` where it is no numeral."""
    text = narrow(printed).replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return plain_digits(text)
    if re.fullmatch(r"[\d.]+[×xX*][\d.]+", text):
        return re.sub("[xX*]", "×", text)
    if found := re.fullmatch(r"([\d.]+)%?\s*[-—–~～至到]+\s*([\d.]+)", text):
        return f"{found[1]}-{found[2]}"
    if found := _NEIGHBOURS.match(text):
        scale = _SCALES.get(found[3] or "", 1)
        return f"{_DIGITS[found[1]] * scale}-{_DIGITS[found[2]] * scale}"
    return _chinese(text)


def _chinese(text: str) -> str | None:
    if text[:1] in ("几", "数"):
        return text if _VAGUE.match(text) else None
    if "点" in text:
        whole, _, part = text.partition("点")
        head = _chinese(whole)
        return (
            None if head is None or not all(c in _DIGITS for c in part) else f"{head}." + "".join(str(_DIGITS[c]) for c in part)
        )
    total, digit = 0, None
    for character in text.removeprefix("上"):
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SCALES:
            total += (1 if digit is None else digit) * _SCALES[character]
            digit = 0
        else:
            return None
    return str(total + (digit or 0))


def plain_digits(text: str) -> str:
    """Digits without the zeros that say nothing: 007.50 → 7.5, -0.0 → 0."""
    if text.isdecimal() and not text.startswith("0"):
        return text
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, part = digits.partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    plain = f"{whole}.{part}" if part else whole
    return plain if plain == "0" else f"{sign}{plain}"
