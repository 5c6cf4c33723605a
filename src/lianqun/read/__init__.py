"""Documents → claims with their place in the text."""

from lianqun.read.reading import KnownOrganization, Reading, read_bytes, read_file
from lianqun.read.refusals import ReadingRefused

__all__ = ["KnownOrganization", "Reading", "ReadingRefused", "read_bytes", "read_file"]
