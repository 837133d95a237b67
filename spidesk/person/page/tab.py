"""What a tab on the person's page may be: a page that can say that the header card must be read again."""

from __future__ import annotations

from PySide6.QtCore import Signal

from spidesk.ui.page import Page


class PersonTab(Page):
    """A page under a tab. Emit ``header_changed`` after something the header shows was changed."""

    header_changed = Signal()
