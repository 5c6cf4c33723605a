"""Documents → claims with their place in the text."""

from lianqun.read.reading import KnownOrganization, Reading, Register, read_bytes, read_file
from lianqun.read.refusals import ReadingRefused

__all__ = ["KnownOrganization", "Reading", "ReadingRefused", "Register", "read_bytes", "read_file"]
