"""Many pieces printed after each other, with one progress bar; what is not known is never taken for printed."""

from spidesk.ui.printing.run.panel import RunPanel
from spidesk.ui.printing.run.piece import Halt, Place, RunPiece
from spidesk.ui.printing.run.run import Run

__all__ = ["Halt", "Place", "Run", "RunPanel", "RunPiece"]
