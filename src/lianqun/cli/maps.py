"""`lianqun maps`: draw one of the five maps from a data set, or print its table."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from lianqun.cli import _times
from lianqun.maps import KINDS, Drawing, Scene, compose, draw
from lianqun.maps.details import describe
from lianqun.maps.render import RenderFailed, to_html, to_json, to_svg
from lianqun.maps.words import say
from lianqun.tables import DataSet, load
from lianqun.trace import tally

HELP = "draw one of the five maps from a data set as a page, SVG or JSON, or print its table"
VERSION_LENGTH = 12


def arguments(parser: argparse.ArgumentParser) -> None:
    """The data set, the place, the chain, the kind of map, the file to write."""
    parser.add_argument("dataset", type=Path, help="folder of the data set")
    parser.add_argument("--place", required=True, help="code of the place, such as 371400")
    parser.add_argument("--chain", help="code of a chain; all chains of the place without it")
    parser.add_argument("--kind", choices=KINDS, default="chain", help="which map (chain without it)")
    parser.add_argument("-o", "--output", type=Path, help="file ending in .html, .svg or .json; the table is printed without it")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument(
        "--as-of",
        type=_times.end,
        metavar="DATE",
        help="date of the data, or the period it ends with; the newest date without this",
    )
    parser.add_argument("--width", type=int, default=1320, help="width of an SVG in pixels")
    parser.add_argument("--theme", choices=("light", "wall", "print"), default="light")
    parser.add_argument("--json", action="store_true", help="print the drawing as JSON")


def run(args: argparse.Namespace) -> int:
    """0 when the map was drawn, 1 when the data has no such place or chain, 2 for a file name that says no form."""
    if args.output and args.output.suffix not in WRITERS:
        return _refuse(say("cli.form", args.language, path=args.output), 2)
    data_set = load(args.dataset)
    refusal = _missing(data_set, args)
    if refusal:
        return _refuse(refusal, 1)
    scene = _scene(data_set, args)
    drawing = draw(args.kind, scene, language=args.language)
    if args.output is None:
        print(to_json(drawing) if args.json else "\n".join(_printed(drawing)))
        return 0
    try:
        args.output.write_text(WRITERS[args.output.suffix](drawing, scene, data_set, args), encoding="utf-8")
    except (FileNotFoundError, RenderFailed) as problem:
        return _refuse(str(problem), 1)
    return 0


def _refuse(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _missing(data_set: DataSet, args: argparse.Namespace) -> str:
    """The sentence that says which code is not in the data set; empty when all are."""
    if args.place not in data_set.tables["places"]["id"]:
        return say("cli.no_place", args.language, place=args.place)
    if args.chain and args.chain not in data_set.tables["chains"]["id"]:
        return say("cli.no_chain", args.language, chain=args.chain)
    return ""


def _scene(data_set: DataSet, args: argparse.Namespace, place: str = "") -> Scene:
    return compose(
        data_set.tables,
        tally(data_set.tables),
        place_id=place or args.place,
        chain_id=args.chain,
        version=data_set.version[:VERSION_LENGTH],
        as_of=args.as_of or newest_date(data_set),
    )


def newest_date(data_set: DataSet) -> date:
    """The latest date on which a document was published or a link was found present or absent; 1970-01-01 when there is none."""
    dates = [data_set.tables["documents"]["published_on"].max(), data_set.tables["link_findings"]["as_of"].max()]
    return max((one for one in dates if isinstance(one, date)), default=date(1970, 1, 1))


def _page(drawing: Drawing, scene: Scene, data_set: DataSet, args: argparse.Namespace) -> str:
    """The page of one map; that of the regions holds the places above and below too."""
    scenes = [scene]
    if drawing.kind == "regions":
        below = [place.id for place in scene.places.values() if place.parent_id == args.place]
        scenes += [_scene(data_set, args, place) for place in (scene.place.parent_id, *below) if place in scene.places]
    drawings = [drawing, *(draw(drawing.kind, one, language=args.language) for one in scenes[1:])]
    details = {key: detail for one in reversed(scenes) for key, detail in describe(one, language=args.language).items()}
    return to_html(drawings, details=details)


def _svg(drawing: Drawing, scene: Scene, data_set: DataSet, args: argparse.Namespace) -> str:
    return to_svg(drawing, width=args.width, theme=args.theme)


def _json(drawing: Drawing, scene: Scene, data_set: DataSet, args: argparse.Namespace) -> str:
    return to_json(drawing)


WRITERS: dict[str, Callable[[Drawing, Scene, DataSet, argparse.Namespace], str]] = {".html": _page, ".svg": _svg, ".json": _json}


def _printed(drawing: Drawing) -> Sequence[str]:
    """Title, finding and the rows, columns apart by tabs."""
    head = "\t".join(str(column["label"]) for column in drawing.columns)
    keys = [column["key"] for column in drawing.columns]
    rows = ["\t".join("" if row[key] is None else str(row[key]) for key in keys) for row in drawing.rows]
    return [drawing.title, drawing.finding, head, *rows]
