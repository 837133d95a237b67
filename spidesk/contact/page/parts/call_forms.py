"""The three forms of a motringning: the request, the call back, the outcome."""

from __future__ import annotations

from datetime import datetime

from spidesk.contact.page import words
from spidesk.contact.page.entry import Entry
from spidesk.contact.page.part import folded
from spidesk.contact.page.when import moment
from spidesk.contact.rules import Callback, Closing, Motringning, Outcome, Request
from spidesk.ui.fields import Choice, ChoiceField, DateField, LongTextField, RadioField, TextField
from spidesk.ui.words import Notice, NoticeKind


class RequestForm(Entry):
    """Who says they call, from where, and what they ask for."""

    def __init__(self) -> None:
        super().__init__("contact.motringning")
        tr = self.tr
        self.place(
            Notice(NoticeKind.INFO, tr("Lämna inte ut något nu, inte ens att personen finns hos er. Ring tillbaka."))
        )
        self.put_row(
            ("caller", TextField(tr("Vem säger sig ringa"), sensitive=True)),
            ("authority", TextField(tr("Varifrån"), help=tr("Myndighet, företag eller relation."))),
        )
        self.put("asks", LongTextField(tr("Vad frågar de efter"), longest=1000, rows=2))
        number = TextField(tr("Numret de lämnade"), optional=True, help=tr("Ring inte det. Det jämförs med växelns."))
        self.put("number_given", number)
        self.put_row(("asked_at_day", DateField(tr("Datum"))), ("asked_at", TextField(tr("Klockan"), width=5)))

    def request(self) -> Request:
        """What is typed."""
        values = self.values()
        return Request(
            caller=values["caller"],
            authority=values["authority"],
            number_given=values["number_given"],
            asks=values["asks"],
        )

    def asked_at(self) -> datetime:
        """When they asked, UTC; a `Refusal` if it cannot be read."""
        values = self.values()
        return moment(values["asked_at_day"], values["asked_at"], "asked_at")


class CallbackForm(Entry):
    """The call back: number, source, time, and whether the switchboard knew the caller."""

    def __init__(self, kept: Motringning) -> None:
        super().__init__("contact.motringning")
        tr = self.tr
        self.place(Notice(NoticeKind.INFO, asked(kept.request), title=tr("Förfrågan")))
        self.put("number", TextField(tr("Växelnumret du ringde"), help=tr("Sök upp det själv.")))
        sources = [Choice(value=one, text=text) for one, text in words.sources().items()]
        self.put("source", ChoiceField(tr("Var hittade du numret"), sources, empty=tr("Välj …")))
        self.put("source_detail", TextField(tr("Mer om källan"), help=tr("Till exempel vilken webbplats eller lista.")))
        self.put_row(("called_at_day", DateField(tr("Datum"))), ("called_at", TextField(tr("Klockan"), width=5)))
        known = [
            Choice(value=True, text=tr("Ja, och jag blev kopplad till uppringaren")),
            Choice(value=False, text=tr("Nej, eller jag nådde inte fram")),
        ]
        self.put("confirmed", RadioField(tr("Kände växeln till uppringaren?"), known))

    def callback(self) -> Callback:
        """What is typed."""
        values = self.values()
        return Callback(
            number=values["number"],
            source=values["source"],
            source_detail=values["source_detail"],
            confirmed=values["confirmed"],
        )

    def called_at(self) -> datetime:
        """When the call was made, UTC; a `Refusal` if it cannot be read."""
        values = self.values()
        return moment(values["called_at_day"], values["called_at"], "called_at")


class ClosingForm(Entry):
    """How it ended; a disclosure asks for more."""

    def __init__(self, kept: Motringning) -> None:
        super().__init__("contact.motringning")
        tr = self.tr
        self.place(Notice(NoticeKind.INFO, asked(kept.request), title=tr("Förfrågan")))
        outcomes = [Choice(value=one, text=text) for one, text in words.outcomes().items()]
        self._outcome = self.put("outcome", RadioField(tr("Hur slutade det"), outcomes))
        grounds = [Choice(value=one, text=text) for one, text in words.grounds().items()]
        self._disclosed = (
            self.put("told", LongTextField(tr("Vad lämnades ut"), longest=1000, rows=2)),
            self.put("ground", ChoiceField(tr("Med stöd av"), grounds, empty=tr("Välj …"))),
            self.put("closed_by", TextField(tr("Vem beslutade"))),
        )
        self._why = self.put("why", LongTextField(tr("Vad hände"), longest=1000, rows=2))
        self.changed.connect(self._adapt)
        self._adapt()

    def outcome(self) -> Outcome | None:
        """The outcome that is chosen."""
        return self._outcome.value()

    def closing(self) -> Closing:
        """What is typed."""
        values = self.values()
        return Closing(told=values["told"], ground=values["ground"], decided_by=values["closed_by"], why=values["why"])

    def _adapt(self) -> None:
        outcome = self._outcome.value()
        for field in self._disclosed:
            field.setVisible(outcome is Outcome.LAMNADE_UT)
        self._why.setVisible(outcome is not None and outcome is not Outcome.LAMNADE_UT)


def asked(request: Request) -> str:
    """The request in words, as it is shown over the next step."""
    return folded(
        words.told(
            ("Säger sig vara", request.caller),
            ("Från", request.authority),
            ("Frågar efter", request.asks),
            ("Lämnade numret", request.number_given),
        )
    )
