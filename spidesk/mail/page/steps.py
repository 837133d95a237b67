"""The steps of a letter at the post: print, read the codes, post, and take a return. One card each."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions.shapes import Match, PostRow
from spidesk.mail.page import words
from spidesk.mail.page.code import CodeField
from spidesk.mail.rules.order import PaperKind, ReturnReason, State, Unmatched, papers_of
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, DateField, RadioField, TextField
from spidesk.ui.form import Form
from spidesk.ui.words import Card, Facts, Muted, Notice, NoticeKind, PrimaryButton, QuietButton, Row


class PrintStep(Card):
    """Which papers have left the printer. `asked(papers)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("1. Skriv ut"))
        self.title.show()
        self._papers: tuple[PaperKind, ...] = ()
        self._facts = Facts()
        self._whole = Muted(self.tr("Alla papper är utskrivna."))
        self._note = Notice(NoticeKind.INFO)
        self.button = marked(
            PrimaryButton(self.tr("Granska och skriv ut"), icon="print", clicked=self._ask), "post.print"
        )
        self.again = marked(QuietButton(self.tr("Skriv ut igen"), icon="print", clicked=self._ask), "post.print_again")
        self.add(self._facts, self._whole, self._note, Row(self.button, self.again))

    def show_order(self, row: PostRow) -> None:
        """Show what is printed, and what may be."""
        early = row.state in (State.ORDERED, State.PRINTED)
        wanted = papers_of(row.kind, row.delgivning)
        self._papers = wanted if early else (PaperKind.OUTER,)
        self.setVisible(early or row.state is State.MATCHED)
        done, left = self.tr("Utskrivet"), self.tr("Inte utskrivet")
        self._facts.show_facts(
            [(text, done if kind in row.printed else left) for kind, text in words.sheets().items() if kind in wanted]
        )
        self._facts.setVisible(row.state is State.ORDERED)
        self._whole.setVisible(row.state is not State.ORDERED)
        rek = self.tr("Rek går ensamt: ett ytterkuvert för det här brevet, inget annat i det.")
        self._note.say(rek if row.kind.registered and row.state is State.ORDERED else "", aloud=False)
        self.button.setVisible(row.state is State.ORDERED)
        self.again.setVisible(row.state is not State.ORDERED)

    def _ask(self) -> None:
        self.asked.emit(self._papers)


class MatchStep(Card):
    """Both codes, typed or scanned; a scanner ends with Enter, which moves on. `asked(letter, inner)`."""

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        tr = self.tr
        self.title.setText(tr("2. Läs av koderna innan du klistrar igen"))
        self.title.show()
        self.form = Form(bar=False)
        self.letter = CodeField(tr("Koden på brevlappen"))
        self.inner = CodeField(tr("Koden på innerkuvertet"))
        self.form.add_row(("letter", self.letter), ("inner", self.inner))
        named(self.letter, "post.letter")
        named(self.inner, "post.inner")
        self.stop = marked(Notice(NoticeKind.ERROR), "post.mismatch")
        self.button = marked(PrimaryButton(tr("Kontrollera"), icon="qr", clicked=self._ask), "post.match")
        self.add(self.form, self.stop, Row(self.button))
        self.letter.entered.connect(self.inner.take_focus)
        self.inner.entered.connect(self._ask)

    def clear(self) -> None:
        """Empty both, for another letter."""
        self.form.clear()
        self.stop.say("", aloud=False)

    def show_match(self, found: Match) -> None:
        """Say that they match, or which letters the codes belong to."""
        if found.matched:
            self.clear()
            return
        tr = self.tr
        self.form.clear()
        strange = tr("inget känt uppdrag")
        text = tr(
            "Brevlappen hör till {letter}. Innerkuvertet hör till {inner}. "
            "Klistra inte igen: byt plats och läs av igen."
        )
        self.stop.say(
            text.format(letter=found.letter or strange, inner=found.inner or strange),
            NoticeKind.ERROR,
            title=tr("Stopp: brev och kuvert hör inte ihop"),
        )
        self.letter.take_focus()

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside its code, or where there is none, in the notice."""
        if refusal.field not in ("letter", "inner"):
            self.stop.say(wording.text(refusal), NoticeKind.ERROR)
            return
        field = self.form[refusal.field]
        field.refuse(wording.text(refusal))
        field.take_focus()

    def _ask(self) -> None:
        self.stop.say("", aloud=False)
        self.form.clear_refusals()
        if self.form.check():
            self.asked.emit(self.letter.value(), self.inner.value())


class PostStep(Card):
    """The day, the rek number where there is one, and the reason where the codes were not read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        tr = self.tr
        self.title.setText(tr("3. Lämna till posten"))
        self.title.show()
        self._state = State.ORDERED
        self._open = marked(
            QuietButton(tr("Koderna går inte att läsa …"), icon="warning", clicked=self._unfold), "post.unmatched"
        )
        self.form = Form(save_text=tr("Brevet är postat"))
        marked(self.form.save, "post.post")
        self.form.undo.hide()
        self.day = self.form.add("posted_on", named(DateField(tr("Postat")), "post.posted_on"))
        self.rek = self.form.add(
            "rek",
            named(
                TextField(tr("Rek-nummer"), help=tr("Från postens kvitto, till exempel RR123456785SE."), width=20),
                "post.rek",
            ),
        )
        self.reason: ChoiceField[Unmatched] = self.form.add(
            "reason",
            ChoiceField(
                tr("Varför är koderna inte lästa?"),
                [Choice(value=one, text=text) for one, text in words.unmatched().items()],
                empty=tr("Välj …"),
            ),
        )
        named(self.reason, "post.reason")
        self.add(Row(self._open), self.form)

    def start(self, today: date) -> None:
        """Begin with today's date, folded while the codes are not read."""
        self.form.clear()
        self.form.fill({"posted_on": today})
        self._state = State.ORDERED

    def show_order(self, row: PostRow) -> None:
        """Show what this letter needs."""
        moved = row.state is not self._state
        self._state = row.state
        self.setVisible(row.state in (State.PRINTED, State.MATCHED))
        self.rek.setVisible(row.kind.registered)
        self.reason.setVisible(row.state is State.PRINTED)
        if moved:
            self.form.setVisible(row.state is State.MATCHED)
        self._open.setVisible(self.form.isHidden())

    def _unfold(self) -> None:
        self.form.show()
        self._open.hide()
        self.reason.take_focus()


class ReturnStep(Card):
    """A letter that came back: the day and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        tr = self.tr
        self.title.setText(tr("Har brevet kommit tillbaka?"))
        self.title.show()
        self.form = Form(save_text=tr("Notera retur"))
        marked(self.form.save, "post.return")
        self.form.undo.hide()
        self.day = self.form.add("returned_on", named(DateField(tr("Kom tillbaka")), "post.returned_on"))
        self.reason: RadioField[ReturnReason] = self.form.add(
            "reason", RadioField(tr("Orsak"), [Choice(value=one, text=text) for one, text in words.returns().items()])
        )
        named(self.reason, "post.return_reason")
        self.add(self.form)

    def start(self, today: date) -> None:
        """Begin with today's date and no reason."""
        self.form.clear()
        self.form.fill({"returned_on": today})
