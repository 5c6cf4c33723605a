"""What cannot be read, said in words that tell what to do next."""

from lianqun.read.lists import rows_of


class ReadingRefused(Exception):
    """A document that cannot be read. `code` names the kind; `zh` and `en` say where, what, and how to mend it."""

    def __init__(self, code: str, **details: object) -> None:
        row = next(row for row in rows_of("lianqun.read", "refusals.csv") if row["code"] == code)
        self.code = code
        self.zh = row["zh"].format(**details)
        self.en = row["en"].format(**details)
        super().__init__(f"{self.zh} {self.en}")
