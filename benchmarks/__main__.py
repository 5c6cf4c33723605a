"""Run all benchmarks, or those named on the command line, and print one table of medians against their targets."""

import importlib
import os
import pkgutil
import sys

import benchmarks


def main() -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # rates are those of one core
    wanted = set(sys.argv[1:])
    modules = [m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_")]
    rows = []
    for name in modules:
        run = getattr(importlib.import_module(f"benchmarks.{name}"), "run", None)
        if run and (not wanted or name in wanted):
            print(f"… {name}", file=sys.stderr, flush=True)
            rows += [(name, row) for row in run()]
    print(f"{'part':10s} {'what':72s} {'median':>12s} {'unit':10s} target")
    for name, row in rows:
        print(f"{name:10s} {row['name']:72s} {row['value']:>12} {row['unit']:10s} {row.get('target', '')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
