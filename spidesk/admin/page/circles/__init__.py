"""Kretsar: the list, a new circle, members and their roles."""

from spidesk.admin.page.circles.circles import CirclesPart

__all__ = ["CirclesPart"]
