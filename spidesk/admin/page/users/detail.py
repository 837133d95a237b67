"""Beside the list: what is known about the chosen colleague, what comes next, and the buttons for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.admin.actions import Overview, UserView
from spidesk.admin.page import words
from spidesk.admin.rules import Stage
from spidesk.person.page.naming import marked
from spidesk.ui.words import (
    Card,
    Chip,
    Facts,
    Heading,
    Muted,
    Notice,
    NoticeKind,
    PrimaryButton,
    QuietButton,
    Row,
    Stack,
)
from spidesk.vault.session import Role


class UserDetail(Card):
    """`compare`, `join`, `renew`, `admin` (give or take), `close_user`: pressed for the colleague shown."""

    compare = Signal()
    join = Signal()
    renew = Signal()
    admin = Signal()
    close_user = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._hint = Muted(self.tr("Välj en användare i listan."))
        self._heading = Heading("")
        self._chip = Stack(gap=0)
        self._facts = Facts()
        self.next = marked(Notice(NoticeKind.INFO), "admin.user.next")
        self.attest = marked(
            PrimaryButton(self.tr("Jämför kontrollord"), icon="shield-check", clicked=self.compare.emit), "admin.attest"
        )
        self.let_in = marked(
            PrimaryButton(self.tr("Släpp in i krets"), icon="circle-group", clicked=self.join.emit), "admin.join"
        )
        self.renew_phrase = marked(
            QuietButton(self.tr("Ny engångsfras"), icon="key", clicked=self.renew.emit), "admin.renew_one_time"
        )
        self.make_admin = marked(QuietButton("", icon="settings", clicked=self.admin.emit), "admin.set_admin")
        self.end = marked(
            QuietButton(self.tr("Avsluta användaren"), icon="block", clicked=self.close_user.emit), "admin.close_user"
        )
        buttons = (self.attest, self.let_in, self.renew_phrase, self.make_admin, self.end)
        self._all: tuple[QWidget, ...] = (self._heading, self._chip, self._facts, self.next, *buttons)
        self.add(self._hint, self._heading, self._chip, self._facts, self.next)
        self.add(Stack(*(Row(one) for one in buttons), gap=8))
        self.column.addStretch(1)
        self.show_user(None, None)

    def show_user(self, user: UserView | None, overview: Overview | None) -> None:
        """Show a colleague, or that none is chosen."""
        known = user is not None and overview is not None
        for widget in self._all:
            widget.setVisible(known)
        self._hint.setVisible(not known)
        if user is None or overview is None:
            return
        self._heading.setText(user.name)
        self._chip.clear()
        self._chip.add(Chip(*words.stage(user.stage)))
        self._show_facts(user)
        session = overview.session
        owner, changing = bool(session.circles_with(Role.KRETSAGARE)), not session.read_only
        living = user.stage in (Stage.WORDS, Stage.READY)
        may_compare = changing and owner and living and not user.me and not user.compared_by_me
        needed = may_compare and not user.may_join
        self.attest.setVisible(needed)
        open_to = overview.open_to(user)
        self.let_in.setVisible(changing and living and user.may_join and bool(open_to))
        self.renew_phrase.setVisible(changing and session.user.admin and user.stage is Stage.FIRST)
        self.make_admin.setVisible(changing and session.user.admin and living)
        self.make_admin.set_words(
            self.tr("Ta tillbaka valvadministratör") if user.admin else self.tr("Gör till valvadministratör")
        )
        self.end.setVisible(changing and session.user.admin and user.stage is not Stage.CLOSED and not user.me)
        self.next.say(self._what_next(user, overview, owner), aloud=False)

    def _show_facts(self, user: UserView) -> None:
        made = self.tr("Valvets första användare") if user.first else user.made_by
        compared = ", ".join(user.attested_by) or (self.tr("Behövs inte") if user.first else self.tr("Ingen än"))
        circles = "\n".join(f"{name}: {words.roles(roles)}" for name, roles in user.circles)
        if user.admin:
            circles = "\n".join(filter(None, (self.tr("Hela valvet: valvadministratör"), circles)))
        self._facts.show_facts(
            [
                (self.tr("Användarnamn"), user.login),
                (self.tr("Upplagd av"), made),
                (self.tr("Intygad av"), compared),
                (self.tr("Roller"), circles or self.tr("Inga än")),
            ]
        )

    def _what_next(self, user: UserView, overview: Overview, owner: bool) -> str:
        if user.stage is Stage.FIRST:
            return self.tr("Kollegan ska öppna valvet en gång med engångsfrasen och välja en egen lösenfras.")
        if user.stage is Stage.CLOSED or user.me:
            return ""
        if not owner:
            if user.circles:
                return ""
            return self.tr(
                "En kretsägare jämför kontrollorden med kollegan och släpper in hen i sin krets. "
                "En valvadministratör kan inte göra det."
            )
        if not user.may_join:
            return self.tr("Jämför de sex kontrollorden med kollegan. Sedan kan du släppa in hen.")
        if not overview.open_to(user) and not user.circles:
            return self.tr("Kretsarna du äger är inte klara än.")
        return ""
