"""The fields of a protection, shared by Översikt, the intake wizard and the events that change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from spidesk.person.actions import Who
from spidesk.person.page.naming import named
from spidesk.person.page.words import say
from spidesk.person.rules import Protection, Skydd, SkyddState
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, DateField, RadioField
from spidesk.ui.form import Form
from spidesk.vault.ids import UserId

DATED = "dated"
OPEN = "open"


class ProtectionFields:
    """Puts the fields into a form under the keys the rules refuse by: level, state, valid_until …"""

    def __init__(self, form: Form, name: str, *, states: Sequence[SkyddState] = tuple(SkyddState)) -> None:
        self._form = form
        tr: Callable[[str], str] = form.tr
        self.level = named(
            RadioField(
                tr("Skyddsnivå"),
                [
                    Choice(
                        value=Skydd.SEKRETESSMARKERING.value,
                        text=say(Skydd.SEKRETESSMARKERING),
                        help=tr("En varning. Uppgifterna skickas fortfarande ut, med markeringen."),
                    ),
                    Choice(
                        value=Skydd.SKYDDAD_FOLKBOKFORING.value,
                        text=say(Skydd.SKYDDAD_FOLKBOKFORING),
                        help=tr("Personen är folkbokförd på annan ort. Post går genom Skatteverket."),
                    ),
                ],
                form,
            ),
            f"{name}.level",
        )
        self.state = named(
            RadioField(tr("Beslut"), [Choice(value=one.value, text=say(one)) for one in states], form), f"{name}.state"
        )
        self.valid_from = named(DateField(tr("Gäller från"), form, optional=True), f"{name}.valid_from")
        self.until = named(
            RadioField(
                tr("Gäller till"),
                [
                    Choice(value=DATED, text=tr("Ett datum")),
                    Choice(value=OPEN, text=tr("Tills vidare")),
                ],
                form,
            ),
            f"{name}.until",
        )
        self.valid_until = named(DateField(tr("Sista dag"), form), f"{name}.valid_until")
        self.seen_by = named(
            ChoiceField[UserId](tr("Beslutet har setts av"), [], form, empty=tr("Ingen än")), f"{name}.seen_by"
        )
        self.seen_on = named(DateField(tr("Sett den"), form), f"{name}.seen_on")
        form.add("level", self.level)
        form.add_row(("state", self.state), ("until", self.until))
        form.add_row(("valid_from", self.valid_from), ("valid_until", self.valid_until))
        form.add_row(("seen_by", self.seen_by), ("seen_on", self.seen_on))
        self.state.changed.connect(self._fit)
        self.until.changed.connect(self._fit)
        self.seen_by.changed.connect(self._fit)
        self._fit()

    def offer(self, users: Sequence[Who]) -> None:
        """Offer these as the ones who saw the decision."""
        self.seen_by.set_choices([Choice(value=one.id, text=one.name) for one in users])

    def fill(self, protection: Protection) -> None:
        """Show a protection as saved."""
        self._form.fill(values(protection))
        self._fit()

    def protection(self) -> Protection:
        """What the fields say. Refuses ``person.level_missing``, ``state_missing`` and ``until_missing``."""
        if self.level.value() is None:
            raise Refusal("person.level_missing", field="level")
        if self.state.value() is None:
            raise Refusal("person.state_missing", field="state")
        if self.until.value() is None:
            raise Refusal("person.until_missing", field="until")
        dated = self.until.value() == DATED
        if dated and self.valid_until.value() is None:
            raise Refusal("person.until_missing", field="valid_until")
        seen = self.seen_by.value()
        return Protection(
            level=Skydd(str(self.level.value())),
            state=SkyddState(str(self.state.value())),
            valid_from=self.valid_from.value(),
            valid_until=self.valid_until.value() if dated else None,
            seen_by=seen,
            seen_on=self.seen_on.value() if seen else None,
        )

    def draft(self) -> dict[str, str | None]:
        """What stands in the fields, as plain values."""
        return {key: _plain(self._form[key].value()) for key in _KEYS}

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft as unsaved work."""
        for key in _KEYS:
            held = draft.get(key)
            read = date.fromisoformat(held) if held and key in _DAYS else held
            self._form[key].set_value(read)
        self._fit()

    def _fit(self) -> None:
        """Show the fields that have a meaning now. An ended protection ended on a day."""
        ended = self.state.value() == SkyddState.ENDED.value
        if ended and self.until.value() != DATED:
            self.until.set_value(DATED)
        self.until.setEnabled(not ended)
        self.valid_until.setVisible(self.until.value() == DATED)
        self.seen_on.setVisible(self.seen_by.value() is not None)


_KEYS = ("level", "state", "valid_from", "until", "valid_until", "seen_by", "seen_on")
_DAYS = ("valid_from", "valid_until", "seen_on")


def values(protection: Protection) -> dict[str, Any]:
    """A protection as the values of the form."""
    return {
        "level": protection.level.value,
        "state": protection.state.value,
        "valid_from": protection.valid_from,
        "until": DATED if protection.valid_until else OPEN,
        "valid_until": protection.valid_until,
        "seen_by": protection.seen_by,
        "seen_on": protection.seen_on,
    }


def _plain(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else str(value) if value else None
