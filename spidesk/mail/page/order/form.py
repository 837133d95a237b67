"""The form that orders a letter. The warnings stand above the button and change with what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from spidesk.mail.actions.shapes import Offer, OrderRow, Sender
from spidesk.mail.page import words
from spidesk.mail.page.order.envelopes import Envelopes
from spidesk.mail.page.order.parcel import ParcelFields
from spidesk.mail.rules.order import ENCLOSURES_LENGTH, PARCEL_PAIR, Kind, NewOrder, Pair
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, DateField, LongTextField, NumberField, RadioField, TickField
from spidesk.ui.fields.day import read_day
from spidesk.ui.form import Form
from spidesk.ui.words import Muted, Notice, NoticeKind

PROTECTED = "mail.others_protected"
"""The refusal that asks why the letter is to go although somebody named in it is protected in the circle."""
_THICKEST = 60


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
        self._asked_why = False
        self._add_sending()
        self._add_letter()
        self._add_others()
        self._arrival = self.add("latest_arrival", DateField(tr("Senast framme"), optional=True))
        self.warning = marked(Notice(NoticeKind.WARNING), "mail.warning")
        self.place(self.warning)
        self._rules = Muted("")
        self.place(self._rules)
        own = ("kind", "sender", "contents", "others_named", "others", "others_checked", "others_reason")
        for key in (*own, "latest_arrival", "delgivning"):
            named(self[key], f"mail.{key}")
        self.changed.connect(self._adapt)

    def _add_sending(self) -> None:
        tr, help_of = self.tr, words.kind_help()
        kinds = [Choice(value=one, text=text, help=help_of[one]) for one, text in words.kinds().items()]
        self._kind: RadioField[Kind] = self.add("kind", RadioField(tr("Sändning"), kinds))
        self.envelopes = Envelopes(self)
        self.place(self.envelopes)
        thickness = NumberField(
            tr("Brevets tjocklek (0 om du inte vet)"),
            most=_THICKEST,
            unit="mm",
            help=tr("Vanliga brev delar ytterkuvert så länge de inte blir för tjocka tillsammans."),
        )
        self._thickness = self.add("thickness_mm", named(thickness, "mail.thickness"))
        self.parcel = ParcelFields(self)
        self.place(self.parcel)
        self._delgivning = self.add(
            "delgivning",
            TickField(
                tr("Delgivning"),
                help=tr(
                    "Två papper till skrivs ut och läggs i: ett delgivningskvitto att skriva under och ett svarskuvert "
                    "till er egen adress. Skatteverket lämnar inget mottagningsbevis."
                ),
            ),
        )

    def _add_letter(self) -> None:
        tr = self.tr
        self._sender: ChoiceField[str] = self.add(
            "sender",
            ChoiceField(tr("Returadress"), [], help=tr("En av kretsens adresser, godkänd av valvadministratören.")),
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

    def _add_others(self) -> None:
        tr = self.tr
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
            LongTextField(
                tr("Vilka?"),
                help=tr("Ett namn på varje rad. De jämförs med kretsens personer."),
                longest=ENCLOSURES_LENGTH,
                sensitive=True,
                rows=3,
            ),
        )
        self._checked = self.add(
            "others_checked",
            TickField(tr("Var och en får stå med och bli känd för mottagaren")),
        )
        self._why = self.add(
            "others_reason",
            LongTextField(tr("Varför ska brevet gå ändå?"), longest=ENCLOSURES_LENGTH, sensitive=True, rows=2),
        )

    def start(self, offer: Offer, *, resends: OrderRow | None = None) -> None:
        """Begin a letter; `resends` is the returned one it takes the place of and is like."""
        self._offer = offer
        self._resends = resends.id if resends is not None else ""
        self._asked_why = False
        self.clear()
        self._sender.set_choices([Choice(value=one.id, text=_titled(one)) for one in offer.senders])
        self._rules.setText(words.source(offer.edition))
        self.parcel.set_limits(offer.edition)
        kind = resends.kind if resends is not None else Kind.ORDINARY
        pair = resends.pair if resends is not None and kind is not Kind.PARCEL else Pair.C5_C4
        self._quietly(kind, pair)
        self._adapt()

    def _quietly(self, kind: Kind, pair: Pair) -> None:
        """Show what is chosen from the start: nothing of it is the user's yet."""
        self.fill({"kind": kind})
        self.blockSignals(True)
        self.envelopes.show_pair(pair)
        self.blockSignals(False)
        self.mark_clean()

    @property
    def resends(self) -> str:
        """The returned letter this one takes the place of, or empty."""
        return self._resends

    def check(self) -> bool:
        """As every form, and that the one envelope goes into the other."""
        if not super().check():
            return False
        wrong = self.envelopes.wrong() if not self.envelopes.isHidden() else ""
        if wrong:
            field = self.envelopes.outer.chosen
            field.refuse(wrong)
            field.take_focus()
        return not wrong

    def refuse(self, refusal: Refusal) -> None:
        """As every form; where somebody named is protected, the reason to send it anyway is asked for."""
        if refusal.code == PROTECTED:
            self._asked_why = True
            self._adapt()
        super().refuse(refusal)
        if refusal.code == PROTECTED:
            self._why.take_focus()

    def asked(self) -> NewOrder:
        """What the form says."""
        kind = self._kind.value() or Kind.ORDINARY
        parcel = kind is Kind.PARCEL
        shares = kind is Kind.ORDINARY
        return NewOrder(
            kind=kind,
            pair=PARCEL_PAIR if parcel else self.envelopes.pair(),
            sender=self._sender.value() or "",
            contents=self._contents.value(),
            latest_arrival=self._arrival.value(),
            others_named=self._others_named.value(),
            others=self._others.value(),
            others_checked=self._checked.value(),
            others_reason=self._why.value() if self._asked_why else "",
            resends=self._resends,
            parcel=self.parcel.parcel() if parcel else None,
            thickness_mm=(self._thickness.value() or None) if shares else None,
            delgivning=self._delgivning.value(),
        )

    def draft(self) -> dict[str, Any]:
        """The values as plain ones."""
        values = self.values()
        arrival: date | None = values["latest_arrival"]
        plain = {
            "kind": values["kind"].value if values["kind"] is not None else "",
            "latest_arrival": arrival.isoformat() if arrival else "",
            "resends": self._resends,
            "asked_why": self._asked_why,
        }
        return {**values, **plain}

    def take_up(self, offer: Offer, draft: Mapping[str, Any]) -> None:
        """Show a draft again, as unsaved work."""
        self.start(offer)
        self._resends = str(draft.get("resends", ""))
        self._asked_why = bool(draft.get("asked_why", False))
        values = dict(draft)
        values["kind"] = Kind(draft["kind"]) if draft.get("kind") else None
        values["latest_arrival"] = read_day(str(draft.get("latest_arrival", "")))
        for key, value in values.items():
            if key in self.values():
                self[key].set_value(value)
        self._adapt()

    def _adapt(self) -> None:
        named_others = self._others_named.value() is True
        self._others.setVisible(named_others)
        self._checked.setVisible(named_others)
        self._why.setVisible(named_others and self._asked_why)
        kind = self._kind.value()
        self.envelopes.setVisible(kind is not Kind.PARCEL)
        self.envelopes.adapt()
        self.parcel.setVisible(kind is Kind.PARCEL)
        self.parcel.adapt()
        self._thickness.setVisible(kind is Kind.ORDINARY)
        if self._offer is None or kind is None:
            return
        texts = words.warnings()
        said = "\n".join(
            texts[one] for one in self._offer.warnings(kind, self._arrival.value(), delgivning=self._delgivning.value())
        )
        if said != self.warning.text:
            self.warning.say(said, NoticeKind.WARNING)


def _titled(sender: Sender) -> str:
    return sender.title
