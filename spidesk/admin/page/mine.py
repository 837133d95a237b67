"""The tab Min inloggning: my control words, to be read to a kretsägare, and a change of passphrase."""

from __future__ import annotations

from spidesk.admin import actions
from spidesk.admin.actions import Overview
from spidesk.admin.page import words
from spidesk.admin.page.part import Part, View
from spidesk.admin.page.users.compare import SixWords
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.ui.fields import PassphraseField
from spidesk.ui.form import Form
from spidesk.ui.words import Card, Facts, Muted, Notice, NoticeKind, PlainLabel, QuietButton, Row, Scroll, Subheading


class MinePart(Part):
    """Everyone has this tab."""

    key = "mine"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title = self.tr("Min inloggning")
        self.inside.setContentsMargins(0, 12, 0, 0)
        self._facts = Facts()
        self.change = marked(
            QuietButton(self.tr("Byt lösenfras"), icon="key", clicked=self._change), "admin.change_passphrase"
        )
        self.words = SixWords("admin.my_words")
        self.show_words = marked(
            QuietButton(self.tr("Visa mina kontrollord"), icon="eye", clicked=self._ask), "admin.my_words.show"
        )
        login = Card(self.tr("Lösenfras"))
        login.add(
            self._facts,
            Muted(
                self.tr(
                    "Den behöver inte bytas med jämna mellanrum. Byt om någon kan ha sett eller hört den. "
                    "Glömmer du den behövs två återställningskort."
                )
            ),
            Row(self.change),
        )
        mine = Card(self.tr("Mina kontrollord"))
        mine.add(
            PlainLabel(
                self.tr(
                    "Sex ord som hör till dina nycklar. Läs upp dem för kretsägaren, i samma rum eller i telefon, när "
                    "du ska släppas in i en krets. Bara en i taget kan ha valvet öppet på den här datorn: skriv av "
                    "orden för hand om ni delar dator. De öppnar ingenting."
                )
            ),
            self.words,
            Row(self.show_words),
        )
        self.words.hide()
        scroll = Scroll(widest=760, margin=4)
        scroll.add(login, mine)
        self.inside.addWidget(scroll, 1)

    def show_overview(self, overview: Overview) -> None:
        """Show whose login it is."""
        user = overview.session.user
        mine = [f"{circle.name}: {words.roles(circle.roles)}" for circle in overview.session.circles if circle.roles]
        if user.admin:
            mine.append(self.tr("valvadministratör"))
        facts = [(self.tr("Användarnamn"), user.login), (self.tr("Namn"), user.name)]
        self._facts.show_facts([*facts, (self.tr("Dina roller"), "\n".join(mine) or self.tr("Inga än"))])
        self.change.setVisible(not overview.session.read_only)

    def left(self) -> None:
        """Take the words away, and a passphrase that was being typed."""
        self._hide_words()
        if isinstance(self.view, PassphraseView):
            self.leave_view()

    def _ask(self) -> None:
        if self.words.words:
            self._hide_words()
            return
        me = self.desk.session.user.id
        self.desk.lane.submit(
            self, lambda vault: actions.words_of(vault, me), done=self._show, refused=self.say_refusal
        )

    def _show(self, words: tuple[str, ...]) -> None:
        self.words.show_words(words)
        self.words.show()
        self.show_words.set_words(self.tr("Dölj orden"), icon="eye-off")

    def _hide_words(self) -> None:
        self.words.show_words(())
        self.words.hide()
        self.show_words.set_words(self.tr("Visa mina kontrollord"), icon="eye")

    def _change(self) -> None:
        view = PassphraseView(self.desk, back=self.tr("Min inloggning"))
        self.open_view(view)
        view.old.take_focus()


class PassphraseView(View):
    """The old passphrase, the new one twice. Six generated words are offered first; typing them proves them."""

    def __init__(self, desk: Desk, *, back: str) -> None:
        super().__init__(desk, back=back)
        self.head(self.tr("Byt lösenfras"))
        self.offer = marked(Subheading(actions.offered_passphrase()), "admin.passphrase.offer")
        fresh = marked(
            QuietButton(self.tr("Sex andra ord"), icon="refresh", clicked=self._renew), "admin.passphrase.fresh"
        )
        offer = Card(self.tr("Förslag"))
        offer.add(
            self.offer,
            Muted(
                self.tr(
                    "Sex slumpade ord är lätta att skriva och går inte att gissa. Skriv av dem nedan med mellanslag "
                    "mellan, eller skriv en egen fras på minst 15 tecken. Förvara lappen inlåst, aldrig vid datorn."
                )
            ),
            Row(fresh),
        )
        form = Form(save_text=self.tr("Byt lösenfras"))
        marked(form.save, "admin.passphrase.save")
        marked(form.undo, "admin.passphrase.undo").setVisible(False)
        self.form = form
        self.old = form.add("old", named(PassphraseField(self.tr("Nuvarande lösenfras")), "admin.passphrase.old"))
        self.new = form.add("new", named(PassphraseField(self.tr("Ny lösenfras")), "admin.passphrase.new"))
        self.again = form.add(
            "again", named(PassphraseField(self.tr("Ny lösenfras en gång till")), "admin.passphrase.again")
        )
        form.saved.connect(self._save)
        old_copies = marked(
            Notice(
                NoticeKind.INFO,
                self.tr(
                    "En gammal kopia av valvet, till exempel en säkerhetskopia, öppnas fortfarande med den gamla "
                    "lösenfrasen. Har någon annan fått veta den? Berätta det för valvadministratören, så att gamla "
                    "kopior kan tas bort."
                ),
            ),
            "admin.passphrase.old_copies",
        )
        card = Card()
        card.add(form)
        self.column.add(offer, old_copies, card)

    def unsaved(self) -> bool:
        """A passphrase is never kept half typed."""
        return False

    def _renew(self) -> None:
        self.offer.setText(actions.offered_passphrase())

    def _save(self) -> None:
        old, new, again = self.old.value(), self.new.value(), self.again.value()
        self.submit(lambda vault: actions.new_passphrase(vault, old, new, again), self._changed)

    def _changed(self, _: object) -> None:
        for field in (self.old, self.new, self.again):
            field.clear()
        self.offer.clear()
        self.done.emit(self.tr("Lösenfrasen är bytt. Den gamla öppnar bara äldre kopior av valvet."))
