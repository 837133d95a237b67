"""The vault's own faults: what is not the user's to put right.

A `Refusal` says what to do next and the work goes on. These two end it: the page shows a fault with a reference and the
vault is closed. Neither carries a name, a number, free text or a key.
"""

from __future__ import annotations


class Damaged(Exception):
    """Stored content fails its check: bit rot, a row or part put back, a forged signature.

    `what` is a short code of the check that failed (`part.replayed`, `database.page`), for the fault screen.
    """

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Unaudited(Exception):
    """A transaction ended without `note()`; it has been rolled back."""
