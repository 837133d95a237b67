"""What can be done with a letter: one function a button, in one transaction with its audit line.

`ordering` is the handler's side, from the person's page; `posting` and `printing` are the postexpeditör's, who sees
recipient line, sender line and format and nothing else of the person; `senders` is the valvadministratör's.
"""

from spidesk.mail.actions.ordering import Ways
from spidesk.mail.actions.owing import due

__all__ = ["Ways", "due"]
