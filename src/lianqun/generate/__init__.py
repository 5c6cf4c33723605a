"""A data set of a prefecture that does not exist, consistent in itself: for learning, for showing, for tests and measurements."""

from lianqun.generate.plan import Plan, PlanRefused
from lianqun.generate.region import generate

__all__ = ["Plan", "PlanRefused", "generate"]
