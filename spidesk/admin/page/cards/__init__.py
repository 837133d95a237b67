"""Recovery cards on screen: shown and printed once, two typed back. The first run uses the same."""

from spidesk.admin.page.cards.renew import RenewView
from spidesk.admin.page.cards.shown import CodeCards, paper, two_typed, written

__all__ = ["CodeCards", "RenewView", "paper", "two_typed", "written"]
