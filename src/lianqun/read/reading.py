"""One document, read: bytes → text → repaired main text → claims."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from lianqun.read.claiming import claim_all, put_in_order
from lianqun.read.dates import find_published
from lianqun.read.decoding import refuse_size
from lianqun.read.files.content import SEPARATOR, Content, PartStart, Table, assemble, carry_part, carry_table
from lianqun.read.files.contents import open_content
from lianqun.read.grids.building import build_grids
from lianqun.read.grids.grid import Grid
from lianqun.read.grids.prose_cells import blank_grids
from lianqun.read.grids.usage import NO_USAGE
from lianqun.read.offsets import OffsetMap, Patch, apply_patches
from lianqun.read.refusals import ReadingRefused
from lianqun.read.repair import repair
from lianqun.read.sources.applying import apply_hints, refine_claims
from lianqun.read.sources.label_lines import build_label_grids
from lianqun.read.sources.recognising import Recognition, recognise
from lianqun.read.sources.source import SourceFolder, left_out
from lianqun.read.tidying import find_clutter
from lianqun.read.verification import verify
from lianqun.vocab.claims import Claim

if TYPE_CHECKING:
    from lianqun.read.models.lac import LacModel

NO_NAME_MODEL = (
    "未安装名称模型，机构名称只按规则识别；如需安装，请运行 make install-names。"
    "The name model is not installed, so names were found by rules alone; run make install-names to add it."
)
READER = "lianqun-rules/2"


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """An organisation of the office's register: its id, its official name, and the other names it goes by."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


Register = Sequence[KnownOrganization] | Callable[[str], Sequence[KnownOrganization]]
"""The organisations known to the office, or, where there are too many to look for, what finds those that a text may name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one document.

    `text` is the repaired main text and `claims` quote it exactly, sorted by place. `raw` is the decoded text that
    `operations` and `offsets` refer to (of a web page: its main text). `touched` are spans of `text` that a repair wrote
    or that may have lost a character. `warnings` are sentences for people. `grids` are the tables, whose rows are lines of `text`;
    `pages` say where each page of a PDF or sheet of a workbook begins. `source` is the source folder that it was read by, and why.
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
    grids: tuple[Grid, ...] = field(default=(), repr=False)
    pages: tuple[PartStart, ...] = ()
    source: Recognition | None = None


def read_file(
    path: Path,
    *,
    published: date | None = None,
    known: Register = (),
    names: bool = False,
    sources: Sequence[SourceFolder] = (),
    source: SourceFolder | None = None,
) -> Reading:
    """Read one file, as `read_bytes` does; raises `ReadingRefused` for what is missing, too large, empty, or no text."""
    try:
        refuse_size(path.stat().st_size, path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingRefused("missing", name=path.name) from error
    except OSError as error:
        raise ReadingRefused("unreadable", name=path.name, detail=error.strerror or "?") from error
    return read_bytes(data, name=path.name, published=published, known=known, names=names, sources=sources, source=source)


def read_bytes(
    data: bytes,
    *,
    name: str = "",
    published: date | None = None,
    known: Register = (),
    names: bool = False,
    sources: Sequence[SourceFolder] = (),
    source: SourceFolder | None = None,
) -> Reading:
    """Read one document. The same bytes give the same reading.

    `published` is used where the page does not give its date; `names` asks the name model where it is installed. It is read as
    the one of `sources` that it is recognised as, or as `source`, where a person chose one. `known` may be a function: it is
    given the repaired text.
    """
    refuse_size(len(data), name or "—")
    main = _take_main_text(data, name)
    text, content = main.text, main.content
    on = find_published(text) or content.published or published
    title = content.title or text.split("\n", 1)[0][:200]
    known_as = Recognition(source) if source else recognise(sources, name=name, title=title, text=text, tables=main.tables)
    read_as = known_as.source if known_as else None
    grids = _lay_grids(text, main.tables, (title if SEPARATOR not in title else PurePath(name).stem, on), read_as)
    model = _name_model() if names else None
    reading = Reading(
        text=text,
        title=PurePath(name).stem if grids and grids[0].start == 0 and not content.title else title,
        published=on,
        claims=_claims(main, on, grids, read_as, known=known, model=model),
        operations=main.operations,
        offsets=main.offsets,
        media_type=content.media_type,
        encoding=content.encoding,
        warnings=(
            *_warnings(content.broken, main.operations),
            *content.warnings,
            *([NO_NAME_MODEL] if names and model is None else []),
        ),
        raw=main.raw,
        touched=main.touched,
        grids=grids,
        pages=main.pages,
        source=known_as,
    )
    return _follow(reading, read_as) if read_as else reading


@dataclass(frozen=True, slots=True)
class _MainText:
    """The repaired main text of a file: what was done to get it, and where its tables and pages stand in it."""

    content: Content
    raw: str
    text: str
    operations: tuple[Patch, ...]
    offsets: OffsetMap
    touched: tuple[tuple[int, int], ...]
    tables: list[Table]
    pages: tuple[PartStart, ...]


def _take_main_text(data: bytes, name: str) -> _MainText:
    """Open, repair and tidy a file; raises ReadingRefused where no text is left."""
    content = open_content(data, name)
    laid = assemble(content)
    repaired = repair(laid.text)
    text, tidy_map = apply_patches(repaired.text, find_clutter(repaired.text))
    if not text:
        raise ReadingRefused("blank", name=name or "—")
    offsets = tidy_map.after(repaired.offsets)
    return _MainText(
        content=content,
        raw=laid.text,
        text=text,
        operations=repaired.operations,
        offsets=offsets,
        touched=tuple(tidy_map.carry(*span) for span in repaired.touched),
        tables=[carry_table(table, offsets.starts) for table in laid.tables],
        pages=tuple(carry_part(part, offsets.starts) for part in laid.parts if part.name),
    )


def _claims(
    main: _MainText,
    published: date | None,
    grids: tuple[Grid, ...],
    source: SourceFolder | None,
    *,
    known: Register,
    model: "LacModel | None",
) -> tuple[Claim, ...]:
    """What the rules claim of a main text, with the office's register and the name model where there are such."""
    registered = known(main.text) if callable(known) else known
    return claim_all(
        main.text,
        published=published,
        known=[(organization.name, organization.aliases) for organization in registered],
        touched=main.touched,
        grids=grids,
        left_out=tuple(left_out(main.text, source)) if source else (),
        tagged=model.find_names(blank_grids(main.text, grids)) if model else (),
    )


