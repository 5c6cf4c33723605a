"""Damaged text → repaired text, with every change listed and every character mapped back."""

from lianqun.read.repair.mending import Repaired, repair

__all__ = ["Repaired", "repair"]
