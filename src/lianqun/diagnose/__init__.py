"""Chain → present, weak, absent, unknown."""

from lianqun.diagnose.link_states import link_states

__all__ = ["link_states"]
