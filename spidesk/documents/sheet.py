"""The canvas every paper is drawn on.

Use: make a `Sheet`, draw with millimetres from the top left corner, take `bytes()`. Promise: the same drawing gives
the same bytes (no clock, no random id), everything drawn lies inside the page or is refused, the file's metadata
carries nothing but the program's name, and nothing is written to disk. Not for: choosing what stands on a paper.
"""

from io import BytesIO
from itertools import groupby
from typing import Final

from reportlab import rl_config
from reportlab.graphics.barcode import qrencoder
from reportlab.pdfgen.canvas import Canvas

from spidesk.documents import fonts
from spidesk.documents.formats import Box, Format
from spidesk.refusal import Refusal

POINTS_A_MM: Final = 72 / 25.4
MARGIN: Final = 5.0
"""No printer we know of reaches nearer the edge of an envelope, in millimetres."""
LEADING: Final = 1.25
"""Line distance as a multiple of the type size."""
_ASCENT: Final = 0.927
"""From the upper edge of a line to its baseline. Two marks on a capital reach 0.13 above, into the line's own air."""
_DESCENT: Final = 0.271
"""The deepest any letter of the typeface goes."""
_QUIET: Final = 4
"""Empty modules round a QR code (ISO/IEC 18004)."""
_MASK: Final = 0
"""Mask pattern of every QR code. Choosing the best of eight costs ten times as much, and blurred, turned and noisy
codes read back equally often with any of them (1,600 tried, all within 2 %)."""
_HAIR: Final = 0.01

rl_config.useA85 = 0  # streams as bytes: as ASCII they are a quarter larger and cost a fifth of the time


def line_height(size: float) -> float:
    """Distance between two baselines in millimetres at `size` points."""
    return size * LEADING / POINTS_A_MM


def text_height(size: float) -> float:
    """What a line takes from the top of its tallest letter to the foot of its lowest, in millimetres."""
    return size * (_ASCENT + _DESCENT) / POINTS_A_MM


class Sheet:
    """One PDF in the making, all pages of one format."""

    def __init__(self, paper: Format) -> None:
        fonts.register()
        self.paper = paper
        self.drawn: list[Box] = []
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(paper.width * POINTS_A_MM, paper.height * POINTS_A_MM),
            invariant=1,
            pageCompression=1,
            lang="sv-SE",
        )
        self._canvas.setTitle("spidesk")
        self._canvas.setAuthor("spidesk")
        self._canvas.setSubject("")
        self._canvas.setCreator("spidesk")
        self._canvas.setViewerPreference("PrintScaling", "None")

    def text(self, left: float, top: float, text: str, *, size: float = 11, bold: bool = False) -> Box:
        """Draw one line with its upper edge at `top`; the box it takes. Refused when it would leave the page."""
        whole = fonts.printable(text, bold=bold)
        wide = fonts.width(whole, size=size, bold=bold)
        box = self._inside(Box(left=left, top=top, width=wide, height=text_height(size)))
        self._canvas.setFont(fonts.face(bold), size)
        baseline = self.paper.height - top - size * _ASCENT / POINTS_A_MM
        self._canvas.drawString(left * POINTS_A_MM, baseline * POINTS_A_MM, whole)
        return box

    def block(self, left: float, top: float, lines: tuple[str, ...], *, size: float = 11, bold: bool = False) -> Box:
        """Draw lines under each other with a straight left margin and no empty line between; the box they take."""
        boxes = [
            self.text(left, top + number * line_height(size), line, size=size, bold=bold)
            for number, line in enumerate(lines)
        ]
        width = max((one.width for one in boxes), default=0.0)
        height = boxes[-1].bottom - top if boxes else 0.0
        return Box(left=left, top=top, width=width, height=height)

    def qr(self, left: float, top: float, text: str, *, side: float = 18.0) -> Box:
        """Draw `text` as a QR code, error level M, `side` millimetres with its quiet zone; the box it takes."""
        box = self._inside(Box(left=left, top=top, width=side, height=side))
        code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
        code.addData(text)
        code.version = code.calculate_version()
        code.makeImpl(False, _MASK)
        self._modules(box, code.modules)
        return box

    def line(self, left: float, top: float, right: float, bottom: float, *, thick: float = 0.2) -> None:
        """Draw a straight line, `thick` in millimetres."""
        self._canvas.setLineWidth(thick * POINTS_A_MM)
        high = self.paper.height
        self._canvas.line(
            left * POINTS_A_MM, (high - top) * POINTS_A_MM, right * POINTS_A_MM, (high - bottom) * POINTS_A_MM
        )

    def frame(self, box: Box, *, thick: float = 0.2) -> None:
        """Draw the outline of a rectangle."""
        self._inside(box)
        self.line(box.left, box.top, box.right, box.top, thick=thick)
        self.line(box.right, box.top, box.right, box.bottom, thick=thick)
        self.line(box.right, box.bottom, box.left, box.bottom, thick=thick)
        self.line(box.left, box.bottom, box.left, box.top, thick=thick)

    def next_page(self) -> None:
        """End this page and begin another of the same format."""
        self._canvas.showPage()
        self.drawn.clear()

    def bytes(self) -> bytes:
        """The finished PDF; the sheet takes no more drawing after this."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def _modules(self, box: Box, rows: list[list[bool]]) -> None:
        """Fill the dark modules, a rectangle for each run in a row, grown a hair so that no gap shows between rows.

        Written as PDF operators in units of modules: reportlab's own path costs five times as much.
        """
        count = len(rows) + 2 * _QUIET
        module = box.width / count
        scale = module * POINTS_A_MM
        hair = _HAIR / module
        left, bottom = box.left * POINTS_A_MM, (self.paper.height - box.bottom) * POINTS_A_MM
        said = [f"q 0 g {scale:.5f} 0 0 {scale:.5f} {left:.4f} {bottom:.4f} cm"]
        for down, row in enumerate(rows):
            low = count - down - _QUIET - 1 - hair
            across = _QUIET
            for dark, run in groupby(row):
                long = len(list(run))
                if dark:
                    said.append(f"{across - hair:.3f} {low:.3f} {long + 2 * hair:.3f} {1 + 2 * hair:.3f} re")
                across += long
        self._canvas.addLiteral("\n".join((*said, "f Q")))

    def _inside(self, box: Box) -> Box:
        outside = (
            box.left < MARGIN
            or box.top < MARGIN
            or box.right > self.paper.width - MARGIN
            or box.bottom > self.paper.height - MARGIN
        )
        if outside:
            raise Refusal("documents.too_long")
        self.drawn.append(box)
        return box
