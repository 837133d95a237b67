"""What can be done in intake: one function a button, in one transaction with its audit line."""

from spidesk.intake.actions.arriving import register
from spidesk.intake.actions.happening import add_event, answer
from spidesk.intake.actions.lists import checklists
from spidesk.intake.actions.looking import Happened, due, happened

__all__ = ["Happened", "add_event", "answer", "checklists", "due", "happened", "register"]
