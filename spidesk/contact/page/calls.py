"""Motringning: what came from outside, the call back through a number of one's own, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from spidesk.contact import actions
from spidesk.contact.actions import Overview
from spidesk.contact.page import words
from spidesk.contact.page.entry import Entry
from spidesk.contact.page.part import Editor, Make, Part, Work, folded
from spidesk.contact.page.when import moment
from spidesk.contact.records import MotringningRow
from spidesk.contact.rules import Callback, Closing, Motringning, Outcome, Request, State
from spidesk.person.page.desk import Desk
from spidesk.person.page.words import local
from spidesk.person.rules import PersonRef
from spidesk.ui.fields import Choice, ChoiceField, DateField, LongTextField, RadioField, TextField
from spidesk.ui.words import Card, Chip, ChipKind, Muted, Notice, NoticeKind, PlainLabel, Row, Rule
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


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


class CallbackForm(Entry):
    """The call back: number, source, time, and whether the switchboard knew the caller."""

    def __init__(self, kept: Motringning) -> None:
        super().__init__("contact.motringning")
        tr = self.tr
        self.place(Notice(NoticeKind.INFO, _asked(kept.request), title=tr("Förfrågan")))
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


class ClosingForm(Entry):
    """How it ended; a disclosure asks for more."""

    def __init__(self, kept: Motringning) -> None:
        super().__init__("contact.motringning")
        tr = self.tr
        self.place(Notice(NoticeKind.INFO, _asked(kept.request), title=tr("Förfrågan")))
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

    def _adapt(self) -> None:
        outcome = self._outcome.value()
        for field in self._disclosed:
            field.setVisible(outcome is Outcome.LAMNADE_UT)
        self._why.setVisible(outcome is not None and outcome is not Outcome.LAMNADE_UT)


class CallsPart(Part):
    """The requests from outside, those without an outcome first."""

    def __init__(self, desk: Desk, person: PersonRef, now: Callable[[], datetime]) -> None:
        super().__init__(desk, person, "motringning")
        self._now = now
        self._rows: tuple[MotringningRow, ...] = ()
        self._card = Card(self.tr("Motringningar"))
        self.add(self._card)

    def show_overview(self, overview: Overview) -> None:
        """Show the requests; an open form stays."""
        self._rows = overview.motringningar
        self.refresh()

    def begin(self, kind: str, row: str, ready: Callable[[], object] | None = None) -> None:
        """Open the form for a new request, the call back, or the outcome."""
        if kind == "add":
            form, person = RequestForm(), self.person
            form.fill(self._filled("asked_at"))
            self._open(kind, "", form, lambda seen: _logging(person, form, seen), self.tr("Ny förfrågan"), ready)
            form["caller"].take_focus()
            return
        person = self.person
        self.ask(
            lambda vault: actions.open_motringning(vault, person, RowId(row)),
            lambda opened: self._step(kind, *opened, ready),
        )

    def refresh(self) -> None:
        """What stands, or the form."""
        self.show_in(self._card, self._standing)

    def _step(self, kind: str, row: MotringningRow, kept: Motringning, ready: Callable[[], object] | None) -> None:
        person = self.person
        if kind == "call":
            call = CallbackForm(kept)
            call.fill(self._filled("called_at"))
            make: Make = lambda seen: _calling(person, row, call, seen)
            self._open(kind, row.id, call, make, self.tr("Motringning"), ready)
            call["number"].take_focus()
        else:
            closing = ClosingForm(kept)
            make = lambda seen: _closing(person, row, closing, seen)
            self._open(kind, row.id, closing, make, self.tr("Avsluta förfrågan"), ready)
            closing["outcome"].take_focus()

    def _open(
        self, kind: str, row: str, form: Entry, make: Make, title: str, ready: Callable[[], object] | None
    ) -> None:
        self.open_editor(Editor(kind=kind, form=form, row=row, make=make), title)
        if ready is not None:
            ready()

    def _filled(self, field: str) -> dict[str, object]:
        now = self._now().replace(tzinfo=UTC).astimezone()
        return {f"{field}_day": now.date(), field: now.strftime("%H:%M")}

    def _standing(self) -> None:
        if not self._rows:
            text = self.tr("När någon utifrån frågar: logga förfrågan här, ring tillbaka genom växeln, svara sedan.")
            self._card.add(Muted(text))
        for number, row in enumerate(self._rows, start=1):
            if number > 1:
                self._card.add(Rule())
            self._card.add(self._line(row, f"contact.motringning.{number}"))
        button = self.button(self.tr("Logga förfrågan"), "phone-back", "contact.motringning.add", self._add)
        self._card.add(Row(button))

    def _add(self) -> None:
        self.begin("add", "")

    def _line(self, row: MotringningRow, name: str) -> QWidget:
        person = self.person
        times = self.tr("Frågade {at}").format(at=local(row.asked_at))
        if row.called_at is not None:
            times += self.tr(" · motringt {at}").format(at=local(row.called_at))
        buttons = []
        if row.state is not State.CLOSED:
            again = row.state is State.CALLED
            call = self.tr("Ring igen") if again else self.tr("Ring tillbaka")
            buttons = [
                self.button(call, "phone-back", f"{name}.call", lambda: self.begin("call", row.id)),
                self.button(self.tr("Avsluta"), "check", f"{name}.close", lambda: self.begin("close", row.id)),
            ]
        return self.line(
            name,
            self.headed(PlainLabel(times), Chip(*_chip(row))),
            self.masked(self.tr("Förfrågan"), f"{name}.told", lambda vault: _told(vault, person, row.id)),
            buttons=buttons,
        )


def _chip(row: MotringningRow) -> tuple[ChipKind, str]:
    if row.outcome is not None:
        kind = ChipKind.OK if row.outcome is Outcome.LAMNADE_UT else ChipKind.NEUTRAL
        return kind, words.outcomes()[row.outcome]
    return words.waiting(called=row.state is State.CALLED)


def _asked(request: Request) -> str:
    return folded(
        words.told(
            ("Säger sig vara", request.caller),
            ("Från", request.authority),
            ("Frågar efter", request.asks),
            ("Lämnade numret", request.number_given),
        )
    )


def _told(vault: Vault, person: PersonRef, row: RowId) -> str:
    _, kept = actions.open_motringning(vault, person, row)
    parts = [_asked(kept.request)]
    if kept.callback is not None:
        call = kept.callback
        parts.append(
            words.told(
                ("Växelnummer", call.number),
                ("Källa", f"{words.sources()[call.source]}, {call.source_detail}" if call.source else ""),
                ("Växeln kände till uppringaren", "ja" if call.confirmed else "nej"),
            )
        )
    if kept.closing is not None:
        end = kept.closing
        ground = words.grounds()[end.ground] if end.ground else ""
        parts.append(
            words.told(
                ("Lämnades ut", end.told), ("Med stöd av", ground), ("Beslut", end.decided_by), ("Hände", end.why)
            )
        )
    return "\n".join(parts)


def _logging(person: PersonRef, form: RequestForm, seen: frozenset[str]) -> Work:
    values = form.values()
    asked_at = moment(values["asked_at_day"], values["asked_at"], "asked_at")
    request = Request(
        caller=values["caller"],
        authority=values["authority"],
        number_given=values["number_given"],
        asks=values["asks"],
    )
    return lambda vault: actions.log_request(vault, person, request, asked_at=asked_at, seen=seen)


def _calling(person: PersonRef, row: MotringningRow, form: CallbackForm, seen: frozenset[str]) -> Work:
    values = form.values()
    called_at = moment(values["called_at_day"], values["called_at"], "called_at")
    callback = Callback(
        number=values["number"],
        source=values["source"],
        source_detail=values["source_detail"],
        confirmed=values["confirmed"],
    )
    return lambda vault: actions.call_back(
        vault, person, row.id, callback, version=row.version, called_at=called_at, seen=seen
    )


def _closing(person: PersonRef, row: MotringningRow, form: ClosingForm, seen: frozenset[str]) -> Work:
    values = form.values()
    closing = Closing(told=values["told"], ground=values["ground"], decided_by=values["closed_by"], why=values["why"])
    return lambda vault: actions.close_request(
        vault, person, row.id, values["outcome"], closing, version=row.version, seen=seen
    )
