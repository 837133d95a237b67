"""Other ways out than one run: sort by sort in the print dialog or as PDF, on labels, behind a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.documents.queue import Paper as Made
from spidesk.mail.actions.batching import Piece
from spidesk.mail.document import labels, papers, window
from spidesk.mail.document.labels import LABEL_SHEETS, LabelSheet
from spidesk.mail.document.window import Window, checked_window
from spidesk.mail.page import words
from spidesk.mail.page.batch.papers.printout import Bundle
from spidesk.mail.page.batch.papers.run import sheet_of
from spidesk.mail.rules.batch import Reprint
from spidesk.mail.rules.order import PARCEL_PAIR, PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, MillimetreField, NumberField, TickField
from spidesk.ui.form import Form
from spidesk.ui.words import Card, Flow, Notice, NoticeKind, QuietButton

_FACES: Final = {
    "inner": (PaperKind.INNER_FRONT, PaperKind.INNER_BACK),
    "outer": (PaperKind.OUTER,),
    "reply": (PaperKind.REPLY,),
}
_WINDOW: Final = ("left", "top", "width", "height")


class Windows(Protocol):
    """Where this workstation keeps the place of its envelopes' window (no personal data)."""

    def window(self) -> dict[str, float] | None:
        """Millimetres by left, top, width and height; nothing when no one has said."""

    def keep_window(self, place: dict[str, float]) -> None:
        """Remember it."""


