"""Reads the editions of the förmedling rules from `resources/forms/formedling.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache

from spidesk import shipped
from spidesk.mail.rules.wording import Edition, in_force


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition there is. A file that does not hold what it should is a defect and raises."""
    found = tomllib.loads(shipped.text("forms", "formedling.toml"))["edition"]
    return tuple(
        Edition(
            valid_from=one["valid_from"],
            checked_on=one["checked_on"],
            source=str(one["source"]),
            address=tuple(one["address"]),
            personal=str(one["personal"]),
            forwarding_days=int(one["forwarding_days"]),
            unit_endings=tuple(one["unit_endings"]),
            unit_words=tuple(one["unit_words"]),
            parcel_weight_g=int(one["parcel_weight_g"]),
            parcel_length_mm=int(one["parcel_length_mm"]),
            parcel_girth_mm=int(one["parcel_girth_mm"]),
            outer_thickness_mm=int(one["outer_thickness_mm"]),
        )
        for one in found
    )


def current(on: date) -> Edition:
    """The edition in force on a day."""
    return in_force(editions(), on)
