"""Paths of what the front-end build made: scripts and styles through the manifest, shapes and bundles by name."""

import json
import os
from functools import cache
from pathlib import Path

from lianqun.maps.words import column_of, say
from lianqun.vocab.regions import is_generated

FOLDER = Path(__file__).parent / "assets"
GENERATED_SHAPES = Path(__file__).parent / "shapes"
SHAPES_VARIABLE = "LIANQUN_SHAPES"
HASHED = {
    "site": "src/site/main.js",
    "site.js": "src/site/main.js",
    "site.css": "src/site/site.css",
    "draw": "src/draw/main.js",
    "draw.js": "src/draw/main.js",
}


class AssetMissing(FileNotFoundError):
    """The front end has not been built, or the shape is not there."""


@cache
def _manifest(modified_ns: int) -> dict[str, dict[str, str]]:
    """The build's manifest; `modified_ns` makes a new build seen by a running program."""
    entries: dict[str, dict[str, str]] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    return entries


def is_built() -> bool:
    """Whether `npm run build` has been run."""
    return (FOLDER / "manifest.json").is_file()


def asset(name: str) -> Path:
    """Path of one built file: `site`, `site.css`, `draw` (hashed), `ssr.mjs`, `standalone.js`, `standalone.css`, `shapes/<name>.json`.

    Raises AssetMissing with what to do when it is not there.
    """
    if not is_built():
        raise AssetMissing(f"{name}: the pages' scripts are not built yet; run `make install`")
    path = FOLDER / (_hashed(name) if name in HASHED else name)
    if not path.is_file():
        raise AssetMissing(f"{name}: no such file among the built pages; run `make install` again")
    return path


def _hashed(name: str) -> str:
    entries = _manifest((FOLDER / "manifest.json").stat().st_mtime_ns)
    return entries[HASHED[name]]["file"] if HASHED[name] in entries else name


def shape_folder() -> Path:
    """Folder of the map shapes: the office's own (`LIANQUN_SHAPES`) or the schematic ones of the build."""
    own = os.environ.get(SHAPES_VARIABLE)
    return Path(own) if own else FOLDER / "shapes"


def shape(name: str, *, folder: Path | None = None) -> Path | None:
    """Path of the shape `name` (`china`, `world`, a six-digit code), or None where no such shape is there.

    A shape missing from the office's own folder is taken from the schematic ones, that of a generated place from this package.
    """
    places = [folder or shape_folder(), FOLDER / "shapes", GENERATED_SHAPES]
    return next((place / f"{name}.json" for place in places if (place / f"{name}.json").is_file()), None)


def shape_index(*, folder: Path | None = None) -> dict[str, str]:
    """What is known of the shapes: `kind`, `source_zh`, `source_en`, `approval` (the map-approval number); empty when there is no index."""
    path = (folder or shape_folder()) / "index.json"
    if not path.is_file():
        return {}
    read: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return read


def approval(language: str, place_id: str = "") -> str:
    """The line under a map of places: source of the shapes and their approval number, or that they are schematic, or made up."""
    if is_generated(place_id):
        return say("approval.generated", language)
    index = shape_index()
    key = "approval.number" if index.get("approval") else "approval.schematic"
    source = index.get(f"source_{column_of(language)}", "")
    return say(key, language, number=index.get("approval", ""), source=source).strip()
