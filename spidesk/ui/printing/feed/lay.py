"""How a paper is fed through a printer, and what that makes of its page. Pure; no Qt.

Use: `lay(feed, width, height)` gives the page the printer is told of and how the drawing is turned on it; `place` does
the turning, `TurnPicture` draws the same `Feed` as it lies before the printer. Promise: the picture and the turned page
come from the same few facts here, so they cannot differ.

A page leaves the printer with its upper edge first. A paper fed with the short side first therefore has its left side
(as it is read) at the page's upper edge, or its right side when it is turned; one fed with the long side first has its
upper side there, or its lower. A few printers draw the page from its lower edge: `upside_down` turns the whole page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from spidesk.refusal import Refusal

A4_WIDTH: Final = 210.0
A4_HEIGHT: Final = 297.0


class Edge(StrEnum):
    """What page the printer is told of. `OWN`: the paper's own size. The others: A4, for a printer that knows no other
    size, with the paper against the left guide (seen from above, the way it is fed) or in the middle.

    Where the printed side is down, the left guide stands at the page's right side: the page is seen through its back.
    """

    OWN = "own"
    LEFT = "left"
    CENTRE = "centre"


class Side(StrEnum):
    """One side of a paper as its text is read."""

    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One printer's way with one kind of paper. `right_mm` and `down_mm` move what is drawn, as it is read.

    `turned`: the paper is laid half a turn round; picture and print follow. `upside_down`: the print came out the wrong
    way up although the paper lay as in the picture; the print alone is turned.
    """

    lying: bool = False
    edge: Edge = Edge.OWN
    face_up: bool = True
    turned: bool = False
    upside_down: bool = False
    right_mm: float = 0.0
    down_mm: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A paper on the printer's page, millimetres from the page's top left corner; `turn` in degrees clockwise."""

    page_width: float
    page_height: float
    left: float
    top: float
    width: float
    height: float
    turn: int


def quarter(feed: Feed, width: float, height: float) -> bool:
    """Whether a paper of this size, as read, lies a quarter of a turn round when it is fed."""
    return width < height if feed.lying else width > height


def first_in(feed: Feed, width: float, height: float) -> Side:
    """The side of the paper, as read, that goes into the printer first."""
    if quarter(feed, width, height):
        return Side.RIGHT if feed.turned else Side.LEFT
    return Side.BOTTOM if feed.turned else Side.TOP


def fits(edge: Edge, *, lying: bool, width: float, height: float) -> bool:
    """Whether a paper fed this way lies within the page the printer is told of."""
    short, long = sorted((width, height))
    across, along = (long, short) if lying else (short, long)
    return edge is Edge.OWN or (across <= A4_WIDTH and along <= A4_HEIGHT)


def fitting(feed: Feed, width: float, height: float) -> Feed:
    """The same feed, by the paper's own size where it would not fit on an A4 page."""
    sound = fits(feed.edge, lying=feed.lying, width=width, height=height)
    return feed if sound else replace(feed, edge=Edge.OWN)


def lay(feed: Feed, width: float, height: float) -> Laid:
    """The page to print for a paper of this size, as read. Refusal `ui.feed_too_wide`: it does not fit on A4."""
    if not fits(feed.edge, lying=feed.lying, width=width, height=height):
        raise Refusal("ui.feed_too_wide", field="edge")
    aside = quarter(feed, width, height)
    across, along = (height, width) if aside else (width, height)
    own = feed.edge is Edge.OWN
    page_width, page_height = (across, along) if own else (A4_WIDTH, A4_HEIGHT)
    spare = page_width - across
    left = spare / 2 if feed.edge is Edge.CENTRE else 0.0 if feed.face_up else spare
    top = 0.0
    if feed.upside_down:
        left, top = spare - left, page_height - along
    turn = 90 * aside + 180 * (feed.turned != feed.upside_down)
    return Laid(
        page_width=page_width, page_height=page_height, left=left, top=top, width=across, height=along, turn=turn
    )
