"""What is read and pressed: plain text, headings, buttons, chips, notices, cards and waiting.

`PlainLabel` is the only label of the program: stored text is never parsed as HTML.
"""

from spidesk.ui.words.announce import announce
from spidesk.ui.words.buttons import DangerButton, IconButton, LinkButton, PrimaryButton, QuietButton
from spidesk.ui.words.card import Card, Row, Rule, Scroll, Stack
from spidesk.ui.words.chips import Chip, ChipKind, Notice, NoticeKind
from spidesk.ui.words.empty import EmptyState
from spidesk.ui.words.flow import Flow
from spidesk.ui.words.labels import Facts, Heading, IconMark, Muted, PlainLabel, Subheading
from spidesk.ui.words.waiting import Waiting

__all__ = [
    "Card",
    "Chip",
    "ChipKind",
    "DangerButton",
    "EmptyState",
    "Facts",
    "Flow",
    "Heading",
    "IconButton",
    "IconMark",
    "LinkButton",
    "Muted",
    "Notice",
    "NoticeKind",
    "PlainLabel",
    "PrimaryButton",
    "QuietButton",
    "Row",
    "Rule",
    "Scroll",
    "Stack",
    "Subheading",
    "Waiting",
    "announce",
]
