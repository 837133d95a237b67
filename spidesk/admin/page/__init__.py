"""The page Administration: users, circles, one's own login, the vault."""

from spidesk.admin.page.admin import AdminPage, MoreTab

__all__ = ["AdminPage", "MoreTab"]
