"""Motringning: what came from outside, the call back through a number of one's own, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from spidesk.contact import actions
from spidesk.contact.actions import Overview
from spidesk.contact.page import words
from spidesk.contact.page.conflict import Conflict
from spidesk.contact.page.entry import Entry
from spidesk.contact.page.part import Editor, Make, Part, Work
from spidesk.contact.page.parts.call_forms import CallbackForm, ClosingForm, RequestForm, asked
from spidesk.contact.records import MotringningRow
from spidesk.contact.rules import Callback, Motringning, Outcome, State
from spidesk.person.page.desk import Desk
from spidesk.person.page.words import local
from spidesk.person.rules import PersonRef
from spidesk.ui.words import Card, Chip, ChipKind, Muted, PlainLabel, Row, Rule
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


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
            editor = Editor(kind=kind, form=form, make=lambda seen: _logging(person, form, seen))
            self.open_editor(editor, self.tr("Ny förfrågan"))
            form["caller"].take_focus()
            if ready is not None:
                ready()
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
            self._open(kind, row, call, lambda seen: _calling(person, row.id, self._version(), call, seen), ready)
            call["number"].take_focus()
        else:
            closing = ClosingForm(kept)
            self._open(kind, row, closing, lambda seen: _closing(person, row.id, self._version(), closing, seen), ready)
            closing["outcome"].take_focus()

    def _open(
        self, kind: str, row: MotringningRow, form: Entry, make: Make, ready: Callable[[], object] | None
    ) -> None:
        title = self.tr("Motringning") if kind == "call" else self.tr("Avsluta förfrågan")
        editor = Editor(kind=kind, form=form, row=row.id, versions=(row.version,), make=make, changed=self._changed)
        self.open_editor(editor, title)
        if ready is not None:
            ready()

    def _version(self) -> int:
        return self.editor.versions[0] if self.editor is not None else 0

    def _changed(self) -> None:
        editor, person = self.editor, self.person
        if editor is not None:
            row = RowId(editor.row)
            self.ask(lambda vault: actions.open_motringning(vault, person, row), lambda opened: self._compare(*opened))

    def _compare(self, row: MotringningRow, kept: Motringning) -> None:
        """Someone else took a step meanwhile: show it beside what was typed."""
        editor = self.editor
        if editor is None:
            return
        editor.versions = (row.version,)
        typed = editor.form.callback() if isinstance(editor.form, CallbackForm) else kept.callback
        one, other = _called(kept.callback), _called(typed)
        pairs = [(name, text, other[name]) for name, text in one.items()]
        self.show_conflict(Conflict(pairs, keep=self.keep, mine=editor.form.submit, key="motringning"))

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


def _told(vault: Vault, person: PersonRef, row: RowId) -> str:
    _, kept = actions.open_motringning(vault, person, row)
    parts = [asked(kept.request)]
    if kept.callback is not None:
        parts.append(words.told(*_called(kept.callback).items()))
    if kept.closing is not None:
        end = kept.closing
        ground = words.grounds()[end.ground] if end.ground else ""
        parts.append(
            words.told(
                ("Lämnades ut", end.told), ("Med stöd av", ground), ("Beslut", end.decided_by), ("Hände", end.why)
            )
        )
    return "\n".join(parts)


def _called(call: Callback | None) -> dict[str, str]:
    """A call back in words."""
    if call is None:
        return {"Växelnummer": "", "Källa": "", "Växeln kände till uppringaren": ""}
    known = {True: "ja", False: "nej", None: ""}[call.confirmed]
    return {
        "Växelnummer": call.number,
        "Källa": f"{words.sources()[call.source]}, {call.source_detail}" if call.source else call.source_detail,
        "Växeln kände till uppringaren": known,
    }


def _logging(person: PersonRef, form: RequestForm, seen: frozenset[str]) -> Work:
    request, asked_at = form.request(), form.asked_at()
    return lambda vault: actions.log_request(vault, person, request, asked_at=asked_at, seen=seen)


def _calling(person: PersonRef, row: RowId, version: int, form: CallbackForm, seen: frozenset[str]) -> Work:
    callback, called_at = form.callback(), form.called_at()
    return lambda vault: actions.call_back(
        vault, person, row, callback, version=version, called_at=called_at, seen=seen
    )


def _closing(person: PersonRef, row: RowId, version: int, form: ClosingForm, seen: frozenset[str]) -> Work:
    outcome, closing = form.outcome(), form.closing()
    return lambda vault: actions.close_request(vault, person, row, outcome, closing, version=version, seen=seen)
