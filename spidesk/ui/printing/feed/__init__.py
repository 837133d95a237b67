"""How a paper is fed: the facts (`lay`), the page turned by them (`place`), the picture (`turn`) and the choices."""

from spidesk.ui.printing.feed.lay import Edge, Feed, Laid, Side, first_in, fits, fitting, lay, quarter

__all__ = ["Edge", "Feed", "Laid", "Side", "first_in", "fits", "fitting", "lay", "quarter"]