def _lay_grids(
    text: str, tables: Sequence[Table], titled: tuple[str, date | None], source: SourceFolder | None
) -> tuple[Grid, ...]:
    """The tables of a text with its title and day, and the forms where its source writes such; in the order of the text."""
    usage = source.usage(titled[1]) if source else NO_USAGE
    grids = build_grids(text, tables, *titled, usage)
    forms = build_label_grids(text, grids, titled, source) if source and source.layout == "labels" else ()
    return tuple(sorted((*grids, *forms), key=lambda grid: grid.start)) if forms else grids


def _follow(reading: Reading, source: SourceFolder) -> Reading:
    """The reading as its source wants it: refined by its code, with what the office set; what that changed is verified."""
    claims = put_in_order(_verify_changed(reading, apply_hints(refine_claims(reading, source), source)))
    return replace(reading, claims=claims, reader=f"{reading.reader}+{source.mark}")


def _verify_changed(reading: Reading, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims in their order; those of the reading have passed already, and verifying one again changes nothing."""
    verified = frozenset(reading.claims)
    for claim in claims:
        yield from (claim,) if claim in verified else verify(reading.text, (claim,), reading.touched)


def _name_model() -> "LacModel | None":
    from lianqun.read.models.lac import load_model

    return load_model()


def _warnings(broken: int, operations: Sequence[Patch]) -> tuple[str, ...]:
    doubtful = sum(operation.doubtful for operation in operations)
    shifted = sum(operation.kind.startswith("shift") for operation in operations)
    sentences = (
        (
            broken,
            f"有 {broken} 处字符无法解码，已标出。{broken} characters could not be decoded and are marked.",
        ),
        (
            shifted,
            f"修复了 {shifted} 处错位的文字，其中的数字须人工核对。{shifted} shifted stretches were repaired; check numbers in them.",
        ),
        (doubtful, f"有 {doubtful} 处修复可能缺字。In {doubtful} repairs a character may be lost."),
    )
    return tuple(sentence for count, sentence in sentences if count)
