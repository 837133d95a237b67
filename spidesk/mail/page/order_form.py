"""The form that orders a letter. The warnings stand above the button and change with what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from spidesk.mail.actions.shapes import Offer, Sender
from spidesk.mail.page import words
from spidesk.mail.rules.order import ENCLOSURES_LENGTH, Kind, NewOrder, Pair
from spidesk.person.page.naming import marked, named
from spidesk.ui.fields import Choice, ChoiceField, DateField, LongTextField, RadioField, TickField
from spidesk.ui.fields.day import read_day
from spidesk.ui.form import Form
from spidesk.ui.words import Muted, Notice, NoticeKind


class OrderForm(Form):
    """Fields by the names the rules refuse by."""

    def __init__(self) -> None:
        super().__init__(save_text="")
        tr = self.tr
        self.save.set_words(tr("Beställ"), icon="send")
        self.undo.set_words(tr("Avbryt"))
        self.leaves = True
        marked(self.save, "mail.place")
        marked(self.undo, "mail.cancel")
        self._offer: Offer | None = None
        self._resends = ""
        help_of = words.kind_help()
        self._kind: RadioField[Kind] = self.add(
            "kind",
            RadioField(
                tr("Sändning"),
                [Choice(value=one, text=text, help=help_of[one]) for one, text in words.kinds().items()],
            ),
        )
        self._pair: RadioField[Pair] = self.add(
            "pair", RadioField(tr("Kuvert"), [Choice(value=one, text=text) for one, text in words.pairs().items()])
        )
        self._sender: ChoiceField[str] = self.add(
            "sender",
            ChoiceField(tr("Returadress"), [], help=tr("Kommunens centrala adress, godkänd av valvadministratören.")),
        )
        self._contents = self.add(
            "contents",
            LongTextField(
                tr("Vad ligger i brevet?"),
                help=tr("Med neutrala ord, till exempel: beslut, två sidor. Den som skriver ut ser det inte."),
                longest=ENCLOSURES_LENGTH,
                sensitive=True,
                rows=2,
            ),
        )
        self._others_named: RadioField[bool] = self.add(
            "others_named",
            RadioField(
                tr("Står någon mer med i brevet?"),
                [Choice(value=False, text=tr("Nej")), Choice(value=True, text=tr("Ja"))],
                help=tr("Ett syskon, en förälder, en handläggare: läs igenom brevet innan du svarar."),
            ),
        )
        self._others = self.add(
            "others",
            LongTextField(tr("Vilka?"), longest=ENCLOSURES_LENGTH, sensitive=True, rows=2),
        )
        self._checked = self.add(
            "others_checked",
            TickField(tr("Jag har kontrollerat att var och en får stå med och får bli känd för mottagaren")),
        )
        self._arrival = self.add("latest_arrival", DateField(tr("Senast framme"), optional=True))
        self.warning = marked(Notice(NoticeKind.WARNING), "mail.warning")
        self.place(self.warning)
        self._rules = Muted("")
        self.place(self._rules)
        for key in ("kind", "pair", "sender", "contents", "others_named", "others", "others_checked", "latest_arrival"):
            named(self[key], f"mail.{key}")
        self.changed.connect(self._adapt)

    def start(self, offer: Offer, *, resends: str = "", like: tuple[Kind, Pair] = (Kind.ORDINARY, Pair.C5_C4)) -> None:
        """Begin a letter; `resends` is the returned one it takes the place of, `like` its kind and envelopes."""
        self._offer = offer
        self._resends = resends
        self.clear()
        self._sender.set_choices([Choice(value=one.id, text=_titled(one)) for one in offer.senders])
        self._rules.setText(words.source(offer.edition))
        self.fill({"kind": like[0], "pair": like[1]})
        self._adapt()

    @property
    def resends(self) -> str:
        """The returned letter this one takes the place of, or empty."""
        return self._resends

    def asked(self) -> NewOrder:
        """What the form says."""
        values = self.values()
        return NewOrder(**{**values, "sender": values["sender"] or "", "resends": self._resends})

    def draft(self) -> dict[str, Any]:
        """The values as plain ones."""
        values = self.values()
        arrival: date | None = values["latest_arrival"]
        plain = {
            "kind": values["kind"].value,
            "pair": values["pair"].value,
            "latest_arrival": arrival.isoformat() if arrival else "",
            "resends": self._resends,
        }
        return {**values, **plain}

    def take_up(self, offer: Offer, draft: Mapping[str, Any]) -> None:
        """Show a draft again, as unsaved work."""
        self.start(offer, resends=str(draft.get("resends", "")))
        values = {key: draft[key] for key in ("sender", "contents", "others_named", "others", "others_checked")}
        values["kind"] = Kind(draft["kind"])
        values["pair"] = Pair.of(draft["pair"])
        values["latest_arrival"] = read_day(str(draft["latest_arrival"]))
        for key, value in values.items():
            self[key].set_value(value)
        self._adapt()

    def _adapt(self) -> None:
        named_others = self._others_named.value() is True
        self._others.setVisible(named_others)
        self._checked.setVisible(named_others)
        kind = self._kind.value()
        if self._offer is None or kind is None:
            return
        texts = words.warnings()
        found = [texts[one] for one in self._offer.warnings(kind, self._arrival.value())]
        said = "\n".join(found)
        if said != self.warning.text:
            self.warning.say(said, NoticeKind.WARNING)


def _titled(sender: Sender) -> str:
    return sender.title
