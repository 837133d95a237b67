"""Användare: the list, a new user, the control words, letting in."""

from spidesk.admin.page.users.users import UsersPart

__all__ = ["UsersPart"]