class OtherWays(Card):
    """`asked(bundles, reason)`: open the dialog with these. `outline_asked(window)`: print the window's outline."""

    asked = Signal(object, object)
    outline_asked = Signal(object)

    def __init__(self, windows: Windows | None = None, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        tr = self.tr
        self.title.setText(tr("Andra sätt"))
        self.title.show()
        self._windows = windows
        self._pieces: tuple[Piece, ...] = ()
        self._asker: Form | None = None
        self.notice = marked(Notice(NoticeKind.ERROR), "batch.ways.refused")
        self.again = named(TickField(tr("Ta också med det som redan är utskrivet")), "batch.again")
        self.reason: ChoiceField[Reprint] = named(_reason(tr("Varför skrivs det ut igen?")), "batch.again.reason")
        self.each = marked(
            QuietButton(tr("Sort för sort, eller som PDF …"), icon="pdf", clicked=self._each), "batch.each"
        )
        self.add(self.again, self.reason, self.notice, Flow(self.each))
        self.labels = self._make_labels()
        self.window_form = self._make_window()
        self.again.changed.connect(self._adapt)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """What may be printed now."""
        self._pieces = tuple(pieces)
        self.again.setVisible(any(one.printed for one in pieces))
        self._adapt()

    def _adapt(self) -> None:
        self.reason.setVisible(not self.again.isHidden() and self.again.value())

    def _wanted(self) -> list[Piece]:
        everything = not self.again.isHidden() and self.again.value()
        return [one for one in self._pieces if everything or not (one.printed or one.asked)]

    def _why(self) -> tuple[bool, Reprint | None]:
        """Whether the reason is given where one is needed."""
        if self.reason.isHidden():
            return True, None
        reason = self.reason.value()
        if reason is None:
            self.reason.refuse(self.tr("Välj en orsak."))
            self.reason.take_focus()
        return reason is not None, reason

    def refuse(self, refusal: Refusal) -> None:
        """Say why nothing was made, where it was asked for."""
        if self._asker is not None:
            self._asker.refuse(refusal)
        else:
            self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _send(self, bundles: Sequence[Bundle], asker: Form | None = None) -> None:
        self._asker = asker
        self.notice.say("", aloud=False)
        sound, reason = self._why()
        full = [one for one in bundles if one.pieces]
        if sound and full:
            self.asked.emit(full, reason)

    def _each(self) -> None:
        groups: dict[tuple[PaperKind, str], list[Piece]] = {}
        for one in self._wanted():
            groups.setdefault((one.paper, sheet_of(one)), []).append(one)
        titles = words.sheets()
        self._send(
            [
                Bundle(
                    key=f"{paper.value}-{pieces[0].format.key}",
                    name=f"{titles[paper]}: {len(pieces)} {sheet}",
                    pieces=tuple(pieces),
                    make=partial(_papers, tuple(pieces)),
                )
                for (paper, sheet), pieces in groups.items()
            ]
        )

    def _make_labels(self) -> Form:
        tr = self.tr
        form = Form(save_text=tr("Gör etiketter …"))
        form.undo.hide()
        marked(form.save, "batch.labels")
        form.section(tr("Etiketter"), tr("Brevlappar och kvitton skrivs ändå ut på vanligt papper."))
        sheets = [Choice(value=key, text=key) for key in LABEL_SHEETS]
        faces = [
            Choice(value="inner", text=tr("Innerkuvert, fram och bak")),
            Choice(value="outer", text=tr("Ytterkuvert")),
            Choice(value="reply", text=tr("Svarskuvert")),
        ]
        form.add_row(
            ("faces", named(ChoiceField(tr("Vad?"), faces), "batch.labels.faces")),
            ("sheet", named(ChoiceField(tr("Etikettark"), sheets), "batch.labels.sheet")),
        )
        form.add(
            "start", named(NumberField(tr("Första lediga etikett på arket"), least=1, most=21), "batch.labels.start")
        )
        form.saved.connect(self._labels)
        self.add(form)
        return form

    def _labels(self) -> None:
        values = self.labels.values()
        sheet = LABEL_SHEETS[values["sheet"]]
        kinds = _FACES[values["faces"]]
        wanted = _by_letter([one for one in self._wanted() if one.paper in kinds])
        if not wanted:
            self.labels.refuse(Refusal("mail.nothing_to_print"))
            return
        try:
            sheet.places(values["start"], len(wanted))
        except Refusal as refusal:
            self.labels.refuse(refusal)
            return
        make = partial(_labels, sheet, values["start"], tuple(wanted))
        name = self.tr("{sheet}: {count} etiketter").format(sheet=sheet.key, count=len(wanted))
        self._send([Bundle(key=f"labels-{values['faces']}", name=name, pieces=tuple(wanted), make=make)], self.labels)

    def _make_window(self) -> Form:
        tr = self.tr
        form = Form(save_text=tr("Gör blad för fönsterkuvert …"))
        marked(form.save, "batch.window")
        form.undo.hide()
        form.section(
            tr("Fönsterkuvert"),
            tr(
                "Bara ytterkuvertets adress. Lägg bladet mot fönstret och innerkuvertet bakom, med framsidan inåt: "
                "i ett fönster får aldrig nummer eller namn synas."
            ),
        )
        titles = (tr("Från vänster"), tr("Uppifrån"), tr("Bredd"), tr("Höjd"))
        kept = (self._windows.window() if self._windows is not None else None) or asdict(Window())
        fields = [(key, MillimetreField(title, least=0, most=297)) for key, title in zip(_WINDOW, titles, strict=True)]
        form.add_row(*fields[:2])
        form.add_row(*fields[2:])
        for key, field in fields:
            named(field, f"batch.window.{key}")
            field.set_value(float(kept.get(key, 0.0)))
        form.place(
            Flow(marked(QuietButton(tr("Provblad …"), icon="ruler", clicked=self._outline), "batch.window.outline"))
        )
        form.mark_clean()
        form.saved.connect(self._window)
        self.add(form)
        return form

    def _kept_window(self) -> Window | None:
        values = {key: float(self.window_form[key].value()) for key in _WINDOW}
        try:
            found = checked_window(Window(**values))
        except Refusal as refusal:
            self.window_form.refuse(refusal)
            return None
        self.window_form.clear_refusals()
        if self._windows is not None:
            self._windows.keep_window(values)
        return found

    def _outline(self) -> None:
        place = self._kept_window()
        if place is not None:
            self.outline_asked.emit(place)

    def _window(self) -> None:
        place = self._kept_window()
        if place is None:
            return
        wanted = [one for one in self._wanted() if one.paper is PaperKind.OUTER and one.format != PARCEL_PAIR.outer]
        if not wanted:
            self.window_form.refuse(Refusal("mail.nothing_to_print"))
            return
        name = self.tr("Blad för fönsterkuvert: {count}").format(count=len(wanted))
        self._send(
            [Bundle(key="window", name=name, pieces=tuple(wanted), make=partial(_windowed, place))], self.window_form
        )


def reprint_choices() -> list[Choice[Reprint]]:
    """Why something is printed once more."""
    return [Choice(value=one, text=text) for one, text in words.reprints().items()]


def _reason(label: str) -> ChoiceField[Reprint]:
    return ChoiceField(label, reprint_choices(), empty="Välj …")


def _by_letter(pieces: Sequence[Piece]) -> list[Piece]:
    """Front and back of one letter after each other on the sheet."""
    first = {order: at for at, order in reversed(list(enumerate(one.orders[0] for one in pieces)))}
    return sorted(pieces, key=lambda one: first[one.orders[0]])


def _papers(pieces: Sequence[Piece], faces: Sequence[Envelope]) -> list[Made]:
    return [papers.make(piece.paper, face) for piece, face in zip(pieces, faces, strict=True)]


def _labels(sheet: LabelSheet, start: int, pieces: Sequence[Piece], faces: Sequence[Envelope]) -> list[Made]:
    wanted = [(piece.paper, face) for piece, face in zip(pieces, faces, strict=True)]
    return [labels.make(sheet, wanted, start=start)]


def _windowed(place: Window, faces: Sequence[Envelope]) -> list[Made]:
    return [window.make(face, place) for face in faces]
