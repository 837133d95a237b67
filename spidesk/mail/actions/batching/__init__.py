"""Many letters at once: gathered, printed, matched and posted together (issue 3).

`begin` lays letters into outer envelopes, `pieces` says what is printed in which order, `match` compares a letter with
its inner envelope in any order, `post` posts an outer with everything in it. Only those who work in the post circle
may; a mismatch stops the whole batch until somebody has said it is put right, also after the program has been killed.
"""

from spidesk.mail.actions.batching.listing import list_made, sending_list
from spidesk.mail.actions.batching.making import begin, finish, proposal, take_out
from spidesk.mail.actions.batching.pieces import faces, left, onward, pieces
from spidesk.mail.actions.batching.sealing import match, post, resume, unmatched
from spidesk.mail.actions.batching.shapes import Batch, Match, OuterView, Piece, Proposal, Stop
from spidesk.mail.actions.batching.view import current, one, unfinished

__all__ = [
    "Batch",
    "Match",
    "OuterView",
    "Piece",
    "Proposal",
    "Stop",
    "begin",
    "current",
    "faces",
    "finish",
    "left",
    "list_made",
    "match",
    "one",
    "onward",
    "pieces",
    "post",
    "proposal",
    "resume",
    "sending_list",
    "take_out",
    "unfinished",
    "unmatched",
]
