"""What the print dialog says while a paper is printed, and the question when nobody knows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui.printing.course import Course, Stage
from spidesk.ui.printing.file import Unwritten
from spidesk.ui.printing.order import JobState, Paper
from spidesk.ui.words import Notice, NoticeKind, PrimaryButton, QuietButton, Row


class Talk(QWidget):
    """One notice and its buttons. `answered(True | False | None)`; `asked_for`: the user wants to answer now."""

    answered = Signal(object)
    asked_for = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice(NoticeKind.INFO, parent=self)
        self.yes = PrimaryButton(self.tr("Ja, rätt"), self, clicked=lambda: self.answered.emit(True))
        self.no = QuietButton(self.tr("Nej"), self, clicked=lambda: self.answered.emit(False))
        self.unknown = QuietButton(self.tr("Vet inte"), self, clicked=lambda: self.answered.emit(None))
        self.now = QuietButton(self.tr("Vänta inte längre"), self, clicked=self.asked_for.emit)
        self._answers = Row(self.yes, self.no, self.unknown, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.notice)
        column.addWidget(self._answers)
        column.addWidget(self.now)
        self._answers.hide()
        self.now.hide()

    def show_course(self, course: Course, paper: Paper, sheets: str) -> None:
        """Say where the print is."""
        self._answers.setVisible(course.stage is Stage.ASKED)
        if course.stage is not Stage.FOLLOWED:
            self.now.hide()
        kind, title, text = self._words(course, paper, sheets)
        if text != self.notice.text or course.stage is Stage.ASKED:
            self.notice.say(text, kind, title=title)
        if course.stage is Stage.ASKED:
            self._take_keyboard()

    def _take_keyboard(self) -> None:
        """To the question, which answers nothing: a key on its way when it appeared must not say yes."""
        self.notice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.notice.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_ask(self) -> None:
        """The printer takes long: let the user answer instead of waiting."""
        self.now.show()

    def insist(self) -> None:
        """The user tried to leave without an answer."""
        self._take_keyboard()
        self.notice.say(
            self.tr("Svara först, så att registret stämmer med det som finns på papper."),
            NoticeKind.WARNING,
            title=self.tr("Kom papperet ut rätt?"),
        )

    def tested(self) -> None:
        """The test page is on its way."""
        self.notice.say(
            self.tr("Mät från kanterna till korset. Stämmer det inte med siffrorna, ändra läget och skriv ut en till."),
            NoticeKind.INFO,
            title=self.tr("Testsidan är skickad"),
        )

    def refused(self, refusal: Refusal) -> None:
        """The queue did not take the test page."""
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def saved(self) -> None:
        """The PDF is written."""
        self.notice.say(
            self.tr("Ta bort filen när du inte behöver den."), NoticeKind.WARNING, title=self.tr("PDF sparad")
        )

    def not_saved(self, why: Unwritten) -> None:
        """The PDF could not be written; what stood there before still does."""
        words = {
            Unwritten.NO_FOLDER: self.tr("Mappen finns inte. Välj en mapp som finns."),
            Unwritten.LINK: self.tr("Där ligger en länk till en annan plats. Välj ett annat namn."),
            Unwritten.NO_ROOM: self.tr("Det är fullt där. Det som fanns där tidigare är orört. Välj en annan mapp."),
            Unwritten.NOT_ALLOWED: self.tr("Det gick inte att skriva där. Välj en annan mapp."),
        }
        self.notice.say(words[why], NoticeKind.ERROR, title=self.tr("Inte sparad"))

    def _words(self, course: Course, paper: Paper, sheets: str) -> tuple[NoticeKind, str, str]:
        question = self.tr("Kom kuvertet ut rätt?") if paper.envelope else self.tr("Kom papperet ut rätt?")
        if course.stage is Stage.SENDING:
            return NoticeKind.INFO, "", self.tr("Skickar till skrivaren …")
        if course.stage is Stage.FOLLOWED:
            if course.state is JobState.HELD:
                text = self.tr("Kontrollera att den är på och har rätt papper i facket.")
                return NoticeKind.WARNING, self.tr("Skrivaren väntar"), text
            return NoticeKind.INFO, "", self.tr("Skrivaren har tagit emot {sheets} och arbetar …").format(sheets=sheets)
        if course.stage is Stage.ASKED:
            text = self.tr("Det går inte att se hur det gick. Titta i skrivaren och svara.")
            return NoticeKind.WARNING, question, text
        if course.stage is Stage.PRINTED:
            return NoticeKind.OK, self.tr("Utskrivet"), self.tr("{sheets} är utskrivet.").format(sheets=sheets)
        if course.stage is Stage.UNSURE:
            text = self.tr("Papperet räknas inte som utskrivet. Kontrollera skrivaren innan du skriver ut igen.")
            return NoticeKind.WARNING, self.tr("Osäkert"), text
        if course.stage is Stage.FAILED:
            text = course.wrong or self.tr(
                "Kontrollera skrivaren och försök igen. Kasta det som kom ut fel i sekretesspapper."
            )
            return NoticeKind.ERROR, self.tr("Inget räknas som utskrivet"), text
        return NoticeKind.INFO, "", ""
