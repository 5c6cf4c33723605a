"""A number as a text that a reader understands and as the decimals that it stands for, made once."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class Number:
    """A number in plain words: `97`, `-3.2`, `40-50`, `数百`.

    `exact` is None where the words give no decimal; of a range it is the lower end and `upper` the upper one.
    """

    text: str
    exact: Decimal | None = field(default=None, compare=False)
    upper: Decimal | None = field(default=None, compare=False)

    def without_sign(self) -> "Number":
        """The same without a minus, as growth is counted (下降 3.2%)."""
        exact = None if self.exact is None else self.exact.copy_abs()
        return Number(self.text[1:], exact) if self.text.startswith("-") else self


def number_of(text: str) -> Number:
    """The number that a text is: a decimal, or a range `40-50` that rises; anything else is a number in words only.

    A month (`2023-10`) does not rise and so is no range.
    """
    if "-" not in text or text.startswith("-") or text.endswith("-"):
        return Number(text, _decimal(text))
    parts = text.split("-")
    ends = [end for part in parts if (end := _decimal(part)) is not None]
    if len(ends) != len(parts) or len(ends) > 2 or ends != sorted(ends):
        return Number(text)
    return Number(text, *ends)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
