"""What the user can put right.

A `Refusal` is an answer, not a defect: a number with the wrong check digit, a vault that is open elsewhere. It carries
a code, the field it belongs to and parameters that are safe to show. The Swedish text stands in
`resources/refusals/<room>.toml` and is found by `spidesk.wording`. Any other exception is a defect and ends in the
fault screen.
"""

from __future__ import annotations


class Refusal(Exception):
    """A request that is declined, with a code for its Swedish text.

    `code` is `room.reason`; `field` names the field of the form the text stands beside, or is empty; `params` fill the
    text and never hold a name, a number, an address or free text.
    """

    __slots__ = ("code", "field", "params")

    def __init__(self, code: str, *, field: str = "", **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params

    def beside(self, field: str) -> Refusal:
        """Give the same refusal, standing beside `field`."""
        return Refusal(self.code, field=field, **self.params)
