"""A data set on disk: load it, check it, save it."""

from lianqun.tables.checking import check, check_and_load, check_tables
from lianqun.tables.data_set import DataSet
from lianqun.tables.loading import load
from lianqun.tables.problems import DataSetRefused, Problem, Report
from lianqun.tables.saving import save
from lianqun.tables.schema import empty, schema

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
