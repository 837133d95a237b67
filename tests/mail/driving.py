"""How a test drives the windows of mail: widgets found by name, pressed and read as a user does."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from spidesk.mail import records
from spidesk.mail.rules.order import State
from spidesk.ui.ask import Question
from spidesk.ui.words import PlainLabel


def find(page, name, kind=QWidget):
    found = [one for one in page.findChildren(kind, name) if one.isVisible()]
    assert len(found) == 1, (name, len(found))
    return found[0]


def words(page):
    """Everything a user can read on the page."""
    said = [one.text() for one in page.findChildren(PlainLabel) if one.isVisible()]
    said += [one.text() for one in page.findChildren(QAbstractButton) if one.isVisible()]
    return "\n".join(said)


def press(seat, page, name):
    find(page, name, QAbstractButton).click()
    seat.settle()


def answer(key, seen=None, *, escape=False):
    """Press a button of the question that is about to be asked, or Escape."""

    def press_it():
        question = QApplication.activeModalWidget()
        assert isinstance(question, Question)
        if seen is not None:
            seen.append(words(question))
        if escape:
            question.reject()
        else:
            question.buttons[key].click()

    QTimer.singleShot(50, press_it)


def state_of(seat, order):
    def read(vault):
        with vault.read() as reader:
            return State(records.of(reader, order).state), records.of(reader, order).piece

    return seat.do(read)


def prints_of(seat, order):
    def read(vault):
        with vault.read() as reader:
            return [(one.paper, one.outcome, one.answered, one.job) for one in records.prints_of(reader, order)]

    return seat.do(read)
