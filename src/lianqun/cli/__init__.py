"""The command `lianqun`: one module a sub-command, each with `HELP`, `arguments(parser)` and `run(args) -> int`.

A module of this package whose name does not start with an underscore is a sub-command; adding one touches nothing else.
Exit codes: 0 done, 1 the data says no, 2 wrong usage. Results go to standard output, progress to standard error.
"""

import argparse
import gc
import importlib
import pkgutil
import sys
from collections.abc import Sequence

ABOUT = (
    "链群：一个地区的产业链，从文档到图谱和数字。Lianqun: a region's industry chains, from documents to maps and figures. "
    "`lianqun COMMAND --help` tells of one command. 退出码 exit codes: 0 完成 done, 1 数据不符 the data says no, 2 用法有误 wrong usage."
)


# a command makes millions of rows and ends; looking through them all again and again took a third of its time
BETWEEN_COLLECTIONS = (100_000, 50, 100)


def subcommands() -> list[str]:
    """Names of all sub-commands, sorted."""
    return sorted(module.name.removesuffix("_") for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def _module_of(name: str) -> str:
    """`import` is a word of the language, so its module is called `import_`."""
    return f"{__name__}.{name}_" if name == "import" else f"{__name__}.{name}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sub-command; only its module is imported, so that every command starts quickly."""
    argv = list(sys.argv[1:] if argv is None else argv)
    names = subcommands()
    parser = argparse.ArgumentParser(prog="lianqun", description=ABOUT)
    wanted = argv[0] if argv and argv[0] in names else None
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names if wanted is None else [wanted]:
        module = importlib.import_module(_module_of(name))
        child = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(child)
        child.set_defaults(run=module.run)
    args = parser.parse_args(argv)
    gc.set_threshold(*BETWEEN_COLLECTIONS)
    return int(args.run(args))
