"""A data set on disk: load it, check it, save it. Workbooks beside it: `tables.workbooks`.

What stands here is imported when it is first asked for: the reader of documents needs the decoder and the opening of archives from
this package, and none of the libraries for tables.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lianqun.tables.checking import check, check_and_load, check_tables
    from lianqun.tables.data_set import DataSet
    from lianqun.tables.loading import load
    from lianqun.tables.problems import DataSetRefused, Problem, Report
    from lianqun.tables.saving import save
    from lianqun.tables.shapes import empty, schema

__all__ = [
    "DataSet",
    "DataSetRefused",
    "Problem",
    "Report",
    "check",
    "check_and_load",
    "check_tables",
    "empty",
    "load",
    "save",
    "schema",
]
_MODULES = {
    **dict.fromkeys(("check", "check_and_load", "check_tables"), "checking"),
    **dict.fromkeys(("DataSetRefused", "Problem", "Report"), "problems"),
    **dict.fromkeys(("empty", "schema"), "shapes"),
    "DataSet": "data_set",
    "load": "loading",
    "save": "saving",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
