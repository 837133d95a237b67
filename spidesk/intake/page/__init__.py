"""The pages of intake: the registration wizard and the tab Händelser."""

from spidesk.intake.page.events import events_tab
from spidesk.intake.page.register import IntakePage

__all__ = ["IntakePage", "events_tab"]
