"""Words that come in both languages, such as those of the library's tables, said in the language of whoever reads them."""

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language


def _choose(zh: str, en: str) -> str:
    return zh if (get_language() or "zh").startswith("zh") else en


_lazily = lazy(_choose, str)


def in_words(zh: str, en: str) -> str | Promise:
    """The Chinese or the English, chosen when it is shown and not when it is made."""
    return _lazily(zh, en)
