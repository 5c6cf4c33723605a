"""What the repair of every member of the damage family leaves, on text of our own from a seed: errors, silence, speed."""

import time

from tests.damage import FAMILY, compare, count_errors, damage, write_text

from lianqun.read.repair import repair
from lianqun.read.repair.likelihood import word_frequencies

_SEEDS, _CHARACTERS = (41, 42, 43), 12_000


def run() -> list[dict[str, object]]:
    """Rows of name, value, unit, target: a few for each member of the family."""
    word_frequencies()
    return [row for name in FAMILY for row in _measure(name)]


def _measure(name: str) -> list[dict[str, object]]:
    characters = before = errors = silent = wrong = unmarked = shifts = 0
    length, seconds = 0, 0.0
    for seed in _SEEDS:
        clean = write_text(seed, _CHARACTERS)
        damaged = damage(clean, FAMILY[name])
        begun = time.process_time()
        repaired = repair(damaged)
        seconds += time.process_time() - begun
        remains = compare(clean, repaired)
        characters, before, errors = (
            characters + remains.characters,
            before + count_errors(clean, damaged),
            errors + remains.errors,
        )
        silent, wrong = silent + len(remains.silent), wrong + remains.digits_wrong
        unmarked, length = unmarked + len(remains.digits_unmarked), length + len(damaged)
        shifts += sum(operation.kind.startswith("shift") for operation in repaired.operations)
    values = (
        ("characters wrong before", round(before / characters, 4), "share", ""),
        ("characters wrong after", round(errors / characters, 6), "share", ""),
        ("wrong and not marked", round(silent / characters * 100_000), "/100,000", ""),
        ("stretches repaired", shifts, "", ""),
        ("digits wrong and marked", wrong - unmarked, "", ""),
        ("digits wrong and not marked", unmarked, "", "0"),
        ("repair", round(length / seconds), "chars/s", "≥ 30,000"),
    )
    return [{"name": f"{name}: {what}", "value": v, "unit": unit, "target": target} for what, v, unit, target in values]
