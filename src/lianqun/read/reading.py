"""One document, read: bytes → text → repaired main text → claims."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lianqun.read.claiming import claim_all
from lianqun.read.dates import find_published
from lianqun.read.decoding import Decoded, decode, refuse_size
from lianqun.read.offsets import OffsetMap, Patch, apply_patches
from lianqun.read.page_text import extract_page
from lianqun.read.refusals import ReadingRefused
from lianqun.read.repair import repair
from lianqun.read.tidying import find_clutter
from lianqun.vocab.claims import Claim

if TYPE_CHECKING:
    from lianqun.read.models.lac import LacModel

NO_NAME_MODEL = (
    "未安装名称模型，机构名称只按规则识别；如需安装，请运行 make install-names。"
    "The name model is not installed, so names were found by rules alone; run make install-names to add it."
)
READER = "lianqun-rules/1"


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """An organisation of the office's register: its id, its official name, and the other names it goes by."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one document.

    `text` is the repaired main text and `claims` quote it exactly, sorted by place. `raw` is the decoded text that
    `operations` and `offsets` refer to (of a web page: its main text). `touched` are spans of `text` that a repair wrote
    or that may have lost a character. `warnings` are sentences for people.
    """

    text: str
    title: str
    published: date | None
    claims: tuple[Claim, ...]
    operations: tuple[Patch, ...]
    offsets: OffsetMap
    media_type: str
    encoding: str
    warnings: tuple[str, ...]
    reader: str = READER
    raw: str = field(default="", repr=False)
    touched: tuple[tuple[int, int], ...] = ()


def read_file(
    path: Path, *, published: date | None = None, known: Sequence[KnownOrganization] = (), names: bool = False
) -> Reading:
    """Read one file, as `read_bytes` does; raises `ReadingRefused` for what is missing, too large, empty, or no text."""
    try:
        refuse_size(path.stat().st_size, path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingRefused("missing", name=path.name) from error
    except OSError as error:
        raise ReadingRefused("unreadable", name=path.name, detail=error.strerror or "?") from error
    return read_bytes(data, name=path.name, published=published, known=known, names=names)


def read_bytes(
    data: bytes, *, name: str = "", published: date | None = None, known: Sequence[KnownOrganization] = (), names: bool = False
) -> Reading:
    """Read one document. `published` is used where the page does not give its date; `names` asks the name model where it is installed. The same bytes give the same reading."""
    decoded = decode(data, name)
    raw, title, page_date = _main_text(decoded, name)
    repaired = repair(raw)
    text, tidy_map = apply_patches(repaired.text, find_clutter(repaired.text))
    if not text:
        raise ReadingRefused("no_text", name=name or "—")
    touched = tuple(tidy_map.carry(*span) for span in repaired.touched)
    model = _name_model() if names else None
    on = find_published(text) or page_date or published
    return Reading(
        text=text,
        title=title or text.split("\n", 1)[0][:200],
        published=on,
        claims=claim_all(
            text,
            published=on,
            known=[(k.name, k.aliases) for k in known],
            touched=touched,
            tagged=model.find_names(text) if model else (),
        ),
        operations=repaired.operations,
        offsets=tidy_map.after(repaired.offsets),
        media_type=decoded.media_type,
        encoding=decoded.encoding,
        warnings=(*_warnings(decoded, repaired.operations), *([NO_NAME_MODEL] if names and model is None else [])),
        raw=raw,
        touched=touched,
    )


def _name_model() -> "LacModel | None":
    from lianqun.read.models.lac import load_model

    return load_model()


def _main_text(decoded: Decoded, name: str) -> tuple[str, str, date | None]:
    if decoded.media_type != "text/html":
        return decoded.text, "", None
    page = extract_page(decoded.text, name)
    return page.text, page.title, page.published


def _warnings(decoded: Decoded, operations: Sequence[Patch]) -> tuple[str, ...]:
    doubtful = sum(operation.doubtful for operation in operations)
    shifted = sum(operation.kind.startswith("shift") for operation in operations)
    sentences = (
        (
            decoded.broken,
            f"有 {decoded.broken} 处字符无法解码，已标出。{decoded.broken} characters could not be decoded and are marked.",
        ),
        (
            shifted,
            f"修复了 {shifted} 处错位的文字，其中的数字须人工核对。{shifted} shifted stretches were repaired; check numbers in them.",
        ),
        (doubtful, f"有 {doubtful} 处修复可能缺字。In {doubtful} repairs a character may be lost."),
    )
    return tuple(sentence for count, sentence in sentences if count)
